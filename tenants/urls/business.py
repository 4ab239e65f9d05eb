from django.urls import path

from tenants.views import brand, media

app_name = "tenants"
urlpatterns = [
    path("brand/logo.png", brand.logo, name="brand_logo"),
    path("brand/icon-<int:side>.png", brand.icon, name="brand_icon"),
    path("brand/manifest.webmanifest", brand.manifest, name="brand_manifest"),
    path("brand/<slug:content_hash>.css", brand.stylesheet, name="brand_stylesheet"),
    path("favicon.ico", brand.favicon, name="favicon"),
    path("media/<str:ticket>/", media.media, name="media"),
]
