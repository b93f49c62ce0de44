"""Persons employed by industry in every NUTS 2 region of Europe, from Eurostat's structure of business."""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.starters.reading import Rows, Starter, cell, lines

DIMENSIONS = ("nace_r2",)
YEAR, ORIGIN = "2014", "sbs-2017"
# Sections of NACE Rev. 2: the letter, its divisions, and what the file calls the whole where we keep it, to
# fill in what is confidential in its parts. Where hardly anything is, the whole is left out.
SECTIONS = (
    ("B", range(5, 10), "Mining and quarrying"),
    ("C", range(10, 34), "Manufacturing"),
    ("D", range(35, 36), ""),
    ("E", range(36, 40), "Water supply; sewerage, waste management and remediation activities"),
    ("F", range(41, 44), ""),
    ("G", range(45, 48), ""),
    ("H", range(49, 54), "Transportation and storage"),
    ("I", range(55, 57), ""),
    ("J", range(58, 64), "Information and communication"),
    ("L", range(68, 69), ""),
    ("M", range(69, 76), "Professional, scientific and technical activities"),
    ("N", range(77, 83), "Administrative and support service activities"),
    ("S", range(95, 96), ""),
)
WHOLES = {label: letter for letter, _divisions, label in SECTIONS if label}
# Codes of regions changed many times; those of NUTS 2013 are the ones that the file's regions had.
CLASSIFICATIONS = ("2013", "2010", "2016", "2021")
# What the lists of codes call otherwise, or do not have.
NATIONS = {
    "Czech Republic": "CZ",
    "Germany (until 1990 former territory of the FRG)": "DE",
    "Norway": "NO",
}
REGIONS = {
    "Centre (FR)": "FR24",
    "Oslo og Akershus": "NO01",
    "Hedmark og Oppland": "NO02",
    "Sør-Østlandet": "NO03",
    "Agder og Rogaland": "NO04",
    "Vestlandet": "NO05",
}


def tables(collected: Path) -> Iterator[Starter]:
    """The table, from the folder of collected files."""
    eurostat = collected / "eurostat"
    nations, regions = codes(
        lines(eurostat / "nuts_2021_codes_labels.csv"),
        eurostat / "regions_nuts_changes_1999_2021.csv.gz",
    )
    path = collected / "relatedness" / "sbs_r_nuts06_r2_2014_employment_region_x_nace2_wide.csv"
    rows = business(lines(path), nations, regions)
    yield Starter("eurostat_sbs_europe", DIMENSIONS, ORIGIN, rows, packed=True)


def business(
    source: Iterator[list[str]], nations: dict[str, str], regions: dict[tuple[str, str], str]
) -> Rows:
    """Nations and NUTS 2 regions: a nation's line comes first, then its regions of levels 1 and 2.

    A colon is confidential, but where everything is missing: such a region is left out. What is
    marked as of an older classification is there under a newer one too.
    """
    industries = [_industry(*label.split("|")) for label in next(source)[1:]]
    rows: Rows = {}
    nation = ""
    for name, *texts in source:
        # A nation that is one region has the same name again.
        before, nation = nation, nations.get(name, nation)
        place = nation if nation != before else regions.get((nation, plain(name)))
        if place and set(texts) != {":"}:
            for industry, (value, status) in zip(industries, map(cell, texts), strict=True):
                if industry and not _untold(nation, industry):
                    rows[(place, YEAR, industry)] = value, status.replace("m", "c")
    return rows


def codes(
    labels: Iterator[list[str]], changes: Path
) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """The code of each nation by its English name, and of each NUTS 2 region by nation and `plain` name."""
    nations, regions = dict(NATIONS), dict[tuple[str, str], str]()
    with gzip.open(changes, "rt", encoding="utf-8", newline="") as file:
        changed = list(csv.DictReader(file))
    for year in CLASSIFICATIONS:
        _named(regions, ((line[f"code_{year}"], line[f"geo_name_{year}"]) for line in changed))
    listed = [(code, label) for _country, _level, code, label in labels]
    _named(regions, listed)
    nations |= {label: code for code, label in listed if len(code) == 2}
    # By hand last: what the lists say of these names is of other borders.
    regions |= {(code[:2], plain(name)): code for name, code in REGIONS.items()}
    return nations, regions


def plain(name: str) -> str:
    """A name's letters without accents, capitals, or what is not a letter."""
    spelt = name.casefold().translate(str.maketrans("łøæđ", "load"))
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", spelt))


def _named(regions: dict[tuple[str, str], str], found: Iterable[tuple[str, str]]) -> None:
    """The NUTS 2 regions among them, but those that are nowhere; what is known stays."""
    for code, name in found:
        if len(code) == 4 and not code.endswith("ZZ") and plain(name):
            regions.setdefault((code[:2], plain(name)), code)


def _industry(code: str, label: str) -> str:
    """The NACE code of a column; empty for those we do not keep."""
    if not code.strip().isdigit():
        return WHOLES.get(label, "")
    number = int(code)
    return next(f"{letter}{number:02}" for letter, there, _whole in SECTIONS if number in there)


def _untold(nation: str, industry: str) -> bool:
    """Norway's trade is nought in the whole country, which cannot be: it was not told."""
    return nation == "NO" and industry.startswith("G")
