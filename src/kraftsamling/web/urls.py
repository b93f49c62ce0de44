"""Every page: each view module lists its own addresses, in the words of the glossary."""

from kraftsamling.web.views import actions, start

urlpatterns = [
    *start.urlpatterns,
    *actions.urlpatterns,
]
