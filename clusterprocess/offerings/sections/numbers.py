"""How numbers read in German: thousands with a dot, decimals with a comma, percentages without decimals."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def rounded(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Commercial rounding (half away from zero)."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float | Decimal, decimals: int = 0) -> str:
    """``1234.5`` with one decimal reads ``1.234,5``."""
    text = f"{rounded(value, decimals):,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def percent(share: float, decimals: int = 0) -> str:
    """A share of 0 to 1 as ``23 %`` with a protected space."""
    return f"{number(share * 100, decimals)}\u00a0%"


def euro(amount: float | Decimal | str) -> str:
    """Whole euros: ``110.000 Euro`` with a protected space."""
    return f"{number(Decimal(str(amount)))}\u00a0Euro"


def thousand_euro(amount: float | Decimal | str) -> str:
    """``110.000`` as ``110 Tsd. Euro``."""
    return f"{number(Decimal(str(amount)) / 1000)}\u00a0Tsd.\u00a0Euro"


def day(value: date | str | None) -> str:
    """``22.04.2015``; empty for nothing."""
    if not value:
        return ""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment:%d.%m.%Y}"


def month(value: date) -> str:
    """``Juli 2015``."""
    return f"{MONTHS[value.month - 1]} {value.year}"


WORDS = ("null", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def in_words(value: int) -> str:
    """Small counts as words, larger ones as digits."""
    return WORDS[value] if 0 <= value < len(WORDS) else str(value)
