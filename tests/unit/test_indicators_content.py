"""The indicators, places and starter tables that come with the program: complete, consistent, open."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.indicators import inputs
from kraftsamling.evidence.indicators.comparing import Likeness, alike
from kraftsamling.evidence.indicators.engine import Trend, answer
from kraftsamling.evidence.indicators.library import Indicators, read_indicators
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator, Structure
from kraftsamling.evidence.indicators.status import LETTERS
from kraftsamling.evidence.places import Places, read_places
from kraftsamling.evidence.sources.registry import Registry, read_sources
from kraftsamling.evidence.sources.starter import Starter, read, starters
from kraftsamling.kernel.words import Words
from kraftsamling.priorities.value_chains.divisions import read_table

CONTENT = Path(__file__).resolve().parents[2] / "content"
LITTLELAND = Path(__file__).resolve().parents[1] / "content"
CHALLENGES = ("C1", "C2", "C3", "C4", "C5")
OPEN = ("CC0 1.0", "CC BY 4.0")
OWN = ("SE31", "SE311", "SE312", "SE313")
# A name of a measure that is spelled alike in both languages.
ALIKE = {"index"}
SITES = pytest.mark.parametrize(
    ("content", "plan"), [(CONTENT, "nms"), (LITTLELAND, "littleland")], ids=["nms", "littleland"]
)


@lru_cache(maxsize=2)
def registry(content: Path) -> Registry:
    return read_sources(content / "common" / "sources")


@lru_cache(maxsize=2)
def places(content: Path) -> Places:
    return read_places(content / "common")


@lru_cache(maxsize=2)
def indicators(content: Path, plan: str) -> Indicators:
    return read_indicators(content / plan, registry(content), places(content))


def tables(content: Path) -> Iterator[tuple[Starter, pa.Table]]:
    for starter in starters(content / "common" / "evidence"):
        _source, dataset = registry(content).table(starter.table)
        yield starter, read(starter.body, dataset)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Every starter table of the program, loaded as it is at the first start."""
    known = Catalogue(tmp_path_factory.mktemp("evidence"), registry(CONTENT), places(CONTENT))
    for starter in starters(CONTENT / "common" / "evidence"):
        source, dataset = known.registry.table(starter.table)
        body = starter.body
        known.add(source, dataset, body, starter.label(source.code, dataset.code, body))
    return known


@pytest.fixture(scope="module")
def trends(catalogue: Catalogue) -> dict[str, Trend]:
    engine = engine_at("duckdb://")
    found = {}
    for indicator in indicators(CONTENT, "nms").every:
        question = Question(indicator.code, OWN)
        known = inputs.vintages(question, indicator, catalogue)
        evidence = inputs.load(question, indicator, known, engine)
        found[indicator.code] = answer(question, indicator, evidence, catalogue.places)
    return found


@SITES
def test_it_reads_every_indicator(content: Path, plan: str) -> None:
    # `read_indicators` finds codes that are twice, tables that are not declared, dimensions that are
    # not named or not there, and aims for unknown places.
    every = indicators(content, plan).every
    assert len(every) >= (60 if plan == "nms" else 4)


@SITES
def test_it_has_themes_groups_and_figures_that_are_there(content: Path, plan: str) -> None:
    series = _yaml(content / plan / "series.yaml")
    themes = {t["code"] for t in series["themes"]}
    themes |= {c["code"] for c in _yaml(content / plan / "strategy.yaml")["challenges"]}
    groups = {g["code"] for g in series["groups"]}
    figures = {s["code"] for s in series["series"]}
    for indicator in indicators(content, plan).every:
        assert {indicator.theme, *indicator.also} <= themes, indicator.code
        assert set(_groups(indicator)) <= groups, indicator.code
        assert set(indicator.figures) <= figures, indicator.code


def test_it_covers_every_challenge_and_the_climate() -> None:
    counted: Counter[str] = Counter()
    for indicator in indicators(CONTENT, "nms").every:
        counted.update({indicator.theme, *indicator.also})
    assert {theme: n for theme, n in counted.items() if n < 5} == {}
    assert {*CHALLENGES, "climate", "structure"} <= set(counted)


@SITES
def test_it_says_everything_in_two_languages(content: Path, plan: str) -> None:
    for indicator in indicators(content, plan).every:
        texts = [indicator.name, indicator.definition, indicator.moved_by]
        texts += [*indicator.oddities, *(b.why for b in indicator.breaks)]
        for words in texts:
            assert words.sv != words.en, (indicator.code, words)
        assert indicator.unit.sv != indicator.unit.en or indicator.unit.sv in ALIKE
        assert all(_swedish(words) for words in texts), indicator.code


