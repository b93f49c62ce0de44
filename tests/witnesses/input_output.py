"""Input-output measures the slow way: round after round of purchases, one cell at a time."""

from __future__ import annotations

Table = list[list[float]]


def coefficients(Z: Table, x: list[float]) -> Table:
    return [
        [cell / total if total else 0.0 for cell, total in zip(row, x, strict=True)] for row in Z
    ]


def shares_sold(Z: Table, x: list[float]) -> Table:
    return [
        [cell / total if total else 0.0 for cell in row] for row, total in zip(Z, x, strict=True)
    ]


def transposed(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]


def times(table: Table, column: list[float]) -> list[float]:
    return [sum(cell * number for cell, number in zip(row, column, strict=True)) for row in table]


def output(A: Table, y: list[float]) -> list[float]:
    """What is needed, what that needs, and so on, until a round adds nothing that counts."""
    total, step = y[:], y[:]
    for _ in range(1_000_000):
        step = times(A, step)
        total = [one + more for one, more in zip(total, step, strict=True)]
        if max(map(abs, step)) <= 1e-14 * max(map(abs, total)):
            return total
    raise AssertionError("This economy uses all that it makes: there is no last round.")


def inverse(A: Table) -> Table:
    units = [[float(i == j) for i in range(len(A))] for j in range(len(A))]
    return transposed([output(A, unit) for unit in units])


def without(A: Table, y: list[float], gone: list[int], *, sells: bool, buys: bool) -> list[float]:
    """Output when the industries `gone` no longer sell (rows empty) or buy (columns empty)."""
    left = [
        [
            0.0 if (i in gone and not sells) or (j in gone and not buys) else cell
            for j, cell in enumerate(row)
        ]
        for i, row in enumerate(A)
    ]
    demand = [0.0 if i in gone and not (sells or buys) else part for i, part in enumerate(y)]
    return output(left, demand)


def chains(A: Table, y: list[float], v: list[float], longest: int) -> dict[tuple[int, ...], float]:
    """The effect of every chain of up to `longest` suppliers, none left out."""
    found: dict[tuple[int, ...], float] = {(k,): demand for k, demand in enumerate(y)}
    whole = dict(found)
    for _ in range(longest):
        found = {
            (*chain, i): A[i][chain[-1]] * amount
            for chain, amount in found.items()
            for i in range(len(A))
        }
        whole |= found
    return {chain: amount * v[chain[-1]] for chain, amount in whole.items()}


def accounts(
    A: Table, Y: Table, S: list[float], regions: list[int]
) -> dict[tuple[int, int, int], float]:
    """What each row uses for each region's demand for each product: (row, region, product) -> use.

    Y has one column for each region; products are the places of rows within their region.
    """
    size, count = len(A), max(regions) + 1
    product = [sum(regions[before] == regions[row] for before in range(row)) for row in range(size)]
    found = {}
    for buyer in range(count):
        for wanted in set(product):
            y = [Y[row][buyer] if product[row] == wanted else 0.0 for row in range(size)]
            for row, needed in enumerate(output(A, y)):
                found[row, buyer, wanted] = S[row] * needed
    return found


def ras(table: Table, rows: list[float], columns: list[float], rounds: int = 3000) -> Table:
    """Scale rows, then columns, and again (tables without negative cells)."""
    new = [row[:] for row in table]
    for _ in range(rounds):
        new = [
            [c * (u / sum(row) if sum(row) else 0) for c in row]
            for row, u in zip(new, rows, strict=True)
        ]
        sums = [sum(column) for column in zip(*new, strict=True)]
        new = [
            [c * (v / s if s else 0) for c, v, s in zip(row, columns, sums, strict=True)]
            for row in new
        ]
    return new
