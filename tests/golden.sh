#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The planner's screens are those that were looked at and accepted: each case of tests/screens/cases is rendered
# and compared with tests/screens/NAME.txt.
#
#   tests/golden.sh SOURCE BUILD PROGRAM [--update]
#
# With --update the screens are written instead: look at what `git diff tests/screens` then shows.
set -euf -o pipefail
(($# >= 3)) || {
    sed -n '/^#   tests/s/^# */usage: /p' "$0" >&2
    exit 2
}
screens=$1/tests/screens program=$3 update=${4-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# No presets but the shipped ones, and no settings.
unset "${!BITPLAN_@}"
export LC_ALL=C.UTF-8 HOME=$work XDG_DATA_HOME=$work BITPLAN_CONFIG=none
# Runs to be fitted: ~/runs.csv.
awk -f "$1/tests/runs.awk" </dev/null >"$work/runs.csv"
declare -A known=()
faults=0 count=0

fault() {
    printf '%s\n' "$*"
    faults=$((faults + 1))
}

# render NAME WORD…: to work/NAME.txt
render() {
    local name=$1
    shift
    if ! "$program" render "$@" >"$work/$name.txt" 2>"$work/words"; then
        fault "$name: bitplan render $*: $(<"$work/words")"
    elif [[ " $* " == *' --ascii '* ]] && LC_ALL=C grep -n '[^ -~]' "$work/$name.txt"; then
        fault "$name: not all ASCII"
    elif [[ $update == --update ]]; then
        cp "$work/$name.txt" "$screens/$name.txt"
    elif [[ ! -f $screens/$name.txt ]]; then
        fault "$name: no such screen yet; tests/golden.sh … --update writes it"
    elif ! diff -u "$screens/$name.txt" "$work/$name.txt"; then
        fault "$name: differs: bitplan render $*"
    fi
}

# No screen outlives its case.
check_stray() {
    local file name
    while read -r file; do
        name=${file##*/}
        [[ -z ${known[${name%.txt}]-} ]] || continue
        if [[ $update == --update ]]; then
            rm "$file"
        else
            fault "$name: no case makes it"
        fi
    done < <(find "$screens" -name '*.txt' | sort)
}

undrawn=$("$program" render 80x24 e | grep 'without cairo' || true)
while read -r name words; do
    [[ -n $name && $name != '#'* ]] || continue
    [[ -z ${known[$name]-} ]] || fault "$name: two cases of that name"
    known[$name]=1
    # What cannot be drawn is said on these screens, but pictures can be in the accepted ones.
    [[ $name == export-* && -n $undrawn ]] && continue
    count=$((count + 1))
    # shellcheck disable=SC2086 # the words are words
    render "$name" $words
done <"$screens/cases"
check_stray
((count > 0)) || fault 'no cases'
((faults == 0)) || {
    printf '%d of %d screens are not as accepted; to accept them: tests/golden.sh SOURCE BUILD PROGRAM --update\n' \
        "$faults" "$count"
    exit 1
}
printf '%d screens as accepted\n' "$count"
