"""Every address of the interface for programs: JSON, no sign-in, the same in every language."""

from kraftsamling.api import audit, indicators, versions

urlpatterns = [
    *audit.urlpatterns,
    *indicators.urlpatterns,
    *versions.urlpatterns,
]
