"""An indicator taken home: opened again, with every number, mark and origin."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import openpyxl
import pytest

from kraftsamling.evidence.formats import jsonstat
from kraftsamling.evidence.indicators.comparing import DISTANCE
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.words import Words
from kraftsamling.plan.models import Plan
from kraftsamling.reports.findings import plain
from kraftsamling.reports.indicator_files import as_csv, as_json_stat, as_xlsx, shortest
from tests.canaries import Canaries

SECRET = ("LL21", "2017", "")


def found(code: str, plan: Plan, language: str = "en") -> Trend:
    return trend(Question(code, language=language), plan.library.indicators.by_code[code])


def in_csv(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def in_xlsx(body: bytes) -> tuple[Any, Any]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    values, notes = book.worksheets
    return values, notes


def in_json_stat(body: bytes) -> dict[tuple[str, ...], tuple[float | None, str]]:
    document = json.loads(body)
    table = jsonstat.table(document, str)
    keys = zip(*(table.column(name).to_pylist() for name in document["id"]), strict=True)
    pairs = zip(table.column("value").to_pylist(), table.column("status").to_pylist(), strict=True)
    return dict(zip(keys, pairs, strict=True))


def test_the_csv_has_a_row_for_each_value_with_its_origin(tables: Plan) -> None:
    told = found("ideas-a-year", tables)
    rows = {(r["place_code"], r["period"], r["group"]): r for r in in_csv(as_csv(told, "en"))}

    assert len(rows) == 50
    assert rows["LL12", "2024", ""]["value"] == "12"
    assert rows["LL12", "2023", ""]["value"] == "11.1"
    assert rows["LL12", "2024", ""]["marks"] == "preliminary"
    assert rows["LL12", "2018", ""]["marks"] == "break in series"
    assert rows["LL12", "2018", ""]["unit"] == "ideas"
    assert rows["LL12", "2018", ""]["producers"] == "Littleland's statistics office"
    assert rows["LL12", "2018", ""]["sources"] == "https://example.org/littleland/ideas"
    assert rows["LL12", "2018", ""]["licences"] == "CC0 1.0"
    assert rows["LL12", "2018", ""]["accessed"] == "2025-01-31"
    assert rows["LL12", "2018", ""]["published"] == "2025-01-30"
    assert "half ideas" in rows["LL12", "2018", ""]["caveats"]
    assert (rows[SECRET]["value"], rows[SECRET]["marks"]) == ("", "confidential")


def test_the_workbook_says_which_rows_a_name_in_the_formula_stands_for(tables: Plan) -> None:
    trend = found("degree-share", tables)
    terms = dict(trend.indicator.terms)
    terms["everyone"] = terms["everyone"].model_copy(update={"shift": 1})
    shifted = replace(trend, indicator=trend.indicator.model_copy(update={"terms": terms}))
    _values, notes = in_xlsx(as_xlsx(shifted, "en"))
    told = {row[0]: row[1] for row in notes.iter_rows(values_only=True)}

    read = "the column value of the table littleland_people, the sum of the rows where "
    assert told["graduates in the formula"] == f"{read}degree: yes; sex: 2, 1"
    assert told["everyone in the formula"].startswith(read)
    assert told["everyone in the formula"].endswith(", so many periods earlier: 1")


def test_a_file_tells_the_year_where_nobody_noted_the_day(tables: Plan) -> None:
    told = found("ideas-a-year", tables)
    vague = replace(told.origins[0], accessed=None, published=None, year="2024")
    told = replace(told, origins=(vague,))
    row = in_csv(as_csv(told, "en"))[0]

    assert (row["accessed"], row["published"]) == ("", "2024")
    assert plain(told)["origins"][0]["published"] == "2024"


def test_the_csv_speaks_swedish(tables: Plan) -> None:
    rows = in_csv(as_csv(found("ideas-a-year", tables, "sv"), "sv"))

    assert {row["plats"] for row in rows} >= {"Nordlän", "Ölän"}
    assert list(rows[0]) == [
        *("platskod", "plats", "period", "grupp", "värde", "märkning", "enhet", "indikator"),
        *("producenter", "källor", "licenser", "läst", "publicerat", "att_veta"),
    ]
    assert {row["märkning"] for row in rows} == {"", "preliminärt", "brott i serien", "sekretess"}


def test_the_workbook_has_numbers_as_numbers_and_says_what_they_are(tables: Plan) -> None:
    values, notes = in_xlsx(as_xlsx(found("ideas-a-year", tables), "en"))

    head, *rows = values.iter_rows(values_only=True)
    assert head == ("place_code", "place", "period", "group", "value", "marks")
    known = {(row[0], row[2]): row for row in rows}
    assert known["LL12", "2023"][4] == 11.1
    assert isinstance(known["LL12", "2023"][4], float)
    assert known["LL21", "2017"][4:] == (None, "confidential")
    assert values.freeze_panes == "A2"
    told = {row[0]: row[1] for row in notes.iter_rows(values_only=True)}
    assert told["Unit"] == "ideas"
    assert told["Worked out as"] == "ideas"
    assert told["ideas in the formula"] == "the column value of the table littleland_ideas"
    assert "CC0 1.0" in told["Origin"]
    assert "SHA-256" in told["Origin"]
    assert told["To know"]


def test_the_json_stat_is_read_again_by_our_own_reader(tables: Plan) -> None:
    told = found("degree-share", tables)
    document = json.loads(as_json_stat(told, "en"))
    cube = jsonstat.described(document)
    cells = in_json_stat(as_json_stat(told, "en"))

    assert document["version"] == "2.0"
    assert document["class"] == "dataset"
    assert document["role"] == {"time": ["period"], "geo": ["place"]}
    assert list(cube.dimensions) == ["place", "period", "group"]
    assert cube.dimensions["place"].texts["LL11"] == "North County"
    assert cells["LL11", "2016", "women"] == (30.0, "")
    assert cells["LL11", "2016", "men"] == (16.0, "")
    assert document["updated"] == "2025-03-01T00:00:00Z"
    assert document["source"] == "Littleland's statistics office"
    assert "CC0 1.0" in document["extension"]["origins"][0]


def test_the_json_stat_says_null_and_why(tables: Plan) -> None:
    cells = in_json_stat(as_json_stat(found("ideas-a-year", tables), "en"))

    assert cells["LL21", "2017"] == (None, "c")
    assert cells["LL12", "2024"] == (12.0, "p")


def test_the_finding_as_plain_values_keeps_null_and_marks(tables: Plan) -> None:
    told = plain(found("ideas-a-year", tables))
    values = {(v["place"], v["period"]): v for v in told["values"]}

    assert values["LL21", "2017"]["value"] is None
    assert values["LL21", "2017"]["marks"] == ["confidential"]
    assert values["LL12", "2024"]["marks"] == ["preliminary"]
    assert told["origins"][0]["accessed"] == "2025-01-31"
    json.dumps(told, allow_nan=False)


def test_no_file_gives_a_small_number_away(canaries: Canaries) -> None:
    told = found("apprentices", canaries.plan)
    files = {
        "csv": as_csv(told, "en").decode(),
        "json": as_json_stat(told, "en").decode(),
        "plain": json.dumps(plain(told)),
        "xlsx": "\n".join(
            str(cell)
            for sheet in in_xlsx(as_xlsx(told, "en"))
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        ),
    }

    assert len(canaries.hidden) >= 5
    for kind, text in files.items():
        assert not canaries.seen(text), kind
        assert all(digits in text for digits in canaries.shown), kind
        assert kind == "json" or "too few to be shown" in text, kind


def test_no_cell_is_run_as_a_formula(tables: Plan) -> None:
    told = found("ideas-a-year", tables)
    evil = "=cmd|' /C calc'!A0"
    places = tuple(replace(p, name=Words(sv=evil, en=evil)) for p in told.places)
    origins = (replace(told.origins[0], producer="@SUM(A1)", url="+1"),)
    table = Matrix(told.table.values, places, told.table.columns)
    told = replace(told, table=table, origins=origins, caveats=("-1",))

    row = in_csv(as_csv(told, "en"))[0]
    values, notes = in_xlsx(as_xlsx(told, "en"))

    assert row["place"] == f"'{evil}"
    assert row["producers"] == "'@SUM(A1)"
    assert row["sources"] == "'+1"
    assert row["caveats"] == "'-1"
    assert values["B2"].value == evil
    for sheet in (values, notes):
        assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (24400.0, "24400"),
        (0.5, "0.5"),
        (-3.0, "-3"),
        (1e22, "1e+22"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_a_number_has_the_digits_that_it_needs(value: float, text: str) -> None:
    assert shortest(value) == text
    assert float(text) == value


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_json_stat])
def test_a_file_without_values_still_says_what_it_would_hold(write: Any, land: Plan) -> None:
    indicator = land.library.indicators.by_code["ideas-a-year"]
    told = trend(Question("ideas-a-year", first="2090", language="en"), indicator)

    assert write(told, "en")


def test_distances_have_the_digits_they_are_shown_with(tables: Plan) -> None:
    told = found("ideas-a-year", tables)
    apart = Matrix(np.full((len(told.places), 1), 2 / 3), told.places, (DISTANCE,))
    near = Finding("", apart, "0-2", told.origins, ())
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(told, "en", near)))
    _head, *rows = book.worksheets[2].iter_rows(max_row=1 + len(told.places), values_only=True)

    assert {row[2] for row in rows} == {0.667}
