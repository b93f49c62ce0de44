"""How fetching went with each dataset, and failures by their cause: one outage is told once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from kraftsamling.evidence.models import Outcome
from kraftsamling.evidence.sources.schema import Dataset, Source

# Another process is asking for the dataset: told, and never noted, for that process notes how it went.
BUSY: Final = "busy"
# Where a fault says which address it is about.
ADDRESS = re.compile(r" \(https?://\S+\)(?=\.)")


@dataclass(frozen=True)
class Told:
    """How it went with one dataset."""

    source: Source
    dataset: Dataset
    outcome: Outcome | Literal["busy"]
    sentence: str = ""

    @property
    def happened(self) -> str:
        """What happened and what to do, without which dataset."""
        source, dataset = re.escape(self.source.code), re.escape(self.dataset.code)
        return re.sub(rf"(?m)^({source}, )?({dataset}: )+", "", self.sentence)

    @property
    def cause(self) -> str:
        """What happened and what to do, without which dataset and which address."""
        return ADDRESS.sub("", self.happened)


@dataclass(frozen=True)
class Cause:
    """What happened to some datasets alike."""

    datasets: tuple[Told, ...]

    @property
    def line(self) -> str:
        """One dataset with all that is known; of several how many, what happened, and which."""
        first, *others = self.datasets
        if not others:
            return f"{first.source.code} {first.dataset.code}: {first.happened}"
        return f"{len(self.datasets)} datasets: {first.cause} They are {self.which}."

    @property
    def which(self) -> str:
        """The datasets by source: "kolada a, b; scb c"."""
        found: dict[str, list[str]] = {}
        for one in self.datasets:
            found.setdefault(one.source.code, []).append(one.dataset.code)
        return "; ".join(f"{source} {', '.join(codes)}" for source, codes in found.items())


def causes(told: Iterable[Told]) -> tuple[Cause, ...]:
    """Those that something happened to, by what it was: what befell most datasets first."""
    found: dict[str, list[Told]] = {}
    for one in told:
        if one.sentence:
            found.setdefault(one.cause, []).append(one)
    alike = [Cause(tuple(datasets)) for datasets in found.values()]
    return tuple(sorted(alike, key=lambda cause: -len(cause.datasets)))
