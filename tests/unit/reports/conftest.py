"""What reports are made of in tests."""

from tests.canaries import canaries

__all__ = ["canaries"]
