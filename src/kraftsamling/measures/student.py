"""Student's t with four degrees of freedom: heavy tails in closed form.

Shaw (2006), Sampling Student's T distribution, Journal of Computational Finance 9(4), section 3.
"""

from __future__ import annotations

import math


def share_below4(x: float) -> float:
    """The chance of a value of at most `x`."""
    if abs(x) > 1e8:
        return float(x > 0)
    share = x * x / (4 + x * x)
    beyond = math.copysign(math.sqrt(share) * (3 - share) / 4, x)
    return min(max(0.5 + beyond, 0.0), 1.0)


def quantile4(p: float) -> float:
    """The value that a share `p` in (0, 1) lies below."""
    alpha = 4 * p * (1 - p)
    q = math.cos(math.acos(math.sqrt(alpha)) / 3) / math.sqrt(alpha)
    return math.copysign(2 * math.sqrt(max(q - 1, 0.0)), p - 0.5)
