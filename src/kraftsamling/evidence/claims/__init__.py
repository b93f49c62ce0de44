"""Sentences that rest on data, and whether the data still say so."""
