"""Finding actions by words, and actions like the one being written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kraftsamling.measures.text import rarity, similarity, stems
from kraftsamling.plan.models import Action, ActionTerm, Plan

SIMILAR_FROM = 0.3
CANDIDATES = 200


def index(action: Action) -> None:
    """Write the action's word stems anew. Titles weigh more, so they are marked."""
    in_title = stems(f"{action.title} {action.title_en}")
    everywhere = in_title | stems(f"{action.summary} {action.summary_en}")
    action.terms.all().delete()
    ActionTerm.objects.bulk_create(
        ActionTerm(action=action, term=term[:60], in_title=term in in_title)
        for term in sorted(everywhere)
    )


def matching(actions: QuerySet[Action], words: str) -> QuerySet[Action]:
    """The actions whose text has every one of `words`, in any form of the word."""
    for word in words.split():
        found = stems(word)
        if found:
            terms = ActionTerm.objects.filter(term__in=found).values("action")
            actions = actions.filter(pk__in=terms)
    return actions


@dataclass(frozen=True)
class Similar:
    """An action like the text asked about, how much (0 to 1), and the words they share."""

    action: Action
    score: float
    shared: tuple[str, ...]


def similar_actions(plan: Plan, title: str, *, besides: int | None = None) -> list[Similar]:
    """Up to five visible actions whose titles resemble `title`, most alike first."""
    asked = stems(title)
    terms = ActionTerm.objects.filter(in_title=True, action__plan=plan, action__visible=True)
    rows = (
        terms.filter(term__in=asked)
        .values_list("action")
        .annotate(shared=Count("term"))
        .order_by("-shared", "action")[:CANDIDATES]
    )
    candidates = [pk for pk, _ in rows if pk != besides]
    if not candidates:
        return []
    by_action: dict[int, set[str]] = {}
    for pk, term in terms.filter(action__in=candidates).values_list("action", "term"):
        by_action.setdefault(pk, set()).add(term)
    weight = _weights(plan, asked.union(*by_action.values()))
    scores = {pk: similarity(asked, found, weight) for pk, found in by_action.items()}
    best = sorted((pk for pk in scores if scores[pk] >= SIMILAR_FROM), key=lambda pk: -scores[pk])
    actions = Action.objects.select_related("responsible").in_bulk(best[:5])
    return [
        Similar(actions[pk], scores[pk], tuple(sorted(asked & by_action[pk]))) for pk in best[:5]
    ]


def _weights(plan: Plan, terms: frozenset[str]) -> dict[str, float]:
    total = plan.actions.count()
    counts = dict(
        ActionTerm.objects.filter(action__plan=plan, in_title=True, term__in=terms)
        .values_list("term")
        .annotate(count=Count("action"))
        .order_by()
    )
    return {term: rarity(counts.get(term, 0), total) for term in terms}
