"""One slice per priority that has an engine of its own, all of one form (question, engine, study, pages)."""
