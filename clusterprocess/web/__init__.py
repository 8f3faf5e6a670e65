"""Server-rendered pages, by reader: what people see in a browser (design D10)."""
