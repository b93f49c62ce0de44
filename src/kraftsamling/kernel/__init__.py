"""Shared words: text in two languages, content files, canonical JSON, findings, errors."""
