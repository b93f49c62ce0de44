"""How a question about actions is shown: its fields to tick, its chips to take away, its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy, pgettext

from kraftsamling.accounts.models import Actor, Sector
from kraftsamling.plan.models import Plan, Standing
from kraftsamling.plan.questions import (
    LONGEST_TEXT,
    SORTS,
    TABLE,
    TIMELINE,
    ActionQuestion,
    Unread,
    parameter_of,
)
from kraftsamling.plan.states import State

ORDER_NAMES: dict[str, str | Promise] = {
    "fit": gettext_lazy("Best match first"),
    "number": gettext_lazy("Newest first"),
    "title": gettext_lazy("Title A to Z"),
    "starts": gettext_lazy("Starts first"),
    "ends": gettext_lazy("Ends first"),
    "money": gettext_lazy("Most money first"),
    "changed": gettext_lazy("Latest changed first"),
}
VIEW_NAMES: dict[str, str | Promise] = {
    TABLE: gettext_lazy("Table"),
    TIMELINE: gettext_lazy("Timeline"),
}


@dataclass(frozen=True)
class Option:
    """One value that can be ticked or chosen."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True)
class Group:
    """A heading, the parameter its values go by, and the values. `kind` is "ticks" or "choice"."""

    parameter: str
    name: str
    options: tuple[Option, ...]
    kind: str = "ticks"

    @property
    def chosen(self) -> int:
        """How many are ticked."""
        return sum(option.chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """One thing asked for, and the address of the same question without it."""

    name: str
    value: str
    query: str


def query_of(question: ActionQuestion, *, more: bool = False) -> str:
    """The question as the part of an address after the question mark, that mark included.

    With `more`, without the mark and ready for one more parameter.
    """
    query = urlencode(question.to_query())
    return (f"{query}&" if query else "") if more else f"?{query}"


def groups(question: ActionQuestion, plan: Plan, actors: Mapping[str, Actor]) -> list[Group]:
    """Every field of the form but text and order, in the order shown: the plan's framings first."""
    language = get_language() or "sv"
    shown = []
    for code, framing in plan.library.framings.items():
        if framing.items:
            held = set(question.codes(code))
            options = (
                Option(item.code, item.name.in_language(language), item.code in held)
                for item in framing.items
            )
            shown.append(
                Group(parameter_of(code), framing.name.in_language(language), tuple(options))
            )
    names = [(slug, _name(actor)) for slug, actor in actors.items()]
    return [
        _ticks("state", pgettext("of an action", "State"), State.choices, question.states),
        *shown,
        _ticks("standing", _("Kind of entry"), Standing.choices, question.standings),
        _ticks("sector", _("Sector of the responsible actor"), Sector.choices, question.sectors),
        _choice("responsible", _("Responsible actor"), names, question.responsible),
        _choice("funder", _("Funder"), names, question.funders),
    ]


def chips(question: ActionQuestion, shown: Iterable[Group]) -> list[Chip]:
    """What is asked for, each with the way to take it away."""
    found = []
    if question.text:
        found.append(_chip(_("Search"), question.text, question.without("text")))
    fields = {"state": "states", "standing": "standings", "sector": "sectors"}
    fields |= {"responsible": "responsible", "funder": "funders"}
    for group in shown:
        for option in group.options:
            if option.chosen and group.parameter in fields:
                fewer = question.without(fields[group.parameter], option.value)
                found.append(_chip(group.name, option.name, fewer))
            elif option.chosen:
                place = next(
                    p
                    for p in question.places
                    if (parameter_of(p[0]), p[1]) == (group.parameter, option.value)
                )
                found.append(_chip(group.name, option.name, question.without("places", place)))
    if question.late:
        found.append(_chip("", _("Late"), question.without("late")))
    if question.silent:
        found.append(_chip("", _("Silent"), question.without("silent")))
    return found


def orders(question: ActionQuestion) -> list[Option]:
    """The orders to choose from; best match only where words are searched for."""
    return [
        Option(order, str(ORDER_NAMES[order]), order == question.order)
        for order in SORTS
        if order != "fit" or question.text
    ]


def views(question: ActionQuestion) -> list[Option]:
    """The ways to show the answer; the value is the address of each."""
    return [
        Option(query_of(replace(question, view=view, page=1)), str(name), view == question.view)
        for view, name in VIEW_NAMES.items()
    ]


def sentences(unread: Iterable[Unread]) -> list[str]:
    """What of an address could not be read, in words."""
    return [_sentence(one) for one in unread]


def _sentence(one: Unread) -> str:
    match one.parameter:
        case "q":
            return _("Your search was cut after %(n)s characters. Use fewer words.") % {
                "n": LONGEST_TEXT
            }
        case "page":
            return _("There is no page “%(value)s”. This is the first page.") % {"value": one.value}
    return _("“%(value)s” is not known here (%(name)s), so the list is shown without it.") % {
        "value": one.value,
        "name": one.parameter,
    }


def _name(actor: Actor) -> str:
    english = not (get_language() or "sv").startswith("sv")
    return actor.name_en if english and actor.name_en else actor.name


def _ticks(
    parameter: str, name: str, choices: Iterable[tuple[Any, Any]], held: Iterable[str]
) -> Group:
    options = tuple(Option(str(code), str(label), code in held) for code, label in choices)
    return Group(parameter, name, options)


def _choice(
    parameter: str, name: str, choices: Iterable[tuple[str, str]], held: Iterable[str]
) -> Group:
    options = tuple(Option(code, label, code in held) for code, label in choices)
    return Group(parameter, name, options, "choice")


def _chip(name: str, value: str, fewer: ActionQuestion) -> Chip:
    return Chip(name, value, query_of(fewer))
