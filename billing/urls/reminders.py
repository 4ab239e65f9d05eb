from django.urls import path

from billing.views import queries

urlpatterns = [
    path("workspace/queries/<int:query_id>/answer/", queries.query_answer, name="query_answer"),
]
