"""Whatever is added to the API or the socket is among what hostile people send, without anybody remembering to."""

from collections import Counter
from random import Random

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import ValidationError

from deskside.http.app import ROUTERS
from deskside.realtime.acts import ACTS
from deskside.wire.commands import COMMANDS
from tests.hostile.acts import Known, act, right
from tests.hostile.requests import Api, requests

KNOWN = Known(("alice", "bob"))
DRAWS = 200


@pytest.fixture(scope="module")
def api() -> Api:
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    return Api(app.openapi(), {"": ["none"]})


def test_every_route_is_asked(api: Api) -> None:
    asked = {each.operation for each in requests(api, seed=7, count=len(api.operations))}
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert len(routes) > 60
    there = {f"{method} {route.path.replace(':path}', '}')}" for route in routes for method in route.methods or ()}
    assert there <= asked


def test_every_act_is_sent_as_often_as_the_others() -> None:
    random = Random(7)
    names = Counter(str(act(random, KNOWN)[0]) for _ in range(DRAWS * len(ACTS)))
    assert set(ACTS) <= set(names)
    assert COMMANDS.keys() == ACTS.keys()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_what_is_spoilt_was_right_before(name: str) -> None:
    """An act whose fields are never right is refused at the door, and what is behind it is never tried."""
    random = Random(7)
    for _ in range(DRAWS):
        try:
            COMMANDS[name].command.model_validate(right(random, KNOWN, name))
        except ValidationError:
            continue
        return
    pytest.fail("never right")
