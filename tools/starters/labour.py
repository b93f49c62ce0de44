"""From Eurostat's labour force survey, learning, and use of the internet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tools.starters.accounts import region_names
from tools.starters.reading import EU, REGIONS, SWEDEN, Key, Rows, Starter, bulk, cell, lines, long

PLACES = (EU, SWEDEN, *REGIONS)


def tables(collected: Path) -> Iterator[Starter]:
    """The tables, from the folder of collected files."""
    old, new = collected / "eurostat" / "tsv2017", collected / "eurostat" / "tsv2023"
    yield Starter(
        "eurostat_edat_lfse_22",
        ("sex", "age"),
        "neet-2023",
        _picked(new / "edat_lfse_22_tabular.tsv.gz", ("sex", "age"), age=("Y15-29",)),
    )
    for name, dimensions, kept in (
        ("lfst_r_lfe2eedu", ("sex", "age", "isced11"), {"isced11": ("ED5-8", "TOTAL"), "age": ("Y25-64",)}),
        ("lfst_r_lfe2emp", ("sex", "age"), {"age": ("Y15-24", "Y55-64", "Y15-64")}),
        ("lfst_r_lfu3pers", ("sex", "age"), {"age": ("Y15-24",)}),
        ("trng_lfse_04", ("sex",), {"age": ("Y25-64",)}),
    ):  # fmt: skip
        rows = _picked(old / f"{name}.tsv.gz", dimensions, **kept)
        yield Starter(f"eurostat_{name}", dimensions, f"{name.replace('_', '-')}-2017", rows)
    yield industries(old / "lfst_r_lfe2en2.tsv.gz")
    gathered = collected / "eurostat" / "ballatore_eu_all_geo_data.csv.gz"
    of = partial(_gathered, gathered)
    yield Starter(
        "eurostat_lfst_r_lfu3rt", ("sex", "age"), "unemployment-2020", of("tgs00010", "sex", "age")
    )
    yield Starter("eurostat_tepsr_lm220", (), "gender-gap-2020", of("tepsr_lm220"))
    yield Starter("eurostat_isoc_r_broad_h", (), "broadband-2020", of("tgs00049"))
    yield internet(collected / "eurostat" / "regions_daily_internet_users_2006_2019.csv")
    yield science(collected / "eurostat" / "bertens_hr_science_tech.csv")


def industries(path: Path) -> Starter:
    """Employed by industry. The old file has no sexes; its numbers are for all."""

    def wanted(codes: dict[str, str]) -> Key | None:
        kept = codes["age"] == "Y15-64" and codes["geo"] in PLACES
        return (codes["nace_r2"], "T", codes["age"]) if kept else None

    dimensions = ("nace_r2", "sex", "age")
    return Starter("eurostat_lfst_r_lfe2en2", dimensions, "lfst-r-lfe2en2-2017", bulk(path, wanted))


def internet(path: Path) -> Starter:
    rows = long(path, lambda codes: () if codes["geo"] in PLACES else None)
    return Starter("eurostat_isoc_r_iuse_i", (), "internet-2020", rows)


def science(path: Path) -> Starter:
    """A file with names of regions, and a column of flags after each year."""
    source = lines(path)
    years = [text for text in next(source)[1:] if text]
    names = region_names()
    rows: Rows = {}
    for line in source:
        if line[0] in names:
            values = [*line[1:], ""]
            for at, year in enumerate(years):
                rows[(names[line[0]], year)] = cell(values[2 * at] + values[2 * at + 1])
    return Starter("eurostat_hrst_st_rcat", (), "science-2019", rows)


def _picked(path: Path, dimensions: tuple[str, ...], **kept: tuple[str, ...]) -> Rows:
    def wanted(codes: dict[str, str]) -> Key | None:
        if codes["geo"] in PLACES and all(codes[name] in those for name, those in kept.items()):
            return tuple(codes[name] for name in dimensions)
        return None

    return bulk(path, wanted)


def _gathered(path: Path, table: str, *dimensions: str) -> Rows:
    def wanted(codes: dict[str, str]) -> Key | None:
        if codes["input_var_code"] == table and codes["geo"] in PLACES:
            return tuple(codes[name] for name in dimensions)
        return None

    return long(path, wanted)
