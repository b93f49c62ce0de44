"""The whole: overview by framing and the decision calendar."""
