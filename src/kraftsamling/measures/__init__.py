"""Pure mathematics and text measures under textbook names; no Django, no files."""
