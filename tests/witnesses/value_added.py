"""Exports taken apart as the papers define it: one cell at a time, one inverse for each perimeter."""

from __future__ import annotations

from dataclasses import dataclass

from tests.witnesses.input_output import Table, coefficients, inverse


@dataclass
class World:
    """Z (n, n), Y (n, regions), and the place of each row's region."""

    Z: Table
    Y: Table
    at: list[int]

    def __post_init__(self) -> None:
        self.all = range(len(self.Z))
        self.places = range(len(self.Y[0]))
        self.x = [sum(self.Z[i]) + sum(self.Y[i]) for i in self.all]
        self.A = coefficients(self.Z, self.x)
        self.v = [1 - sum(self.A[i][j] for i in self.all) for j in self.all]
        self.B = inverse(self.A)

    def of(self, s: int) -> list[int]:
        return [i for i in self.all if self.at[i] == s]

    def abroad(self, s: int) -> list[int]:
        return [i for i in self.all if self.at[i] != s]

    def local(self, s: int) -> Table:
        """L_s, on all rows (the identity elsewhere)."""
        return inverse(
            [[self.A[i][j] * (self.at[i] == self.at[j] == s) for j in self.all] for i in self.all]
        )

    def without(self, rows: list[int], buyers: list[int]) -> Table:
        """B* of the system in which `rows` sell no inputs to the regions `buyers`."""
        return inverse(
            [
                [0.0 if i in rows and self.at[j] in buyers else self.A[i][j] for j in self.all]
                for i in self.all
            ]
        )

    def exports(self, i: int, r: int) -> float:
        return self.Y[i][r] + sum(self.Z[i][j] for j in self.of(r))


def koopman_wang_wei(w: World, s: int) -> list[float]:
    """Equation 36, term by term, for the whole exports of s."""
    here, there, B, v, A = w.of(s), w.abroad(s), w.B, w.v, w.A
    others = [r for r in w.places if r != s]
    Ls = w.local(s)
    sent = {i: sum(w.exports(i, r) for r in others) for i in here}
    mine = {j: sum(v[i] * B[i][j] for i in here) for j in w.all}
    theirs = {j: sum(v[i] * B[i][j] for i in there) for j in here}
    again = {k: sum(mine[j] * A[j][i] * Ls[i][k] for j in there for i in here) for k in here}
    used = dict.fromkeys(here, 0.0)
    passed = dict.fromkeys(here, 0.0)
    for r in others:
        Lr, home = w.local(r), w.of(r)
        for i in here:
            for j in home:
                reach = sum(A[i][k] * Lr[k][j] for k in home)
                used[i] += reach * w.Y[j][r]
                passed[i] += reach * sum(w.exports(j, t) for t in w.places if t != r)
    return [
        sum(mine[j] * w.Y[j][r] for j in here for r in others),
        sum(mine[j] * w.Y[j][w.at[j]] for j in there),
        sum(mine[j] * w.Y[j][t] for j in there for t in others if t != w.at[j]),
        sum(mine[j] * w.Y[j][s] for j in there),
        sum(again[k] * w.Y[k][s] for k in here),
        sum(again[k] * sent[k] for k in here),
        sum(theirs[j] * w.Y[j][r] for j in here for r in others),
        sum(theirs[i] * used[i] for i in here),
        sum(theirs[i] * passed[i] for i in here),
    ]


def first_crossing(
    w: World, s: int, i: int, r: int, rows: list[int], buyers: list[int]
) -> dict[str, float]:
    """What i in s sells to r: content that never crossed in the flow, and where it ends."""
    cut = w.without(rows, buyers)
    domestic = sum(w.v[k] * cut[k][i] for k in w.of(s))
    foreign = sum(w.v[k] * cut[k][i] for k in w.abroad(s))
    whole = sum(w.v[k] * w.B[k][i] for k in w.of(s))
    ends = [w.Y[i][r] * (t == r) for t in w.places]
    for t in w.places:
        ends[t] += sum(w.A[i][j] * w.B[j][k] * w.Y[k][t] for j in w.of(r) for k in w.all)
    sent = w.exports(i, r)
    return {
        "EXGR": sent,
        "VAX": domestic * sum(end for t, end in enumerate(ends) if t != s),
        "REF": domestic * ends[s],
        "DDC": (whole - domestic) * sent,
        "FVA": foreign * sent,
        "FDC": (1 - whole - foreign) * sent,
    }


def last_crossing(w: World, s: int, i: int, r: int) -> dict[str, float]:
    """What i in s sells to r: content that will never again be an input exported by s."""
    cut = w.without(w.of(s), [t for t in w.places if t != s])
    whole = sum(w.v[k] * w.B[k][i] for k in w.of(s))
    reach = {k: sum(w.A[i][j] * cut[j][k] for j in w.of(r)) for k in w.all}
    ends = [w.Y[i][r] * (t == r) for t in w.places]
    for t in w.places:
        ends[t] += sum(reach[k] * w.Y[k][t] for k in w.abroad(s))
    ends[s] += sum(reach[k] * w.Y[k][s] for k in w.of(s))
    again = sum(reach[k] * w.exports(k, t) for k in w.of(s) for t in w.places if t != s)
    return {
        "VAX": whole * sum(end for t, end in enumerate(ends) if t != s),
        "VAXIM": whole * ends[r],
        "REF": whole * ends[s],
        "DDC": whole * again,
        "FVA": (1 - whole) * sum(ends),
        "FDC": (1 - whole) * again,
    }
