#!/usr/bin/env bash
# Writes the hashed locks anew from pyproject.toml, with the newest versions that fit. Needs .venv (make check makes it).
set -euo pipefail
cd "$(dirname "$0")/.."

lock() { # lock FILE ARGUMENTS…: no index address and no comments, so that a lock says only what and which hash
  local file=$1
  shift
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --output-file "$file" "$@"
  echo "$file: $(grep -c '==' "$file") packages"
}

lock requirements.txt pyproject.toml --group build
lock requirements-dev.txt pyproject.toml --group build --group dev --constraint requirements.txt
lock scripts/speech.txt --group speech --constraint requirements-dev.txt
lock scripts/uv.txt --group uv
lock scripts/node.txt --group node
lock scripts/go.txt --group go
npm --prefix web install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
.venv/bin/python scripts/complete_npm_lock.py
