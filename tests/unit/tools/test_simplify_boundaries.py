"""Small boundaries: neighbours still touch, and what is too small to be seen is gone."""

from __future__ import annotations

from typing import Any

from tools.simplify_boundaries import _without_spikes, simplify


def _square(x: float, y: float) -> dict[str, Any]:
    """A square whose right and left sides are wiggly, so that there is something to leave out."""
    wiggle = [0.0, 0.004, -0.003, 0.002, 0.0]
    steps = [n / 4 for n in range(5)]
    right = [(x + 1 + w, y + s) for w, s in zip(wiggle, steps, strict=True)]
    left = [(x + w, y + s) for w, s in zip(wiggle, steps, strict=True)]
    ring = [(x, y), *right, *reversed(left)]
    return {"geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_it_simplifies_a_shared_border_once() -> None:
    one, other = simplify([_square(0, 0), _square(1, 0)], tolerance=0.01)
    between = {p for p in one[0][0] if p[0] > 0.9}

    assert between == {p for p in other[0][0] if p[0] < 1.1} == {(1.0, 0.0), (1.0, 1.0)}


def test_it_keeps_what_is_large_and_drops_small_islands() -> None:
    island = [(5.0, 5.0), (5.01, 5.0), (5.01, 5.01), (5.0, 5.0)]
    land = _square(0, 0)["geometry"]["coordinates"]
    both = {"geometry": {"type": "MultiPolygon", "coordinates": [[island], land]}}
    alone = {"geometry": {"type": "Polygon", "coordinates": [island]}}

    shapes = simplify([both, alone], tolerance=0.001)

    assert [len(polygons) for polygons in shapes] == [1, 1]
    assert (1.0, 1.0) in shapes[0][0][0]
    assert set(shapes[1][0][0]) == set(island)


def test_it_leaves_no_line_that_goes_out_and_comes_back() -> None:
    a, b, c, far = [0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [5.0, 5.0]

    assert _without_spikes([a, b, far, b, c, c, a]) == [a, b, c, a]
    assert _without_spikes([far, a, b, c, a, far]) == [a, b, c, a]
