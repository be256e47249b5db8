#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan eval: published numbers, the form of JSON and CSV, and what a person reads.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# Numbers of the papers, or computed apart from this program.
run 0 eval -p kumar-2024 N=1.7B D=26e9 w=4 a=8 kv=16 post=off --json
near "$(value loss)" 3.028999
near "$(value n_eff_ratio)" .620149
[ "$(value ptq_delta)" = 0 ] || fault "post=off adds nothing, found $(value ptq_delta)"
[ "$(value d_crit)" = null ] || fault "loss falls for ever without PTQ, found $(value d_crit)"
run 0 eval -p kumar-2024 N=2.2e8 D=1.5e9 P=8 post=4 --json
near "$(value loss)" 3.620315
near "$(value ptq_delta)" .0129183
run 0 eval -p kumar-2024 N=1e9 P=off post=4 --json
near "$(value d_crit)" 9.5739e10
run 0 eval -p ouyang-2024 N=7e9 D=1T post=3 --json
near "$(value ptq_delta)" .482036
run 0 eval -p chen-2025 N=594e6 D=100B G=128 w=4 a=4 --json
near "$(value qat_delta)" .0573005
near "$(value loss_full)" 2.740930
run 0 eval -p sun-2025 N=679M D=100_000_000_000 fmt=E4M3 G=channel --json
near "$(value loss)" 2.612677
run 0 eval -p sun-2025 N=1e9 fmt=FP4 G=128 -f json
near "$(value d_crit)" 3.9285e11

# Words stay words.
run 0 eval post=off G=channel --json
[ "$(value post)$(value G)$(value C)$(value bias)" = '"off""channel""own""on"' ] || fault "words are not words"
run 0 eval -p kumar-2024 w=2 a=3 --json
[ "$(value loss)" = null ] || fault "a = 3 diverges"
[ "$(value note)" != null ] || fault "no reason where there is no loss"
[ "$(value factor)" != null ] || fault "no factor beyond the range"

# Later words win, and words win over a plan file wherever they stand.
run 0 eval w=3 w=5 --json
[ "$(value w)" = 5 ] || fault "a later word does not win"
run 0 eval w=3 P=6 a=7 --json
[ "$(value w)$(value a)$(value kv)" = 676 ] || fault "P= and then a="
printf '[plan]\nN = 1.7e9\nD = 26e9\nw = 4\na = 8\nkv = 16\npost = off\npresets = kumar-2024\n' >"$work/my.ini"
run 0 eval "$work/my.ini" --json
near "$(value loss)" 3.028999
run 0 eval kv=8 "$work/my.ini" --json a=off
[ "$(value w)$(value a)$(value kv)" = '4"off"8' ] || fault "words do not win over the plan file"
[ "$(grep -c '"preset":' "$work/out")" = 1 ] || fault "the plan file's presets are not taken"
run 0 eval "$work/my.ini" -p sun-2025 --json
[ "$(value preset)" = '"sun-2025"' ] || fault "--preset does not win over the plan file's"

# CSV.
run 0 eval -f csv
[ "$(head -n 1 "$work/out")" = \
    preset,law,loss,loss_full,n_eff,n_eff_ratio,d_eff_ratio,ptq_delta,qat_delta,d_crit,note ] || fault "CSV header"
[ "$(cut -d, -f1 "$work/out" | tr '\n' ' ')" = \
    'preset kumar-2024 ouyang-2024 frantar-2025 chen-2025 sun-2025 ' ] || fault "default presets"
[ -z "$(cell 3 5)" ] || fault "null is an empty cell"
run 0 eval -p kumar-2024 N=1.7B D=26e9 w=4 a=8 kv=16 post=off --format=csv
near "$(cell 2 3)" 3.028999

# For people: all in 80 columns, the marks, and neither colour nor anything but ASCII where that is asked for.
run 0 eval
quiet
prints 'past it'
prints 'beyond the fitted runs'
prints 'silent'
prints 'illustrative C_w'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
prints '▲'
prints_not $'\033'
run 0 eval --ascii
! LC_ALL=C grep -q '[^ -~]' "$work/out" || fault "--ascii is not ASCII"
LC_ALL=C run 0 eval
! LC_ALL=C grep -q '[^ -~]' "$work/out" || fault "the C locale is not ASCII"
run 0 eval --color always
prints $'\033[1m'
run 0 eval --color never
prints_not $'\033'

# The same numbers in a locale that writes them with a comma.
if locale -a 2>/dev/null | grep -qi '^de_DE.utf-\?8$'; then
    run 0 eval --json
    cp "$work/out" "$work/plain"
    LC_ALL=de_DE.UTF-8 run 0 eval --json N=7.0e9
    cmp -s "$work/out" "$work/plain" || fault "the locale changes numbers"
else
    echo 'no de_DE.UTF-8 here: not tried'
fi
finish
