"""World Input-Output Database: one file a year, read from Excel."""
