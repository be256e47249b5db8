#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan solve: published numbers asked back, several answers, none, and what is no question.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# solves VALUE TOLERANCE ARGUMENT…
solves() {
    local expected=$1 tolerance=$2
    shift 2
    run 0 solve --json "$@"
    quiet
    near "$(value value)" "$expected" "$tolerance"
}

# Tokens until QiD is .2 at 4 bit (2411.17691), by size.
solves 1.4424e12 3e-3 D ptq_delta=.2 post=4 N=1B -p ouyang-2024-bits
solves 4.5066e12 3e-3 D ptq_delta=.2 post=4 N=7B -p ouyang-2024-bits
solves 1.73499e13 3e-3 D ptq_delta=.2 post=4 N=70B -p ouyang-2024-bits
solves 4.84861e13 3e-3 D ptq_delta=.2 post=4 N=405B -p ouyang-2024-bits
# The size whose D_crit is as published, and bits out of a share (2411.04330).
solves 1e9 2e-3 N d_crit=9.5739e10 P=off post=4 -p kumar-2024
solves 1e9 2e-3 N d_crit=2.7329e13 fmt=E4M3 G=128 -p sun-2025
solves 4 1e-3 P n_eff_ratio=.1910 post=off -p kumar-2024
solves 8 1e-3 P n_eff_ratio=.8278 post=off -p kumar-2024

# The output may stand anywhere after the input; words of the plan around it.
run 0 solve D -p ouyang-2024-bits N=7B ptq_delta=.2 --json post=4
cp "$work/out" "$work/first"
run 0 solve D ptq_delta=.2 N=7B post=4 -p ouyang-2024-bits --json
cmp -s "$work/out" "$work/first" || fault "the order of words matters"
[ "$(sed -n 's/^  "\([a-z]*\)":.*/\1/p' "$work/out" | tr '\n' ' ')" = 'version input output target results ' ] ||
    fault "the keys: $(cat "$work/out")"
[ "$(sed -n 's/^      "\([a-z]*\)":.*/\1/p' "$work/out" | tr '\n' ' ')" = 'preset value values loss status note ' ] ||
    fault "a result's keys: $(cat "$work/out")"

# Several answers: all of them, and the nearest to the plan.
run 0 solve D loss=2.9 -p ouyang-2024 -f csv
[ "$(head -n 1 "$work/out")" = preset,value,values,loss,status,note ] || fault "CSV header"
read -r low high <<<"$(cell 2 3)"
[ "$(cell 2 2)" = "$high" ] || fault "$(cell 2 2) is not the nearest to 1T of $low $high"
near "$(cell 2 4)" 2.9 1e-12
run 0 solve D loss=2.9 -p ouyang-2024 -f csv D=1e10
[ "$(cell 2 2)" = "$low" ] || fault "$(cell 2 2) is not the nearest to 10B of $low $high"
for D in $low $high; do
    run 0 eval -p ouyang-2024 D=$D -f csv
    near "$(cell 2 3)" 2.9 1e-12
done
run 0 solve post ptq_delta=0 P=8 -p kumar-2024 --json
tr -d ' \n' <"$work/out" | grep -q '"value":8,"values":\[8,16,"off"\]' || fault "a stretch and a word: $(cat "$work/out")"

# None: the answer is no, with the reason; one law with an answer is enough.
run 1 solve w loss=2 --json
grep -q '^bitplan: no w gives that loss$' "$work/err" || fault "says $(cat "$work/err")"
prints '"value": null'
prints 'this law does not look at w'
run 1 solve E qat_delta=.01 -p sun-2025
prints 'E is whole'
run 0 solve D loss=2.9
prints 'goes from'
prints 'ouyang-2024'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"

# Beside a wall: how far it goes is how far it can be told.
run 1 solve a loss=1e30 -p kumar-2024
grep -qE 'loss goes from 2\.8845 to [0-9.e]{6,}' "$work/out" || fault "$command_line: $(cat "$work/out")"

refuses 'expected INPUT OUTPUT=VALUE' solve
refuses 'no such input' solve Q loss=2
refuses 'no output moves with it' solve C loss=2
refuses 'no output moves with it' solve bias loss=2
refuses 'expected OUTPUT=VALUE' solve N
refuses 'did you mean loss?' solve N los=2
refuses 'expected a number' solve N loss=low
refuses 'one OUTPUT=VALUE' solve N loss=2 d_crit=1e12
refuses 'did you mean D?' solve N loss=2 d=1T
refuses 'solve takes one value' solve N loss=2 w=3..5
refuses 'solve has no use for it' solve N loss=2 --free N
finish
