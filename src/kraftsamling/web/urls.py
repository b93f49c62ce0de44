"""Every page: each view module lists its own addresses, in the words of the glossary."""

from kraftsamling.web.views import (
    about,
    actions,
    actors,
    audit,
    challenges,
    editing,
    framings,
    members,
    moving,
    overview,
    people,
    progress,
    reminders,
    rights,
    start,
    strategy,
    suggestions,
)

urlpatterns = [
    *about.urlpatterns,
    *rights.urlpatterns,
    *people.urlpatterns,
    *audit.urlpatterns,
    *members.urlpatterns,
    *actions.urlpatterns,
    *progress.urlpatterns,
    *overview.urlpatterns,
    *reminders.urlpatterns,
    *editing.urlpatterns,
    *moving.urlpatterns,
    *suggestions.urlpatterns,
    *strategy.urlpatterns,
    *framings.urlpatterns,
    *challenges.urlpatterns,
    *actors.urlpatterns,
    *start.urlpatterns,  # last: its `<plan>/` would catch other one-word addresses
]
