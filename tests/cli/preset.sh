#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan preset: list, show and check; one that is broken keeps no other from being used.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

run 0 preset list -f csv
[ "$(head -n 1 "$work/out")" = name,law,title,source,file ] || fault "CSV header"
for name in kumar-2024 kumar-2024-fp ouyang-2024 ouyang-2024-bits frantar-2025 chen-2025 sun-2025 hoffmann-2022 \
    besiroglu-2024 quest-2025 quartet-2025 quartet-2025-luq \
    quest-2025-refit quartet-2025-refit; do
    grep -q "^$name," "$work/out" || fault "$name is not in the list"
    "$program" preset show "$name" >"$work/$name.ini" || fault "preset show $name"
done
run 0 preset check "$work"/*.ini
[ "$(grep -c '^ok: ' "$work/out")" = 14 ] || fault "check of what show printed"
run 0 preset list
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
run 0 eval -p "$work/kumar-2024.ini" -f csv
near "$(cell 2 4)" 2.8403196

mkdir -p "$XDG_DATA_HOME/bitplan/presets"
sed 's/^alpha = .*/alpha = 0.4q65/' "$work/kumar-2024.ini" >"$XDG_DATA_HOME/bitplan/presets/kumar-2024.ini"
line=$(grep -n '^alpha' "$work/kumar-2024.ini" | cut -d: -f1)
run 0 preset list -f csv
grep -q "kumar-2024.ini:$line: " "$work/err" || fault "a broken preset is not named: $(cat "$work/err")"
! grep -q '^kumar-2024,' "$work/out" || fault "a broken preset is in the list"
grep -q '^sun-2025,' "$work/out" || fault "a broken preset keeps others from the list"
run 0 eval -f csv
grep -q "kumar-2024.ini:$line: " "$work/err" || fault "a broken default preset is not named"
[ "$(cell 2 1)" = ouyang-2024 ] || fault "a broken default preset keeps others out"
refuses "kumar-2024.ini:$line: " eval -p kumar-2024
refuses "kumar-2024.ini:$line: " eval -p sun-2025 -p kumar-2024
run 1 preset check "$XDG_DATA_HOME/bitplan/presets/kumar-2024.ini"
says '0.4q65'
rm "$XDG_DATA_HOME/bitplan/presets/kumar-2024.ini"

refuses 'No such file' preset check "$work/none.ini"
refuses 'expected a file' preset check "$work"
run 2 preset check "$work/none.ini" "$work/sun-2025.ini"
prints 'ok: sun-2025'
refuses 'expected kumar-2024' preset show kumar-2042
refuses 'expected kumar-2024' eval -p kumar-2042
refuses 'did you mean list' preset lsit
refuses 'expected list' preset
refuses 'expected one name' preset show
refuses 'expected a file' preset check
refuses 'text only' preset show kumar-2024 --json
finish
