"""Producers' formats, read from bytes to Arrow: pure, and quick."""
