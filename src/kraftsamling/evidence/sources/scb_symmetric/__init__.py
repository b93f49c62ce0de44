"""Statistics Sweden's symmetric input-output tables: one Excel file for all years."""
