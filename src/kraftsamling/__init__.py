"""Kraftsamling: one joint plan for industrial transformation, decided by several boards."""
