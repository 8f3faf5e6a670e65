"""Alembic environment; the connection comes from :mod:`clusterprocess.adapters.database.schema`, never from a file."""

from alembic import context

from clusterprocess.adapters.database.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
