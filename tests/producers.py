"""The producers we ask, as they would answer about Littleland: datasets, and the routes of `Recorded`."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.sources.registry import Registry
from kraftsamling.evidence.sources.schema import Dataset, Source
from tests.recorded import Asked, Reply, Route
from tests.recordings import document, littleland

V2 = "/statistikdatabasen.scb.se/api/v2/tables/TAB9001"
V1 = "/api.scb.se/OV0104/v1/doris/sv/ssd/LL/LL01"
KOLADA = "/api.kolada.se/v3"
EUROSTAT = "/ec.europa.eu/eurostat/api/dissemination"
GROWTH = "/statistik.tillvaxtanalys.se/PxWeb/api/v1/sv"
TENDENCY = "/statistik.konj.se/PxWeb/api/v1/sv"


def dataset(request: Mapping[str, Any], *dimensions: str, **more: Any) -> Dataset:
    """A dataset about Littleland that is asked for in this way."""
    words = {"sv": "Sysselsatta i Lilleland", "en": "Employed in Littleland"}
    table = {"name": "littleland_employed", "dimensions": dimensions}
    return Dataset.model_validate(
        {
            "code": "employed",
            "title": words,
            "url": "https://statistics.littleland.example/employed",
            "request": dict(request),
            "table": table,
        }
        | more
    )


SCB_V2 = {
    "api": "v2",
    "table": "TAB9001",
    "select": {
        "Region": ["91", "92", "93"],
        "Kon": ["1", "2"],
        "ContentsCode": ["LL000001"],
        "Tid": ["*"],
    },
    "columns": {"place": "Region", "period": "Tid", "sex": "Kon"},
    "units": {"LL000001": "antal"},
}
SCB_V1 = {
    "api": "v1",
    "path": "LL/LL01/LLSyss",
    "select": {
        "Region": ["91"],
        "Kon": ["*"],
        "ContentsCode": ["LL000001", "LL000002"],
        "Tid": ["*"],
    },
    "columns": {"place": "Region", "period": "Tid", "sex": "Kon", "measure": "ContentsCode"},
}
KOLADA_KPIS = {"kpis": ["N99001"], "places": ["0091", "0092"]}
EUROSTAT_JSON = {
    "api": "json",
    "dataset": "ll_gdp",
    "select": {"unit": ["PPS_HAB"], "geo": ["LL1", "LL11", "LL12"]},
    "columns": {"place": "geo", "period": "time"},
}
TITLED = {
    "title": "Nya företag",
    "folder": "Nystartade företag",
    "select": {"Region": ["91"], "Kon": ["*"], "Tid": ["*"]},
    "named": {"ContentsCode": ["Arbetslösa"]},
    "columns": {"place": "Region", "period": "Tid", "sex": "Kon"},
}


def routes() -> dict[str, Route]:
    """Everything the producers answer."""
    found: dict[str, Route] = {
        f"{V2}/metadata": littleland("scb_v2_metadata.json"),
        f"{V2}/data": v2,
        f"POST {V2}/data": v2,
        V1: littleland("scb_v1_list.json"),
        f"{V1}/LLSyss": littleland("scb_v1_metadata.json"),
        f"POST {V1}/LLSyss": v1,
        f"{KOLADA}/kpi/N99001": littleland("kolada_kpi.json"),
        f"{KOLADA}/data/kpi/N99001/municipality/0091,0092?page=2": littleland("kolada_data_2.json"),
        f"{KOLADA}/data/kpi/N99001/municipality/0091,0092": littleland("kolada_data_1.json"),
        f"{EUROSTAT}/statistics/1.0/data/ll_gdp": eurostat,
        f"{EUROSTAT}/sdmx/2.1/data/ll_gdp": Reply(littleland("eurostat.tsv"), kind="text/tab-separated-values"),
    }  # fmt: skip
    for key in ("LL1+LL11+LL12", "LL1+LL11", "LL12"):
        found[f"{EUROSTAT}/sdmx/2.1/data/ll_gdp/A.PPS_HAB.{key}"] = sdmx
    return found | titled(GROWTH) | titled(TENDENCY)


def titled(
    root: str, title: str = "Nya företag efter region, år 2010-2023", name: str = "a_2023.px"
) -> dict[str, Route]:
    """A PxWeb with two folders, in one of which there is a table with this title."""
    folder = f"{root}/Databas/Nystartade företag"
    return {
        root: _json([{"dbid": "Databas", "text": "Databas"}]),
        f"{root}/Databas": _json(
            [
                {"id": "Konkurser", "type": "l", "text": "Konkurser"},
                {"id": "Nystartade företag", "type": "l", "text": "Nystartade företag"},
            ]
        ),
        f"{root}/Databas/Konkurser": _json(
            [{"id": "k.px", "type": "t", "text": "Konkurser efter region, 2009-2023"}]
        ),
        folder: _json(
            [
                {"id": name, "type": "t", "text": title, "updated": "2024-01-10T09:30:00"},
                {"id": "b.px", "type": "t", "text": "Överlevande företag efter 3 år"},
            ]
        ),
        f"{folder}/{name}": littleland("scb_v1_metadata.json"),
        f"POST {folder}/{name}": v1,
    }


def v2(asked: Asked) -> Reply:
    """PxWeb version 2: the cells asked for, by GET or POST."""
    if asked.body:
        wanted = {s["variableCode"]: s["valueCodes"] for s in json.loads(asked.body)["selection"]}
    else:
        codes = {n: v for n, v in asked.query.items() if n.startswith("valueCodes")}
        wanted = {name[11:-1]: value.split(",") for name, value in codes.items()}
    return _json(cut(document("scb_v2_data.json"), wanted))


def v1(asked: Asked) -> Reply:
    """PxWeb version 1: the rows and contents asked for."""
    query = {q["code"]: q["selection"]["values"] for q in json.loads(asked.body)["query"]}
    said = document("scb_v1_data.json")
    contents = [column["code"] for column in said["columns"] if column["type"] == "c"]
    kept = [at for at, code in enumerate(contents) if code in query["ContentsCode"]]
    said["columns"] = said["columns"][:3] + [said["columns"][3 + at] for at in kept]
    said["data"] = [
        {"key": row["key"], "values": [row["values"][at] for at in kept]}
        for row in said["data"]
        if row["key"][1] in query["Kon"] and row["key"][2] in query["Tid"]
    ]
    return _json(said)


def eurostat(asked: Asked) -> Reply:
    """The statistics API: the codes asked for."""
    wanted = {n: v.split(",") for n, v in asked.query.items() if n in ("unit", "geo", "time")}
    return _json(cut(document("eurostat.json"), wanted))


def sdmx(asked: Asked) -> Reply:
    """SDMX-CSV: the series in the key."""
    geo = asked.path.rpartition(".")[2].split("+")
    header, *lines = littleland("eurostat_sdmx.csv").decode().splitlines()
    kept = [line for line in lines if line.split(",")[4] in geo]
    return Reply("\n".join([header, *kept]).encode() + b"\n", kind="text/csv")


def cut(said: dict[str, Any], wanted: Mapping[str, list[str]]) -> dict[str, Any]:
    """The part of a JSON-stat cube that has these codes."""
    said = copy.deepcopy(said)
    every = [list(said["dimension"][name]["category"]["index"]) for name in said["id"]]
    kept = [
        [code for code in codes if wanted.get(name, ["*"]) in (["*"],) or code in wanted[name]]
        for name, codes in zip(said["id"], every, strict=True)
    ]
    cells = list(itertools.product(*every))
    values, status = said["value"], said.get("status", {})
    values = (
        dict(enumerate(values))
        if isinstance(values, list)
        else {int(k): v for k, v in values.items()}
    )
    places = {cell: at for at, cell in enumerate(cells)}
    at = [places[cell] for cell in itertools.product(*kept)]
    said["value"] = {
        str(new): values[old] for new, old in enumerate(at) if values.get(old) is not None
    }
    said["status"] = {
        str(new): status[str(old)] for new, old in enumerate(at) if str(old) in status
    }
    said["size"] = [len(codes) for codes in kept]
    for name, codes in zip(said["id"], kept, strict=True):
        category = said["dimension"][name]["category"]
        category["index"] = {code: n for n, code in enumerate(codes)}
        category["label"] = {code: category["label"][code] for code in codes}
    return said


def _json(said: Any) -> Reply:
    return Reply(json.dumps(said, ensure_ascii=False).encode())


class Issues:
    """Eurostat, when it publishes anew each time all of a table has been read (unless `still`)."""

    def __init__(self, *, still: bool = False) -> None:
        self.still, self.number = still, 0

    def __call__(self, asked: Asked) -> Reply:
        said = json.loads(eurostat(asked).body)
        said["updated"] = f"2024-01-01T00:{self.number // 60 % 60:02}:{self.number % 60:02}+0100"
        said["value"] = {at: value + self.number / 1e6 for at, value in said["value"].items()}
        if "lastTimePeriod" not in asked.query and not self.still:
            self.number += 1
        return _json(said)


@dataclass(frozen=True)
class Office:
    """One source with one dataset, for a catalogue of one's own."""

    registry: Registry
    places: Places

    def folder(self, data: Path) -> Path:
        return data / "evidence"

    def catalogue(self, data: Path) -> Catalogue:
        return Catalogue(self.folder(data), self.registry, self.places)


def office() -> Office:
    """Eurostat as it would be about Littleland."""
    source = Source.model_validate(
        {
            "code": "eurostat",
            "name": {"sv": "Eurostat", "en": "Eurostat"},
            "producer": "Eurostat",
            "home": "https://ec.europa.eu/eurostat",
            "licence": "CC BY 4.0",
            "rhythm": "monthly",
            "limits": {"calls": 10_000, "seconds": 1},
            "datasets": [dataset(EUROSTAT_JSON).model_dump()],
        }
    )
    return Office(Registry({source.code: source}), Places())
