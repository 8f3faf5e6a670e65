"""Prefect flows: one readable file per offering; no rule, no SQL."""
