"""Building blocks that reports of all offerings share."""
