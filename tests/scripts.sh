#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# scripts/run: what it does not say, and what it says when something is wrong. Stand-ins for dpkg-query, meson, ninja,
# apt-get and sudo record how they are called, so nothing is installed or built here.
#
#   tests/scripts.sh SOURCE
set -euo pipefail
source=$1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir -p "$work/bin" "$work/clone dir/scripts" "$work/elsewhere"
cp "$source/scripts/run" "$source/scripts/lib.sh" "$work/clone dir/scripts/"
clone="$work/clone dir"
calls=$work/calls

stand_in() {
    printf '#!/bin/sh\necho "%s $*" >>"%s"\n%s\n' "$1" "$calls" "$2" >"$work/bin/$1"
    chmod +x "$work/bin/$1"
}

# run STATUS ARG…: scripts/run from another folder; leaves out and words (what it said on stderr).
run() {
    local want=$1 status=0
    shift
    : >"$calls"
    out=$(cd "$work/elsewhere" && PATH=$work/bin:$PATH "$clone/scripts/run" "$@" 2>"$work/words") || status=$?
    words=$(<"$work/words")
    ((status == want)) || wrong "status $status, not $want"
}

wrong() {
    printf '%s\nout: %s\nwords: %s\ncalls: %s\n' "$*" "${out-}" "${words-}" "$(cat "$calls")"
    exit 1
}

called() {
    grep -q -- "$1" "$calls" || wrong "not called: $1"
}

not_called() {
    ! grep -q -- "$1" "$calls" || wrong "called: $1"
}

# Everything installed but ncurses; the build makes a program that shows where it runs and with what.
installed='status=0
for p in "$@"; do
    case $p in -* | *Package*) ;; libncurses-dev) status=1 ;; *) printf "%s=installed " "$p" ;; esac
done
exit $status'
stand_in dpkg-query "$installed"
stand_in sudo 'shift; exec "$@"'
stand_in apt-get ''
stand_in meson 'for d in "$@"; do case $d in */build) mkdir -p "$d"; : >"$d/build.ninja" ;; esac; done; echo noise'
cat >"$work/program" <<'END'
#!/bin/sh
pwd; for word in "$@"; do echo "<$word>"; done; exit 7
END
stand_in ninja 'while [ "$1" != -C ]; do shift; done; d=$2
case $* in *" -n "*) test -e "$d/built" && echo "ninja: no work to do."; exit 0 ;; esac
echo noise; cp "'"$work/program"'" "$d/bitplan"; chmod +x "$d/bitplan"; : >"$d/built"'

run 7 eval 'N=7B D' ''
[[ $out == "$work/elsewhere"$'\n<eval>\n<N=7B D>\n<>' ]] || wrong 'the program gets its words and its folder'
[[ $words == *'installing libncurses-dev'* && $words != *noise* ]] || wrong 'says what it installs, and no noise'
called 'apt-get .*update'
called 'install --no-install-recommends libncurses-dev$'
called '^meson setup'

run 7
[[ -z $words ]] || wrong 'a second run says something'
not_called '^apt-get'
not_called '^dpkg-query'
not_called '^meson'

# Something changed: built again, not set up again, nothing installed where nothing is missing.
stand_in dpkg-query "${installed/libncurses-dev/none}"
rm "$clone/build/built"
run 7
not_called '^apt-get'
not_called '^meson'
called '^ninja .*build bitplan'

# Moved to another place: the old build knows wrong paths and goes.
mv "$clone" "$work/moved"
clone=$work/moved
run 7
called '^meson setup'

rm "$clone/build/built"
stand_in ninja 'echo "oops.c:1: error"; exit 1'
run 1
[[ $words == *'oops.c:1: error'* && $words == *'the build failed'* && -z $out ]] || wrong 'a failed build shows its log'

stand_in dpkg-query "$installed"
stand_in apt-get 'case $* in *install*) echo "E: no such package"; exit 100 ;; esac'
run 1
[[ $words == *'E: no such package'*'could not install libncurses-dev'* ]] || wrong 'a failed installation shows its log'
[[ -z $out ]] || wrong 'words on stdout'
