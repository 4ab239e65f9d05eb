from django.urls import path

from tenants.views import brand, brand_settings, home, media, search, settings, sign_in_settings

app_name = "tenants"
urlpatterns = [
    path("workspace/", home.home, name="home"),
    path("workspace/search/", search.search, name="search"),
    path("workspace/settings/", settings.settings, name="settings"),
    path("workspace/settings/sign-in/", sign_in_settings.sign_in_settings, name="sign_in_settings"),
    path(
        "workspace/settings/sign-in/members/<int:user_id>/second-factor/reset/",
        sign_in_settings.reset_second_factor,
        name="member_second_factor_reset",
    ),
    path("workspace/settings/brand/", brand_settings.brand, name="brand"),
    path("workspace/settings/brand/preview.css", brand_settings.preview_css, name="brand_preview"),
    path("brand/logo.png", brand.logo, name="brand_logo"),
    path("brand/icon-<int:side>.png", brand.icon, name="brand_icon"),
    path("brand/manifest.webmanifest", brand.manifest, name="brand_manifest"),
    path("brand/<slug:content_hash>.css", brand.stylesheet, name="brand_stylesheet"),
    path("manifest.webmanifest", brand.manifest, name="manifest"),
    path("favicon.ico", brand.favicon, name="favicon"),
    path("media/<str:ticket>/", media.media, name="media"),
]
