"""Writing the annex of a board's region, until it is frozen with a version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.kernel.canonical import normalised
from kraftsamling.plan.editing import ChangedMeanwhile
from kraftsamling.plan.models import Annex, Plan


def annex_of(plan: Plan, board: str) -> Annex:
    """The annex as it stands; an empty one with revision 0 where nothing is written yet."""
    found = plan.annexes.filter(board=board).first()
    return found or Annex(plan=plan, board=board, revision=0)


@transaction.atomic
def write_annex(
    plan: Plan, board: str, *, text: str, text_en: str, by: User, revision: int
) -> Annex:
    """Write the annex of `board`; `revision` is the one the writer saw.

    Raises `ChangedMeanwhile`, and writes nothing, if somebody has saved it since.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    annex = annex_of(plan, board)
    if annex.revision != revision:
        raise ChangedMeanwhile(
            _(
                "Somebody else has saved this annex since you opened it. Nothing is lost: their text "
                "is shown beside yours. Put together the text you want, then save again."
            )
        )
    before = {"text": annex.text, "text_en": annex.text_en}
    after = normalised({"text": text.strip(), "text_en": text_en.strip()})
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return annex
    annex.text, annex.text_en = after["text"], after["text_en"]
    annex.revision += 1
    annex.save()
    audit.record(
        "revised",
        by=by,
        plan=plan.slug,
        kind="annex",
        key=board,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return annex
