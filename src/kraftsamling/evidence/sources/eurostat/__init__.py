"""Eurostat: European statistics by region, as JSON-stat, SDMX-CSV or whole tables."""
