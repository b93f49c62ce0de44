"""Global value chains: where a region's industries stand in the world, and whom they depend on."""

from kraftsamling.priorities.value_chains.slice import SLICE

__all__ = ["SLICE"]
