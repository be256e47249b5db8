#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan optimum: the three problems against numbers computed apart from this program.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# problem N D P LOSS ARGUMENT…: `-` is not checked.
problem() {
    local N=$1 D=$2 P=$3 loss=$4 key
    shift 4
    run 0 optimum -p kumar-2024 post=off --json "$@"
    for key in N D P loss; do
        [ "${!key}" = - ] || near "$(value $key)" "${!key}"
    done
}

problem 5.34335e9 7.12732e10 7.0021 2.91246 C=1e21
problem 5.34335e11 - 7.0021 2.77981 C=1e25 --free P,N,D
problem 1.39222e10 4.78853e10 4 2.94470 C=1e21 --free N,D P=4
problem 4.72871e9 7.04914e10 8 2.91327 C=1e21 --free D,N P=8
problem 3.05184e9 5.46119e10 16 2.93333 C=1e21 --free=N,D P=16
problem 8e9 1.74395e13 13.762 2.82209 C=7.2e23 --free D,P N=8e9
problem 405e9 - 8.969 - C=3.7908e25 --free P,D N=405e9

# The budget is the plan's own cost where none is given.
run 0 optimum -p kumar-2024 --json N=1e9 D=1e11 P=8 post=off
near "$(value C)" 3e20 1e-9
run 0 optimum -p kumar-2024 --json N=1e5 C=1e33 --free D,P
[ "$(value status)" = '"beyond"' ] || fault "outside the fitted runs"
tr -d ' \n' <"$work/out" | grep -q '"at_edge":\["P"\]' || fault "P is on its edge"
run 0 optimum -p kumar-2024 N=1e5 C=1e33 --free D,P
prints 'on the edge of its range'

run 0 optimum C=1e21 -f csv
[ "$(head -n 1 "$work/out")" = preset,N,D,w,a,kv,post,G,E,M,P,C,loss,at_edge,status,note ] || fault "CSV header"
[ "$(wc -l <"$work/out")" = 6 ] || fault "a row for each preset"
run 0 optimum C=1e21 post=off --free N,D
prints 'silent: '
run 0 optimum C=1e21 post=off
prints '7.00  5.34B  71.3B'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
# What each law chooses, by column: N D w a kv post G E M P C loss at_edge are 2 … 14.
best() {
    run 0 optimum -f csv "$@"
}
best -p kumar-2024 w=off a=off kv=off --cost inference C=1e9
near "$(cell 2 2)" 1.71703e8
near "$(cell 2 3)" 1.13611e12
near "$(cell 2 7)" 5.8240
near "$(cell 2 11)" 5.8240
near "$(cell 2 13)" 3.15236 1e-5
best -p kumar-2024 P=off --cost inference C=1e11
near "$(cell 2 2)" 1.27047e10
near "$(cell 2 11)" 7.8711
near "$(cell 2 13)" 2.80937 1e-5
best -p kumar-2024 N=70e9 D=15e12 C=6.3e24 --free D,P post=off
near "$(cell 2 11)" 11.022

# P_opt(C) of the fp law, the last two past what N can be set to.
for pair in 1e21:4.1903 1e23:4.7174 1e25:5.3108 1e27:5.9788 1e31:7.5776; do
    for free in N,D,E,M N,D,P; do
        best -p sun-2025 --free $free G=128 C=${pair%:*}
        near "$(cell 2 11)" "${pair#*:}"
    done
    best -p sun-2025 --free N,D,E,M --whole G=128 C=${pair%:*}
    grep -qE '^[0-9]$' <<<"$(cell 2 9)" || fault "$command_line: E is $(cell 2 9)"
    grep -qE '^[0-9]+$' <<<"$(cell 2 10)" || fault "$command_line: M is $(cell 2 10)"
done

# Whole bits, one by one.
best -p kumar-2024 --free N,D,w,a --whole C=1e22
for column in 4 5; do
    grep -qE '^[0-9]+$' <<<"$(cell 2 $column)" || fault "$command_line: $(cell 2 $column) is not whole"
