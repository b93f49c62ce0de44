"""Every page: each view module lists its own addresses, in the words of the glossary."""

from kraftsamling.web.views import (
    about,
    actions,
    actors,
    challenges,
    framings,
    overview,
    progress,
    reminders,
    start,
    strategy,
)

urlpatterns = [
    *about.urlpatterns,
    *actions.urlpatterns,
    *progress.urlpatterns,
    *overview.urlpatterns,
    *reminders.urlpatterns,
    *strategy.urlpatterns,
    *framings.urlpatterns,
    *challenges.urlpatterns,
    *actors.urlpatterns,
    *start.urlpatterns,  # last: its `<plan>/` would catch other one-word addresses
]
