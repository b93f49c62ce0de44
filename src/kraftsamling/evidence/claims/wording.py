"""What an assertion says, in words."""

from __future__ import annotations

from collections.abc import Mapping

from kraftsamling.evidence.claims.assertion import Assertion, Says
from kraftsamling.evidence.claims.verdict import written
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.places import Places
from kraftsamling.kernel.words import Words

SAYS: Mapping[Says, Words] = {
    "risen": Words(sv="har ökat sedan {since}", en="has risen since {since}"),
    "fallen": Words(sv="har minskat sedan {since}", en="has fallen since {since}"),
    "unchanged": Words(
        sv="är oförändrat sedan {since} (± {tolerance})",
        en="is unchanged since {since} (± {tolerance})",
    ),
    "above": Words(sv="är över {value}", en="is above {value}"),
    "below": Words(sv="är under {value}", en="is below {value}"),
    "above_place": Words(sv="är högre än i {other}", en="is higher than in {other}"),
    "below_place": Words(sv="är lägre än i {other}", en="is lower than in {other}"),
    "highest": Words(sv="är högst bland {among}", en="is highest among {among}"),
    "lowest": Words(sv="är lägst bland {among}", en="is lowest among {among}"),
}
AMONG = {
    "": Words(sv="–", en="–"),
    "plan": Words(sv="planens län", en="the counties of the plan"),
    "nation": Words(sv="landets län", en="the counties of the nation"),
}
GROUPS = {
    "women": Words(sv="kvinnor", en="women"),
    "men": Words(sv="män", en="men"),
    "sweden_born": Words(sv="inrikes födda", en="born in Sweden"),
    "foreign_born": Words(sv="utrikes födda", en="born abroad"),
}
UNTIL = Words(sv=", till och med {until}", en=", up to {until}")


def wording(assertion: Assertion, indicator: Indicator | None, places: Places) -> Words:
    """In both languages, such as "R&D per inhabitant, Dalarna: has fallen since 2019."."""
    return Words(
        sv=_wording(assertion, indicator, places, "sv"),
        en=_wording(assertion, indicator, places, "en"),
    )


def _wording(
    assertion: Assertion, indicator: Indicator | None, places: Places, language: str
) -> str:
    def number(value: float | None) -> str:
        # As many decimals as it was written with.
        text = f"{value or 0:.6f}".rstrip("0").partition(".")[2]
        return written(value or 0, len(text), language)

    name = indicator.name.in_language(language) if indicator else assertion.indicator
    place = places.called(assertion.place).name.in_language(language)
    said = SAYS[assertion.says].in_language(language)
    if assertion.until:
        said += UNTIL.in_language(language)
    filled = said.format(
        since=assertion.since,
        until=assertion.until,
        tolerance=number(assertion.tolerance),
        value=number(assertion.value),
        other=places.called(assertion.other).name.in_language(language) if assertion.other else "",
        among=AMONG[assertion.among].in_language(language),
    )
    group = f", {group_name(assertion.group, language)}" if assertion.group else ""
    return f"{name}{group}, {place}: {filled}."


def group_name(group: str, language: str) -> str:
    """A group of people in words; by its code where it has none."""
    return GROUPS[group].in_language(language) if group in GROUPS else group
