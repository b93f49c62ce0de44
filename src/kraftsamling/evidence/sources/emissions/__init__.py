"""Greenhouse gases by place and sector, from the national emission database."""
