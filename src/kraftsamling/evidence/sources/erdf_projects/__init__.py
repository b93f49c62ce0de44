"""The project bank of the European Regional Development Fund in Sweden."""
