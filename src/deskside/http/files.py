"""The built client's files, and whether all is well."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from deskside.http.edge import TheEdge
from deskside.http.errors import problem, problems
from deskside.wire.http import Health

FOREVER = "public, max-age=31536000, immutable"
"""Names of assets carry a hash of their content."""

router = APIRouter()


@router.get("/assets/{name:path}", include_in_schema=False)
async def asset(request: Request, edge: TheEdge, name: str) -> Response:
    """A file that Vite built."""
    found = edge.client.find(f"assets/{name}", request.headers.get("accept-encoding", ""))
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if found.encoding:
        headers["Content-Encoding"] = found.encoding
    return FileResponse(found.path, media_type=found.media_type, headers=headers)


@router.get("/api/health", tags=["health"], response_model=Health, responses=problems())
async def health(edge: TheEdge) -> Response:
    """Whether everything that is needed works; 503 says what does not."""
    ailments = await edge.services.health.ailments()
    if ailments:
        return problem(503, "unhealthy", " ".join(ailments))
    return JSONResponse(Health().to_json())
