"""What a region sells to each market, and what it could: its part of the country's supply x demand x ease."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.export_potential import ease, potential, supply
from kraftsamling.measures.flows import Flows, flows_of_table
from kraftsamling.measures.gravity import expected_trade
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.measures.tables import Floats, matrix
from kraftsamling.priorities.value_chains.region import Region


@dataclass(frozen=True, eq=False)
class Selling:
    """A region's sales abroad, (markets, industries) in the unit of the table, and the ease of each market.

    sold: today. could: with the country's ease of today, or the expected one where it sells nothing.
    usual: with the expected ease everywhere. today, expected (markets,): the two. `left_out` are places
    of the table that are no markets here, and `settled` whether the gravity equation was.
    """

    markets: tuple[str, ...]
    sold: Floats
    could: Floats
    usual: Floats
    today: Floats
    expected: Floats
    left_out: tuple[str, ...]
    settled: bool


def selling(region: Region, apart: Matrix) -> Selling:
    """All markets that `apart` has, kilometres (places, places) between places of the table.

    The country's sales of each industry go by the region's part of its output. All places of the
    table, those that are left out as markets too, are in what the world sells and markets buy.
    Raises `UnanswerableQuestion` where the country itself is not in `apart`.
    """
    flows, nation = _flows(region), region.nation
    if nation not in apart.rows:
        raise UnanswerableQuestion(
            f"{region.country.en} ({nation}) has no centre to measure distances from. Add it to centres.csv."
        )
    markets = [code for code in apart.rows if code != nation]
    at = [flows.places.index(code) for code in markets]
    wanted = matrix(flows.imports())[at]
    national = _supply(flows, nation)
    sold = matrix(flows.of(nation))[at]
    trade, settled = _expected(flows, apart, nation)
    expected = ease(trade[[apart.rows.index(code) for code in markets]], national, wanted)
    today = ease(sold.sum(axis=1), national, wanted)
    part = _part(region)
    return Selling(
        markets=tuple(map(str, markets)),
        sold=sold * part,
        could=matrix(potential(part * national, wanted, np.where(today > 0, today, expected))),
        usual=matrix(potential(part * national, wanted, expected)),
        today=today,
        expected=expected,
        left_out=tuple(str(place) for place in flows.places if place not in apart.rows),
        settled=settled,
    )


def _flows(region: Region) -> Flows:
    """Between countries: what the region and the rest of its own sell each other is no trade."""
    inside = region.inside
    places = [region.nation if p in (REGION, REST) else p for p in inside.places]
    return flows_of_table(
        inside.Z,
        # Delta moves only what is sold within the country.
        inside.demand(inside.deltas[0]),
        [place for place in places for _ in region.codes],
        region.codes * len(places),
        places,
    )


def _supply(flows: Flows, nation: str) -> Floats:
    """The country's share of what the world sells of each industry, (industries,)."""
    found: Floats = matrix(supply(flows.exports()))[flows.places.index(nation)]
    return found


def _expected(flows: Flows, apart: Matrix, nation: str) -> tuple[Floats, bool]:
    """What the country would sell to each place of `apart`, by who they are and how far away; if settled."""
    at = [flows.places.index(code) for code in apart.rows]
    between = matrix(flows.between())[np.ix_(at, at)]
    far = np.log(np.maximum(apart.values, 1.0))
    trade, gravity = expected_trade(between, [far])
    return trade[apart.rows.index(nation)], gravity.settled


def _part(region: Region) -> Floats:
    """The region's part of its country's output, (industries,); 0 where there is none."""
    inside = region.inside
    own, rest = (inside.x[inside.at[place]] for place in (REGION, REST))
    return np.divide(own, own + rest, out=np.zeros_like(own), where=own + rest > 0)
