# SPDX-License-Identifier: GPL-3.0-or-later
# What scripts/run and scripts/test share: the packages they need, and builds that are quiet unless they fail.
# Source it with $root set to the top of the source tree. Everything said here goes to stderr.
# shellcheck shell=bash

BUILD_PACKAGES=(gcc libc6-dev meson ninja-build pkg-config
    libncurses-dev libgsl-dev libcsv-dev libinih-dev libjson-c-dev libcairo2-dev)
TEST_PACKAGES=(libcmocka-dev clang clang-format clang-tidy mandoc)

say() {
    printf 'bitplan: %s\n' "$*" >&2
}

die() {
    say "$@"
    exit 1
}

# Those of the given Debian packages that are not installed, one a line.
missing() {
    local package states
    # It fails where it has never heard of one of them.
    states=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $states == *" $package=installed "* ]] || printf '%s\n' "$package"
    done
}

# Run a command as root: as it is, or through sudo.
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -- "$@"
    fi
}

# Install those of the given Debian packages that are missing; nothing is asked or updated where none is.
need() {
    local log packages
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "no apt-get here, so this machine must already have what Debian calls: $*"
        return
    fi
    read -r -a packages <<<"$(missing "$@" | tr '\n' ' ')"
    ((${#packages[@]})) || return 0
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        die "these packages are missing, and installing them needs root or sudo:" \
            "apt-get install --no-install-recommends ${packages[*]}"
    fi
    say "installing ${packages[*]}"
    log=$(mktemp)
    # An update that fails for one source of many may still serve: the installation decides.
    as_root apt-get -q update >"$log" 2>&1 </dev/null || say "apt-get update had errors, going on"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 \
        install --no-install-recommends "${packages[@]}" >>"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        die "could not install ${packages[*]}"
    fi
    rm -f "$log"
}

# True where DIR has TARGET built from the sources as they are now.
fresh() {
    local dir=$1 target=$2 plan
    [[ -f $dir/build.ninja && -x $dir/$target ]] && ! moved "$dir" &&
        plan=$(ninja -C "$dir" -n "$target" 2>/dev/null) && [[ $plan == *'no work to do'* ]]
}

# True where DIR was set up for a source tree at another place, by us.
moved() {
    [[ -f $1/source-root && $(<"$1/source-root") != "$root" ]]
}

# Build TARGET (all: everything) in DIR, set up once with the given Meson options. The log is shown where it fails.
build() (
    local dir=$1 target=$2 log=$1/build.log
    shift 2
    flock 9 # two runs at once build one after the other
    moved "$dir" && rm -rf "$dir"
    if ! mkdir -p "$dir" 2>/dev/null || [[ ! -w $dir ]]; then
        die "cannot write to $dir as $(id -un) ($root belongs to $(stat -c %U "$root"));" \
            "build as its owner, or clone the sources to a place of your own"
    fi
    if [[ ! -f $dir/build.ninja ]]; then
        meson setup "$@" "$dir" "$root" >"$log" 2>&1 </dev/null || failed "$log"
        printf '%s\n' "$root" >"$dir/source-root"
    fi
    ninja --quiet -k 0 -C "$dir" "$target" >"$log" 2>&1 </dev/null || failed "$log"
) 9<"$root"

failed() {
    cat "$1" >&2
    die "the build failed; its log is above and in $1"
}
