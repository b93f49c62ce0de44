"""Asking for the file of a year, as every producer of input-output tables is asked."""

from kraftsamling.evidence.sources.matrices import fetch

__all__ = ["fetch"]
