from django.apps import AppConfig


class EmailsConfig(AppConfig):
    name = "emails"
    label = "emails"

    def ready(self) -> None:
        from emails import gauges, needs, own_kinds, sign_in_kinds, tasks, team_kinds  # noqa: F401 declares its work
        from emails.selectors import told_states
        from emails.services.outbox import compose
        from tenants.console.gauges import register_gauge
        from tenants.console.wording import register_platform_wording
        from tenants.kernel.mail import use_composer
        from tenants.needs import register_need

        own_kinds.register()
        sign_in_kinds.register()
        team_kinds.register()
        register_gauge("mail", gauges.gauge)
        register_platform_wording("mail.sent_again", "Sent an e-mail again (%(kind)s)")
        use_composer(compose, told_states)
        register_need(needs.TROUBLED)
