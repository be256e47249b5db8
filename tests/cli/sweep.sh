#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan sweep: columns, order of rows, words among axes; shards, threads, interruption, memory; --best.
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

# Shards joined in order are the whole, whatever their number; more than there are points, too.
grid=(N=1e8:1e11:7 G=32,channel D=1e9:1e13:11 fmt=FP8,INT4 -f csv)
run 0 sweep "${grid[@]}"
cp "$work/out" "$work/whole"
join() { # SHARDS ARGUMENT…
    local shards=$1
    shift
    : >"$work/joined"
    for ((shard = 1; shard <= shards; shard++)); do
        "$program" sweep "$@" --shard "$shard/$shards" >>"$work/joined" || fault "shard $shard/$shards failed"
    done
    cmp -s "$work/joined" "$work/whole" || fault "$shards shards of $* are not the whole"
}
for shards in 1 2 3 7; do
    join $shards "${grid[@]}"
done
run 0 sweep w=3..5 -f csv
cp "$work/out" "$work/whole"
join 8 w=3..5 -f csv
refuses 'expected CSV' sweep w=3..5 --shard 1/2
for shard in 0/2 3/2 1 1/ /2 a/b 1/2/3 -1/2 1/2x; do
    refuses 'expected I/K' sweep w=3..5 -f csv --shard "$shard"
done
refuses 'more points than can be counted' sweep N=1e8:1e9:1e15 D=1e9:1e10:1e15

# The same bytes from any number of threads.
for format in csv json; do
    OMP_NUM_THREADS=1 run 0 sweep N=1e8:1e11:100 D=1e9:1e13:70 -f $format
    cp "$work/out" "$work/one"
    OMP_NUM_THREADS=5 run 0 sweep N=1e8:1e11:100 D=1e9:1e13:70 -f $format
    cmp -s "$work/one" "$work/out" || fault "$format: other bytes from five threads than from one"
done
[ "$(wc -l <"$work/one")" = $((100 * 70 * 5 + 1)) ] || fault "rows of JSON"

# A row is what eval says of its plan.
run 0 sweep N=1e8:1e11:3 w=off,4 fc2=8,off D=1e9:1e13:3 -p chen-2025 a=4 -f csv
row=$(sed -n 20p "$work/out")
IFS=, read -r N w fc2 D _ <<<"$row"
run 0 eval "N=$N" "w=$w" "fc2=$fc2" "D=$D" a=4 -p chen-2025 -f csv
[ "$(cut -d, -f 6- <<<"$row")" = "$(sed -n 2p "$work/out" | cut -d, -f 3-10)" ] || fault "a row is not eval's: $row"

# --best is the least row of the whole sweep, the first of equals; within the budget where C is a number.
# least BUDGET: of the CSV in $work/out, whose first three columns are N, D and P.
least() {
    awk -F, -v budget="$1" '
        NR == 1 { print; next }
        $5 == "" || (budget && 6 * $1 * $2 * ($4 == "sun-2025" ? 8 : $3) / 16 > budget) { next }
        !($4 in best) { order[++count] = $4 }
        !($4 in best) || $5 + 0 < best[$4] { best[$4] = $5 + 0; row[$4] = $0 }
        END { for (i = 1; i <= count; i++) print row[order[i]] }' "$work/out"
}
for budget in '' 1e21; do
    axes=(N=1e8:1e11:13 D=1e9:1e13:17 P=3..16 ${budget:+C=$budget})
    run 0 sweep "${axes[@]}" -f csv
    least "$budget" | sort >"$work/least"
    run 0 sweep "${axes[@]}" -f csv --best --check
    quiet
    sort "$work/out" | cmp -s - "$work/least" || fault "--best C=$budget is not the least row: $(cat "$work/out")"
    [ "$(wc -l <"$work/out")" = 6 ] || fault "--best C=$budget: a row for each law"
