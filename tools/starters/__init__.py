"""Recipes for the starter tables: which part of which collected file."""
