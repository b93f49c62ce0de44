from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "kraftsamling.web"
    label = "web"
    verbose_name = "Pages"

    def ready(self) -> None:
        from kraftsamling.web import checks

        checks.begin()
