"""A frozen action in words: each field a label and lines of text, for reading and for comparing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from kraftsamling.plan.content import Content
from kraftsamling.plan.frozen import Frame
from kraftsamling.plan.models.action import EqualityUse, Standing
from kraftsamling.plan.models.details import CIRCULARITY, ChainLevel, MoneyKind, Verdict

LABELS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "summary": gettext_lazy("What is to be done, and what for"),
    "summary_en": gettext_lazy("What is to be done, in English"),
    "responsible": gettext_lazy("Responsible actor"),
    "partners": gettext_lazy("Partners"),
    "starts": gettext_lazy("Starts"),
    "ends": gettext_lazy("Ends"),
    "placements": gettext_lazy("Where it belongs"),
    "chain": gettext_lazy("From activities to outcome"),
    "milestones": gettext_lazy("Milestones"),
    "money": gettext_lazy("Money"),
    "risks": gettext_lazy("Risks"),
    "equality_use": gettext_lazy("Equality"),
    "equality": gettext_lazy("How the action serves women and men, all groups"),
    "equality_en": gettext_lazy("Equality, in English"),
    "assessment": gettext_lazy("Green and circular assessment"),
    "sources": gettext_lazy("Sources"),
    "standing": gettext_lazy("How it came here"),
}
ORDER = tuple(LABELS)


@dataclass(frozen=True)
class Line:
    """A line of text, and its language where it is not the page's."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Row:
    """One field of a frozen action as it is read."""

    field: str
    label: str | Promise
    lines: tuple[Line, ...]


def rows(frame: Frame, content: Content) -> list[Row]:
    """Every field that says something but title and summary, in the reader's language."""
    english = not _swedish()
    found = []
    for field in ORDER:
        if field in ("title", "summary") or field.endswith("_en"):
            continue
        value = content.get(field)
        if field == "equality" and value:
            text = (english and content.get("equality_en")) or value
            lines = [Line(text, "sv" if english and text == value else "")]
        else:
            lines = [Line(text) for text in field_lines(frame, field, value, both=False)]
        if lines:
            found.append(Row(field, LABELS[field], tuple(lines)))
    return found


def field_lines(frame: Frame, field: str, value: Any, *, both: bool) -> list[str]:
    """One field's value as lines. With `both`, texts stand in both languages, so no change hides."""
    if value in (None, "", [], {}):
        return []
    teller = TELLERS.get(field)
    return list(teller(frame, value, both)) if teller else [str(value)]


def _said(entry: Any, field: str, both: bool = False) -> str:
    """`entry[field]` in the reader's language; with `both`, the English after the Swedish."""
    own, english = str(entry.get(field) or ""), str(entry.get(f"{field}_en") or "")
    if both:
        return f"{own} / {english}" if english and english != own else own
    return own if _swedish() else english or own


def _swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def _named(entries: dict[Any, Content], key: Any, field: str = "name") -> str:
    return _said(entries[key], field) if key in entries else str(key)


def _day(value: str | None) -> str:
    return formats.date_format(date.fromisoformat(value)) if value else ""


