"""Methods that the library gained with the offering: internationalisation."""

from __future__ import annotations

from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = ()