def test_it_tells_women_from_men_where_the_table_does() -> None:
    by_sex = [i for i in indicators(CONTENT, "nms").every if {"women", "men"} <= set(_groups(i))]
    assert len(by_sex) >= 20


def europe(content: Path) -> set[str]:
    """Tables of all of Europe's regions: opportunities are read from them, not indicators."""
    return {
        read_table(file).table for file in (content / "common" / "region_tables").glob("*.yaml")
    }


@SITES
def test_it_lets_every_table_feed_an_indicator(content: Path, plan: str) -> None:
    used = {t.table for i in indicators(content, plan).every for t in i.terms.values()}
    starting = {starter.table for starter in starters(content / "common" / "evidence")}
    observed = {name for name in starting if registry(content).table(name)[1].table.observes}
    assert observed - used - europe(content) == set()


@SITES
def test_it_has_starter_tables_that_are_what_they_say(content: Path, plan: str) -> None:
    known = places(content).by_code
    for starter, table in tables(content):
        source, dataset = registry(content).table(starter.table)
        body = starter.body
        label = starter.label(source.code, dataset.code, body)
        checked(table, dataset, label)
        if starter.table not in europe(content) and not dataset.table.matrix:
            found = set(table.column("place").unique().to_pylist())
            assert found <= set(known), starter.path.name
        if dataset.table.observes:
            statuses = set("".join(table.column("status").unique().to_pylist()))
            assert statuses <= set(LETTERS), starter.path.name
        assert {origin.licence for origin in label.origins} <= set(OPEN), starter.path.name


@SITES
def test_it_never_reads_what_is_missing_as_a_number(content: Path, plan: str) -> None:
    for starter, table in tables(content):
        if not registry(content).table(starter.table)[1].table.observes:
            continue
        for value, status in zip(
            table.column("value").to_pylist(), table.column("status").to_pylist(), strict=True
        ):
            assert (value is None) == bool({"c", "m"} & set(status)), starter.path.name


def test_it_keeps_the_starter_small() -> None:
    folder = CONTENT / "common" / "evidence"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000_000


@SITES
def test_it_uses_every_origin(content: Path, plan: str) -> None:
    folder = content / "common" / "evidence"
    with (folder / "origins.csv").open(encoding="utf-8", newline="") as file:
        written = {row["code"] for row in csv.DictReader(file)}
    used = set()
    for starter in starters(folder):
        rows = csv.DictReader(io.StringIO(starter.body.decode(), newline=""))
        used |= {row["origin"] for row in rows}
    assert used == written


@SITES
def test_it_names_the_places_of_the_plan(content: Path, plan: str) -> None:
    said = _yaml(content / plan / "plan.yaml")
    known, by_scb = places(content).by_code, places(content).codes("scb")
    assert known[said["area"]["code"]].level == "region"
    for region in said["regions"]:
        assert known[region["code"]].level == "county"
        assert by_scb[region["county"]] == region["code"]
        inside = {p.code for p in places(content).within(region["code"], "municipality")}
        assert inside == {m["code"] for m in region["municipalities"]}


def test_it_knows_every_municipality_of_sweden() -> None:
    levels: dict[str, list[str]] = defaultdict(list)
    for row in places(CONTENT).rows:
        levels[row.level].append(row.code)
    assert len(levels["municipality"]) == 290
    counties = [code for code in levels["county"] if code.startswith("SE")]
    assert len(counties) == 21
    for row in places(CONTENT).rows:
        if row.level == "municipality":
            assert row.code == row.scb == row.kolada
            assert places(CONTENT).by_code[row.within].codes[1] == row.code[:2]
        if row.level == "county":
            assert row.kolada == f"00{row.scb}"
            assert row.within == row.code[:4]


def test_it_shows_trends_with_no_network(trends: dict[str, Trend]) -> None:
    long = [code for code, trend in trends.items() if _periods(trend) >= 5]
    assert len(long) >= 25


