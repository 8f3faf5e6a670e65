"""Nouns of the product and their rules; no session, no I/O."""
