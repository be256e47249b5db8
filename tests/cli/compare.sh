#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan compare: what eval says of each plan, side by side.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

printf '[plan]\nN = 7e9\nD = 1e12\nP = 8\npost = 4\n' >"$work/a.ini"
printf '[plan]\nN = 7e9\nD = 15e12\nw = 4\na = 8\nkv = 16\npost = off\n[pin half]\nN = 3.5e9\nD = 2e12\n' >"$work/b.ini"
printf '[plan]\nN = 3.5e9\nD = 2e12\n' >"$work/half.ini"
mkdir "$work/folder"
printf '[plan]\npresets = sun-2025, kumar-2024\nfmt = FP4\n' >"$work/folder/c.ini"

# the results of a plan as eval and compare print them, each line's blanks in front cut off
results() {
    sed -n '/"results"/,/^ *\],*$/p' "$1" | sed 's/^ *//; s/,$//'
}

# Each plan's object is eval's, numbers and all, and so is its place.
for file in a b half; do
    run 0 eval "$work/$file.ini" --json
    results "$work/out" >"$work/$file.results"
    [ -s "$work/$file.results" ] || fault "eval $file: no results"
done
cat "$work"/{a,b,half}.results >"$work/expected"
run 0 compare "$work/a.ini" "$work/b.ini" --json
quiet
results "$work/out" >"$work/found"
cmp -s "$work/expected" "$work/found" || fault "compare's numbers are not eval's: $(diff "$work/expected" "$work/found")"
[ "$(sed -n 's/^ *"name": *"\(.*\)",$/\1/p' "$work/out" | grep -v -e floor -e params -e data -e train_bits -e ptq -e base |
    tr '\n' ' ')" = 'a b b/half ' ] || fault "names of the plans"
[ "$(grep -c '"plan":' "$work/out")" = 3 ] || fault "a plan each"

# CSV: eval's rows with the plan's name before them.
for file in a b; do
    run 0 eval "$work/$file.ini" -f csv
    tail -n +2 "$work/out" | sed "s/^/$file,/" >>"$work/rows"
done
run 0 compare "$work/a.ini" "$work/b.ini" -f csv
[ "$(head -n 1 "$work/out")" = \
    name,preset,law,loss,loss_full,n_eff,n_eff_ratio,d_eff_ratio,ptq_delta,qat_delta,d_crit,note ] || fault "CSV header"
[ "$(tail -n +2 "$work/out" | grep -cv '^b/half,')" = 10 ] || fault "a row a plan and preset"
tail -n +2 "$work/out" | grep -v '^b/half,' | cmp -s - "$work/rows" || fault "CSV rows are not eval's"

# A file with pins is enough; words are set in every plan; presets are the first file's unless given.
run 0 compare "$work/b.ini" --json
[ "$(grep -c '"plan":' "$work/out")" = 2 ] || fault "a plan and its pin"
run 0 compare "$work/b.ini" D=3e12 w=5 --json
[ "$(sed -n 's/^ *"D": *\(.*[0-9]\),$/\1/p' "$work/out" | sort -u | grep -c '^3000000000000\|^3e12\|^3e+12')" = 1 ] ||
    fault "D=3e12 is not in every plan"
[ "$(grep -c '"w": 5\(\.0\)*,$' "$work/out")" = 2 ] || fault "w=5 is not in every plan"
run 0 compare "$work/folder/c.ini" "$work/a.ini" --json
[ "$(sed -n 's/^ *"preset": *"\(.*\)",$/\1/p' "$work/out" | tr '\n' ' ')" = 'sun-2025 kumar-2024 sun-2025 kumar-2024 ' ] ||
    fault "presets are not the first file's"
[ "$(value name)" = '"c"' ] || fault "the name has its folder: $(value name)"
run 0 compare "$work/folder/c.ini" "$work/a.ini" -p chen-2025 --json
[ "$(value preset)" = '"chen-2025"' ] || fault "--preset does not win"

