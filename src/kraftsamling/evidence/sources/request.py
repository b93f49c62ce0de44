"""What `request` of a dataset may say, source by source, and which of a producer's codes it means."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal, TypeVar

from pydantic import Field, ValidationError

from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.errors import ContentError

Codes = tuple[str, ...]
ALL: Codes = ("*",)
Texts = Mapping[str, Mapping[str, str]]
There = TypeVar("There")


class Request(Content):
    """A table, by dimension: which codes are asked for, and which column of ours each becomes.

    A code may be a pattern with `*` and `?`; `["*"]` is all there are. `fixed` gives a column that
    the producer has no dimension for, as the place of a table on the whole country.
    """

    select: dict[str, Codes] = {}
    columns: dict[str, str] = Field(min_length=1)
    fixed: dict[str, str] = {}


class PxWeb(Request):
    """A table in PxWeb, where codes may be running numbers that say nothing and do not last.

    `named` selects by the producer's own words, those of them that are there. The columns of ours in
    `texts` hold those words instead of codes; for a place, the code that its words begin with.
    The dimensions in `sum` are added up.
    """

    named: dict[str, Codes] = {}
    texts: Codes = ()
    sum: Codes = ()


class PxV2(PxWeb):
    """A table at SCB. `units` says the unit of each contents code, as published."""

    api: Literal["v2"]
    table: str = Field(pattern=r"^TAB\d+$")
    units: dict[str, str] = {}


class PxV1(PxWeb):
    """A table at SCB by its path in the older API."""

    api: Literal["v1"]
    path: str


class PxTitle(PxWeb):
    """A table by the words of its title, in the folder of that name.

    `file` is the name it was last seen under, for where several titles have those words.
    """

    title: str
    folder: str = ""
    file: str = ""


class Eurostat(Request):
    """A dataset at Eurostat. For `sdmx-csv`, `select` names every dimension in Eurostat's order."""

    api: Literal["json", "sdmx-csv", "tsv"]
    dataset: str


class Kolada(Content):
    """Key figures at Kolada, for these places."""

    kpis: Codes = Field(min_length=1)
    places: Codes = Field(min_length=1)


Asked = TypeVar("Asked", bound=Content)


def asked(dataset: Dataset, form: type[Asked]) -> Asked:
    """The request of `dataset`. Raises `ContentError` with everything that is wrong in it."""
    try:
        return form.model_validate(dataset.request)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise ContentError(
            f"source.yaml, dataset {dataset.code}: request cannot be read ({faults}). Correct it."
        ) from error


def stamp(dataset: Dataset, updated: str) -> str:
    """Tells releases apart, and changes too when something else is asked for."""
    said = dataset.model_dump_json(include={"request"})
    return f"{updated} {hashlib.sha256(said.encode()).hexdigest()[:8]}"


def chosen(
    dataset: Dataset, select: Mapping[str, Codes], offered: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The codes that `select` means among those `offered`, in the producer's order.

    Raises `UnusableData` for a dimension or a code that is not there.
    """
    return {
        name: _codes(dataset, name, codes, _offered(dataset, name, offered))
        for name, codes in select.items()
    }


def named(dataset: Dataset, words: Mapping[str, Codes], texts: Texts) -> dict[str, Codes]:
    """The codes that the producer's `words` mean. Raises `UnusableData` where none of them is there."""
    found = dict[str, Codes]()
    for name, wanted in words.items():
        said = _offered(dataset, name, texts)
        sought = {worded(text) for text in wanted}
        found[name] = tuple(code for code, text in said.items() if worded(text) in sought)
        if not found[name]:
            unusable(
                f"{dataset.code}: nothing in the dimension {name} is called that.",
                expected=" or ".join(wanted),
                came=listed(list(said.values())),
                cure=f"{_nearest(wanted[0], said.values())}Correct request.named.{name} in source.yaml.",
            )
    return found


def worded(text: str) -> str:
    """`text` so that two ways of writing the same words are equal."""
    return " ".join(text.lower().split())


def _offered(dataset: Dataset, name: str, offered: Mapping[str, There]) -> There:
    if name not in offered:
        unusable(
            f"{dataset.code}: the dimension {name} is not there.",
            expected=name,
            came=", ".join(offered),
            cure=f"{_nearest(name, offered)}Correct request.select and request.columns in source.yaml.",
        )
    return offered[name]


def _codes(dataset: Dataset, name: str, codes: Iterable[str], offered: Sequence[str]) -> list[str]:
    wanted = set[str]()
    for code in codes:
        found = [code] if code in set(offered) else [c for c in offered if fnmatchcase(c, code)]
        if not found:
            unusable(
                f"{dataset.code}: the dimension {name} has no code {code}.",
                expected=code,
                came=listed(offered),
                cure=f"{_nearest(code, offered)}Correct request.select.{name} in source.yaml.",
            )
        wanted.update(found)
    return [code for code in offered if code in wanted]


def _nearest(name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name, list(names), n=3, cutoff=0.5)
    return f"It may be called {' or '.join(close)} now. " if close else ""


def listed(codes: Sequence[str]) -> str:
    """Codes in a sentence; the first ten of many."""
    return ", ".join(codes[:10]) + (f" and {len(codes) - 10} more" if len(codes) > 10 else "")
