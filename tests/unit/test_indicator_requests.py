"""What the datasets ask producers for is there to be had, and is all that the indicators need."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence.indicators.library import read_indicators
from kraftsamling.evidence.indicators.schema import Term
from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.request import (
    Eurostat,
    Kolada,
    PxTitle,
    PxV1,
    PxV2,
    Request,
    asked,
)
from kraftsamling.kernel.content import Content

CONTENT = Path(__file__).resolve().parents[2] / "content"
COLLECTED = Path(__file__).resolve().parents[3] / "shared" / "data" / "stats"
needs_the_files = pytest.mark.skipif(
    not COLLECTED.is_dir(), reason="the collected files are not beside the project"
)
REGISTRY = read_sources()
EVERY = read_indicators(CONTENT / "nms", REGISTRY, read_places(CONTENT / "common")).every
FORMS: dict[str, type[Content]] = {
    "eurostat json": Eurostat,
    "kolada": Kolada,
    "konjunkturinstitutet": PxTitle,
    "scb v1": PxV1,
    "scb v2": PxV2,
    "tillvaxtanalys": PxTitle,
}


def test_it_asks_in_forms_that_can_be_read() -> None:
    """Each column of a table comes from a dimension or is fixed, and nothing else is said to."""
    read = set()
    for source in REGISTRY.sources.values():
        for dataset in source.datasets:
            name = f"{source.code} {dataset.request.get('api', '')}".strip()
            if name not in FORMS:
                continue
            request = asked(dataset, FORMS[name])
            read.add(name)
            if isinstance(request, Request):
                columns = {*request.columns, *request.fixed}
                assert columns == set(dataset.table.schema.names[:-2]), dataset.code
    assert read == set(FORMS)


@needs_the_files
def test_it_asks_eurostat_only_for_what_there_is() -> None:
    """Every dataset, dimension and code is among those that Eurostat allowed in July 2026."""
    allowed: dict[tuple[str, str], set[str]] = defaultdict(set)
    kept = COLLECTED / "api_samples" / "estat_constraints_opensdmx_2026-08.parquet"
    asked = [(d.request["dataset"].upper(), d) for d in REGISTRY.source("eurostat").datasets]
    table = pq.read_table(kept, filters=[("df_id", "in", [name for name, _dataset in asked])])
    for name, dimension, code in zip(*(table.column(n).to_pylist() for n in range(3)), strict=True):
        allowed[name, dimension].add(code)
    for name, dataset in asked:
        dimensions = {d for n, d in allowed if n == name} - {"freq", "TIME_PERIOD"}
        assert set(dataset.request["select"]) == dimensions, name
        for dimension, codes in dataset.request["select"].items():
            assert set(codes) <= allowed[name, dimension], (name, dimension)


@needs_the_files
def test_it_asks_kolada_only_for_what_there_is() -> None:
    with gzip.open(COLLECTED / "kolada" / "rKolada_kpi_df.csv.gz", "rt", encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    asked = {k for d in REGISTRY.source("kolada").datasets for k in d.request["kpis"]}
    assert asked <= set(rows)
    for indicator in EVERY:
        for term in indicator.terms.values():
            if term.by and term.by.column == "gender":
                (kpi,) = term.where["kpi"]
                assert rows[kpi]["is_divided_by_gender"] == "True", kpi


def test_it_asks_for_every_code_that_an_indicator_uses() -> None:
    scb = {row.code: row.scb for row in read_places(CONTENT / "common").rows}
    for indicator in EVERY:
        for term in indicator.terms.values():
            request = REGISTRY.tables[term.table][1].request
            for column, codes in _used(term).items():
                theirs = request.get("columns", {}).get(column)
                asked = {**request.get("select", {}), **request.get("named", {})}.get(theirs)
                if column == "kpi":
                    asked = request["kpis"]
                holds_places = column in REGISTRY.tables[term.table][1].table.places
                used = {scb[code] for code in codes} if holds_places else codes
                if asked and asked != ["*"]:
                    assert used <= set(asked), (indicator.code, column)


def _used(term: Term) -> dict[str, set[str]]:
    """The codes that a term needs of each column."""
    used = {column: set(codes) for column, codes in term.where.items()}
    return used | ({term.by.column: set(term.by.codes)} if term.by else {})