@pytest.mark.parametrize(
    ("code", "place", "group", "period", "value"),
    [
        ("gdp-per-inhabitant-pps", "SE31", "", "2020", 29_500),
        ("gdp-per-inhabitant-pps", "SE311", "", "2020", 28_700),
        ("gdp-per-inhabitant-pps", "SE312", "", "2020", 29_600),
        ("gdp-per-inhabitant-pps", "SE313", "", "2020", 30_200),
        ("industry-employed-until-2018", "SE311", "", "2018", 17_531),
        ("industry-employed-until-2018", "SE312", "", "2018", 19_843),
        ("industry-employed-until-2018", "SE313", "", "2018", 19_596),
        ("basic-metals-employed", "SE31", "", "2014", 19_805),
        ("adult-learning", "SE31", "women", "2015", 33.3),
        ("emissions-trading", "SE31", "", "2005", 1_411_867),
        ("emissions-trading", "SE312", "", "2022", 623_066),
        ("young-neither-working-nor-studying", "SE31", "men", "2019", 10.9),
        ("emissions-trading-per-gdp", "SE312", "", "2020", 599_418 / 10_753.65),
        ("free-allocation-share", "SE31", "", "2022", 1_460_120 / 1_020_174 * 100),
        # To Värmland and to Gävleborg, not those who stay.
        ("commuting-between-the-counties", "SE312", "", "2018", (244 + 1_070) / 135_441 * 100),
        ("basic-industries-share", "SE31", "", "2014", (5_959 + 8_198 + 19_805) / 70_186 * 100),
    ],
)
def test_it_gives_the_published_number(
    trends: dict[str, Trend], code: str, place: str, group: str, period: str, value: float
) -> None:
    trend = trends[code]
    values, _marks = trend.row(trend.places[OWN.index(place)], group)
    assert values[trend.periods.index(period)] == pytest.approx(value)


def test_it_shows_emissions_trading_for_as_long_as_it_has_been(trends: dict[str, Trend]) -> None:
    trend = trends["emissions-trading"]
    assert trend.periods == tuple(str(year) for year in range(2005, 2023))
    of = {place.code: trend.row(place)[0] for place in trend.places}
    assert (of["SE311"] + of["SE312"] + of["SE313"] == of["SE31"]).all()


# What is fetched for them, for each code that their columns have.
FUNDS: dict[str, dict[str, tuple[str, ...]]] = {
    "erdf_counties": {"programme": ("2007-2013", "2014-2020"), "reach": ("one", "several"),
                      "measure": ("projects", "granted")},
    "cordis_counties": {"programme": ("FP7", "H2020", "HORIZON"), "measure": ("participations", "contribution")},
}  # fmt: skip


@pytest.mark.parametrize("table", FUNDS)
def test_it_names_only_codes_that_funds_have(table: str) -> None:
    terms = [
        term
        for indicator in indicators(CONTENT, "nms").every
        for term in indicator.terms.values()
        if term.table == table
    ]
    assert terms
    for term in terms:
        assert {*term.where} == {*FUNDS[table]}
        for column, codes in term.where.items():
            assert set(codes) <= set(FUNDS[table][column])


def test_it_keeps_what_partners_run_apart() -> None:
    own = {i.code for i in indicators(CONTENT, "nms").every if i.kind == "own"}
    assert own == {"erdf-projects", "erdf-projects-together", "erdf-together-share", "erdf-granted"}


def test_it_keeps_vintages_that_differ(catalogue: Catalogue) -> None:
    vintages = catalogue.vintages("eurostat_nama_10r_2gdp")
    assert len(vintages) == 7
    spoken = set()
    for vintage in vintages:
        rows = pq.read_table(vintage.file).to_pylist()
        spoken |= {r["value"] for r in rows if (r["place"], r["period"]) == ("SE31", "2012")}
    assert len(spoken) > 1


def test_it_finds_the_counties_most_like_dalarna(catalogue: Catalogue) -> None:
    structure = Structure.model_validate(_yaml(CONTENT / "nms" / "plan.yaml")["structure"])
    vintage = catalogue.current(structure.table)
    assert vintage
    known = inputs.industries(structure, vintage, engine_at("duckdb://"), places(CONTENT))

    found = alike(Likeness("SE312", "en"), structure, known)

    assert known.counts.values.shape == (21, 15)
    assert [place.code for place in found.table.rows[:2]] == ["SE313", "SE311"]  # type: ignore[attr-defined]


def _yaml(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _groups(indicator: Indicator) -> tuple[str, ...]:
    return tuple(group for term in indicator.terms.values() if term.by for group in term.by.groups)


def _swedish(words: Words) -> bool:
    """Whether each text is in its language, as far as small words tell."""
    return " the " not in f" {words.sv.lower()} " and " och " not in f" {words.en.lower()} "


def _periods(trend: Trend) -> int:
    rows = [trend.row(place, group)[0] for place in trend.places for group in trend.groups]
    return max((int((row == row).sum()) for row in rows), default=0)


def test_a_rise_in_current_prices_is_said_to_be_inflation_in_part() -> None:
    """Where more counts as better, the prices must not be what makes it so without a word about it."""
    told = {
        i.code: " ".join(oddity.en for oddity in i.oddities).lower()
        for i in indicators(CONTENT, "nms").every
        if i.direction == "up"
        and "current prices" in i.definition.en
        and i.unit.en not in ("per cent",)
    }

    assert {"gdp-per-inhabitant-pps", "gdp-per-inhabitant-eur"} <= set(told)
    assert [code for code, said in told.items() if "inflation" not in said] == []
