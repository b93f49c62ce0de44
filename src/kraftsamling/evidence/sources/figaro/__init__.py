"""Eurostat's FIGARO tables: one CSV a year, as a matrix or flat."""
