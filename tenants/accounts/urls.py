from django.urls import path

from tenants.accounts.views import (
    door,
    link_sign_in,
    links,
    passwords,
    recovery_codes,
    second_factor,
    second_step,
    security,
)

app_name = "accounts"
urlpatterns = [
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/second-step/", second_step.second_step, name="second_step"),
    path("sign-in/recovery-code/", second_step.recovery, name="second_step_recovery"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("sign-in-link/", link_sign_in.ask, name="ask_sign_in_link"),
    path("sign-in-link/<str:secret>/", link_sign_in.follow, name="sign_in_link"),
    path("password/", passwords.password, name="password"),
    path("forgotten/", passwords.forgotten, name="forgotten"),
    path("set-password/<str:secret>/", links.set_password, name="set_password"),
    path("verify-email/", links.unverified, name="unverified"),
    path("verify-email/<str:secret>/", links.verify_email, name="verify_email"),
    path("security/", security.security, name="security"),
    path("security/two-factor/", second_factor.set_up, name="second_factor"),
    path("security/two-factor/off/", second_factor.turn_off, name="second_factor_off"),
    path("security/recovery-codes/", recovery_codes.codes, name="recovery_codes"),
    path("security/recovery-codes/codes.txt", recovery_codes.download, name="recovery_codes_file"),
    path("security/recovery-codes/kept/", recovery_codes.kept, name="recovery_codes_kept"),
    path("security/sessions/<int:session_id>/end/", security.end_session, name="end_session"),
    path("security/sessions/end-others/", security.end_other_sessions, name="end_other_sessions"),
]
