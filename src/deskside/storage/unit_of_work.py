"""One transaction: the stores over one connection."""

from deskside.storage.accounts import SqlAccounts
from deskside.storage.audit import SqlAudit
from deskside.storage.boards.store import SqlBoards
from deskside.storage.calendar import SqlCalendar
from deskside.storage.consents import SqlConsents
from deskside.storage.exercises import SqlExercises
from deskside.storage.heads import Witness
from deskside.storage.history import SqlHistory
from deskside.storage.jobs import SqlJobs
from deskside.storage.logins import SqlLogins
from deskside.storage.planning import SqlPlanning
from deskside.storage.recordings.files import SqlRecordings
from deskside.storage.recordings.segments import SqlSegments
from deskside.storage.recordings.transcripts import SqlTranscripts
from deskside.storage.rights import SqlRights
from deskside.storage.run import Run
from deskside.storage.sessions import SqlSessions
from deskside.storage.vault.store import SqlVault


class SqlUnitOfWork:
    """`UnitOfWork` over what runs SQL in an open transaction. Whoever opened the transaction commits it."""

    def __init__(self, run: Run, witness: Witness) -> None:
        self._sessions = SqlSessions(run)
        self._accounts = SqlAccounts(run)
        self._logins = SqlLogins(run)
        self._audit = SqlAudit(run, witness.entropy)
        self._exercises = SqlExercises(run)
        self._planning = SqlPlanning(run)
        self._calendar = SqlCalendar(run)
        self._history = SqlHistory(run)
        self._boards = SqlBoards(run)
        self._vault = SqlVault(run)
        self._consents = SqlConsents(run)
        self._segments = SqlSegments(run)
        self._jobs = SqlJobs(run)
        self._transcripts = SqlTranscripts(run)
        self._rights = SqlRights(run)
        self._recordings = SqlRecordings(run)

    @property
    def sessions(self) -> SqlSessions:
        """Sessions and their log."""
        return self._sessions

    @property
    def accounts(self) -> SqlAccounts:
        """Centers, people and their ways in."""
        return self._accounts

    @property
    def logins(self) -> SqlLogins:
        """Logins, and grants that hang on them."""
        return self._logins

    @property
    def audit(self) -> SqlAudit:
        """The record of centers."""
        return self._audit

    @property
    def exercises(self) -> SqlExercises:
        """The center's library."""
        return self._exercises

    @property
    def planning(self) -> SqlPlanning:
        """Sessions as lines of a plan."""
        return self._planning

    @property
    def calendar(self) -> SqlCalendar:
        """Subscribed calendars."""
        return self._calendar

    @property
    def boards(self) -> SqlBoards:
        """Revisions of boards, and pictures on them."""
        return self._boards

    @property
    def history(self) -> SqlHistory:
        """What a center remembers of a student."""
        return self._history

    @property
    def vault(self) -> SqlVault:
        """Sealed files, and their keys."""
        return self._vault

    @property
    def consents(self) -> SqlConsents:
        """What people read about recording, and what they said to it."""
        return self._consents

    @property
    def segments(self) -> SqlSegments:
        """What the recorder wrote."""
        return self._segments

    @property
    def jobs(self) -> SqlJobs:
        """Work that is done later."""
        return self._jobs

    @property
    def rights(self) -> SqlRights:
        """Exports and erasures of people."""
        return self._rights

    @property
    def transcripts(self) -> SqlTranscripts:
        """What was said."""
        return self._transcripts

    @property
    def recordings(self) -> SqlRecordings:
        """Files of recordings."""
        return self._recordings
