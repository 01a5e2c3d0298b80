#!/usr/bin/env bash
# What is known without running Deskside: format, lint, types, import contracts, generated files, the web's own checks.
# Runs the slow ones side by side and shows the output of what failed. Needs scripts/setup.sh check.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export PATH="$PWD/.venv/bin:$PATH" NO_COLOR=1
readonly CHECKED=(src tests e2e bench scripts)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failed=0

check() { # check NAME COMMAND…
  local name=$1 began=$SECONDS
  shift
  if "$@" >"$out/$name" 2>&1 </dev/null; then
    printf '  ok      %-28s %3s s\n' "$name" "$((SECONDS - began))"
  else
    printf '  FAILED  %-28s %3s s: %s\n' "$name" "$((SECONDS - began))" "$*"
    cat "$out/$name"
    return 1
  fi
}

check web npm --prefix web run --silent check &
web=$!
check format ruff format --check --quiet "${CHECKED[@]}" || failed=1
check lint ruff check --quiet "${CHECKED[@]}" || failed=1
check types mypy || failed=1
check imports lint-imports || failed=1
check "generated files" deskside wire --check || failed=1
wait $web || failed=1
exit $failed
