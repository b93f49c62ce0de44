"""Questions to the plan. A question is the form's result, the address of the page and a test's input.

Pure: what a question may name (codes, slugs) is given to it, not looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any

LONGEST_TEXT = 200
LAST_PAGE = 1_000_000

TABLE, TIMELINE = "table", "timeline"
VIEWS = (TABLE, TIMELINE)
BY_FIT, BY_NUMBER, BY_START = "fit", "number", "starts"
SORTS = (BY_FIT, BY_NUMBER, "title", BY_START, "ends", "money", "changed")

Place = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """What a question may name: codes of each kind in the order they are shown."""

    states: Sequence[str]
    standings: Sequence[str]
    sectors: Sequence[str]
    actors: Collection[str]
    framings: Mapping[str, Sequence[str]]


def _asked(parameter: str, default: Any = (), known: str = "") -> Any:
    """A field with the name it has in an address and the list of `Known` its values come from."""
    return field(default=default, metadata={"parameter": parameter, "known": known})


@dataclass(frozen=True)
class ActionQuestion:
    """Which actions, in what order, shown how. Values of one field widen; fields narrow each other."""

    text: str = _asked("q", "")
    states: tuple[str, ...] = _asked("state", known="states")
    standings: tuple[str, ...] = _asked("standing", known="standings")
    places: tuple[Place, ...] = ()
    responsible: tuple[str, ...] = _asked("responsible", known="actors")
    funders: tuple[str, ...] = _asked("funder", known="actors")
    sectors: tuple[str, ...] = _asked("sector", known="sectors")
    late: bool = _asked("late", default=False)
    silent: bool = _asked("silent", default=False)
    sort: str = _asked("sort", "")
    view: str = _asked("view", TABLE)
    page: int = _asked("page", 1)

    @property
    def order(self) -> str:
        """The order that applies: the one asked for, else what suits the text or the view."""
        return self.sort or (
            BY_FIT if self.text else BY_START if self.view == TIMELINE else BY_NUMBER
        )

    @property
    def narrows(self) -> bool:
        """Whether anything but order, view and page is asked for."""
        return replace(self, sort="", view=TABLE, page=1) != ActionQuestion()

    def codes(self, framing: str) -> tuple[str, ...]:
        """The places asked for in one framing."""
        return tuple(code for asked, code in self.places if asked == framing)

    def to_query(self) -> list[tuple[str, str]]:
        """The pairs of an address; what is as always is left out."""
        pairs: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name == "places":
                pairs += [(parameter_of(framing), code) for framing, code in value]
            elif isinstance(value, tuple):
                pairs += [(_parameter(one), code) for code in value]
            elif value != one.default:
                pairs.append((_parameter(one), "1" if value is True else str(value)))
        return pairs

    def without(self, name: str, value: object = None) -> ActionQuestion:
        """The same question with one value of the field `name` taken away (or the field emptied)."""
        held = getattr(self, name)
        fewer = tuple(v for v in held if v != value) if isinstance(held, tuple) else type(held)()
        changes: dict[str, Any] = {name: fewer, "page": 1}
        return replace(self, **changes)


@dataclass(frozen=True)
class Unread:
    """A part of an address that says nothing here: it was left out of the question."""

    parameter: str
    value: str


@dataclass(frozen=True)
class Reading:
    """A question read from an address, and what of the address could not be read."""

    question: ActionQuestion
    unread: tuple[Unread, ...] = ()


def from_query(query: Mapping[str, Sequence[str]], known: Known) -> Reading:
    """The question an address (`QueryDict.lists`, `parse_qs`) asks; never raises.

    Lists come in the order of `known`, each value once, so one question has one address. Unknown
    values, a text longer than 200 characters and pages that are no number are told in `unread`;
    parameters that are not ours are passed over.
    """
    unread: list[Unread] = []
    values: dict[str, Any] = {}
    for one in fields(ActionQuestion):
        if one.name == "places":
            values["places"] = tuple(
                (framing, code)
                for framing, codes in known.framings.items()
                for code in _chosen(parameter_of(framing), query, codes, unread)
            )
        elif one.metadata["known"]:
            allowed = getattr(known, one.metadata["known"])
            values[one.name] = tuple(_chosen(_parameter(one), query, allowed, unread))
        else:
            given = [value for value in query.get(_parameter(one), ()) if value.strip()]
            if given:
                values[one.name] = _single(one, given[-1], unread)
    return Reading(ActionQuestion(**values), tuple(unread))


def parameter_of(framing: str) -> str:
    """The name of a framing in an address; a plan may call a framing what a field is called."""
    return f"in-{framing}" if framing in PARAMETERS else framing


def _parameter(one: Field[Any]) -> str:
    return str(one.metadata["parameter"])


PARAMETERS = frozenset(
    _parameter(one) for one in fields(ActionQuestion) if one.name != "places"
) | {"n"}


def _chosen(
    parameter: str,
    query: Mapping[str, Sequence[str]],
    allowed: Collection[str],
    unread: list[Unread],
) -> Iterable[str]:
    asked = [value for value in query.get(parameter, ()) if value]
    unread += [Unread(parameter, value[:60]) for value in asked if value not in allowed]
    return (code for code in allowed if code in asked)


def _single(one: Field[Any], value: str, unread: list[Unread]) -> Any:
    """The value of a field that holds one; its default, and a note, where it cannot be read."""
    parameter = _parameter(one)
    match one.name:
        case "text":
            text = " ".join(value.replace("\0", " ").split())
            if len(text) > LONGEST_TEXT:
                unread.append(Unread(parameter, text[LONGEST_TEXT : LONGEST_TEXT + 60]))
            return text[:LONGEST_TEXT].strip()
        case "late" | "silent":
            return True
        case "page":
            if value.isascii() and value.isdigit() and 1 <= int(value[:8]) <= LAST_PAGE:
                return int(value[:8])
        case "sort" if value in SORTS:
            return value
        case "view" if value in VIEWS:
            return value
    unread.append(Unread(parameter, value[:60]))
    return one.default
