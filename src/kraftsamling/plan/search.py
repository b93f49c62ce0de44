"""Finding actions by words, and actions like the one being written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from kraftsamling.measures.text import EMPTY_WORDS, rarity, shared_words, similarity, stems
from kraftsamling.plan.models import Action, ActionTerm, Plan

SIMILAR_FROM = 0.3
CANDIDATES = 200
TITLES = {"swedish": "title", "english": "title_en"}
# More words than this narrow nothing further; each is one subquery.
MOST_WORDS = 12
# From this length a word also finds the compounds that begin with it.
SHORTEST_BEGINNING = 4


def index(action: Action) -> None:
    """Write the action's word stems anew. Titles weigh more, so they are marked."""
    in_title = stems(f"{action.title} {action.title_en}")
    everywhere = in_title | stems(f"{action.summary} {action.summary_en}")
    action.terms.all().delete()
    ActionTerm.objects.bulk_create(
        ActionTerm(action=action, term=term[:60], in_title=term in in_title)
        for term in sorted(everywhere)
    )


def searched(text: str) -> list[frozenset[str]]:
    """The stems looked for, word by word; words that say nothing ("och", "the") are left out."""
    found = (stems(word) for word in text.split() if word.lower() not in EMPTY_WORDS)
    return [word for word in found if word][:MOST_WORDS]


def matching(actions: QuerySet[Action], text: str) -> QuerySet[Action]:
    """The actions whose text has every word of `text`, in any form, also as the start of a compound.

    A number also finds the action that carries it. A text without a word that says anything finds all.
    """
    for word in searched(text):
        terms = ActionTerm.objects.filter(_has(word)).values("action")
        found = Q(pk__in=terms)
        (only, *others) = word
        if not others and only.isascii() and only.isdigit():
            found |= Q(number=min(int(only[:9]), 10**9))
        actions = actions.filter(found)
    return actions


def by_fit(actions: QuerySet[Action], text: str) -> QuerySet[Action]:
    """The best hits first: the word itself before a compound with it, titles before summaries."""
    words = searched(text)
    if not words:
        return actions.order_by("-number")
    every: frozenset[str] = frozenset().union(*words)
    weight = Sum(
        Case(
            When(term__in=every, in_title=True, then=4),
            When(in_title=True, then=2),
            default=1,
            output_field=IntegerField(),
        )
    )
    hits = (
        ActionTerm.objects.filter(_has(every), action=OuterRef("pk"))
        .order_by()
        .values("action")
        .annotate(fit=weight)
        .values("fit")
    )
    return actions.annotate(fit=Coalesce(Subquery(hits), 0)).order_by("-fit", "-number")


def _has(word: frozenset[str]) -> Q:
    return Q(
        *(_begins(stem) for stem in word if len(stem) >= SHORTEST_BEGINNING),
        term__in=word,
        _connector=Q.OR,
    )


def _begins(stem: str) -> Q:
    # SQLite uses the index for a range but not for LIKE; PostgreSQL's ranges follow its collation.
    if connection.vendor == "sqlite":
        return Q(term__gte=stem, term__lt=f"{stem}\U0010ffff")
    return Q(term__startswith=stem)


@dataclass(frozen=True)
class Similar:
    """An action like the text asked about, how much (0 to 1), and the words they share.

    The words are the asked ones, as they were written; the action may have them in another form.
    """

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
    titles = Action.objects.filter(pk__in=candidates).values_list("pk", *TITLES.values())
    # Language by language: a title is not less like the asked one because it is translated.
    asked_in = [stems(title, (language,)) for language in TITLES]
    found = {
        pk: [stems(text, (language,)) for language, text in zip(TITLES, texts, strict=True)]
        for pk, *texts in titles
    }
    weight = _weights(plan, asked.union(*(terms for both in found.values() for terms in both)))
    scores = {
        pk: max(similarity(*pair, weight) for pair in zip(asked_in, both, strict=True))
        for pk, both in found.items()
    }
    best = sorted((pk for pk in scores if scores[pk] >= SIMILAR_FROM), key=lambda pk: -scores[pk])
    actions = Action.objects.select_related("responsible").in_bulk(best[:5])
    return [Similar(actions[pk], scores[pk], _shared(title, actions[pk])) for pk in best[:5]]


def _shared(title: str, action: Action) -> tuple[str, ...]:
    return shared_words(title, f"{action.title} {action.title_en}")


def _weights(plan: Plan, terms: frozenset[str]) -> dict[str, float]:
    total = plan.actions.count()
    counts = dict(
        ActionTerm.objects.filter(action__plan=plan, in_title=True, term__in=terms)
        .values_list("term")
        .annotate(count=Count("action"))
        .order_by()
    )
    return {term: rarity(counts.get(term, 0), total) for term in terms}
