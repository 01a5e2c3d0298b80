"""One transaction: the three stores over one connection."""

from sqlalchemy.ext.asyncio import AsyncConnection

from deskside.storage.accounts import SqlAccounts
from deskside.storage.exercises import SqlExercises
from deskside.storage.sessions import SqlSessions


class SqlUnitOfWork:
    """`UnitOfWork` over a connection in a transaction. Whoever opened the transaction commits it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._sessions = SqlSessions(connection)
        self._accounts = SqlAccounts(connection)
        self._exercises = SqlExercises(connection)

    @property
    def sessions(self) -> SqlSessions:
        """Sessions and their log."""
        return self._sessions

    @property
    def accounts(self) -> SqlAccounts:
        """Centers, people and their ways in."""
        return self._accounts

    @property
    def exercises(self) -> SqlExercises:
        """The center's library."""
        return self._exercises