# For people: what differs, differences that are eval's, reasons; in 80 columns, in ASCII where asked for.
run 0 compare "$work/a.ini" "$work/b.ini"
quiet
prints 'b: against a: D 15.0T, w 4, kv 16, post off'
prints 'not fitted for w4 a8'
prints '×30'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
! grep -q ' $' "$work/out" || fault "blanks at the ends of lines"
cp "$work/out" "$work/text"
loss() {
    run 0 eval "$work/$1.ini" -p kumar-2024 --json
    value loss
}
difference=$(awk -v a="$(loss a)" -v b="$(loss b)" 'BEGIN { printf "%.4f", a - b }')
grep -qF -- "−$difference" "$work/text" || fault "no −$difference in: $(cat "$work/text")"
run 0 compare "$work/a.ini" "$work/b.ini" --ascii
! LC_ALL=C grep -q '[^ -~]' "$work/out" || fault "--ascii is not ASCII"
many=(-p kumar-2024 -p kumar-2024-fp -p ouyang-2024 -p ouyang-2024-bits -p frantar-2025 -p chen-2025 -p sun-2025
    -p hoffmann-2022 -p besiroglu-2024 -p quest-2025 -p quartet-2025 -p quartet-2025-luq)
run 0 compare "$work/a.ini" "$work/b.ini" "${many[@]}"
[ "$(wc -L <"$work/out")" -le 80 ] || fault "many presets are wider than 80 columns"
prints quartet-2025-luq

# What is refused.
refuses 'expected two plans, found one' compare "$work/a.ini"
refuses 'found no plan' compare
refuses 'found no plan' compare w=4
printf '[plan]\nN = 7e9\nw = 44\n' >"$work/bad.ini"
refuses 'bad.ini:3: ' compare "$work/a.ini" "$work/bad.ini"
refuses 'bad.ini:3: ' compare "$work/bad.ini" "$work/a.ini"
refuses 'No such file' compare "$work/a.ini" "$work/none.ini"
refuses 'did you mean' compare "$work/a.ini" "$work/b.ini" d=4
refuses 'one value of each input' compare "$work/a.ini" "$work/b.ini" w=3..5
refuses 'compare has no use for it' compare "$work/a.ini" "$work/b.ini" --whole

# A preset with a covariance says how sure it is which plan is better: as much one way as the other.
printf '[plan]\nN = 4e8\nD = 2e10\nw = 4\na = 4\npost = off\n' >"$work/four.ini"
printf '[plan]\nN = 6.3e8\nD = 2e10\nw = 3\na = 3\npost = off\n' >"$work/three.ini"
run 0 compare "$work/four.ini" "$work/three.ini" -p quest-2025-refit
grep -q '^  three: worse than four with [5-9][0-9] %: +0\.00[0-9]* ±0\.00[0-9]*$' "$work/out" || fault "no chance: $(cat "$work/out")"
run 0 compare "$work/four.ini" "$work/three.ini" -p quest-2025-refit -p quest-2025 --json
there=$(value chance_better)
[ "$(grep -c chance_better "$work/out")" = 1 ] || fault "a chance without a covariance"
run 0 compare "$work/three.ini" "$work/four.ini" -p quest-2025-refit --json
here=$(value chance_better)
awk -v a="$there" -v b="$here" 'BEGIN { d = a + b - 1; exit !(a > 0 && b > 0 && d < 1e-9 && d > -1e-9) }' ||
    fault "chances $there and $here are not of one question"
run 0 compare "$work/four.ini" "$work/three.ini" -p quest-2025
! grep -q 'How sure' "$work/out" || fault "sure without a covariance"

# Written whole, or not at all.
run 0 compare "$work/a.ini" "$work/b.ini" -f csv -o "$work/table.csv"
[ "$(wc -l <"$work/table.csv")" = 16 ] || fault "-o wrote $(wc -l <"$work/table.csv") lines"
run 1 compare "$work/a.ini" "$work/b.ini" -f csv -o "$work/table.csv"
finish