def _choice(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else str(value)


def _actor(frame: Frame, slug: str, _both: bool) -> Iterator[str]:
    yield _named(frame.actors, slug)


def _actors(frame: Frame, slugs: list[str], _both: bool) -> Iterator[str]:
    yield from (_named(frame.actors, slug) for slug in slugs)


def _date(_frame: Frame, value: str, _both: bool) -> Iterator[str]:
    yield _day(value)


def _placements(frame: Frame, placements: dict[str, list[str]], _both: bool) -> Iterator[str]:
    known = [framing for framing in frame.framings if framing in placements]
    for framing in (*known, *sorted(placements.keys() - frame.framings.keys())):
        names = [_named(frame.places, (framing, code)) for code in placements[framing]]
        yield f"{_named(frame.framings, framing)}: {', '.join(map(str, names))}"


def _chain(frame: Frame, links: list[Content], both: bool) -> Iterator[str]:
    for link in links:
        text = f"{_choice(ChainLevel, link['level'])}: {_said(link, 'text', both)}"
        days = " – ".join(_day(link[name]) for name in ("starts", "ends") if link[name])
        extra = [days] if days else []
        if link["indicator"]:
            extra.append(f"{link['indicator']} {_named(frame.indicators, link['indicator'])}")
        if link["target"] is not None:
            extra.append(_("target %(value)s") % {"value": _decimal(link["target"])})
        leads_to = link["leads_to"]
        if both and leads_to is not None and leads_to < len(links):
            extra.append(_("leads to “%(text)s”") % {"text": links[leads_to]["text"]})
        yield f"{text} ({'; '.join(extra)})" if extra else text


def _milestones(_frame: Frame, milestones: list[Content], both: bool) -> Iterator[str]:
    yield from (f"{_day(m['due'])}: {_said(m, 'text', both)}" for m in milestones)


def _money(frame: Frame, lines: list[Content], both: bool) -> Iterator[str]:
    for line in lines:
        parts = [
            f"{intcomma(line['amount'])} {frame.currency}",
            _named(frame.actors, line["funder"]),
            _choice(MoneyKind, line["kind"]),
        ]
        if line["call"]:
            parts.append(_call(frame, line["call"]))
        if line["note"]:
            parts.append(_said(line, "note", both))
        yield f"{line['year']}: {', '.join(parts)}"


def _call(frame: Frame, code: str) -> str:
    share = frame.calls.get(code, {}).get("share_percent")
    name = _named(frame.calls, code, "title")
    if share is None:
        return name
    return _("%(call)s (at most %(share)s per cent)") % {"call": name, "share": share}


def _risks(_frame: Frame, risks: list[Content], both: bool) -> Iterator[str]:
    scale = {1: _("low"), 2: _("medium"), 3: _("high")}
    for risk in risks:
        text = _("%(risk)s Likelihood: %(likelihood)s, consequence: %(consequence)s.") % {
            "risk": _stopped(_said(risk, "text", both)),
            "likelihood": scale.get(risk["likelihood"], risk["likelihood"]),
            "consequence": scale.get(risk["consequence"], risk["consequence"]),
        }
        cure = _said(risk, "countermeasure", both)
        answer = _("What we do about it: %(cure)s") % {"cure": cure}
        yield f"{text} {answer}" if cure else text


def _assessment(frame: Frame, answers: dict[str, Content], both: bool) -> Iterator[str]:
    known = [code for code in (*frame.questions, CIRCULARITY) if code in answers]
    for code in (*known, *sorted(set(answers) - set(known))):
        answer = answers[code]
        if code == CIRCULARITY:
            name, verdict = _("Circularity"), _named(frame.levels, answer["verdict"])
        else:
            name = _named(frame.questions, code)
            verdict = _choice(Verdict, answer["verdict"])
        yield f"{name}: {_stopped(verdict)} {_said(answer, 'reason', both)}".rstrip()


def _sources(_frame: Frame, sources: list[Content], both: bool) -> Iterator[str]:
    for source in sources:
        yield f"{_said(source, 'title', both)}: {source.get('url', '')}".strip(": ")


def _decimal(text: str) -> str:
    whole, _point, decimals = text.partition(".")
    return formats.number_format(whole if not decimals.strip("0") else text, use_l10n=True)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


TELLERS: dict[str, Any] = {
    "responsible": _actor,
    "partners": _actors,
    "starts": _date,
    "ends": _date,
    "placements": _placements,
    "chain": _chain,
    "milestones": _milestones,
    "money": _money,
    "risks": _risks,
    "assessment": _assessment,
    "sources": _sources,
    "standing": lambda _frame, value, _both: [_choice(Standing, value)],
    "equality_use": lambda _frame, value, _both: [_choice(EqualityUse, value)],
}
