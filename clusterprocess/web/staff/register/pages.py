"""The pages of the register."""

from __future__ import annotations

from clusterprocess.domain.actors import Role
from clusterprocess.usecases.override_level import MAY_OVERRIDE
from clusterprocess.web.staff.register import cluster, figures_form, lists, people, take_in
from clusterprocess.web.staff.rights import READERS, REGISTER_KEEPERS, WORKERS, Page

HEAD = frozenset({Role.HEAD})
MAY_SET_LEVEL = frozenset(MAY_OVERRIDE)

PAGES = (
    Page("register.search", "GET", "/suche", READERS, lists.find, "Suche über alles"),
    Page("register.list", "GET", "/register", READERS, lists.show, "Register der Initiativen"),
    Page("register.ask_import", "GET", "/register/einlesen", REGISTER_KEEPERS, take_in.ask, "Tabelle einlesen"),
    Page("register.preview_import", "POST", "/register/einlesen", REGISTER_KEEPERS, take_in.preview,
         "Vorschau einer Tabelle", uploads=True),
    Page("register.import", "POST", "/register/einlesen/uebernehmen", REGISTER_KEEPERS, take_in.take_over,
         "Tabelle übernehmen"),
    Page("register.show", "GET", "/register/{id}", READERS, cluster.show, "Eine Initiative"),
    Page("register.note", "POST", "/register/{id}/notizen", WORKERS, cluster.add_note, "Notiz ablegen"),
    Page("register.level", "POST", "/register/{id}/stufe", MAY_SET_LEVEL, cluster.set_level, "Reifestufe setzen"),
    Page("register.ask_figures", "GET", "/register/{id}/profil", WORKERS, figures_form.ask, "Angaben eintragen"),
    Page("register.figures", "POST", "/register/{id}/profil", WORKERS, figures_form.keep, "Angaben speichern"),
    Page("register.ask_person", "GET", "/register/{id}/personen/neu", HEAD, people.ask, "Person aufnehmen"),
    Page("register.person", "POST", "/register/{id}/personen/neu", HEAD, people.add, "Person speichern"),
    Page("register.end_role", "POST", "/register/{id}/personen/{person}/beenden", HEAD, people.end,
         "Rolle beenden"),
)  # fmt: skip
