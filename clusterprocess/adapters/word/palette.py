"""The colours of all documents: three colours plus grey, told apart in black-and-white print and by colour-blind readers.

Relative luminance falls from grey (0.44) over ochre (0.29) and teal (0.17) to blue (0.07), so neighbours differ in print too.
"""

from __future__ import annotations

BLUE = "1F4E79"
OCHRE = "C8862B"
TEAL = "2A7F7F"
GREY = "B3B3B3"
DARK = "333333"
TEXT_GREY = "595959"
LINE = "A6B5C4"
GRID = "E1E5EA"
WHITE = "FFFFFF"

# kinds of actors keep one colour in all charts
SERIES = {
    "companies": BLUE,
    "science": OCHRE,
    "public": TEAL,
    "other": GREY,
    "accent": BLUE,
    "muted": GREY,
    "hidden": "",
}

# fill and text of table cells
SHADES = {
    "none": ("", ""),
    "light": ("EEF2F6", ""),
    "mid": ("BCCDDD", ""),
    "strong": (BLUE, WHITE),
    "warn": ("F5E4C9", ""),
    "head": ("DCE5EE", BLUE),
}

# bars of a plan stand on white and must be seen in print
BARS = {
    "none": ("9DB4CA", ""),
    "light": ("C6D3E0", ""),
    "mid": ("9DB4CA", ""),
    "strong": (BLUE, WHITE),
    "warn": ("E6C48F", ""),
    "head": ("9DB4CA", ""),
}
