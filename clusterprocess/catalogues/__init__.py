"""Versioned catalogues: working values that staff can change without touching a formula."""
