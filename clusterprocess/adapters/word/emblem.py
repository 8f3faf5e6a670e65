"""The emblem of the European Union drawn from its geometry, as a PNG made with the standard library.

Construction (administrative guide to the emblem): rectangle 3:2; twelve upright five-pointed stars with one point up, centres on
a circle whose radius is one third of the height, placed like the hours of a clock; each star fits a circle whose radius is one
eighteenth of the height. Blue 003399, gold FFCC00.
"""

from __future__ import annotations

import math
import struct
import zlib

from clusterprocess.adapters.word.ooxml import EMU_PER_CM

BLUE = (0x00, 0x33, 0x99)
GOLD = (0xFF, 0xCC, 0x00)
HEIGHT_PX = 480
MIN_HEIGHT_EMU = EMU_PER_CM
NAME = "EU-Emblem"
SHORT_ALT = "Emblem der Europäischen Union"
DEFAULT_ALT = "Emblem der Europäischen Union: zwölf goldene Sterne im Kreis auf blauem Grund"
_STEPS = 4
_INNER = (3 - math.sqrt(5)) / 2  # radius of the inner corners of a regular pentagram, as share of the outer radius


def _corners(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turned = ((math.pi * k / 5, radius if k % 2 == 0 else radius * _INNER) for k in range(10))
    return [(x + r * math.sin(angle), y - r * math.cos(angle)) for angle, r in turned]


def _crossings(corners: list[tuple[float, float]], y: float) -> list[float]:
    found = []
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 <= y) != (y2 <= y):
            found.append(x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return sorted(found)


def _coverage(width: int, height: int) -> list[list[int]]:
    """How many of the 16 sub-pixels of each pixel lie in a star."""
    cover = [[0] * width for _ in range(height)]
    for hour in range(12):
        angle = math.pi * hour / 6
        x, y = width / 2 + height / 3 * math.sin(angle), height / 2 - height / 3 * math.cos(angle)
        radius = height / 18
        corners = _corners(x, y, radius)
        for line in range(int((y - radius) * _STEPS) - 1, int((y + radius) * _STEPS) + 2):
            crossed = _crossings(corners, (line + 0.5) / _STEPS)
            for start, end in zip(crossed[::2], crossed[1::2], strict=True):
                for column in range(math.ceil(start * _STEPS - 0.5), math.ceil(end * _STEPS - 0.5)):
                    cover[line // _STEPS][column // _STEPS] += 1
    return cover


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def emblem_png(height: int = HEIGHT_PX) -> bytes:
    """The emblem as PNG of 3:2, ``height`` pixels high; the same bytes every time."""
    width = height * 3 // 2
    full = _STEPS * _STEPS
    blend = [bytes(round(b + (g - b) * n / full) for b, g in zip(BLUE, GOLD, strict=True)) for n in range(full + 1)]
    rows = b"".join(b"\0" + b"".join(blend[min(n, full)] for n in line) for line in _coverage(width, height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    density = struct.pack(">IIB", 11811, 11811, 1)  # 300 dpi
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"pHYs", density)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )
