from django.urls import path

from tenants.console.views import audit, businesses, door, operators, overview, own, standing, work

app_name = "console"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/code/", door.code, name="code"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("two-factor/", own.set_up, name="set_up"),
    path("password/", own.password, name="password"),
    path("security/", own.security, name="security"),
    path("security/recovery-codes/", own.recovery_codes, name="recovery_codes"),
    path("security/sessions/<int:session_id>/end/", own.end_session, name="end_session"),
    path("security/sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("businesses/", businesses.business_list, name="business_list"),
    path("businesses/<int:business_id>/", businesses.business, name="business"),
    path("businesses/<int:business_id>/suspension/", standing.suspension, name="suspension"),
    path("businesses/<int:business_id>/restoration/", standing.restoration, name="restoration"),
    path("mail/", work.mail, name="mail"),
    path("work/", work.work_list, name="work_list"),
    path("work/<int:work_id>/retry/", work.retry, name="work_retry"),
    path("work/<int:work_id>/discard/", work.discard, name="work_discard"),
    path("provisioning/", work.provisioning, name="provisioning"),
    path("provisioning/refill/", work.refill, name="refill"),
    path("operators/", operators.operator_list, name="operator_list"),
    path("operators/new/", operators.operator_new, name="operator_new"),
    path("operators/<int:operator_id>/access-reset/", operators.access_reset, name="access_reset"),
    path("operators/<int:operator_id>/deactivation/", operators.deactivation, name="deactivation"),
    path("audit/", audit.audit, name="audit"),
]
