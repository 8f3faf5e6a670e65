"""Invented names, towns and carriers of the sample portfolio (Beispieldaten).

A name is a stem of the field plus region or town plus a suffix that fits the legal form
(offerings, section 11: field + region + suffix). The stems are our own inventions; the towns
are real towns of the region, so that maps and distances work.
"""

from __future__ import annotations

import random

STEMS: dict[str, tuple[str, ...]] = {
    "production_engineering": ("Werkzeugring", "Maschinenrunde", "Fertigungsbund", "Spanwerker", "Taktgeber"),
    "ict_software": ("Datenkontor", "Softwarerunde", "Bitwerker", "Codekreis", "Rechenforum"),
    "automotive": ("Antriebskreis", "Fahrzeugrunde", "Zulieferbund", "Stromfahrer"),
    "medical_engineering": ("Medizinwerker", "Implantatkreis", "Klinikpartner", "Instrumentenbund"),
    "energy": ("Energiekreis", "Wattrunde", "Kraftwerker", "Wärmebund"),
    "environmental_technology": ("Kreislaufbund", "Wasserwerker", "Reinluftkreis", "Stoffstromrunde"),
    "creative_industries": ("Ideenkontor", "Formgeber", "Bildwerker", "Gestalterbund"),
    "biotechnology": ("Zellkreis", "Wirkstoffrunde", "Biowerker", "Enzymbund"),
    "health_industry": ("Gesundheitskreis", "Pflegewerker", "Vitalrunde"),
    "logistics": ("Güterkreis", "Lagerwerker", "Frachtrunde"),
    "forestry_timber": ("Holzrunde", "Waldwerker", "Sägekreis"),
    "photonics": ("Lichtkreis", "Strahlwerker"),
    "plastics": ("Spritzgießkreis", "Polymerrunde"),
    "surface_technology": ("Beschichterkreis", "Schichtwerker"),
    "aerospace": ("Flugwerker", "Orbitkreis"),
    "microsystems": ("Mikrowerker", "Chipkreis"),
    "packaging": ("Schachtelkreis", "Abfüllrunde"),
    "textiles": ("Faserkreis", "Webrunde"),
    "finance": ("Zahlenkontor", "Kapitalrunde"),
    "organic_electronics": ("Leiterfolienkreis", "Druckstromrunde"),
}
REGION_NAMES: dict[str, str] = {
    "stuttgart": "Region Stuttgart",
    "mittlerer_oberrhein": "Mittlerer Oberrhein",
    "rhein_neckar": "Rhein-Neckar",
    "suedlicher_oberrhein": "Südlicher Oberrhein",
    "schwarzwald_baar_heuberg": "Schwarzwald-Baar-Heuberg",
    "neckar_alb": "Neckar-Alb",
    "donau_iller": "Donau-Iller",
    "bodensee_oberschwaben": "Bodensee-Oberschwaben",
    "heilbronn_franken": "Heilbronn-Franken",
    "ostwuerttemberg": "Ostwürttemberg",
    "hochrhein_bodensee": "Hochrhein-Bodensee",
    "nordschwarzwald": "Nordschwarzwald",
}
SEATS: dict[str, tuple[str, ...]] = {
    "stuttgart": ("Stuttgart", "Ludwigsburg", "Esslingen am Neckar", "Böblingen", "Göppingen", "Waiblingen"),
    "mittlerer_oberrhein": ("Karlsruhe", "Baden-Baden", "Rastatt", "Bruchsal"),
    "rhein_neckar": ("Mannheim", "Heidelberg", "Weinheim", "Mosbach"),
    "suedlicher_oberrhein": ("Freiburg im Breisgau", "Offenburg", "Lahr", "Emmendingen"),
    "schwarzwald_baar_heuberg": ("Villingen-Schwenningen", "Rottweil", "Tuttlingen", "Donaueschingen"),
    "neckar_alb": ("Reutlingen", "Tübingen", "Albstadt", "Balingen"),
    "donau_iller": ("Ulm", "Ehingen", "Biberach an der Riß", "Laupheim"),
    "bodensee_oberschwaben": ("Ravensburg", "Friedrichshafen", "Sigmaringen", "Wangen im Allgäu"),
    "heilbronn_franken": ("Heilbronn", "Schwäbisch Hall", "Künzelsau", "Bad Mergentheim"),
    "ostwuerttemberg": ("Aalen", "Heidenheim an der Brenz", "Schwäbisch Gmünd", "Ellwangen"),
    "hochrhein_bodensee": ("Konstanz", "Singen", "Lörrach", "Waldshut-Tiengen"),
    "nordschwarzwald": ("Pforzheim", "Calw", "Freudenstadt", "Horb am Neckar"),
}
_SUFFIXES_OF_ASSOCIATIONS = ("e.V.",)
_SUFFIXES_OF_OTHERS = ("Netzwerk", "Initiative")


def invent_name(rng: random.Random, field: str, region: str, seat: str, legal_form: str, taken: set[str]) -> str:
    """Return a name that nobody in `taken` bears and add it there.

    Only registered associations end in "e.V."; all others end in "Netzwerk" or "Initiative".
    Two names never share stem and place, so that no two differ by their suffix alone.
    """
    free = _free_bodies(field, (REGION_NAMES[region], seat), taken) or _free_bodies(field, SEATS[region], taken)
    body = rng.choice(free)
    taken.add(body)
    suffixes = _SUFFIXES_OF_ASSOCIATIONS if legal_form == "ev" else _SUFFIXES_OF_OTHERS
    return f"{body} {rng.choice(suffixes)}"


def _free_bodies(field: str, places: tuple[str, ...], taken: set[str]) -> list[str]:
    bodies = [f"{stem} {place}" for stem in STEMS[field] for place in places]
    return [body for body in bodies if body not in taken]


def invent_carrier(rng: random.Random, seat: str, legal_form: str) -> str | None:
    """Return an invented carrier where the legal form needs one (department or project), else None."""
    if legal_form not in {"abteilung_traeger", "projekt"}:
        return None
    return f"{rng.choice(('Gründerhaus', 'Standortkontor', 'Technologiespeicher'))} {seat} (Beispielträger)"
