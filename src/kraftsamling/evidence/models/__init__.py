"""What the database keeps about evidence; the numbers themselves are files."""

from kraftsamling.evidence.models.check import Check, Outcome

__all__ = ["Check", "Outcome"]
