"""German sorting after DIN 5007-1 as one key: umlauts sort with their base letter, ß as ss."""

from __future__ import annotations

import unicodedata


def german_key(name: str) -> str:
    """Key under which a name is sorted and found again regardless of case and accents."""
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").casefold())
    return "".join(c for c in folded if not unicodedata.combining(c) and (c.isalnum() or c == " ")).strip()[:220]
