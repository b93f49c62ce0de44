"""What the database keeps about evidence; the numbers themselves are files."""

from kraftsamling.evidence.models.check import Check, Outcome
from kraftsamling.evidence.models.claim import Claim, Standing

__all__ = ["Check", "Claim", "Outcome", "Standing"]
