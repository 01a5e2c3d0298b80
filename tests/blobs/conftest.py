"""An S3-compatible server, one for each process of pytest-xdist."""

from collections.abc import Iterator

import pytest

from tests.s3 import Gateway, gateway


@pytest.fixture(scope="session")
def s3() -> Iterator[Gateway]:
    with gateway() as running:
        yield running
