"""EXIOBASE 3: a zip of text files a year."""
