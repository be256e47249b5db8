#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan lesson: list and check; one that is broken keeps no other from the list; render keeps no progress.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
source=$(realpath "$1")
export XDG_STATE_HOME=$work/state

run 0 lesson list
for title in 'More data can hurt' 'Why seven or eight bits' 'Three sizes, three precisions' 'Parameters before data' \
    'Weight error overtakes activation error' 'Where to put the bits' 'Five laws, one question' \
    'Do not trust a line beyond its points'; do
    prints "$title"
done
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
run 0 lesson check "$source"/presets/lessons/*.ini
[ "$(grep -c '^ok: ' "$work/out")" = 8 ] || fault "not all lessons are ok: $(cat "$work/err")"

lessons=$XDG_DATA_HOME/bitplan/lessons
mkdir -p "$lessons"
sed 's/^within = 1.6/within = lots/' "$source/presets/lessons/1-more-data-can-hurt.ini" >"$lessons/own.ini"
line=$(grep -n '^within = lots' "$lessons/own.ini" | cut -d: -f1)
run 1 lesson check "$lessons/own.ini"
says "own.ini:$line: within = lots"
printf '[lesson]\ntitel = T\n' >"$lessons/broken.ini"
run 0 lesson list
grep -q 'broken.ini:2: titel; expected title' "$work/err" || fault "a broken lesson is not named: $(cat "$work/err")"
prints 'Five laws, one question'
run 1 lesson check "$lessons/broken.ini" "$source/presets/lessons/7-five-laws.ini"
prints 'ok: Five laws'
refuses 'No such file' lesson check "$work/none.ini"
refuses 'expected a file' lesson check
refuses 'expected list' lesson
refuses 'lesson show' lesson show
refuses 'nothing after it' lesson list more
refuses 'no use for it' lesson list --json

run 0 render 80x24 8 t Down Down Enter n n Q
[ ! -e "$XDG_STATE_HOME" ] || fault 'render keeps progress'
finish
