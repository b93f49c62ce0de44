"""Export potential: what a place could sell of each product to each market, supply x demand x ease.

In the manner of the International Trade Centre (Decreux & Spies 2016, "Export Potential Assessments:
a methodology to identify export opportunities for developing countries", ITC, Geneva). Places i sell
products k to markets j; values are in one currency and year (the ITC takes means of five years).
With nothing adjusted a place's potentials in a market add up to what it sells there: the method
spreads known trade over products, and says where a place sells less than its share of the world's
sales and its ease with that market would have it. It is a yardstick, not a forecast and not a limit.

Arrays or labelled matrices in, the same kind out (`tables`). An empty place, product or market has
0, never NaN. All pure; the gravity equation behind an expected ease is `gravity.expected_trade`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.presence import amounts
from kraftsamling.measures.ranking import mid_ranks
from kraftsamling.measures.tables import Floats, Input, like, matrix, vector


def supply(
    exports: Input,
    growth: ArrayLike | None = None,
    *,
    imports: Input | None = None,
    world: ArrayLike | None = None,
) -> Floats | Matrix:
    """Each place's share of the world's sales of each product, as it is expected to be: (places, products).

    ``g_i v_ik / sum_i g_i v_ik``, times ``min(1, v_ik / m_ik)`` where `imports` are given: a place
    that buys more of a product than it sells may only pass it on. exports v and imports m (places,
    products); growth g (places,): expected over present GDP, 1 where nothing is said. `world`
    (products,) is the denominator when `exports` has only some places (a region, which is part of its
    country): sales of the whole world, as they are expected to be. 0 where the world sells nothing.
    Raises `UnusableData` for values below zero, and for a place that sells more than `world`.
    """
    v = amounts(exports)
    grown = v * (_positive(growth, len(v), "growth")[:, None] if growth is not None else 1.0)
    total = grown.sum(axis=0) if world is None else vector(world, v.shape[1])
    if (grown > total * (1 + 1e-9)).any():
        place, product = (int(at) for at in np.argwhere(grown > total * (1 + 1e-9))[0])
        raise UnusableData(
            f"Row {_named(exports, 'rows', place)} sells {grown[place, product]:g} of "
            f"{_named(exports, 'columns', product)}, and the world {total[product]:g}. "
            "Give both in the same unit and year, and let growth be in the world's total too."
        )
    share = np.divide(grown, total, out=np.zeros_like(v), where=total > 0)
    if imports is not None:
        bought = _same_shape(amounts(imports), v, "imports")
        share *= np.minimum(1, np.divide(v, bought, out=np.ones_like(v), where=bought > 0))
    return like(exports, share)


def demand(
    imports: Input,
    gdp: ArrayLike | None = None,
    population: ArrayLike | None = None,
    *,
    elasticity: ArrayLike = 1.0,
) -> Floats | Matrix:
    """What each market is expected to buy of each product, (markets, products), in the unit of `imports`.

    ``v_jk n_j (g_j / n_j)^e``: imports grow as population, and per head as GDP per head to the power
    of the elasticity. imports v (markets, products); gdp g and population n (markets,), expected over
    present, 1 where nothing is said; elasticity e of imports per head to GDP per head: one number,
    or (products,), or (markets, products). Raises `UnusableData` for values below zero, or a g or n
    that is not above.
    """
    v = amounts(imports)
    g = _positive(gdp, len(v), "gdp") if gdp is not None else np.ones(len(v))
    n = _positive(population, len(v), "population") if population is not None else np.ones(len(v))
    e = np.broadcast_to(np.asarray(elasticity, dtype=np.float64), v.shape)
    return like(imports, v * n[:, None] * (g / n)[:, None] ** e)


def tariff_advantage(usual: ArrayLike, own: ArrayLike, elasticity: ArrayLike = 1.0) -> Floats:
    """``((1 + usual) / (1 + own))^elasticity``; above 1 for who pays less than others. Shapes broadcast.

    Tariffs as shares (0.05, not 5), expected ones where they are agreed. Multiply `demand` by it with
    `usual` what market j takes of product k on average and `own` what it takes from the place. Multiply
    `supply` by it the other way round, with `usual` what the place meets on average in the world and
    `own` what all meet: a share that was won against higher tariffs is worth more. Raises
    `UnusableData` for tariffs at or below -1.
    """
    above, below = (np.asarray(tariff, dtype=np.float64) for tariff in (usual, own))
    if not ((above > -1).all() and (below > -1).all()):
        raise UnusableData(
            "A tariff is missing or below -1. Give shares (0.05 for 5 %), and 0 for none."
        )
    found: Floats = ((1 + above) / (1 + below)) ** np.asarray(elasticity, dtype=np.float64)
    return found


def nearness(distance: ArrayLike, usual: Input) -> Floats:
    """How like the distances are over which a market buys a product: (markets, products), from 0 to 1.

    ``exp(-|u_jk - ln d_j|)``: distance d (markets,) from the place, above 0, and `usual` u the mean
    log distance over which market j buys product k (`Flows.usual_distance`). Products differ in how
    far they travel, gravel and watches; `ease` cannot tell, since it is the same for all products.
    """
    own = vector(distance)
    if (own <= 0).any():
        raise UnusableData(
            f"Number {int(np.argmax(own <= 0))} of the distances is not above 0. Within a place, "
            "give how far apart its people live."
        )
    near: Floats = np.exp(-np.abs(matrix(usual) - np.log(own)[:, None]))
    return near


def ease(flows: ArrayLike, share: Input, wanted: Input) -> Floats:
    """How much more a place sells to each market than its products alone would have it, (markets,).

    ``v_j / sum_k s_k d_jk``: flows v (markets,) of all products together, over what they would be
    if the place had its share s (products,) of the demand d (markets, products) everywhere. 1 is as
    expected; 0 where nothing is sold. Distance, language, habits and agreements are all in it. With
    flows from `gravity.expected_trade` it is the ease of a pair of places like these, and a market
    not yet sold to has one. 0 where the market wants nothing that the place has.
    """
    s, d = _shares(share), amounts(wanted)
    v = vector(flows, len(d))
    if (v < 0).any():
        raise UnusableData("Flows may not be below zero.")
    alone = d @ vector(s, d.shape[1])
    return np.divide(v, alone, out=np.zeros_like(v), where=alone > 0)


def potential(share: Input, wanted: Input, eased: ArrayLike) -> Floats | Matrix:
    """``p_jk = s_k d_jk e_j``: what one place could sell, (markets, products), in the unit of demand.

    share s (products,) from `supply`; demand d (markets, products), times `tariff_advantage` and
    `nearness` where those are known; ease e (markets,). 0 where any of the three is. Where s, d and
    the flows behind e are unadjusted, a market's row adds up to those flows.
    """
    s, d = _shares(share), amounts(wanted)
    e = vector(eased, len(d))
    if (e < 0).any():
        raise UnusableData("Ease may not be below zero.")
    return like(wanted, vector(s, d.shape[1]) * d * e[:, None])


def realised(could: Input, does: Input) -> Floats | Matrix:
    """The part of potential that is sold already, cell by cell: ``min(p, v)``; both (markets, products)."""
    p = amounts(could)
    return like(could, np.minimum(p, _same_shape(amounts(does), p, "actual exports")))


def unrealised(could: Input, does: Input) -> Floats | Matrix:
    """The part that is not: ``max(p - v, 0)``. What is sold beyond potential elsewhere takes nothing off.

    So `realised` and `unrealised` add up to potential in each cell, and in every sum of cells.
    """
    p = amounts(could)
    return like(could, np.maximum(p - _same_shape(amounts(does), p, "actual exports"), 0))


@dataclass(frozen=True, eq=False)
class New:
    """Products that a place does not have, market by market.

    score (markets, products) only orders: it has no unit. rank (markets, products) from 1 in each
    market, equal scores share the mean, 0 where there is no score.
    """

    score: Floats
    rank: Floats


def diversification(
    density: Input,
    M: Input,
    wanted: Input,
    eased: ArrayLike,
    *,
    by: Literal["score", "mean"] = "score",
) -> New:
    """Which products a place could take up, for which market: near to what it has x demand x ease.

    density (products,) as `product_space.density` of the place; M (products,) 1 where it has the
    product, which then has no score; demand (markets, products), ease (markets,). There is no record
    of sales to take a supply from, so density takes its place and the answer is an order, no money.
    score  ``density_k d_jk e_j``, the product as in `potential`;
    mean   the mean of the three's ranks among all cells, over how many there are, so that no single
           one decides.
    Hausmann & Hidalgo's product space in the ITC's product diversification indicator.
    """
    d = amounts(wanted)
    near, has = vector(density, d.shape[1]), vector(M, d.shape[1]) > 0
    parts = [
        np.broadcast_to(near, d.shape),
        d,
        np.broadcast_to(vector(eased, len(d))[:, None], d.shape),
    ]
    score = np.prod(parts, axis=0)
    if by == "mean":
        places = [mid_ranks(-part.ravel()).reshape(d.shape) for part in parts]
        score = np.where(score > 0, np.mean(places, axis=0) / max(d.size, 1), 0.0)
    elif by != "score":
        raise UnusableData(f"There is no way {by}. Choose score or mean.")
    score = np.where(has, 0.0, score)
    return New(score=score, rank=np.array([_ranked(row) for row in score]).reshape(d.shape))


def _ranked(row: Floats) -> Floats:
    found = np.zeros_like(row)
    some = row > 0
    found[some] = mid_ranks(row[some])
    return found


def _shares(share: Input) -> Floats:
    s = vector(share)
    if (s < 0).any():
        raise UnusableData(
            "Supply is a share of the world's sales, from 0. Make it with `supply` first."
        )
    return s


def _positive(values: ArrayLike, length: int, name: str) -> Floats:
    found = vector(values, length)
    if (found <= 0).any():
        at = int(np.argmax(found <= 0))
        raise UnusableData(
            f"Number {at} of {name} is {found[at]:g}. Give what is expected over what is: 1.1 for ten "
            "per cent more, and 1 where nothing is known."
        )
    return found


def _same_shape(values: Floats, like_this: Floats, name: str) -> Floats:
    if values.shape != like_this.shape:
        raise UnusableData(
            f"The {name} are {values.shape[0]} x {values.shape[1]}, but here "
            f"{like_this.shape[0]} x {like_this.shape[1]} is needed: the same rows and columns."
        )
    return values


def _named(table: Input, of: str, at: int) -> str:
    return str(getattr(table, of)[at]) if isinstance(table, Matrix) else str(at)
