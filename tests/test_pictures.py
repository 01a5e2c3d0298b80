"""The pictures of docs/images show a lesson that has lasted: what makes the demo's one so knows today's tables."""

from pathlib import Path

from e2e.pictures.cast import MINUTE_MS, TAUGHT_MINUTES, let_time_pass
from e2e.server import Server
from sqlalchemy import create_engine, text

from deskside import demo
from deskside.app import migrate
from deskside.domain.ids import CenterId, SessionId
from deskside.settings import Settings
from deskside.storage.states import load


def test_the_demos_lesson_has_lasted_and_had_forerunners(tmp_path: Path) -> None:
    settings = Settings.model_validate({"var_dir": tmp_path / "var"})
    migrate(settings)
    demo.ensure(settings)
    let_time_pass(Server(settings, tmp_path / "server.log"))
    with create_engine(f"sqlite:///{tmp_path / 'var' / 'deskside.db'}", json_deserializer=str).connect() as connection:
        held = connection.scalar(text("SELECT count(*) FROM session WHERE status = 'COMPLETED'"))
        center = connection.scalar(text("SELECT center_id FROM session WHERE id = 'session-123'"))
        found = load(connection, CenterId(str(center)), SessionId("session-123"))
    assert held == 3
    assert found is not None
    session, _ = found
    assert session.watch.gathered_ms == 24 * MINUTE_MS + 7_000
    taught = {x.person.user_id.removeprefix("demo-"): x.teach_watch.gathered_ms for x in session.lanes}
    assert taught == {name: minutes * MINUTE_MS for name, minutes in TAUGHT_MINUTES.items()}
