"""The plan for programs: versions, hashes, indicators and the audit head as JSON."""
