"""Kolada: key figures for every municipality and region, kept by RKA."""
