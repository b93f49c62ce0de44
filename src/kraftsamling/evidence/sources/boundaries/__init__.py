"""Statistics Sweden: the digital boundaries of counties and municipalities."""
