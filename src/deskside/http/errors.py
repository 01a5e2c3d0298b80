"""What goes wrong as problem details (RFC 9457): one table from codes to statuses, and the same for OpenAPI."""

from collections.abc import Callable
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from deskside.domain.errors import DomainError
from deskside.http.limits import TooManyRequests
from deskside.ports.blobs import BlobsUnavailable
from deskside.ports.media import EngineRefused, EngineUnavailable
from deskside.ports.passwords import PasswordsBusy
from deskside.ports.sealing import Tampered
from deskside.ports.storage import StorageUnavailable
from deskside.ports.vault import MasterKeyUnusable
from deskside.wire.http import Problem

STATUSES = {
    "unauthorized": 401,
    "email_needed": 403,
    "forbidden": 403,
    "not_found": 404,
    "link_gone": 410,
    "calendar_gone": 404,
    "conflict": 409,
    "csrf": 403,
    "password_needed": 403,
    "superseded": 409,
    "board_full": 409,
    "invalid": 422,
    "weak_password": 422,
    "refused": 422,
    "rate_limited": 429,
}
"""Status of each DomainError by its code."""

_CODES = {400: "invalid", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_DETAILS = {
    404: "There is nothing at this address. Check the link.",
    405: "This address does not take this method; the header Allow says which it takes.",
}
RETRY_SECONDS = 2
"""A dead engine is up again within about this time; so is a database that is restarted."""
DETAIL_LIMIT = 500

_log = structlog.get_logger("http")

Responses = dict[int | str, dict[str, object]]
AllowedMethods = Callable[[str], set[str]]


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> Response:
    """A problem as a response. What cannot be written as UTF-8 (lone surrogates sent by somebody) is replaced."""
    readable = detail.encode("utf-8", "replace").decode("utf-8")[:DETAIL_LIMIT]
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=readable, code=code)
    return JSONResponse(body.model_dump(), status_code=status, headers=headers, media_type="application/problem+json")


def problems(*statuses: int) -> Responses:
    """These statuses for `responses=` of a path: problem documents. Every path may also answer 400, 422, 429, 503."""
    schema = Problem.model_json_schema()
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in sorted({*statuses, 400, 422, 429, 503})
    }


def install(app: FastAPI, allowed: AllowedMethods) -> None:
    """Answer every expected error of `app` with a problem. `allowed`: the methods that a path takes."""

    async def on_http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        status = error.status_code
        detail = (
            error.detail
            if status == 413
            else _DETAILS.get(status, "The request could not be read. Send JSON as the API's description says.")
        )
        headers = {"Allow": ", ".join(sorted(allowed(_.url.path)))} if status == 405 else None
        return problem(status, _CODES.get(status, "refused"), detail, headers)

    app.add_exception_handler(DomainError, _on_domain)
    app.add_exception_handler(TooManyRequests, _on_limit)
    app.add_exception_handler(PasswordsBusy, _on_busy)
    app.add_exception_handler(EngineUnavailable, _on_engine)
    app.add_exception_handler(EngineRefused, _on_refusal)
    app.add_exception_handler(StorageUnavailable, _on_storage)
    for kept in (BlobsUnavailable, Tampered, MasterKeyUnusable):
        app.add_exception_handler(kept, _on_kept)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, on_http)


async def _on_domain(_: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    return problem(STATUSES[error.code], error.code, error.message)


async def _on_limit(_: Request, error: Exception) -> Response:
    assert isinstance(error, TooManyRequests)
    detail = f"That was too often. Try again in {error.retry_seconds} s."
    return problem(429, "rate_limited", detail, {"Retry-After": str(error.retry_seconds)})


async def _on_busy(_: Request, error: Exception) -> Response:
    assert isinstance(error, PasswordsBusy)
    detail = f"Many people are signing in at this moment. Try again in {error.retry_seconds} s."
    return problem(503, "busy", detail, {"Retry-After": str(error.retry_seconds)})


async def _on_engine(_: Request, error: Exception) -> Response:
    _log.warning("engine unavailable", error=type(error).__name__)
    detail = "The media engine does not answer now; it is being restarted. Try again in a moment."
    return problem(503, "engine_unavailable", detail, {"Retry-After": str(RETRY_SECONDS)})


async def _on_kept(_: Request, error: Exception) -> Response:
    _log.error("kept_file_unreadable", error=type(error).__name__)
    detail = (
        "What is kept cannot be read now. Try again in a moment; if it stays so, whoever runs Deskside has to look."
    )
    return problem(503, "kept_unavailable", detail, {"Retry-After": str(RETRY_SECONDS)})


async def _on_storage(_: Request, error: Exception) -> Response:
    detail = "The database does not answer now. Nothing was changed; try again in a moment."
    return problem(503, "unavailable", detail, {"Retry-After": str(RETRY_SECONDS)})


async def _on_refusal(_: Request, error: Exception) -> Response:
    return problem(422, "engine_refused", str(error))


async def _on_validation(_: Request, error: Exception) -> Response:
    """Which fields are wrong, never what was in them."""
    assert isinstance(error, RequestValidationError)
    wrong = [f"{'.'.join(str(x) for x in each['loc'][1:]) or 'body'}: {each['msg']}" for each in error.errors()]
    return problem(422, "invalid", "; ".join(wrong[:5]) + ".")
