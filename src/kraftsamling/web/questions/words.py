"""What the fields of questions are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LABELS = {
    "place": _("Place"),
    "industry": _("Industry"),
    "among": _("Within"),
    "year": _("Year"),
    "shown": _("Rows"),
    "share": _("How much falls away, per cent"),
    "falls": _("What falls away"),
}
EVERYTHING = _("All together")
LATEST = _("the latest")
# What a field that is left empty means, where it is not all of them.
EMPTY = {("Dependence", "industry"): _("The one with the most jobs")}
