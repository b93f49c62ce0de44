from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kraftsamling.evidence"
    label = "evidence"
    verbose_name = "Evidence"