done
best -p frantar-2025 C=1e22
[ "$(cell 2 4)" = 4 ] || fault "of the table 4 bits are best, not $(cell 2 4)"

# The cheapest plan of a loss costs what that loss was bought for.
for words in '-p kumar-2024 --free N,D,P' '-p kumar-2024 --cost inference P=off' '-p sun-2025 --whole' \
    '-p chen-2025' '-p kumar-2024 --cost lifetime Dinf=1e13 --free N,D,w,post'; do
    budget=1e22
    case $words in *inference*) budget=1e12 ;; esac
    best $words C=$budget
    loss=$(cell 2 13) cost=$(cell 2 12)
    best $words --target-loss "$loss"
    near "$(cell 2 12)" "$cost" 1e-9
    near "$(cell 2 13)" "$loss" 1e-12
done

# The problem as it was asked.
run 0 optimum --json -p kumar-2024 -p sun-2025 --free post,D,N --cost lifetime Dinf=1e12 C=1e23
tr -d ' \n' <"$work/out" | grep -q '"problem":{"free":"N,D,post","cost":"lifetime","C":1e23}' || fault "the problem: $(cat "$work/out")"
run 0 optimum --json -p kumar-2024 --target-loss 2.9 --cost training
tr -d ' \n' <"$work/out" | grep -q '"problem":{"free":"N,D,P","cost":"training","target_loss":2.9}' || fault "the problem: $(cat "$work/out")"
[ "$(sed -n 's/^      "\([a-zPNDGEMC_]*\)":.*/\1/p' "$work/out" | tr '\n' ' ')" = \
    'preset N D w a kv post G E M P C loss at_edge status note interval_level interval ' ] || fault "the keys: $(cat "$work/out")"
run 0 optimum --json -p kumar-2024 --cost inference
near "$(value C)" 28e9 1e-12

# What cannot be reached: the answer is no, and it is said both ways.
run 1 optimum --target-loss .5 --json
grep -q 'no plan reaches the loss' "$work/err" || fault "what it says of a loss out of reach"
prints '"note": "no plan in the ranges reaches the loss: the least there is 2.76591"'
run 1 optimum --target-loss 2.7 -p kumar-2024
prints 'no plan in the ranges reaches the loss'
run 0 optimum --target-loss 2.7
prints 'no plan in the ranges reaches the loss'

run 1 optimum C=1e8 --json
grep -q '^bitplan: no plan within the budget has a loss$' "$work/err" || fault "what it says of a budget too small"
prints '"note": "the budget pays for no plan in the ranges that has a loss"'
run 0 optimum -p sun-2025 -p kumar-2024 C=1e11
prints 'silent: the budget pays for no plan'

# Each silence has one reason: the law's, or the budget's.
run 1 optimum -p frantar-2025 --free N,D C=1e21 --json
prints '"note": "w8 a8 not in the table; it has w4 a16, w4 a4, w1 a1"'
run 1 optimum -p frantar-2025 --free N,D --target-loss 2.5 --json
prints '"note": "w8 a8 not in the table; it has w4 a16, w4 a4, w1 a1"'
run 1 optimum -p sun-2025 G=tensor --json
prints '"note": "not fitted for G = tensor"'
run 1 optimum -p frantar-2025 C=1e9 --json
prints '"note": "the budget pays for no plan in the ranges that has a loss"'

# off is not searched: where it would be better, that is said.
run 0 optimum -p kumar-2024 N=8e9 D=1e14 C=1e26 --free P post=off
prints 'w, a, kv off cost as 16 and lose 1.6e-4 less'
run 0 optimum -p kumar-2024 N=8e9 D=1e14 C=1e26 --free w P=off post=off
prints 'w off costs as 16 and loses 8.9e-5 less'
run 0 optimum -p kumar-2024 C=1e22 post=off
prints_not 'off cost'
run 0 optimum -p chen-2025 C=1e33 --free P N=1e9 D=1e12
prints_not 'off cost'

