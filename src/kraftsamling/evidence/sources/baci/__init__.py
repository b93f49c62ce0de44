"""BACI: the world's trade by product, with what sellers and buyers report made to agree (CEPII)."""
