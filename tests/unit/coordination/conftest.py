"""Littleland with figures to bind sentences to."""

from tests.bound import figures

__all__ = ["figures"]