done
run 0 sweep N=1e8:1e11:13 D=1e9:1e13:17 P=3..16 --best --json
[ "$(grep -c '"preset"' "$work/out")$(head -c 1 "$work/out")$(tail -c 2 "$work/out")" = '5[]' ] || fault "--best --json"
run 0 sweep N=1e8:1e11:13 P=3..16 --best
prints 'kumar-2024'
run 1 sweep N=1e8:1e11:13 C=1e6 --best
grep -q 'kumar-2024: no point' "$work/err" || fault "a budget that pays for nothing: $(cat "$work/err")"

# What is held is said where it is, and nothing of a budget where none is; a law that is silent says why.
run 1 sweep N=1e8:1e11:13 C=1e6 --best -p kumar-2024
says 'no point of the sweep whose training costs at most C=1e6 has a loss'
run 1 sweep C=1e6,1e7 --best -p kumar-2024
says 'no point of the sweep whose training costs at most its C has a loss'
run 1 sweep w=5,8 --best -p frantar-2025
says 'no point of the sweep has a loss; of the first: w5 a8 not in the table'
run 0 sweep N=1e8:1e10:3 D=1e9,1e10 --best -p kumar-2024
prints 'least loss of all points'
run 0 sweep N=1e8:1e10:3 D=1e9,1e10 C=1e21 --best -p kumar-2024
prints 'least loss of the points whose training costs at most C=1e21'
run 0 sweep a=3,4 w=4 N=1e9 --best -p chen-2025 -p kumar-2024 -f csv
[ "$(cell 2 2)$(cell 3 2)" = chen-2025kumar-2024 ] || fault "--best over laws that are silent at some points"
refuses 'expected --best' sweep w=3..5 --check
refuses '--shard' sweep w=3..5 --best --shard 1/2 -f csv

# Interrupted, whole rows are left and it says how far it came; a file is not written.
interrupt() { # SIGNAL STATUS ARGUMENT…
    local signal=$1 expected=$2 status=0
    shift 2
    command_line="bitplan sweep $*"
    timeout --preserve-status -s "$signal" -k 60 1 env "--default-signal=$signal" \
        "$program" sweep D=1e9:1e13:100000 N=1e8:1e12:100000 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    [ "$status" = "$expected" ] || fault "$command_line: exit status $status, expected $expected"
}
for end in INT:130 TERM:143; do
    interrupt "${end%:*}" "${end#*:}" -p ouyang-2024 -p ouyang-2024-bits -f csv
    [ -z "$(tail -c 1 "$work/out")" ] || fault "$command_line: half a row at its end"
    tail -n 1 "$work/out" | tr -dc , | grep -qx ,,,,,,,,,, || fault "$command_line: a row that is not whole"
    said=$(sed -n 's/^bitplan: interrupted after \([0-9]*\) of 10000000000 points.*/\1/p' "$work/err")
    [ -n "$said" ] && [ "$(wc -l <"$work/out")" = "$((2 * said + 1))" ] ||
        fault "$command_line: $(wc -l <"$work/out") lines, and it says $(cat "$work/err")"
done
rm "$work/out"
interrupt TERM 143 -p ouyang-2024 -f csv -o "$work/kept.csv"
grep -q 'file is not written' "$work/err" || fault "$command_line: said $(cat "$work/err")"
[ -z "$(find "$work" -name '*kept*' -o -name '.bp*')" ] || fault "an interrupted sweep left a file"

# Memory does not grow with the points.
few=$("$2/tests/cli/peak" "$program" sweep N=1e8:1e12:100 D=1e9:1e13:100 -p kumar-2024 -f csv)
many=$("$2/tests/cli/peak" "$program" sweep N=1e8:1e12:1000 D=1e9:1e13:1000 -p kumar-2024 -f csv)
[ "$many" -gt 0 ] && [ $((many - few)) -lt 2048 ] || fault "peak memory grew from $few kB to $many kB"
finish
