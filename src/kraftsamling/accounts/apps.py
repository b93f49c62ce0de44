from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kraftsamling.accounts"
    label = "accounts"
    verbose_name = "People, actors and the audit trail"

    def ready(self) -> None:
        from kraftsamling.accounts import noticing

        noticing.begin()
