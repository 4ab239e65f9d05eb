"""Pages of quotes."""

from django.urls import path

from billing.views import quotes

urlpatterns = [
    path("workspace/quotes/", quotes.quote_list, name="quote_list"),
    path("workspace/quotes/new/", quotes.quote_new, name="quote_new"),
    path("workspace/quotes/<int:quote_id>/", quotes.quote, name="quote"),
    path("workspace/quotes/<int:quote_id>/edit/", quotes.quote_edit, name="quote_edit"),
    path("workspace/quotes/<int:quote_id>/quote.pdf", quotes.quote_paper, name="quote_pdf"),
    path("workspace/quotes/<int:quote_id>/sending/", quotes.quote_sending, name="quote_sending"),
    path("workspace/quotes/<int:quote_id>/withdrawal/", quotes.quote_withdrawal, name="quote_withdrawal"),
]
