"""Every text has its Swedish, with the same placeholders; and the catalogue is that of the sources."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools.messages import CATALOGUE, extracted, in_template, translated

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|%%")
TO_DO = "Run `make messages`, fill in the Swedish in the catalogue, and commit it."

Texts = tuple[str, ...]


def forms(text: str | tuple[str, ...] | list[str]) -> Texts:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def faults(message: Message) -> list[str]:
    """Where the Swedish of one message is missing, or lacks or invents a placeholder."""
    source, target = forms(message.id), forms(message.string or "")
    if len(target) != len(source) or not all(target):
        return [f"no Swedish: {message.id!r}"]
    # A singular may leave its number out ("One action"), in either language.
    allowed = [[placeholders(text) for text in source]] * len(source)
    allowed[-1] = [placeholders(source[-1])]
    return [
        f"other placeholders: {text!r} for {message.id!r}"
        for text, choices in zip(target, allowed, strict=True)
        if placeholders(text) not in choices
    ]


def test_it_has_swedish_for_every_text() -> None:
    catalogue = translated()
    found = [
        catalogue.get(message.id, message.context) or message
        for message in extracted()
        if message.id
    ]

    wrong = [fault for message in found for fault in faults(message)]

    assert not wrong, "\n".join([*wrong, TO_DO])


def test_it_keeps_no_text_that_is_gone_and_marks_none_as_uncertain() -> None:
    sources = extracted()
    kept = [message for message in translated() if message.id]
    gone = [m.id for m in kept if sources.get(m.id, m.context) is None]
    uncertain = [m.id for m in kept if m.fuzzy]

    assert not gone, f"No longer in the sources: {gone}. {TO_DO}"
    assert not uncertain, f"Marked fuzzy: {uncertain}. {TO_DO}"


def test_it_has_a_catalogue_a_person_can_read() -> None:
    assert CATALOGUE.read_text(encoding="utf-8").startswith("# Swedish translations")


@pytest.mark.parametrize(
    ("source", "swedish", "told"),
    [
        ("Save", "", "no Swedish"),
        ("Page %(number)s", "Sida", "other placeholders"),
        ("Page %(number)s", "Sida %(nummer)s", "other placeholders"),
        (("%(n)s action", "%(n)s actions"), ("%(n)s åtgärd", ""), "no Swedish"),
        (("One action", "%(n)s actions"), ("En åtgärd", "åtgärder"), "other placeholders"),
        (("One action", "%(n)s actions"), ("%(n)s åtgärd", "%(n)s åtgärder"), ""),
        ("Page %(number)s of %(pages)s", "%(pages)s sidor: %(number)s", ""),
    ],
)
def test_it_finds_faults(source: str | Texts, swedish: str | Texts, told: str) -> None:
    found = faults(Message(source, swedish))

    assert [told in fault for fault in found] == ([True] if told else [])


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ('{% translate "Plain" %}', ["Plain"]),
        ("{% trans 'It' as it %}{{ it }}", ["It"]),
        ('{% translate "It\'s" context "c" %}', [("It's", "c")]),
        ('{% translate "Filtered"|upper %}', ["Filtered"]),
        ('{% translate "100 % sure" %}', ["100 %% sure"]),
        ("{% blocktranslate %}With (brackets)){% endblocktranslate %}", ["With (brackets))"]),
        (
            (
                "{% blocktranslate trimmed with n=page.number|add:1 %}\n  Page\n  {{ n }}\n"
                "{% endblocktranslate %}"
            ),
            ["Page %(n)s"],
        ),
        (
            (
                "{% blocktranslate count n=all|length trimmed %}\n One\n{% plural %}\n {{ n }} of 'em\n"
                "{% endblocktranslate %}"
            ),
            [("One", "%(n)s of 'em")],
        ),
        (
            '{% blocktranslate count n=2 context "c" %}a{% plural %}b{% endblocktranslate %}',
            [("a", "b", "c")],
        ),
        ('{{ value|default:_("Filter") }}', ["Filter"]),
        ('{% include "x.html" with a=_("One") b=_(\'Two\') %}', ["One", "Two"]),
        ('{% comment %}{% translate "Not this" %}{% endcomment %}{# _("nor") #}', []),
        ('gettext("not a tag") {% translate variable %}', []),
        ('{% translate "Räksmörgås – ”citat”" %}', ["Räksmörgås – ”citat”"]),
        ('{% translate "same" %}{% translate "same" %}', ["same"]),
    ],
)
def test_it_collects_the_texts_of_a_template(template: str, texts: list[str | Texts]) -> None:
    found = [
        (*forms(message.id), message.context) if message.context else message.id
        for message in in_template(template, "here.html")
    ]

    assert sorted(map(repr, found)) == sorted(map(repr, texts))


def test_it_finds_the_texts_of_every_template_and_module() -> None:
    places = {Path(place).suffix for m in extracted() for place, _ in m.locations}

    assert {".py", ".html"} <= places
