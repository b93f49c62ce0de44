"""One module per noun; each view reads top to bottom."""
