"""Where browsers find Deskside, and whether something comes from its own pages. HTTP and the socket both ask here, so
they judge alike, also behind a proxy that changes Host.
"""

from urllib.parse import SplitResult, urlsplit

USUAL_PORTS = {"http": 80, "https": 443}


def why_no_site(url: str) -> str | None:
    """What is wrong with an address as that of the site, with what would be right; None: nothing."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "this is no address; it looks like https://room.example.org"
    if parts.scheme not in USUAL_PORTS:
        return "it begins with http:// or https://"
    if not host or any(x.isspace() for x in url):
        return "a host is missing or wrong; it looks like https://room.example.org"
    if parts.username is not None or parts.password is not None:
        return "it has no user and no password before the host"
    if parts.path not in ("", "/"):
        return "it has no path: Deskside needs a host name of its own, such as https://room.example.org"
    if parts.query or parts.fragment or url.rstrip("/").endswith(("?", "#")):
        return "it has nothing after the host"
    return None


def is_own(origin: str, host: str, url: str) -> bool:
    """Whether a page of `origin` (RFC 6454) is one of ours: of the site's `url`, or of the very `host` (with its port)
    to which the request was sent, by the site's scheme.
    """
    try:
        page, site = urlsplit(origin), urlsplit(url)
        served = urlsplit(f"{site.scheme}://{host}")
        return page.scheme == site.scheme and _place(page) in (_place(site), _place(served))
    except ValueError:
        return False


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    """Host and port. Raises ValueError where the port is none."""
    return parts.hostname, parts.port or USUAL_PORTS.get(parts.scheme)
