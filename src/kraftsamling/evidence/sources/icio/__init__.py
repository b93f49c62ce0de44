"""The OECD's Inter-Country Input-Output tables: one CSV a year, five years in a zip."""
