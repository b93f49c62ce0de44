from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "kraftsamling.plan"
    label = "plan"
    verbose_name = "The plan"
