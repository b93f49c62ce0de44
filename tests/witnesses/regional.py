"""The slow plain way to regional measures: loops over lists."""

from __future__ import annotations

from math import log2


def slq(region: list[float], nation: list[float], i: int) -> float:
    return (region[i] / sum(region)) / (nation[i] / sum(nation)) if nation[i] else 0.0


def quotient(
    region: list[float], nation: list[float], i: int, j: int, delta: float, *, augmented: bool
) -> float:
    seller, buyer = slq(region, nation, i), slq(region, nation, j)
    if not buyer or not seller:
        return 0.0
    found: float = seller if i == j else seller / buyer
    found *= float(log2(1 + sum(region) / sum(nation)) ** delta)
    return found * log2(1 + buyer) if augmented and buyer > 1 else found


def herfindahl(row: list[float]) -> float:
    return sum((cell / sum(row)) ** 2 for cell in row) if sum(row) else 0.0


def hachman(row: list[float], whole: list[float]) -> float:
    total = sum(
        (cell / sum(row)) * (cell / sum(row)) / (all_of / sum(whole))
        for cell, all_of in zip(row, whole, strict=True)
        if all_of
    )
    return 1 / total


def gini(industry: list[float], everything: list[float]) -> float:
    """Half the mean difference of quotients between every two persons, over the mean; halved again."""
    people = [
        (part / all_of, all_of) for part, all_of in zip(industry, everything, strict=True) if all_of
    ]
    whole = sum(weight for _, weight in people)
    mean = sum(value * weight for value, weight in people) / whole
    apart = sum(abs(a - b) * v * w for a, v in people for b, w in people) / whole**2
    return apart / (2 * mean) / 2


def competitive(before: float, after: float, whole: float, whole_after: float) -> float:
    return after - before * whole_after / whole
