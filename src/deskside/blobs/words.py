"""What obstore says, in words of ours: one table for every store. No key is ever in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from deskside.ports.blobs import BlobMissing, BlobsUnavailable

log = structlog.get_logger(__name__)

_CODE = re.compile(r"<Code>(\w+)</Code>")
"""Of an answer of S3 ("Error responses", Amazon S3 API Reference)."""
_SYSTEM = re.compile(r'kind: \w+,\s+message: "([^"]*)"')
"""Of an error of the operating system."""


@contextmanager
def in_words(where: str, name: str) -> Iterator[None]:
    """Raises BlobMissing and BlobsUnavailable for what obstore raises, and for TimeoutError; logs what is not usual."""
    try:
        yield
    except FileNotFoundError as missing:
        if "<Code>NoSuchBucket<" in str(missing):
            raise _unavailable(where, "there is no such bucket", missing) from missing
        raise BlobMissing(name) from missing
    except TimeoutError as late:
        raise _unavailable(where, "it did not answer in time", late) from late
    except (PermissionDeniedError, UnauthenticatedError) as refused:
        why = f"it refuses our key, or what we do with it ({_reason(refused)})"
        raise _unavailable(where, why, refused) from refused
    except (BaseError, OSError) as error:
        raise _unavailable(where, _reason(error), error) from error


def _unavailable(where: str, why: str, error: Exception) -> BlobsUnavailable:
    log.error("blobs_unavailable", where=where, why=why, error=type(error).__name__)
    return BlobsUnavailable(f"{where} cannot be used: {why}")


def _reason(error: Exception) -> str:
    """The code of the server's answer, or the system's word, or the end of the first line."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    said = str(error)
    if "kind: Connect" in said:
        return "it cannot be reached"
    if found := _CODE.search(said) or _SYSTEM.search(said):
        return found[1]
    if "kind: Timeout" in said:
        return "it did not answer in time"
    return said.partition("\n")[0].rpartition(" - ")[2]
