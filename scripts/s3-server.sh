#!/usr/bin/env bash
# Builds versitygw, the S3-compatible server of tests/s3.py, into the user's cache: about a minute, and instant once it
# is there. Needs Go >= 1.25, or finds one in .venv/bin (scripts/go.txt).
set -euo pipefail

VERSION=v1.8.0
CACHE=${DESKSIDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/deskside}
readonly VERSION CACHE
if [ -x "$CACHE/versitygw/versitygw" ] && [ "$(cat "$CACHE/versitygw/version" 2>/dev/null)" = "$VERSION" ]; then exit 0; fi
export GOTOOLCHAIN=local GOFLAGS=-trimpath CGO_ENABLED=0

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
GOBIN=$work/bin go install "github.com/versity/versitygw/cmd/versitygw@$VERSION"
mkdir -p "$CACHE/versitygw"
mv "$work/bin/versitygw" "$CACHE/versitygw/versitygw"
echo "$VERSION" >"$CACHE/versitygw/version"
