"""How many work in each industry of a world table, from statistics that group industries otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.priorities.value_chains.chains import Industry
from kraftsamling.priorities.value_chains.filling import from_wholes


@dataclass(frozen=True, eq=False)
class Persons:
    """Persons (places, industries), and which divisions of which parent were estimated."""

    counts: Matrix
    estimated: dict[str, tuple[str, ...]]


def persons(
    jobs: Matrix,
    detail: Matrix | None,
    parents: dict[str, str],
    industries: tuple[Industry, ...],
    weight: Numbers,
) -> Persons:
    """Persons in each place by industry of the world table.

    jobs: persons (places, groups). detail: persons (parents, divisions), NaN where confidential; a
    division whose code begins with that of another is a part of it, and the whole is used to fill in
    its confidential parts. parents: the row of `detail` that a place lies within. weight: size of
    each industry in the nation (output), for groups that nothing tells apart.

    A place has the mix of its parent within each group, so every group's sum is kept. An industry in
    several groups gets its part of each.
    """
    filled, estimated = _filled(detail) if detail else (None, {})
    counts = np.zeros((len(jobs.rows), len(industries)))
    for at, place in enumerate(jobs.rows):
        parent = parents.get(str(place), "")
        for column, group in enumerate(jobs.columns):
            shares = _shares(str(group), parent, filled, industries, weight)
            counts[at] += np.nan_to_num(jobs.values[at, column]) * shares
    codes = tuple(industry.code for industry in industries)
    return Persons(Matrix(counts, jobs.rows, codes), estimated)


def _shares(
    group: str,
    parent: str,
    detail: Matrix | None,
    industries: tuple[Industry, ...],
    weight: Numbers,
) -> Numbers:
    """The part of a group's jobs that is in each industry, (industries,); zeros where it has none."""
    belongs = np.array([group in industry.groups for industry in industries])
    if not belongs.any():
        return np.zeros(len(industries))
    told = detail is not None and parent in detail.rows
    if told and all(i.divisions for i, here in zip(industries, belongs, strict=True) if here):
        assert detail is not None
        row = dict(zip(detail.columns, detail.values[detail.rows.index(parent)], strict=True))
        sizes = np.array([sum(row.get(d, 0.0) for d in i.divisions) for i in industries])
    else:
        # What is in several groups counts for its part in each.
        sizes = np.array([w / len(i.groups) for w, i in zip(weight, industries, strict=True)])
    sizes = np.where(belongs, np.maximum(sizes, 0), 0.0)
    if not sizes.any():
        sizes = belongs.astype(float)
    found: Numbers = sizes / sizes.sum()
    return found


def _filled(detail: Matrix) -> tuple[Matrix, dict[str, tuple[str, ...]]]:
    """Confidential cells from what is left of the whole; nought where that is not known either."""
    estimated = {
        str(place): tuple(str(detail.columns[c]) for c in np.flatnonzero(np.isnan(row)))
        for place, row in zip(detail.rows, detail.values, strict=True)
        if np.isnan(row).any()
    }
    values = np.nan_to_num(from_wholes(detail).values)
    return Matrix(values, detail.rows, detail.columns), estimated