# With whole bits all of them are, those too that a law does not look at.
best -p sun-2025 w=4.5 a=3.2 kv=15.7 post=2.4 --free N,D,E,M,w,a,kv,post --whole C=1e22
for pair in 4:5 5:3 6:16 7:2; do
    [ "$(cell 2 ${pair%:*})" = ${pair#*:} ] || fault "$command_line: $(cell 2 ${pair%:*}), not ${pair#*:}"
done
best -p ouyang-2024 kv=4.5 a=off --free N,D,kv,a,post --cost inference --whole C=1e11
[ "$(cell 2 6),$(cell 2 5)" = 5,off ] || fault "$command_line: kv $(cell 2 6), a $(cell 2 5)"

# What a plan costs is never above the budget.
for C in 1.0000000000000001e21 1.0000000000000002e22 3.3333333333333331e23; do
    for words in '-p chen-2025' '-p kumar-2024 --free N,D,w' '-p sun-2025' '-p ouyang-2024 --free N,D'; do
        best $words C=$C
        awk -v x="$(cell 2 12)" -v y=$C 'BEGIN { exit !(x <= y) }' || fault "$command_line: C $(cell 2 12)"
    done
done

# Past what can be set, both ways.
best -p sun-2025 C=1e31
loss=$(cell 2 13) cost=$(cell 2 12)
best -p sun-2025 --target-loss "$loss"
near "$(cell 2 12)" "$cost" 1e-9
near "$(cell 2 11)" 7.5776
grep -q 'past what a plan can be set to' "$work/out" || fault "$command_line: does not say that it is past"

# Text says what must be known.
run 0 optimum -p kumar-2024 --cost inference C=1e9 P=off
prints 'bits moved a served token'
run 0 optimum -p sun-2025 C=1e23
prints 'laid out as E 1.95, M 1.77'
run 0 optimum -p hoffmann-2022 C=1e23
prints 'does not look at P'
run 0 optimum -p kumar-2024 N=1e9 post=3 --free D,P C=1e25
prints 'more data would hurt'
run 0 optimum --free N,D,w,a,kv,post,G --cost lifetime C=1e23 Dinf=1e12 -p kumar-2024 -p sun-2025
prints 'kv'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"

refuses 'Q cannot be free' optimum --free N,Q
refuses 'fc2 cannot be free' optimum --free N,fc2
refuses 'twice' optimum --free N,D,N
refuses 'a name is missing' optimum --free ''
refuses 'a name is missing' optimum --free N,,D
refuses 'P is w, a and kv as one' optimum --free N,D,P,w
refuses 'P is the served bits' optimum --free N,P,post --cost inference
refuses 'did you mean inference?' optimum --cost inferenc
refuses 'expected a loss' optimum --target-loss none
refuses 'expected a loss' optimum --target-loss 0
refuses 'the one or the other' optimum --target-loss 2.9 C=1e22
refuses 'C=12' optimum C=12
refuses 'takes no value' optimum --whole=yes

# How far the runs leave an optimum open, where its preset has a covariance: around the answer.
run 0 optimum -p quartet-2025-refit w=4 a=4 post=off C=3e19 --json
tr -d ' \n' <"$work/out" | grep -qE '"interval":\{"P":null,"N":\[768[0-9.]+,854[0-9.]+\],"D":\[23' ||
    fault "no interval: $(cat "$work/out")"
near "$(value N)" 8.1e8 .01
run 0 optimum -p quartet-2025-refit w=4 a=4 post=off C=3e19
prints 'N* 768M…854M, D* 23.4B…26.0B, loss ±0.0040'
run 0 optimum -p quest-2025 w=4 a=4 post=off C=3e19
prints_not '% sure'
run 0 optimum -p quest-2025 w=4 a=4 post=off C=3e19 --json
prints '"interval": null'
finish
