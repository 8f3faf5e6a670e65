"""The words of choices: slug, or ``place=slug`` where the same slug reads differently at that place."""

from __future__ import annotations

from clusterprocess.domain.language import Text
from clusterprocess.offerings.common.rows import SERVICE_NAMES

_PROFILE: dict[str, Text] = {
    "regionale_initiative": Text("regionale Initiative", "regional initiative"),
    "landesweites_netzwerk": Text("landesweites Netzwerk", "state-wide network"),
    "mobilitaet": Text("Nachhaltige Mobilität", "sustainable mobility"),
    "umwelt_energie_ressourcen": Text(
        "Umwelttechnik, Energie, Ressourceneffizienz", "environment, energy, resource efficiency"
    ),
    "gesundheit_pflege": Text("Gesundheit und Pflege", "health and care"),
    "ikt_intelligente_produkte": Text("IKT, Green IT, intelligente Produkte", "ICT, green IT, smart products"),
    "bottom_up": Text("aus der Wirtschaft heraus", "started by companies"),
    "top_down": Text("von öffentlicher Seite angestoßen", "started by public bodies"),
    "founding_reason=wettbewerb": Text("Förderwettbewerb", "funding competition"),
    "ausgruendung": Text("Ausgründung", "spin-off"),
    "bw": Text("Qualitätslabel Cluster-Exzellenz Baden-Württemberg", "Cluster Excellence Baden-Württemberg"),
    "bronze": Text("Europäisches Label Bronze", "European label Bronze"),
    "silver": Text("Europäisches Label Silber", "European label Silver"),
    "gold": Text("Europäisches Label Gold", "European label Gold"),
    "go_cluster": Text("go-cluster (Bund)", "go-cluster (federal)"),
    "spitzencluster": Text("Spitzencluster (Bund)", "leading-edge cluster (federal)"),
    "zim": Text("ZIM-Netzwerk (Bund)", "ZIM network (federal)"),
    "horizont": Text("Horizont 2020 (EU)", "Horizon 2020 (EU)"),
    "interreg": Text("Interreg (EU)", "Interreg (EU)"),
    "esf": Text("Europäischer Sozialfonds", "European Social Fund"),
    "keine": Text("keine", "none"),
    "keines": Text("keines", "none"),
    "growth_fields=keines": Text("keines davon", "none of these"),
}

_STRATEGY: dict[str, Text] = {
    "erststrategie": Text("erste Strategie", "first strategy"),
    "aktualisierung": Text("Aktualisierung", "update"),
    "neuausrichtung": Text("Neuausrichtung", "new direction"),
    "fusion": Text("Zusammenschluss", "merger"),
    "foerderende": Text("Ende einer Förderung", "end of a grant"),
    "Trend.letter=P": Text("P – Politik", "P – political"),
    "Trend.letter=E": Text("E – Wirtschaft", "E – economic"),
    "Trend.letter=S": Text("S – Gesellschaft", "S – social"),
    "Trend.letter=T": Text("T – Technik", "T – technological"),
    "Trend.letter=U": Text("U – Umwelt", "U – environmental"),
    "Trend.letter=L": Text("L – Recht", "L – legal"),
    "Trend.direction=+": Text("günstig (+)", "favourable (+)"),
    "Trend.direction=-": Text("ungünstig (−)", "unfavourable (−)"),
    "kurz": Text("kurz", "short"),
    "mittel": Text("mittel", "medium"),
    "lang": Text("lang", "long"),
    "SwotItem.letter=S": Text("S – Stärke", "S – strength"),
    "SwotItem.letter=W": Text("W – Schwäche", "W – weakness"),
    "SwotItem.letter=O": Text("O – Chance", "O – opportunity"),
    "SwotItem.letter=T": Text("T – Risiko", "T – threat"),
    "zuschuss": Text("Zuschuss", "grant"),
    "beitraege": Text("Beiträge", "fees"),
    "leistungen": Text("eigene Leistungen", "own services"),
    "sponsoring": Text("Sponsoring", "sponsoring"),
    "traeger": Text("Träger", "carrier"),
    "kommunal": Text("Kommunen", "municipalities"),
    "faktoren": Text("Faktorbedingungen", "factor conditions"),
    "nachfrage": Text("Nachfrage", "demand conditions"),
    "verwandte": Text("verwandte Branchen", "related industries"),
    "DiamondRating.dimension=wettbewerb": Text("Wettbewerb und Strategie", "rivalry and strategy"),
    "staat": Text("Staat", "government"),
    "zufall": Text("Zufall", "chance"),
}

_PROFESSIONALISATION: dict[str, Text] = {
    "e1_label": Text("Benchmarking und Label", "benchmarking and label"),
    "e2_services": Text("Neue Dienstleistungen", "new services"),
    "label_goal=keines": Text("kein Label, nur der Vergleich", "no label, comparison only"),
    "mitgliedergewinnung": Text("Mitgliedergewinnung", "winning members"),
    "onboarding": Text("Aufnahme neuer Mitglieder", "onboarding of members"),
    "projektanbahnung": Text("Projektanbahnung", "project initiation"),
    "eventmanagement": Text("Veranstaltungen", "events"),
    "beschwerde": Text("Beschwerden", "complaints"),
    "controlling": Text("Controlling", "controlling"),
    "processes=crm": Text("Kontaktpflege", "contact management"),
    "wissensmanagement": Text("Wissensmanagement", "knowledge management"),
    "crm=keins": Text("nichts davon", "nothing"),
    "crm=tabelle": Text("Tabelle", "spreadsheet"),
    "crm=crm": Text("CRM-System", "CRM system"),
}

CHOICES: dict[str, Text] = {**SERVICE_NAMES, **_PROFILE, **_STRATEGY, **_PROFESSIONALISATION}
