"""ESCO: the European classification of skills and occupations, and which skills an occupation needs."""
