"""Measured figures, side by side where machines are noisy; never part of the tests."""
