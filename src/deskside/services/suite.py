"""All services, put together once: `deskside.app` does it over the real outside, tests over fakes. A new service is
named here and nowhere else; edges take the whole suite and call what they need by name."""

from dataclasses import dataclass

from deskside.domain.boards.keeping import USUAL, Space
from deskside.ports.doing import Lane, Work
from deskside.ports.passwords import Passwords
from deskside.services.accounts import AccountService
from deskside.services.attendance import AttendanceService
from deskside.services.audit import AuditService
from deskside.services.boards.boards import BoardService
from deskside.services.boards.opened import OpenBoards
from deskside.services.boards.revisions import RevisionService
from deskside.services.calendar import CalendarService
from deskside.services.calls import CallService
from deskside.services.centers import CenterService
from deskside.services.consent_texts import ConsentTextService
from deskside.services.consents import ConsentService
from deskside.services.departures import Departures
from deskside.services.details import DetailService
from deskside.services.devices import DeviceService
from deskside.services.diagnosis import DiagnosisService
from deskside.services.door import Door
from deskside.services.endings import EndingService
from deskside.services.exercises import ExerciseService
from deskside.services.guardians import GuardianService
from deskside.services.health import HealthService
from deskside.services.jobs import JobService
from deskside.services.key_rotation import KeyRotation
from deskside.services.keyring import Keyring
from deskside.services.lanes import LaneService
from deskside.services.links import LinkService
from deskside.services.logins import LoginService
from deskside.services.outside import Outside
from deskside.services.passwords import PasswordService
from deskside.services.people import PeopleService
from deskside.services.planning import PlanningService
from deskside.services.proofs import ProofService
from deskside.services.record_check import RecordCheck
from deskside.services.recording.files import RecordingFiles
from deskside.services.recording.films import FilmService
from deskside.services.recording.making import after_recording
from deskside.services.recording.materials import StoredMaterials
from deskside.services.recording.recordings import RecordingService
from deskside.services.recording.replays import ReplayService
from deskside.services.recording.transcribing import TRANSCRIBE, Transcribing
from deskside.services.recording.transcripts import TranscriptService
from deskside.services.recording.works import files_and_works
from deskside.services.records import RecordService
from deskside.services.rights.suite import Rights, rights_of
from deskside.services.routing import Router
from deskside.services.segments import SegmentRegister
from deskside.services.sessions import SessionService
from deskside.services.shelves import ShelfService
from deskside.services.sleep import SleepWatch
from deskside.services.talk import TalkService
from deskside.services.tutors import TutorService
from deskside.services.vault import VaultService
from deskside.services.ways_in import WaysInService
from deskside.services.work import WorkService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every use case, by name, and what they stand on."""

    outside: Outside
    router: Router
    door: Door
    accounts: AccountService
    attendance: AttendanceService
    audit: AuditService
    boards: BoardService
    calendar: CalendarService
    calls: CallService
    centers: CenterService
    consent_texts: ConsentTextService
    consents: ConsentService
    details: DetailService
    devices: DeviceService
    diagnosis: DiagnosisService
    endings: EndingService
    exercises: ExerciseService
    guardians: GuardianService
    health: HealthService
    jobs: JobService
    key_rotation: KeyRotation
    keyring: Keyring
    lanes: LaneService
    links: LinkService
    logins: LoginService
    passwords: PasswordService
    people: PeopleService
    planning: PlanningService
    proofs: ProofService
    record_check: RecordCheck
    films: FilmService
    recording_files: RecordingFiles
    recordings: RecordingService
    records: RecordService
    replays: ReplayService
    revisions: RevisionService
    rights: Rights
    segments: SegmentRegister
    sessions: SessionService
    shelves: ShelfService
    talk: TalkService
    transcripts: TranscriptService
    tutors: TutorService
    vault: VaultService
    ways_in: WaysInService
    work: WorkService


def assemble(outside: Outside, passwords: Passwords, space: Space = USUAL) -> Services:
    """Put the services together. `space`: what boards may take."""
    exercises = ExerciseService(storage := outside.storage, secrets := outside.secrets)
    router = Router(outside.engine, outside.broadcast, clock := outside.clock)
    door = Door(storage, outside.broadcast, router, clock, after_recording)
    ways_in = WaysInService(outside, door, router, diagnosis := DiagnosisService(outside))
    audit, keyring, close = AuditService(storage, clock), Keyring(outside), ways_in.close
    accounts, consents = AccountService(storage, clock, secrets, passwords, close), ConsentService(outside, door)
    planning = PlanningService(outside, door, sessions := SessionService(outside, door, router, audit))
    links, chosen = LinkService(storage, clock, secrets, close), PasswordService(storage, clock, passwords, close)
    endings, sleep, opened = EndingService(outside, door), SleepWatch(outside, door), OpenBoards(outside, door, space)
    files, films, works = files_and_works(outside, door, keyring, vault := VaultService(outside, keyring))
    return Services(
        outside=outside,
        router=router,
        door=door,
        accounts=accounts,
        attendance=AttendanceService(outside, door, endings, sleep, Departures(door, router)),
        audit=audit,
        boards=BoardService(outside, door, opened),
        calendar=CalendarService(storage, clock, secrets),
        calls=CallService(outside, door, router),
        centers=CenterService(storage),
        consent_texts=ConsentTextService(outside),
        consents=consents,
        details=DetailService(storage, door, clock, audit),
        devices=DeviceService(storage, clock, secrets),
        diagnosis=diagnosis,
        endings=endings,
        exercises=exercises,
        guardians=GuardianService(outside, consents),
        health=HealthService(outside),
        jobs=JobService(outside, works | _works(outside, keyring, vault)),
        key_rotation=KeyRotation(outside, keyring),
        keyring=keyring,
        revisions=(revisions := RevisionService(outside, door, opened, audit)),
        lanes=LaneService(outside, door, router, on_help=revisions.attach),
        links=links,
        logins=LoginService(storage, clock, ways_in.close),
        passwords=chosen,
        people=PeopleService(storage, secrets),
        planning=planning,
        proofs=ProofService(outside, door, router, sleep),
        record_check=RecordCheck(storage, outside.heads, outside.elsewhere),
        films=films,
        recording_files=files,
        recordings=RecordingService(outside, door, router),
        records=RecordService(storage, clock, accounts, links, chosen),
        transcripts=(said := TranscriptService(outside, door, keyring, vault)),
        replays=ReplayService(outside, door, keyring, StoredMaterials(storage, said)),
        rights=rights_of(outside, door, accounts, vault, keyring),
        segments=SegmentRegister(outside, keyring),
        sessions=sessions,
        shelves=ShelfService(storage, clock, exercises),
        talk=TalkService(door),
        tutors=TutorService(outside, door, router, planning),
        vault=vault,
        ways_in=ways_in,
        work=WorkService(storage, door, audit),
    )


def _works(outside: Outside, keyring: Keyring, vault: VaultService) -> dict[str, Work]:
    """How each kind of job is done."""
    return {TRANSCRIBE: Work(Transcribing(outside, keyring, vault).transcribe, Lane.SLOW)}
