"""One transaction: the three stores over one connection."""

from deskside.storage.accounts import SqlAccounts
from deskside.storage.exercises import SqlExercises
from deskside.storage.run import Run
from deskside.storage.sessions import SqlSessions


class SqlUnitOfWork:
    """`UnitOfWork` over what runs SQL in an open transaction. Whoever opened the transaction commits it."""

    def __init__(self, run: Run) -> None:
        self._sessions = SqlSessions(run)
        self._accounts = SqlAccounts(run)
        self._exercises = SqlExercises(run)

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
