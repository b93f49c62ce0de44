"""The plan for programs: versions, hashes and the audit head as JSON."""
