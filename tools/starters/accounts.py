"""From Eurostat's regional accounts, population, innovation and structure of business."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.starters.reading import (
    ELSEWHERE,
    EU,
    REGIONS,
    SWEDEN,
    Key,
    Rows,
    Starter,
    bulk,
    cell,
    counties,
    lines,
    long,
)

GDP_UNITS = ("MIO_EUR", "EUR_HAB", "PPS_EU27_2020_HAB", "PPS_HAB_EU27_2020")
AGES = tuple(f"Y{age}-{age + 4}" for age in range(20, 65, 5))
# The industries of the old structural business statistics, as their file heads its columns.
INDUSTRIES = {"Manufacturing": "C", "Mining and quarrying": "B"}


def tables(collected: Path) -> Iterator[Starter]:
    """The tables, from the folder of collected files."""
    eurostat = collected / "eurostat"
    yield gdp(eurostat / "tsv2023" / "estat_nama_10r_3gdp.csv.gz")
    yield from gdp_vintages(eurostat / "luispack_regional_gdp_vintages.csv.gz")
    yield from accounts(eurostat / "luispack_NQR_regional_accounts_vintages.csv.gz")
    yield population(eurostat / "tsv2023" / "estat_demo_r_pjangrp3.tsv.gz")
    yield enterprises(eurostat / "tsv2023" / "bd_size_r3_tabular.tsv.gz")
    yield income(eurostat / "ropengov_tgs00026_disposable_income_nuts2.csv")
    yield patents(eurostat / "ballatore_eu_all_geo_data.csv.gz")
    yield research_staff(eurostat / "regions_rd_p_persreg_2009_2018.csv")
    yield business(
        collected / "relatedness" / "sbs_r_nuts06_r2_2014_employment_region_x_nace2_wide.csv"
    )


def gdp(path: Path) -> Starter:
    places = {EU, SWEDEN, *REGIONS, *counties(), *ELSEWHERE}

    def wanted(codes: dict[str, str]) -> Key | None:
        unit = codes["unit"]
        return (unit,) if codes["geo"] in places and unit in GDP_UNITS else None

    return Starter("eurostat_nama_10r_3gdp", ("unit",), "gdp-nuts3-2023", bulk(path, wanted))


def gdp_vintages(path: Path) -> Iterator[Starter]:
    """One vintage for each year."""
    for year in range(2015, 2022):
        rows = long(
            path,
            lambda codes, year=year: (  # type: ignore[misc]
                ("MIO_EUR",)
                if codes["geo"] in (SWEDEN, *REGIONS)
                and (codes["vintage"], codes["unit"]) == (f"V{year}", "MIO_EUR")
                else None
            ),
        )
        yield Starter("eurostat_nama_10r_2gdp", ("unit",), f"gdp-nuts2-{year}", rows)


def accounts(path: Path) -> Iterator[Starter]:
    """Value added and employment, from the newest vintage."""

    def item(codes: dict[str, str], name: str) -> bool:
        asked = (codes["na_item"], codes["vintage"]) == (name, "2020")
        return asked and codes["geo"] in (SWEDEN, *REGIONS)

    added = long(path, lambda codes: ("TOTAL", "CP_MNAC") if item(codes, "B1G") else None)
    employed = long(path, lambda codes: ("TOTAL", "EMP") if item(codes, "EMP") else None)
    yield Starter("eurostat_nama_10r_3gva", ("nace_r2", "unit"), "accounts-2020", added)
    yield Starter("eurostat_nama_10r_3empers", ("nace_r2", "wstatus"), "accounts-2020", employed)


def population(path: Path) -> Starter:
    places = {SWEDEN, "SE31", *counties()}

    def wanted(codes: dict[str, str]) -> Key | None:
        kept = codes["sex"] in ("F", "M") and codes["age"] in ("TOTAL", *AGES)
        return (codes["sex"], codes["age"]) if kept and codes["geo"] in places else None

    rows = bulk(path, wanted)
    return Starter("eurostat_demo_r_pjangrp3", ("sex", "age"), "population-2023", rows)


def enterprises(path: Path) -> Starter:
    """Number and birth rate of enterprises; before 2018 the file has nothing for Swedish regions."""
    places = {SWEDEN, *REGIONS, *counties()}

    def wanted(codes: dict[str, str]) -> Key | None:
        asked = (codes["indic_sb"], codes["sizeclas"])
        kept = asked in {("V11910", "TOTAL"), ("V11910", "GE10"), ("V97020", "TOTAL")}
        return asked if kept and codes["geo"] in places else None

    rows = {key: found for key, found in bulk(path, wanted).items() if key[1] >= "2018"}
    return Starter("eurostat_bd_size_r3", ("indic_sb", "sizeclas"), "enterprises-2023", rows)


def income(path: Path) -> Starter:
    rows = long(path, lambda codes: () if codes["geo"] in REGIONS else None)
    return Starter("eurostat_nama_10r_2hhinc", (), "income-2021", rows)


def patents(path: Path) -> Starter:
    def wanted(codes: dict[str, str]) -> Key | None:
        return () if codes["input_var_code"] == "tgs00040" and codes["geo"] in REGIONS else None

    return Starter("eurostat_pat_ep_rtot", (), "patents-2020", long(path, wanted))


def research_staff(path: Path) -> Starter:
    places = {SWEDEN, *REGIONS}

    def wanted(codes: dict[str, str]) -> Key | None:
        dimensions = (codes["sectperf"], codes["prof_pos"], codes["sex"], codes["unit"])
        return dimensions if codes["geo"] in places else None

    dimensions = ("sectperf", "prof_pos", "sex", "unit")
    return Starter("eurostat_rd_p_persreg", dimensions, "research-staff-2020", long(path, wanted))


def business(path: Path) -> Starter:
    """Persons employed by industry in 2014; a colon is confidential."""
    source = lines(path)
    head = [label.split("|") for label in next(source)]
    names = region_names()
    rows: Rows = {}
    for line in source:
        for (code, label), text in zip(head[1:], line[1:], strict=True):
            industry = INDUSTRIES.get(label) or _industry(code)
            if line[0] in names and industry:
                value, status = cell(text)
                rows[(names[line[0]], "2014", industry)] = value, status.replace("m", "c")
    return Starter("eurostat_sbs_r_nuts06_r2", ("nace_r2",), "business-2017", rows)


def _industry(code: str) -> str:
    """The NACE code of a column; empty for those beyond manufacturing."""
    number = int(code) if code.strip().isdigit() else 0
    return f"C{number}" if 10 <= number <= 33 else ""


def region_names() -> dict[str, str]:
    """The code of each Swedish NUTS 2 region by its Swedish name."""
    source = lines(Path(__file__).resolve().parents[2] / "content" / "common" / "places.csv")
    return {line[3]: line[0] for line in source if line[0] in REGIONS}
