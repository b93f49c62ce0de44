"""On paper and as files: version files anyone can check, tables to download."""
