"""The slow plain way to complexity: loops over lists, one cell at a time."""

from __future__ import annotations

Table = list[list[float]]


def rca(X: Table) -> Table:
    whole = sum(sum(row) for row in X)
    of_product = [sum(row[p] for row in X) for p in range(len(X[0]))]
    return [
        [
            (cell / sum(row)) / (of_product[p] / whole) if sum(row) and of_product[p] else 0.0
            for p, cell in enumerate(row)
        ]
        for row in X
    ]


def proximity(M: Table) -> Table:
    """The smaller of two chances: to have p where q is, and q where p is."""
    products = range(len(M[0]))
    near = [[0.0 for _ in products] for _ in products]
    for p in products:
        for q in products:
            with_p, with_q = sum(row[p] for row in M), sum(row[q] for row in M)
            both = sum(1 for row in M if row[p] and row[q])
            if with_p and with_q:
                near[p][q] = min(both / with_p, both / with_q)
    return near


def density(M: Table, phi: Table, *, itself: bool = True) -> Table:
    answer = []
    for row in M:
        line = []
        for p in range(len(row)):
            others = [q for q in range(len(row)) if itself or q != p]
            near = sum(phi[q][p] for q in others)
            line.append(sum(phi[q][p] for q in others if row[q]) / near if near else 0.0)
        answer.append(line)
    return answer


def outlook(M: Table, d: Table, pci: list[float]) -> list[float]:
    return [sum(d[c][p] * pci[p] for p in range(len(pci)) if not M[c][p]) for c in range(len(M))]


def mean_of_products(M: Table, pci: list[float]) -> list[float]:
    return [sum(worth for worth, has in zip(pci, row, strict=True) if has) / sum(row) for row in M]


def mean_of_places(M: Table, eci: list[float]) -> list[float]:
    answer = []
    for p in range(len(M[0])):
        having = [eci[c] for c in range(len(M)) if M[c][p]]
        answer.append(sum(having) / len(having))
    return answer


def second_eigenvalue(M: Table, rounds: int = 3000) -> float:
    """How much is left of anything after one more round of means, once the first has been taken off.

    The weighted mean (by diversity) is what the first eigenvector says, so it is taken off each round.
    """
    diversity = [sum(row) for row in M]
    whole = sum(diversity)
    scores = [(0.6180339887498949 * (c + 1) ** 2) % 1 for c in range(len(M))]
    left = 0.0
    for _ in range(rounds):
        middle = sum(d * s for d, s in zip(diversity, scores, strict=True)) / whole
        scores = [s - middle for s in scores]
        size = sum(d * s * s for d, s in zip(diversity, scores, strict=True)) ** 0.5
        if size < 1e-200:
            return 0.0
        scores = [s / size for s in scores]
        scores = mean_of_products(M, mean_of_places(M, scores))
        left = sum(d * s * s for d, s in zip(diversity, scores, strict=True)) ** 0.5
    return left


def fitness(M: Table, rounds: int) -> tuple[list[float], list[float]]:
    F, Q = [1.0] * len(M), [1.0] * len(M[0])
    for _ in range(rounds):
        new_F = [sum(q for q, has in zip(Q, row, strict=True) if has) for row in M]
        new_Q = [1 / sum(1 / F[c] for c in range(len(M)) if M[c][p]) for p in range(len(M[0]))]
        F = [f * len(F) / sum(new_F) for f in new_F]
        Q = [q * len(Q) / sum(new_Q) for q in new_Q]
    return F, Q


def ranks(scores: list[float]) -> list[float]:
    return [
        1
        + sum(1 for other in scores if other > score)
        + (sum(1 for other in scores if other == score) - 1) / 2
        for score in scores
    ]
