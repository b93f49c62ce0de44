"""Where evidence tables are asked: one small protocol, DuckDB here or a Spark cluster elsewhere."""
