"""Every page: each view module lists its own addresses, in the words of the glossary."""

from kraftsamling.web.views import (
    about,
    actions,
    actors,
    challenges,
    editing,
    framings,
    moving,
    start,
    strategy,
    suggestions,
)

urlpatterns = [
    *about.urlpatterns,
    *actions.urlpatterns,
    *editing.urlpatterns,
    *moving.urlpatterns,
    *suggestions.urlpatterns,
    *strategy.urlpatterns,
    *framings.urlpatterns,
    *challenges.urlpatterns,
    *actors.urlpatterns,
    *start.urlpatterns,  # last: its `<plan>/` would catch other one-word addresses
]
