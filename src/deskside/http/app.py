"""Puts the HTTP edge together. `deskside.app` serves it, with the socket beside it at /api/socket."""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from deskside.http import (
    accounts,
    boards,
    calendar,
    centers,
    consent_texts,
    consents,
    details,
    diagnosis,
    errors,
    exercises,
    files,
    guardians,
    jobs,
    join,
    logins,
    pages,
    people,
    privacy,
    recordings,
    records,
    replays,
    rights,
    sessions,
    shelves,
    transcripts,
    video,
)
from deskside.http.client import BuiltClient
from deskside.http.edge import Edge, EdgeConfig
from deskside.http.limits import RateLimits
from deskside.http.security import Gate
from deskside.services.suite import Services

ROUTERS = (
    accounts.router,
    people.router,
    logins.router,
    records.router,
    rights.router,
    rights.pages,
    centers.router,
    consent_texts.router,
    jobs.router,
    consents.router,
    calendar.router,
    diagnosis.router,
    exercises.router,
    shelves.router,
    sessions.router,
    video.router,
    recordings.router,
    details.router,
    transcripts.router,
    boards.router,
    replays.router,
    files.router,
    join.router,
    guardians.router,
    privacy.router,
    pages.router,
)


def build(services: Services, config: EdgeConfig) -> FastAPI:
    """The HTTP application, without the socket."""
    app = FastAPI(
        title="Deskside",
        summary="A tutoring room for one tutor and several students at once.",
        version="1",
        openapi_url="/api/openapi.json" if config.api_docs else None,
        docs_url="/api/docs" if config.api_docs else None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.edge = Edge(services, config, BuiltClient(config.web_dir), RateLimits(services.outside.clock))
    for router in ROUTERS:
        app.include_router(router)
    errors.install(app, allowed_methods)
    app.add_middleware(Gate, url=config.url, docs_path=app.docs_url)
    return app


def allowed_methods(path: str) -> set[str]:
    """The methods that some route takes at this path."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = {method for route in routes if route.path_regex.match(path) for method in route.methods or ()}
    return found | {"HEAD"} if "GET" in found else found
