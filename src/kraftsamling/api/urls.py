"""Every address of the interface for programs: JSON, no sign-in, the same in every language."""

from kraftsamling.api import audit, versions

urlpatterns = [
    *audit.urlpatterns,
    *versions.urlpatterns,
]
