"""Littleland with figures: to bind sentences to, and whose leaks are seen."""

from tests.bound import figures
from tests.canaries import canaries

__all__ = ["canaries", "figures"]
