"""Littleland with one indicator and its figures: a content folder of one's own, where claims can be tried."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from kraftsamling.evidence.store import catalogue, load_starters

HERE = Path(__file__).resolve().parent
SENTENCE = "Jobben i Nordlän har minskat sedan 2019."
ENGLISH = "Jobs in North County have fallen since 2019."

SOURCE = """
code: office
name: {sv: Lillelands statistik, en: Littleland's statistics}
producer: Littleland's statistics office
home: https://statistics.littleland.example
licence: CC0
rhythm: yearly
places: code
datasets:
  - code: jobs
    title: {sv: Jobb, en: Jobs}
    url: https://statistics.littleland.example/jobs
    table: {name: jobs, dimensions: [sex]}
"""
INDICATORS = """
indicators:
  - code: jobs
    name: {sv: Jobb, en: Jobs}
    definition: {sv: Antalet jobb., en: The number of jobs.}
    theme: C1
    unit: {sv: jobb, en: jobs}
    direction: up
    formula: people
    terms:
      people: {table: jobs, where: {sex: [both]}}
    moved_by: {sv: Företagen., en: Firms.}
  - code: jobs-by-sex
    name: {sv: Jobb efter kön, en: Jobs by sex}
    definition: {sv: Antalet jobb efter kön., en: The number of jobs by sex.}
    theme: C1
    unit: {sv: jobb, en: jobs}
    direction: up
    formula: people
    terms:
      people: {table: jobs, by: {column: sex, groups: {women: f, men: m}}}
    moved_by: {sv: Företagen., en: Firms.}
"""
FIRST = """
LL11,2019,both,4500,
LL11,2023,both,2650,
LL11,2019,f,2000,
LL11,2023,f,2100,
LL12,2019,both,3000,
LL12,2023,both,3100,
LL13,2019,both,1000,
LL13,2023,both,1000,
LL,2019,both,8500,
LL,2023,both,6750,
"""
RISEN = FIRST.replace("LL11,2023,both,2650,", "LL11,2023,both,5200,")
FALLEN = FIRST.replace("LL11,2023,both,2650,", "LL11,2023,both,2700,")


def lay_out(folder: Path, *, rows: str = FIRST, claim: bool = False) -> Path:
    """Littleland's content in `folder`, with figures; with `claim`, its first challenge has one."""
    shutil.copytree(HERE / "content", folder, dirs_exist_ok=True)
    common = folder / "common"
    (common / "sources" / "office").mkdir(parents=True)
    (common / "sources" / "office" / "source.yaml").write_text(SOURCE, encoding="utf-8")
    (folder / "littleland" / "indicators" / "jobs.yaml").write_text(INDICATORS, encoding="utf-8")
    if claim:
        _claim(folder / "littleland" / "strategy.yaml")
    publish(folder, rows, "2024-01-15")
    return folder


def _claim(strategy: Path) -> None:
    text = strategy.read_text(encoding="utf-8")
    about = "{sv: Företagen förnyar sig sällan., en: Firms seldom renew themselves.}"
    assert about in text
    told = (
        f"{{sv: Företagen förnyar sig sällan. {SENTENCE}, en: Firms seldom renew themselves. "
        f"{ENGLISH}}}, claims: [{{sentence: {{sv: {SENTENCE}, en: {ENGLISH}}}, asserts: "
        '{indicator: jobs, place: LL11, says: fallen, since: "2019"}}]'
    )
    strategy.write_text(text.replace(about, told), encoding="utf-8")


def publish(folder: Path, rows: str, day: str) -> None:
    """Put a vintage among the starter tables of `folder`."""
    evidence = folder / "common" / "evidence"
    evidence.mkdir(exist_ok=True)
    origins = (HERE / "content" / "common" / "evidence" / "origins.csv").read_text(encoding="utf-8")
    url = "https://statistics.littleland.example/jobs"
    own = f"office,Littleland's statistics office,Jobs,{url},CC0,{day},{day}\n"
    (evidence / "origins.csv").write_text(origins + own, encoding="utf-8")
    lines = [f"{line},office" for line in rows.strip().splitlines()]
    text = "\n".join(["place,period,sex,value,status,origin", *lines, ""])
    (evidence / f"jobs.{day}.csv").write_text(text, encoding="utf-8")


def load() -> None:
    """Read the starter tables of the settings' content folder."""
    load_starters()
    assert catalogue().current("jobs")


@pytest.fixture
def figures(tmp_path: Path, settings: Settings, db: None) -> Callable[..., None]:
    """Littleland with figures of its own: call it with rows to publish a newer vintage."""
    folder = lay_out(tmp_path / "content", claim=True)
    settings.CONTENT_DIR, settings.DATA_DIR = folder, tmp_path / "data"
    load()
    days = iter(f"2025-0{month}-01" for month in range(1, 10))

    def published(rows: str) -> None:
        publish(folder, rows, next(days))
        load()

    return published
