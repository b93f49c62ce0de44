"""What is given off along the chains behind a region's products and purchases, and where.

The accounts are those of `footprints`, of a region inside its country (`inside`) and for each delta,
without a table or an inverse of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.measures.tables import Floats, Input, vector


@dataclass(frozen=True, eq=False)
class Accounts:
    """A stressor in a region as a whole, in its own unit; `direct` is in the first two.

    production: given off in the region, for whatever demand. consumption: given off anywhere for the
    region's final demand, (places,). exports: given off in the region for final demand elsewhere.
    imports: given off elsewhere for the region's final demand.

    ``production - exports + imports = consumption.sum()``.
    """

    production: float
    consumption: Floats
    exports: float
    imports: float


@dataclass(frozen=True, eq=False)
class Embodied:
    """A stressor in a world with a region in it.

    given (N + n,): what each industry gives off, that of the country parted by output, so that an
    industry gives off as much per unit in the region as in the rest. direct (places,): what those who
    use the final demand of each place give off themselves, the country's parted by all output.
    """

    inside: Inside
    given: Floats
    direct: Floats

    @classmethod
    def of(
        cls, inside: Inside, stressor: Input, direct: Mapping[str, float] | None = None
    ) -> Embodied:
        """Stressor (N,): by industry of the table before its country was parted. direct: by country."""
        return cls(inside, _parted(inside, stressor), _direct(inside, direct or {}))

    @property
    def per_unit(self) -> Floats:
        """Given off per unit of output, (N + n,); 0 where there is no output."""
        x = self.inside.x
        per: Floats = np.divide(self.given, x, out=np.zeros_like(x), where=x != 0)
        return per

    @property
    def unplaced(self) -> float:
        """Given off in industries without output: no chain leads there, so it is in no account."""
        return float(self.given[self.inside.x == 0].sum())

    def in_products(self, delta: float) -> Floats:
        """Given off in each place per unit of the region's products, (places, n).

        ``s L`` by place of origin, the carbon intensity of Miller & Blair (2009), chapter 10.
        """
        columns = self.inside.columns(delta)[:, : self.inside.size]
        return self._by_place(self.per_unit[:, None] * columns)

    def between(self, delta: float) -> Floats:
        """Given off in the place of the row for the final demand of that of the column, (places, places)."""
        return self._by_place(self.per_unit[:, None] * self.inside.output_for(delta))

    def accounts(self, delta: float) -> Accounts:
        """The region as a whole, with what its final users give off themselves."""
        home, between = self.inside.places.index(REGION), self.between(delta)
        made, bought, own = between[home].sum(), between[:, home].copy(), between[home, home]
        imports = bought.sum() - own
        bought[home] += self.direct[home]
        return Accounts(float(made + self.direct[home]), bought, float(made - own), float(imports))

    def _by_place(self, amounts: Floats) -> Floats:
        summed: Floats = amounts.reshape(
            len(self.inside.places), self.inside.size, amounts.shape[1]
        ).sum(axis=1)
        return summed


def _parted(inside: Inside, stressor: Input) -> Floats:
    """(N,) -> (N + n,). What an industry without output has goes to the rest of the country."""
    given, n = vector(stressor, len(inside.x) - inside.size), inside.size
    both = inside.x[inside.S].reshape(2, n)
    whole, nobody = both.sum(axis=0), np.repeat([[0.0], [1.0]], n, axis=1)
    shares = np.divide(both, whole, out=nobody, where=whole != 0)
    a, b = inside.S.start, inside.S.start + n
    return np.concatenate([given[:a], (shares * given[a:b]).ravel(), given[b:]])


def _direct(inside: Inside, by_country: Mapping[str, float]) -> Floats:
    """By place. Final demand for imports is parted by all output too (`split_country`)."""
    parts = {part: inside.x[inside.at[part]].sum() for part in (REGION, REST)}
    whole, country = sum(parts.values()), by_country.get(str(inside.country), 0.0)
    own = {part: country * size / whole if whole else 0.0 for part, size in parts.items()}
    return np.array(
        [own.get(p, by_country.get(p, 0.0)) for p in map(str, inside.places)], dtype=float
    )
