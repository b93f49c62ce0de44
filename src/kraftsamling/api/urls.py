"""Every address of the interface for programs: JSON, no sign-in, the same in every language."""

from kraftsamling.api import audit, indicators, missing, questions, versions

urlpatterns = [
    *audit.urlpatterns,
    *indicators.urlpatterns,
    *questions.urlpatterns,
    *versions.urlpatterns,
    *missing.urlpatterns,  # last: it answers every other address
]
