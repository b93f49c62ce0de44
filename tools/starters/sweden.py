"""From Statistics Sweden: education, employment by industry, occupations, unemployment, population."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.starters.reading import Key, Rows, Starter, cell, lines, ours, wide

SEXES = {"men": "1", "women": "2"}
LEVELS = {
    "primary and secondary education less than 9 years": "1",
    "primary and secondary education 9-10 years": "2",
    "upper secondary education, 2 years or less": "3",
    "upper secondary education 3 years": "4",
    "post-secondary education, less than 3 years": "5",
    "post-secondary education 3 years or more": "6",
    "post-graduate education": "7",
    "no information about level of educational attainment": "US",
}
OWN = ("17", "20", "21")
# Engineers, technicians, and those who run machines in metal, wood and paper, and processes.
OCCUPATIONS = ("214", "311", "812", "817", "819")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables(collected: Path) -> Iterator[Starter]:
    """The tables, from the folder of collected files."""
    scb = collected / "scb"
    yield education(scb / "labour" / "UF0506A1_county_education_1985-2018.csv")
    yield industries(scb / "labour" / "AM0207I6_county_of_work_sni_section_2018.csv")
    yield commuting(scb / "labour" / "AM0207AC_commuting_county_2018.csv")
    yield occupations(scb / "labour")
    yield unemployment(scb / "nms" / "arbetsmarknadsstatus_tidsserie.xlsx")
    yield unemployment_by_year(scb / "nms" / "arbetsmarknadsstatus_lan.xlsx")
    yield population(scb / "municip_data_panel.csv")


def education(path: Path) -> Starter:
    """Inhabitants of 16-74 years by level of education and sex, from 2000 on."""
    places = ours("scb")

    def wanted(labels: list[str], year: str) -> Key | None:
        place, _age, level, sex = labels
        code = LEVELS[level.split(" (ISCED")[0]]
        return (places[place[:2]], year, code, SEXES[sex]) if year >= "2000" else None

    return Starter("scb_utbildning", ("level", "sex"), "education-2019", wide(path, 4, wanted))


def industries(path: Path) -> Starter:
    """Employed by the county they work in."""
    places = ours("scb")
    rows = wide(path, 2, lambda labels, year: (places[labels[0][:2]], year, labels[1].split()[0]))
    return Starter("scb_tab900", ("industry",), "industry-2023", rows, "2023-07-06")


def commuting(path: Path) -> Starter:
    """Employed who live in one of the three counties, by the county they work in."""
    places = ours("scb")

    def wanted(labels: list[str], year: str) -> Key | None:
        home, work, _sex = labels
        return (places[home[:2]], year, places[work[:2]]) if home[:2] in OWN else None

    rows = wide(path, 3, wanted)
    return Starter("scb_am0207pendllana04", ("work",), "commuting-2023", rows, "2023-07-05")


def occupations(folder: Path) -> Starter:
    """Employees and their mean monthly pay, in the occupations of industry."""
    rows: Rows = {}
    for measure, name in (
        ("000000CD", "000000CD_nuts2_ssyk_employees_2014-2020.csv"),
        ("000000CG", "000000CG_nuts2_ssyk_monthly_salary_2014-2020.csv"),
    ):

        def wanted(labels: list[str], year: str, measure: str = measure) -> Key | None:
            place, _sector, occupation, sex = labels
            kept = occupation[:3] in OCCUPATIONS
            return (place.split()[0], year, occupation[:3], SEXES[sex], measure) if kept else None

        rows |= wide(folder / name, 4, wanted)
    dimensions = ("occupation", "sex", "measure")
    return Starter("scb_lonyrkeregion4a", dimensions, "occupations-2021", rows, "2021-09-26")


def unemployment(path: Path) -> Starter:
    """Unemployed of the labour force, 20-64 years, by month; for both sexes."""
    return Starter(
        "scb_arbstatusm",
        ("sex", "birth", "measure"),
        "unemployment-months-2024",
        _unemployment(path, period="Period", measure="arbetslöshet"),
    )


def unemployment_by_year(path: Path) -> Starter:
    rows = _unemployment(path, period="år", measure="000002NN")
    dimensions = ("sex", "birth", "measure")
    return Starter("scb_arregarbstatus", dimensions, "unemployment-years-2023", rows)


def _unemployment(path: Path, period: str, measure: str) -> Rows:
    places, rows = ours("scb"), Rows()
    for row in sheet(path):
        key = (places[row["regionkod"]], row[period], "1+2", "totalt", measure)
        rows[key] = cell(row["arbetslöshet"])
    return rows


def population(path: Path) -> Starter:
    """Inhabitants of the municipalities.

    The file gives each election year the population at its beginning, as the sums for the nation show:
    that of 2022 is 10,452,326, which was the population on 31 December 2021. So the year is one less.
    """
    source = lines(path)
    head = next(source)
    code, year, people = (head.index(name) for name in ("municip_code", "year", "pop"))
    rows: Rows = {
        (line[code].zfill(4), str(int(line[year]) - 1)): cell(line[people]) for line in source
    }
    return Starter("scb_befolkningny", (), "population-2022", rows)


def sheet(path: Path) -> Iterator[dict[str, str]]:
    """The rows of the first sheet of a workbook, by its headings."""
    with zipfile.ZipFile(path) as book:
        texts = [
            "".join(part.text or "" for part in entry.iter(f"{SHEET}t"))
            for entry in ET.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        root = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = [[_text(c, texts) for c in row] for row in root.iter(f"{SHEET}row")]
    for row in rows[1:]:
        yield dict(zip(rows[0], row, strict=True))


def _text(found: ET.Element, texts: list[str]) -> str:
    value = found.findtext(f"{SHEET}v") or ""
    return texts[int(value)] if found.get("t") == "s" else value
