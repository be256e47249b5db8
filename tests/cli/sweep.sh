#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan sweep: columns, order of rows, words among axes.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

run 0 sweep G=32,128,channel w=3..4 -p kumar-2024 -p sun-2025 -f csv
[ "$(head -n 1 "$work/out")" = \
    G,w,preset,loss,loss_full,n_eff,n_eff_ratio,d_eff_ratio,ptq_delta,qat_delta,d_crit ] || fault "CSV header"
[ "$(tail -n +2 "$work/out" | cut -d, -f1-3 | tr '\n' ' ')" = "$(
    for G in 32 128 channel; do for w in 3 4; do for p in kumar-2024 sun-2025; do
        printf '%s,%s,%s ' "$G" "$w" "$p"
    done; done; done)" ] || fault "order of rows"

# Published: N_eff/N at tied bits.
run 0 sweep P=4,5,6,7,8,12,16 post=off -p kumar-2024 -f csv
[ "$(cell 1 1)" = P ] || fault "an axis of P"
row=2
for ratio in .191 .4271 .6113 .7404 .8278 .9671 .9937; do
    near "$(cell $row 6)" $ratio 3e-3
    row=$((row + 1))
done

# Ends are exact, and log-spaced between.
run 0 sweep N=1e8:1e10:3 -p sun-2025 -f csv
[ "$(cell 2 1) $(cell 4 1)" = '1e8 1e10' ] || fault "ends of an axis: $(cell 2 1) $(cell 4 1)"
near "$(cell 3 1)" 1e9 1e-12

# Later words win at each point, an axis or not.
run 0 sweep w=4 w=6,8 -p kumar-2024 -f csv
[ "$(wc -l <"$work/out")" = 3 ] || fault "an axis after a fixed value"
run 0 sweep P=4,8 a=16 post=off -p kumar-2024 N=1.7e9 D=26e9 kv=16 -f csv
at_4=$(cell 2 3)
run 0 eval w=4 a=16 kv=16 post=off -p kumar-2024 N=1.7e9 D=26e9 -f csv
[ "$(cell 2 3)" = "$at_4" ] || fault "a word after an axis: $(cell 2 3) and $at_4"
refuses 'no effect' sweep w=3..16 w=4
refuses 'no effect' sweep w=3..16 fmt=FP8
refuses 'expected an axis' sweep
refuses 'expected an axis' sweep w=4
refuses 'wx' sweep wx=3..5

run 0 sweep w=3..5 D=1T
prints 'kumar-2024'
prints '▲'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
run 0 sweep w=3..5 --json
[ "$(head -c 1 "$work/out")$(tail -c 2 "$work/out")" = '[]' ] || fault "not a list"
finish
