#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An installed bitplan works at any place, without the sources: every preset is installed, and found beside the
# program rather than where it was built.
#
#   tests/install.sh SOURCE BUILD
set -euo pipefail
source=$(realpath "$1") build=$(realpath "$2")
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"

wrong() {
    printf '%s\n' "$*"
    exit 1
}

clean_env() {
    (cd "$work/home" && env -i HOME="$work/home" LANG=C.UTF-8 ASAN_OPTIONS="${ASAN_OPTIONS-}" "$@")
}

meson install -C "$build" --no-rebuild --destdir "$work/tree" >"$work/log" 2>&1 || wrong "$(cat "$work/log")"
program=$(find "$work/tree" -path '*/bin/bitplan' -type f)
[[ -x $program ]] || wrong 'no program is installed'
folder=$(realpath "${program%/bin/bitplan}")
shared=$folder/share/bitplan/presets
diff <(cd "$source/presets" && ls -- *.ini lessons/*.ini) <(cd "$shared" && ls -- *.ini lessons/*.ini) ||
    wrong 'not every preset and lesson is installed'

for page in man1/bitplan.1 man5/bitplan-preset.5 man5/bitplan-lesson.5; do
    grep -q '^\.Sh NAME' "$folder/share/man/$page" || wrong "$page is not installed"
done

version=$(sed -n "s/^ *version: '\(.*\)',$/\1/p" "$source/meson.build")
[[ $(clean_env "$program" --version) == *"$version"* ]] || wrong "--version does not say $version"

# The files that the program names are the installed ones, all of them.
named() {
    clean_env "$1" preset list --json | python3 -c '
import json, os, sys
for preset in json.load(sys.stdin):
    print(os.path.realpath(preset["file"]))' | sort
}
diff <(printf '%s\n' "$shared"/*.ini | sort) <(named "$program") || wrong 'other presets than the installed are used'
[[ $(clean_env "$program" lesson list) == *"More data can hurt"* ]] || wrong 'the lessons are not found'
clean_env "$program" eval --json >/dev/null || wrong 'eval fails'

# Pictures are drawn by the installed module, where one was built.
draws() {
    rm -f "$work/home/x.svg"
    clean_env "$1" render 80x24 e C-u =x.svg Enter >"$work/screen"
    grep -q 'wrote x.svg' "$work/screen" || wrong "$1 draws no picture: $(cat "$work/screen")"
}
[[ ! -e $build/src/io/bitplan-figure.so ]] || draws "$program"

# Moved, and called by a link on the way.
mv "$folder" "$work/moved"
ln -s "$work/moved/bin/bitplan" "$work/home/bp"
diff <(printf '%s\n' "$work/moved/share/bitplan/presets"/*.ini | sort) <(named "$work/home/bp") ||
    wrong 'moved, it loses its presets'
[[ ! -e $build/src/io/bitplan-figure.so ]] || draws "$work/home/bp"
