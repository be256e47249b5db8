#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The screens in README.md are those that the program shows now, and a stale or broken one is noticed.
#
#   tests/screens.sh SOURCE BUILD PROGRAM
set -euo pipefail
source=$1 program=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() {
    python3 "$source/scripts/screens" --check "$program" "$1"
}

wrong() {
    printf '%s\n' "$*"
    exit 1
}

check "$source/README.md" || wrong 'README.md is stale: run scripts/screens'

# Made anew from nothing it is the same, and a changed letter is found.
sed '/^```text$/,/^```$/d' "$source/README.md" >"$work/bare.md"
! cmp -s "$work/bare.md" "$source/README.md" || wrong 'README.md has no screen'
python3 "$source/scripts/screens" "$program" "$work/bare.md"
cmp "$work/bare.md" "$source/README.md" || wrong 'the screens cannot be made anew'
sed '/^```text$/,/^```$/s/[0-9]/x/' "$source/README.md" >"$work/stale.md"
! check "$work/stale.md" >/dev/null || wrong 'a changed screen is not noticed'
printf '<!-- $ bitplan no-such-command -->\n<!-- end -->\n' >"$work/fails.md"
! check "$work/fails.md" 2>/dev/null || wrong 'a command that fails is not noticed'
printf '<!-- $ bitplan --version -->\n' >"$work/open.md"
! check "$work/open.md" 2>/dev/null || wrong 'a block without an end is not noticed'
