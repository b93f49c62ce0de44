"""The national emission database: greenhouse gases by county, municipality and sector."""
