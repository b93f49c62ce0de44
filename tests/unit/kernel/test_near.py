"""Names that are nearly right."""

from __future__ import annotations

from kraftsamling.kernel.near import near

NAMED = {
    "gdp-per-inhabitant": ("BNP per invånare", "GDP per inhabitant"),
    "jobs": ("Jobb", "Jobs"),
    "real-gdp": ("Verklig produktion", "Real output"),
}


def test_it_finds_what_holds_the_text_those_that_begin_so_first() -> None:
    assert near("GDP", NAMED) == ("gdp-per-inhabitant", "real-gdp")
    assert near("bnp", NAMED) == ("gdp-per-inhabitant",)


def test_it_finds_what_is_spelt_alike_and_nothing_else() -> None:
    assert near("jobbs", NAMED) == ("jobs",)
    assert near("xyzzy", NAMED) == ()
    assert near(" ", NAMED) == ()
