"""Texts lose what leads to a person, and nothing else."""

from __future__ import annotations

import pytest

from kraftsamling.evidence.scrubbing import scrubbed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skriv till cleo.u@littleland.example!", "Skriv till [e-post]!"),
        ("cleo(at)littleland.example", "[e-post]"),
        ("Ring 070-123 45 67 idag", "Ring [telefon] idag"),
        ("tel +46 (0)23-77 77 00.", "tel [telefon]."),
        ("0046 70 123 45 67", "[telefon]"),
        ("född 19800101-1234", "född [personnummer]"),
        ("Kontakta Cleo Utsocken för mer", "Kontakta [namn] för mer"),
        ("Rekryterande chef: Bo von Partner", "Rekryterande chef: [namn]"),
        ("Astrid Lind-Berg, 023-77 77 00", "[namn], [telefon]"),
        ("Facklig kontakt, Bo Partner och", "Facklig kontakt, [namn] och"),
    ],
)
def test_it_takes_away_what_leads_to_a_person(text: str, expected: str) -> None:
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1 500 medarbetare och 2,5 miljoner 2024-01-31",
        "Vi söker en underhållsplanerare till Hedby Järnverk.",
        "Dnr 2024/0123, perioden 2014-2020",
        "Lön 35000-40000 kr i månaden",
        "Kontakta oss gärna. Arbeta i Hedby kommun.",
        "SSYK 2012: 3511, SNI 46370",
    ],
)
def test_it_leaves_the_rest(text: str) -> None:
    assert scrubbed(text) == text
