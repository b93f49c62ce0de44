"""One slice per priority that has an engine; `registry.py` lists them."""
