"""The shipped files of `deploy/` say what the server, the shell and the programs that read them can take."""

import re
import subprocess
from pathlib import Path

import pytest

from deskside.http.bodies import LARGER
from deskside.settings import Settings

DEPLOY = Path(__file__).parent.parent / "deploy"


def _lines(*, with_examples: bool) -> list[str]:
    """Assignments of the file of settings; those that stand there to be chosen, too."""
    lines = (DEPLOY / "deskside.env").read_text().splitlines()
    marks = "#?" if with_examples else ""
    return [line.removeprefix("#") for line in lines if re.match(rf"{marks}DESKSIDE_[A-Z_]+=", line)]


@pytest.mark.parametrize("with_examples", [False, True])
def test_the_shell_and_the_unit_read_the_same_settings_in_the_file(tmp_path: Path, *, with_examples: bool) -> None:
    """Seen: a list with a space in it, which a shell runs as a command."""
    file = tmp_path / "deskside.env"
    file.write_text("".join(f"{line}\n" for line in _lines(with_examples=with_examples)))
    script = f"set -eua; unset $(env | grep -o ^DESKSIDE_[A-Z_]*) PATH; . {file}; /usr/bin/env"
    shell = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
    read = {line for line in shell.stdout.splitlines() if line.startswith("DESKSIDE_")}
    assert shell.stderr == ""
    assert read == set(file.read_text().splitlines())


def test_the_file_of_settings_is_taken_by_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in _lines(with_examples=False):
        monkeypatch.setenv(*line.split("=", 1))
    settings = Settings()
    assert f"DESKSIDE_VAR_DIR={settings.var_dir}" in (DEPLOY / "deskside.service").read_text()
    assert f"DESKSIDE_CACHE={settings.cache}" in (DEPLOY / "deskside.service").read_text()


def test_nginx_lets_through_what_the_server_takes() -> None:
    found = re.search(r"^ *client_max_body_size (\d+)m;", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert found is not None
    assert int(found[1]) * 2**20 >= max(LARGER.values())


def test_caddy_of_debian_knows_every_directive() -> None:
    """Seen: `log_skip`, which its 2.6 does not know, so that Caddy does not start."""
    directives = set(re.findall(r"^\t(\w+)", (DEPLOY / "Caddyfile").read_text(), re.MULTILINE))
    assert directives == {"skip_log", "encode", "reverse_proxy"}
