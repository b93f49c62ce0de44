"""Where each place stands, in words: like years beside like, and whom it is about."""

from __future__ import annotations

from django.test import Client
from django.utils import translation

from kraftsamling.plan.models import Plan
from kraftsamling.web.indicators.standing import in_one_sentence, lines, uneven
from tests.unit.evidence.indicators.test_changing import YEARLY, several
from tests.unit.web.test_indicators import DEGREES, IDEAS, page, plain


def test_a_newer_year_of_one_place_is_told_beside_and_not_compared() -> None:
    found = several({"LL11": YEARLY, "LL1": YEARLY | {"2021": -9.0}})
    with translation.override("en"):
        told = lines(found, found.places, "")

        assert [line.value for line in told] == ["5.0", "5.0"]
        assert [line.until for line in told] == ["2020", "2020"]
        assert in_one_sentence(told) == ("Better in North and Big Island, from 2015 to 2020.")
        assert uneven(told) == (
            "Told for 2020, the latest that all have. There is a newer value for Big Island 2021."
        )


def test_years_that_are_far_apart_are_said_to_be() -> None:
    found = several({"LL11": YEARLY, "LL12": {"2010": 3.0}, "LL13": {}})
    with translation.override("en"):
        told = lines(found, found.places, "")

        assert [line.value for line in told] == ["5.0", "3.0", ""]
        assert uneven(told) == ("The values are not of the same time: North 2020 and Middle 2010.")


def test_nothing_is_said_of_years_that_are_alike() -> None:
    found = several({"LL11": YEARLY, "LL12": YEARLY, "LL13": {}})

    assert uneven(lines(found, found.places, "")) == ""


def test_the_sentence_says_whom_it_is_about(tables: Plan, client: Client) -> None:
    women, men = (page(client, f"/en{DEGREES}?group={group}") for group in ("women", "men"))

    assert "<strong>Women: " in women
    assert "<strong>Men: " in men
    assert "Where it is heading, women" in plain(women)


def test_a_day_before_all_data_is_told_the_first_day_there_is(tables: Plan, client: Client) -> None:
    html = page(client, f"/en{IDEAS}?as_of=2001-01-01")

    assert "The first data came here on Jan. 31, 2024." in plain(html)
    assert "as_of=2024-01-31" in html
    assert "Nothing is known yet" not in plain(html)
    # A time without values is another matter: nothing is said of days.
    assert "The first data" not in page(client, f"/en{IDEAS}?first=2090")
