from django.urls import path

from tenants.accounts.views import (
    door,
    joining,
    link_sign_in,
    links,
    passwords,
    recovery_codes,
    second_factor,
    second_step,
    security,
    team,
)

app_name = "accounts"
_INVITATION = "workspace/settings/team/invitations/<int:invitation_id>/"
_MEMBER = "workspace/settings/team/<int:member_id>/"
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
    path("join/<str:secret>/", joining.join, name="join"),
    path("workspace/settings/team/", team.team, name="team"),
    path("workspace/settings/team/invitations/new/", team.invite, name="invite"),
    path(_INVITATION + "sending/", team.invitation_sending, name="invitation_sending"),
    path(_INVITATION + "withdrawal/", team.invitation_withdrawal, name="invitation_withdrawal"),
    path(_MEMBER, team.member, name="member"),
    path(_MEMBER + "removal/", team.removal, name="member_removal"),
    path(_MEMBER + "restoration/", team.restoration, name="member_restoration"),
]
