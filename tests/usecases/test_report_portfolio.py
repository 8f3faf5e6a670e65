"""The overview of a database shows its own origin only, to those who may see it."""

from __future__ import annotations

from typing import cast

import pytest

from clusterprocess.bootstrap import App
from clusterprocess.domain.actors import SYSTEM, Actor, Role
from clusterprocess.domain.errors import NotFoundError, PermissionDenied
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.sampledata.entries import portfolio_entries, real_entries
from clusterprocess.usecases.import_register import RegisterEntry, import_register
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.report_portfolio import portfolio_overview


def _import(app: App, entries: tuple[RegisterEntry, ...], origin: str) -> None:
    app.run(SYSTEM, lambda work: import_register(cast(Work, work), entries, origin))


def _overview(app: App, *roles: Role) -> DocumentContext:
    actor = Actor("x", frozenset(roles), "cli:x") if roles else SYSTEM
    return app.run(actor, lambda work: portfolio_overview(cast(Work, work)))


def test_the_overview_of_the_imported_real_register_gives_its_statistics(real_app: App) -> None:
    _import(real_app, real_entries(), "real")
    context = _overview(real_app)
    shown = {
        key: context.figures[f"UE.{key}"].display
        for key in ("entries", "members_n", "members_mean", "members_median", "founded_n")
    }
    # the register's own note: 75 counted, 41 with members (mean 107, median 70), 48 with a founding year
    assert shown == {
        "entries": "75",
        "members_n": "41",
        "members_mean": "107",
        "members_median": "70",
        "founded_n": "48",
    }
    assert not context.demo


def test_the_overview_of_a_demo_is_marked_as_invented(app: App) -> None:
    _import(app, portfolio_entries(), "beispieldaten")
    context = _overview(app, Role.ANALYST)
    assert context.demo
    assert context.figures["UE.entries"].display == "100"
    assert context.fields["datum"] == "12.01.2015"


def test_an_empty_register_says_what_to_do(app: App) -> None:
    with pytest.raises(NotFoundError, match="bitte zuerst eine Registerdatei einlesen"):
        _overview(app)


def test_the_side_of_the_initiatives_does_not_see_it(app: App) -> None:
    with pytest.raises(PermissionDenied):
        _overview(app, Role.CLUSTER_MANAGER)
