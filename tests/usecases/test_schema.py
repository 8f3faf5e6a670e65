"""The migrated schema is the declared one (design D1, D6)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from clusterprocess.adapters.database import schema
from clusterprocess.bootstrap import App, DatabaseUrls


def test_the_migrated_schema_equals_the_metadata(app: App) -> None:
    engine = schema.engine_for(app.urls.owner, 1)
    try:
        with engine.connect() as connection:
            assert schema.differences(connection) == []
    finally:
        engine.dispose()


def test_the_programs_head_is_the_newest_migration(app: App) -> None:
    assert schema.newest_revision() == schema.HEAD == schema.revision(app.engine)


def test_four_processes_may_migrate_at_once(fresh_urls: DatabaseUrls) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(
            threads.map(lambda _: schema.migrate(fresh_urls.owner, fresh_urls.app, fresh_urls.audit), range(4))
        )
    assert found == [schema.HEAD] * 4


def test_the_programs_login_has_the_rights_it_needs_and_none_too_many(app: App) -> None:
    assert schema.missing_rights(app.engine) == []


def test_the_owner_as_application_login_is_named_as_wrong(app: App) -> None:
    engine = schema.engine_for(app.urls.owner, 1)
    try:
        assert any("UPDATE" in sentence for sentence in schema.missing_rights(engine))
    finally:
        engine.dispose()
