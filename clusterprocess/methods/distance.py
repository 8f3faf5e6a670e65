"""Distance of two places, for every method that asks how far apart organisations are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from pydantic import Field

from clusterprocess.methods.frozen import Frozen

_EARTH_KM = 6371.0


class Place(Frozen):
    """Coordinates of a place."""

    lat: float = Field(ge=-90, le=90, description="Breite in Grad")
    lon: float = Field(ge=-180, le=180, description="Länge in Grad")


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance of two places in km (haversine, mean earth radius 6371 km)."""
    lat1, lon1, lat2, lon2 = (radians(v) for v in (one.lat, one.lon, other.lat, other.lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))
