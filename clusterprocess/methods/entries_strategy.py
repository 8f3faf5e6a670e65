"""Methods that the library gained with the offering: strategy."""

from __future__ import annotations

from clusterprocess.methods.method import Method

ENTRIES: tuple[Method, ...] = ()
