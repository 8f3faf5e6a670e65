"""The room of one engagement: its stages, inputs, findings, workshops, documents, days, follow-ups."""
