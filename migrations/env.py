"""Runs migrations on one log, in one transaction: the file is given by whoever opens it."""

import sqlite3

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

path = context.config.attributes["path"]
# The driver's own transactions leave out what changes tables: so we begin, and SQLAlchemy commits.
engine = create_engine(
    "sqlite://",
    creator=lambda: sqlite3.connect(path, isolation_level=None),
    poolclass=NullPool,
)
with engine.begin() as connection:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    context.configure(connection=connection, transactional_ddl=True)
    context.run_migrations()
