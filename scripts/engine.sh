#!/bin/sh
# Gets the media engine: Janus 1.4.1 or newer, built with only what Deskside uses, into the user's cache.
# Asks nothing and is instant once it is there. The source is the distribution's own package, verified by apt with the
# distribution's keys and fetched from the mirror that this machine already uses; the system's apt lists stay untouched.
# Falls back, with a warning, on the packaged Janus. Prints the engine's directory as its last line.
set -eu

MINIMUM=1.4.1 # vulnerabilities fixed; older VideoRooms also deadlock
CACHE=${DESKSIDE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/deskside}
STABLE=$CACHE/janus
BUILD_PACKAGES="build-essential dpkg-dev pkg-config automake autoconf libtool gengetopt libconfig-dev libjansson-dev
  libglib2.0-dev libnice-dev libsrtp2-dev libssl-dev libwebsockets-dev libogg-dev libavcodec-dev libavformat-dev
  libavutil-dev libcurl4-openssl-dev"

say() { printf 'engine: %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@" || sudo "$@"; else
        say "not root and no sudo: cannot run $1"
        return 1
    fi
}

version_of() { "$1" --version 2>&1 | sed -n 's/.*version: *[0-9]* (\([0-9.]*\)).*/\1/p;s/^janus \([0-9.]*\)$/\1/p' | head -n 1; }

is_current() { [ -x "$1" ] && dpkg --compare-versions "$(version_of "$1")" ge "$MINIMUM"; }

install_missing() {
    missing=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    say "installing$missing"
    # shellcheck disable=SC2086 # a list of names
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >"$WORK/apt.log" 2>&1 && return 0
    as_root apt-get update -qq >>"$WORK/apt.log" 2>&1 || true
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >>"$WORK/apt.log" 2>&1 && return 0
    tail -n 5 "$WORK/apt.log" >&2
    return 1
}

# The mirror this machine uses for its own release, and where the distribution's development release is.
write_private_source() {
    # shellcheck disable=SC1091
    . /etc/os-release
    case "${ID:-}:${ID_LIKE:-}" in
        ubuntu:* | *:*ubuntu*) suite=devel components="main universe" keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
        *) suite=sid components=main keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
    esac
    mkdir -p "$WORK/lists/partial" "$WORK/archives/partial"
    mirror=$(apt-get update --print-uris -o Dir::State::Lists="$WORK/lists" 2>/dev/null |
        sed -n "s|^'\(.*\)/dists/${VERSION_CODENAME:-none}/InRelease'.*|\1|p" | head -n 1)
    [ -n "$mirror" ] && [ -r "$keyring" ] || { say "no mirror for ${VERSION_CODENAME:-this release} in apt's configuration"; return 1; }
    printf 'deb-src [signed-by=%s] %s %s %s\n' "$keyring" "$mirror" "$suite" "$components" >"$WORK/sources.list"
}

private_apt() {
    tool=$1
    shift
    "$tool" -o Dir::Etc::SourceList="$WORK/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$WORK/lists" \
        -o Dir::Cache="$WORK" -o Dir::Cache::Archives="$WORK/archives" -o APT::Sandbox::User= -o Acquire::Retries=2 "$@"
}

fetch_source() {
    say "fetching the source package"
    write_private_source || return 1
    private_apt apt-get update -qq >"$WORK/fetch.log" 2>&1 || { tail -n 3 "$WORK/fetch.log" >&2; return 1; }
    SOURCE_VERSION=$(private_apt apt-cache showsrc --only-source janus 2>/dev/null | sed -n 's/^Version: \([0-9.]*\).*/\1/p' | sort -V | tail -n 1)
    [ -n "$SOURCE_VERSION" ] && dpkg --compare-versions "$SOURCE_VERSION" ge "$MINIMUM" || { say "the mirror has janus ${SOURCE_VERSION:-not at all}"; return 1; }
    mkdir -p "$WORK/source"
    (cd "$WORK/source" && private_apt apt-get source -qq --only-source janus >"$WORK/fetch.log" 2>&1) || { tail -n 3 "$WORK/fetch.log" >&2; return 1; }
}

build() {
    prefix=$CACHE/janus-$SOURCE_VERSION
    say "building janus $SOURCE_VERSION (half a minute)"
    # Installed under its final prefix by way of a staging directory: an interrupted build leaves nothing behind.
    (
        cd "$WORK"/source/janus-*/ || exit 1
        sh autogen.sh || exit 1
        ./configure --prefix="$prefix" --disable-all-plugins --enable-plugin-videoroom --disable-all-transports --enable-websockets \
            --disable-all-handlers --enable-websockets-event-handler --enable-post-processing --disable-docs --disable-data-channels || exit 1
        make -j"$(nproc)" || exit 1
        make install DESTDIR="$WORK/stage" || exit 1
    ) >"$WORK/build.log" 2>&1 || { tail -n 15 "$WORK/build.log" >&2; return 1; }
    is_current "$WORK/stage$prefix/bin/janus" || { say "the built engine does not start"; return 1; }
    rm -rf "$prefix"
    mv "$WORK/stage$prefix" "$prefix"
    ln -sfn "janus-$SOURCE_VERSION" "$STABLE"
}

# Same layout as a built engine, so that nobody else has to know which one it is.
fall_back() {
    say "WARNING: using the packaged janus, which is older than $MINIMUM: known vulnerabilities and deadlocks are not fixed in it"
    if [ ! -x /usr/bin/janus ]; then
        install_missing janus || { say "there is no packaged janus either; connect to the network and run this again"; return 1; }
        # The package starts a system service with an open API; Deskside runs its own.
        if [ -d /run/systemd/system ]; then as_root systemctl disable --now janus >/dev/null 2>&1 || true; fi
    fi
    plugins=$(dpkg -L janus | sed -n 's|/plugins/libjanus_videoroom.so$||p' | head -n 1)
    rm -rf "$CACHE/janus-packaged"
    mkdir -p "$CACHE/janus-packaged/bin" "$CACHE/janus-packaged/lib"
    ln -sfn /usr/bin/janus "$CACHE/janus-packaged/bin/janus"
    ln -sfn "$plugins" "$CACHE/janus-packaged/lib/janus"
    ln -sfn janus-packaged "$STABLE"
}

# A packaged engine is good for a day; then the build is tried again.
recently_fell_back() { [ "$(readlink "$STABLE")" = janus-packaged ] && [ -n "$(find "$CACHE/janus-packaged" -prune -mtime -1)" ]; }

if recently_fell_back; then
    say "WARNING: this is the packaged janus, older than $MINIMUM; remove $CACHE/janus to try a newer one at once"
elif ! is_current "$STABLE/bin/janus"; then
    mkdir -p "$CACHE"
    # Beside the result, for a rename that cannot fail half-way.
    WORK=$(mktemp -d "$CACHE/build.XXXXXX")
    trap 'rm -rf "$WORK"' EXIT
    trap 'exit 130' INT TERM
    # shellcheck disable=SC2086
    { install_missing $BUILD_PACKAGES && fetch_source && build; } || fall_back
fi
say "janus $(version_of "$STABLE/bin/janus")"
printf '%s\n' "$STABLE"
