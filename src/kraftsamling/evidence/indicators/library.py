"""Every indicator of a plan: its files, checked against the tables that feed them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kraftsamling.evidence.indicators.schema import Indicator, IndicatorFile, Term
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.sources.registry import Registry
from kraftsamling.kernel.content import Spot, fault, read
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion
from kraftsamling.kernel.near import near

FOLDER = "indicators"


@dataclass(frozen=True, eq=False)
class Indicators:
    """The indicators of one plan, in the order of their files; `written` says where each stands."""

    every: tuple[Indicator, ...] = ()
    written: dict[str, tuple[Path, Spot]] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for indicator in self.every}

    def about(self, theme: str) -> tuple[Indicator, ...]:
        """The indicators of a theme, its own first and then those that are about it too."""
        own = [i for i in self.every if i.theme == theme]
        return (*own, *(i for i in self.every if theme in i.also))

    def called(self, code: str) -> Indicator:
        """The indicator `code`. Raises `UnanswerableQuestion` that names those it may have been."""
        if code not in self.by_code:
            close = ", ".join(near(code, {i.code: (i.name.sv, i.name.en) for i in self.every}))
            some = ", ".join(sorted(self.by_code)[:5])
            raise UnanswerableQuestion(
                f"There is no indicator called {code}."
                + (f" Did you mean one of these: {close}?" if close else "")
                + (
                    f" Some of the {len(self.every)} there are: {some}."
                    if some and not close
                    else ""
                )
            )
        return self.by_code[code]


def read_indicators(folder: Path, registry: Registry, places: Places) -> Indicators:
    """The indicators in `folder`/indicators; none where there is no such folder.

    Raises `ContentError` naming file, line and cure; nothing is half-loaded.
    """
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    found = [
        (path, n, i) for path in paths for n, i in enumerate(read(path, IndicatorFile).indicators)
    ]
    faults = [
        fault(path, ("indicators", n, *spot), f"indicator {indicator.code}: {sentence}")
        for path, n, indicator in found
        for spot, sentence in _faults(indicator, registry, places)
    ]
    seen: dict[str, Path] = {}
    for path, n, indicator in found:
        if seen.setdefault(indicator.code, path) != path or _twice(found, path, n, indicator):
            faults.append(
                fault(
                    path,
                    ("indicators", n, "code"),
                    f"the indicator {indicator.code} is there twice. Give one of them another code.",
                )
            )
    if faults:
        raise ContentError("\n".join(faults))
    return Indicators(
        tuple(indicator for _path, _n, indicator in found),
        {indicator.code: (path, ("indicators", n)) for path, n, indicator in found},
    )


def _twice(
    found: list[tuple[Path, int, Indicator]], path: Path, n: int, indicator: Indicator
) -> bool:
    return any(p == path and m < n and i.code == indicator.code for p, m, i in found)


def _faults(indicator: Indicator, registry: Registry, places: Places) -> Iterator[tuple[Spot, str]]:
    for name, term in indicator.terms.items():
        for sentence in _term_faults(term, registry):
            yield ("terms", name), sentence
    for n, aim in enumerate(indicator.aims):
        if places.rows and aim.place not in places.by_code:
            yield (
                ("aims", n, "place"),
                f"the aim is for {aim.place}, which is not in places.csv. Correct the code, or add it.",
            )


def _term_faults(term: Term, registry: Registry) -> Iterator[str]:
    """What a term says that its table does not have, and what it leaves open."""
    if term.table not in registry.tables:
        yield (
            f"no source has a table called {term.table}. Correct the name, or declare it in a "
            "source.yaml."
        )
        return
    table = registry.tables[term.table][1].table
    named = {*term.where, *([term.by.column] if term.by else [])}
    if term.elsewhere and term.elsewhere not in table.places:
        yield (
            f"{term.elsewhere} is no column of places in {table.name}. Declare it as one in source.yaml, or "
            "take elsewhere away."
        )
    if not table.observes:
        yield f"{table.name} holds records, not observations. Use a table that has values."
        return
    for column in sorted(named - set(table.dimensions)):
        yield (
            f"{table.name} has no dimension {column}. It has: {', '.join(table.dimensions) or 'none'}."
        )
    for column in sorted(set(table.dimensions) - named):
        yield f"say which {column} is meant, in 'where' or 'by': {table.name} has several."
