"""Every page: each view module lists its own addresses, in the words of the glossary."""

from kraftsamling.web.views import about, actions, start

urlpatterns = [
    *about.urlpatterns,
    *actions.urlpatterns,
    *start.urlpatterns,  # last: its `<plan>/` would catch other one-word addresses
]
