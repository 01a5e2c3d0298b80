"""Completes web/package-lock.json with packages for other platforms that the registry at hand does not have.

A registry that mirrors only what one platform needs makes `npm install` leave them out, and `npm ci` then refuses the
lock. They are never downloaded on this platform, so name, version and platform are enough; npm keeps them.
"""

import json
from pathlib import Path

LOCK = Path(__file__).parent.parent / "web" / "package-lock.json"
SYSTEMS = {"android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"}
PROCESSORS = {"arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "x64"}


def platform(name: str) -> dict[str, list[str] | bool]:
    """What a package is for, by its name: `@scope/binding-linux-x64-musl` is for Linux, x64, musl."""
    words = name.rpartition("/")[2].split("-")
    systems, processors = SYSTEMS & set(words), PROCESSORS & set(words)
    if len(systems) != 1 or len(processors) != 1:
        raise SystemExit(f"{name} is missing in the lock, and its name does not tell its platform: add it by hand")
    libc = {"libc": ["musl"]} if any(word.startswith("musl") for word in words) else {}
    return {"cpu": list(processors), "dev": True, **libc, "optional": True, "os": list(systems)}


def main() -> None:
    """Add what is missing, in the order that npm uses."""
    lock = json.loads(LOCK.read_text())
    packages = lock["packages"]
    optional = [one.get("optionalDependencies", {}) for one in packages.values()]
    for name, version in (pair for one in optional for pair in one.items()):
        if f"node_modules/{name}" not in packages:
            packages[f"node_modules/{name}"] = {"version": version, **platform(name)}
            print(f"completed: {name} {version}")
    lock["packages"] = dict(sorted(packages.items()))
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
