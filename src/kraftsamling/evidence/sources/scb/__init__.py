"""Statistics Sweden: the statistical database, by version 2 of its API or, for what is not there, 1."""
