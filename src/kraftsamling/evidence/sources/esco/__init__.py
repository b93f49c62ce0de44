"""ESCO: the European classification of skills, competences and occupations."""
