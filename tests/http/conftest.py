"""A world for every test of the HTTP edge."""

from pathlib import Path

import pytest

from tests.http.world import World, build_client, config


@pytest.fixture
async def world(tmp_path: Path) -> World:
    """Two settled centers behind plain http."""
    return await World(config(build_client(tmp_path / "web"))).settle()
