"""What Alembic runs: the revisions, over the connection and in the transaction of `database.migrate`."""

from alembic import context

from deskside.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
