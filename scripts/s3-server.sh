#!/usr/bin/env bash
# Builds versitygw, the S3-compatible server of tests/s3.py, into the user's cache: about a minute, once. Needs Go >= 1.25,
# or finds one in .venv/bin (scripts/go.txt).
set -euo pipefail

VERSION=v1.8.0
CACHE=${DESKSIDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/deskside}
export GOTOOLCHAIN=local GOFLAGS=-trimpath CGO_ENABLED=0

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
GOBIN=$work/bin go install "github.com/versity/versitygw/cmd/versitygw@$VERSION"
mkdir -p "$CACHE/versitygw"
mv "$work/bin/versitygw" "$CACHE/versitygw/versitygw"
