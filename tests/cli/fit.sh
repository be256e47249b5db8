#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan fit: known laws back out of their runs, the data's faults, options, forms of output, and presets.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
here=$(realpath "$(dirname "$0")")

# runs LAW FILE [SEED]: runs of a known law.
runs() {
    awk -f "$here/make_runs.awk" -v law="$1" -v seed="${3:-1}" >"$work/$2"
}

# of NAME KEY: a coefficient's key in the JSON that was printed.
of() {
    sed -n "/^  \"coefficients\"/,/^  }/p" "$work/out" | sed -n "/^    \"$1\": *{/,/}/p" |
        sed -n "s/^ *\"$2\": *\([^,]*\),*\$/\1/p" | head -n 1
}

# holds NAME VALUE: its interval holds the value, and the estimate is as near as a tenth.
holds() {
    awk -v x="$(of "$1" value)" -v l="$(of "$1" low)" -v h="$(of "$1" high)" -v y="$2" 'BEGIN {
        d = x / y - 1; exit !(l <= x && x <= h && d < .1 && d > -.1 && h - l < y) }' ||
        fault "$command_line: $1 is $(of "$1" value) ($(of "$1" low) to $(of "$1" high)), expected about $2"
}

source=$(realpath "$1")
cd "$work"
for law in chinchilla compression precision; do
    runs $law $law.csv
done

# The contract's keys, in order; others follow.
run 0 fit chinchilla.csv --law chinchilla --json
grep -q '^bitplan: chinchilla.csv: ignored columns: w, a$' "$work/err" || fault "does not name the other columns"
keys=$(sed -n 's/^  "\([a-z_]*\)":.*/\1/p' out | head -n 8 | tr '\n' ' ')
[ "$keys" = 'law n objective status coefficients correlation residuals seed ' ] || fault "the keys: $keys"
keys=$(sed -n '/^    "A": *{/,/}/p' out | sed -n 's/^      "\([a-z]*\)":.*/\1/p' | head -n 5 | tr '\n' ' ')
[ "$keys" = 'value stderr low high identified ' ] || fault "a coefficient's keys: $keys"
[ "$(value n)" = 48 ] || fault "n is $(value n)"
[ "$(value status)" = '"ok"' ] || fault "status is $(value status)"
prints '"rms_log"'
prints '"worst"'
! grep -qiE ':[[:space:]]*-?(nan|inf)' out || fault "NaN or Infinity in JSON"
holds alpha .35
holds beta .366
holds E 1.82
cp out first.json

# The same again, whatever the threads; and what the file is called, or how it is written, is no matter.
OMP_NUM_THREADS=1 run 0 fit chinchilla.csv --law chinchilla --json
cmp -s out first.json || fault "two runs differ"
awk -F, -v OFS=, '{ print $4, $3, $2 "\r" }' chinchilla.csv | sed '1s/N/size/' >other.csv
run 0 fit other.csv --law chinchilla --column N=size --json
quiet
[ "$(of alpha value)" = "$(sed -n '/"alpha": *{/,/}/s/^ *"value": *\([^,]*\),/\1/p' first.json | head -n 1)" ] ||
    fault "the order of columns matters: $(of alpha value)"

# Tied, fixed, another loss.
run 0 fit chinchilla.csv --law chinchilla --tie alpha=beta --json
[ "$(of alpha value)" = "$(of beta value)" ] || fault "tied, but $(of alpha value) and $(of beta value)"
run 0 fit chinchilla.csv --law chinchilla --fix E=1.8 --json
[ "$(of E value)" = 1.8 ] || fault "fixed at 1.8, but $(of E value)"
run 0 fit chinchilla.csv --law chinchilla --loss squared --json
holds alpha .35
run 0 fit chinchilla.csv --law chinchilla --delta .01 --json
holds alpha .35

# The other laws; a table of rows with the share that each row implies.
run 0 fit compression.csv --law compression --json
holds eff_N.w4.a16 .9
holds eff_N.w4.a4 .7
run 0 fit precision.csv --law precision --fix gamma_a=2.2102 --fix n_a=1.4072 --json
holds gamma_w 2.6745
run 0 fit precision.csv --law precision
prints 'no run has a, kv, post below 16 bits'
sed 's/,16$/,8/' precision.csv >a8.csv
run 0 fit a8.csv --law precision
prints 'any in any depth to'
run 0 fit compression.csv --law compression --table -f csv
[ "$(head -n 1 out)" = row,line,N,D,w,a,group,observed,predicted,residual,leverage,f_implied,f_law ] ||
    fault "the table's header: $(head -n 1 out)"
[ "$(wc -l <out)" = 145 ] || fault "$(wc -l <out) lines for 144 rows"
awk -F, 'NR > 1 { l += $11; if ($11 < 0 || $11 > 1) exit 1; if ($6 == 4) { f += $12; n++ } }
    END { exit !(l > 6.5 && l < 7.5 && f / n > .67 && f / n < .73) }' out || fault "leverage or implied shares"
run 0 fit compression.csv --law compression
prints 'eff_N.w4.a4'
prints 'size left out'
prints 'worst rows'
[ "$(wc -L <out)" -le 80 ] || fault "text is wider than 80 columns"

# Rows by value and range.
run 0 fit compression.csv --law chinchilla --where w=16 --json
[ "$(value n)" = 48 ] || fault "w=16 leaves $(value n)"
run 0 fit compression.csv --law chinchilla --where w=16 --where N=:3e8 --json
[ "$(value n)" = 24 ] || fault "N up to 3e8 leaves $(value n)"

# The bootstrap: the same of one seed whatever the threads, shards put together are the whole.
run 0 fit chinchilla.csv --law chinchilla --bootstrap 40 --seed 7 --json
cp out whole.json
[ "$(value seed)" = 7 ] || fault "seed is $(value seed)"
OMP_NUM_THREADS=1 run 0 fit chinchilla.csv --law chinchilla --bootstrap 40 --seed 7 --json
cmp -s out whole.json || fault "the number of threads matters"
for i in 1 2 3; do
    run 0 fit chinchilla.csv --law chinchilla --bootstrap 40 --seed 7 --shard $i/3 -o shard$i.csv
done
run 0 fit chinchilla.csv shard2.csv shard1.csv shard3.csv --law chinchilla --merge --json
cmp -s out whole.json || fault "merged shards are not the whole"
run 2 fit chinchilla.csv shard1.csv shard3.csv --law chinchilla --merge
grep -q 'resample 13 of 40 is in none' err || fault "a shard is missing: $(cat err)"
run 2 fit chinchilla.csv shard1.csv shard1.csv --law chinchilla --merge
grep -q 'a second time; expected each once' "$work/err" || fault "a shard twice: $(cat err)"
run 2 fit compression.csv shard1.csv --law chinchilla --merge
grep -q 'shard1.csv:2: data = ' "$work/err" || fault "a shard of other data: $(cat err)"

# No memory for the resamples: nothing was wrong with the words. Under a sanitizer the program needs all there is.
starve() {
    (ulimit -v "$1" && OMP_NUM_THREADS=1 "$program" fit chinchilla.csv --law chinchilla "${@:2}" >out 2>err)
}
if starve 30000; then
    status=0
    starve 30000 --bootstrap 1000000 || status=$?
    [ $status = 1 ] || fault "no memory: exit status $status"
    grep -q 'out of memory' err || fault "no memory: $(cat err)"
fi

# Ended in the midst: by the signal, and nothing is written.
"$program" fit chinchilla.csv --law chinchilla --bootstrap 1000000 -o never.ini 2>err &
sleep .3
kill -TERM $!
status=0
wait $! || status=$?
[ $status = 143 ] || fault "ended by a signal: exit status $status"
[ ! -e never.ini ] || fault "ended by a signal: a file is left"

# A preset, which loads like a shipped one, with what it is sure of.
run 0 fit chinchilla.csv --law chinchilla -o mine.ini
run 0 preset check mine.ini
run 0 eval -p ./mine.ini N=1e9 D=2e10 P=off post=off --json
near "$(value loss)" "$(awk 'BEGIN { print 482 * 1e9 ^ -.35 + 2085 * 2e10 ^ -.366 + 1.82 }')" 5e-3
tr -d ' \n' <out | grep -qE '"interval":\{"loss":\[2\.[0-9]+,2\.[0-9]+\]' || fault "no interval: $(cat out)"
run 0 eval -p ./mine.ini -p kumar-2024 N=1e9 D=2e10
prints '90 % sure'
prints 'kumar-2024: no interval published'
run 0 eval -p kumar-2024 --json
prints '"interval": null'
grep -q "^sha256 = $(sha256sum <chinchilla.csv | cut -d' ' -f1)$" mine.ini || fault "the data's sha256"
grep -q '^N = 2e7:' mine.ini || fault "the fitted range: $(grep '^N' mine.ini)"
grep -q '^command = bitplan fit chinchilla.csv --law chinchilla$' mine.ini || fault "the command"
run 1 fit chinchilla.csv --law chinchilla -o mine.ini
grep -q 'mine.ini' err || fault "an existing file: $(cat err)"
run 0 fit chinchilla.csv --law chinchilla -o mine.ini --force
run 0 fit chinchilla.csv --law chinchilla -o -
head -n 2 out | grep -q '^\[preset\]$' || fault "-o - is no preset"
run 0 fit compression.csv --law compression -o table.ini
run 0 eval -p ./table.ini N=1e9 D=2e10 w=4 a=4 post=off -f csv
near "$(cell 2 6)" .7 2e-2

# What the data cannot tell, or are not.
awk -F, 'NR == 1 || $2 == 20000000' chinchilla.csv >one.csv
run 1 fit one.csv --law chinchilla --json
[ "$(value status)" = '"refused"' ] || fault "one size: $(value status)"
head -n 4 chinchilla.csv >few.csv
run 1 fit few.csv --law chinchilla
awk -F, -v OFS=, 'NR > 1 { $4 = 3 } { print }' chinchilla.csv >constant.csv
run 1 fit constant.csv --law chinchilla
awk -F, -v OFS=, 'NR > 1 { $3 /= 1e9 } { print }' chinchilla.csv >billions.csv
run 0 fit billions.csv --law chinchilla --json
grep -q 'warning: D looks like billions' err || fault "billions: $(cat err)"
run 1 fit billions.csv --law chinchilla -o billions.ini
grep -q 'D=0.1: out of range' err || fault "a preset of billions: $(cat err)"
[ ! -e billions.ini ] || fault "a preset of billions is written"
sed '5s/,[0-9.]*,16,16$/,nan,16,16/' chinchilla.csv >bad.csv
run 2 fit bad.csv --law chinchilla
says 'bad.csv:5: column loss: "nan" is no number'
run 0 fit bad.csv --law chinchilla --skip-bad --json
[ "$(value n)" = 47 ] || fault "skipped, but n is $(value n)"
grep -q '1 of 48 rows left out as bad; the first: bad.csv:5' err || fault "skips silently: $(cat err)"

# The shipped presets of our own are what the data give, where those are at hand: in losses inside their range, for
# coefficients that trade off may wander with the compiler.
data=${BITPLAN_DATA:-$source/../shared/data}
if [ -r "$data/quest.csv" ]; then
    mkdir refits
    "$source/scripts/refit" "$data" "$program" refits >/dev/null 2>&1 || fault "scripts/refit fails"
    for name in quest-2025-refit quartet-2025-refit; do
        for plan in 'N=3e7 D=3e9' 'N=2e8 D=2e9' 'N=8e8 D=8e10'; do
            run 0 eval -p refits/$name.ini w=4 a=4 post=off $plan --json
            loss=$(value loss)
            run 0 eval -p "$source/presets/$name.ini" w=4 a=4 post=off $plan --json
            near "$loss" "$(value loss)" 1e-5
        done
        grep '^sha256' refits/$name.ini | cmp -s - <(grep '^sha256' "$source/presets/$name.ini") || fault "$name: other data"
    done
else
    echo 'no data of the published runs here: the refits were not made again'
fi

# The planner's Fit view gives the command that makes the fit on screen.
again() {
    local words objective
    command_line="bitplan render 200x60 9 $* c"
    "$program" render 200x60 9 "$@" c >screen
    objective=$(sed -n 's/.* objective \([^ ,]*\),.*/\1/p' screen | head -n 1)
    words=$(sed -n '/this fit as a command line/,$p' screen | sed '1d;$d;s/ \\$//' | tr '\n' ' ')
    eval "run 0 ${words#bitplan} --json"
    near "$(value objective)" "$(awk -v x="$objective" 'BEGIN { print x + 0 }')" 1e-5
}
again Enter =chinchilla.csv Enter Down Down Down Down Enter =N=1e8: Enter
again Enter =chinchilla.csv Enter Down Down Right Down Down Down Enter =w=8 Enter Down Enter =E=1.7 Enter \
    Down Enter =alpha=beta Enter Down Right

refuses 'expected --law LAW' fit chinchilla.csv
refuses 'no such law; expected chinchilla' fit chinchilla.csv --law chincilla
refuses 'expected DATA.csv' fit --law chinchilla
refuses 'No such file' fit none.csv --law chinchilla
refuses 'a directory' fit . --law chinchilla
refuses 'expected NAME=VALUE, as in E=1.7' fit chinchilla.csv --law chinchilla --fix E
refuses 'expected NAME=NAME' fit chinchilla.csv --law chinchilla --tie alpha
refuses 'expected huber or squared' fit chinchilla.csv --law chinchilla --loss l1
refuses 'expected a number from 1e-6' fit chinchilla.csv --law chinchilla --delta 0
refuses 'expected a number of resamples' fit chinchilla.csv --law chinchilla --bootstrap 0
refuses 'expected --bootstrap R' fit chinchilla.csv --law chinchilla --shard 1/2
refuses 'only a bootstrap has one' fit chinchilla.csv --law chinchilla --seed 3
refuses 'has no eff for each group' fit chinchilla.csv --law chinchilla --by w
refuses '--with round: no such form; law chinchilla has usual, plain' fit chinchilla.csv --law chinchilla --with round
refuses '--with quartet: law chinchilla has no such form; it is one of compression' fit chinchilla.csv --law chinchilla --with quartet
refuses '--with by-bits: law compression has no such form; it is one of qid' fit compression.csv --law compression --with gamma,by-bits
refuses 'is one already' fit chinchilla.csv other.csv --law chinchilla
refuses 'eval has no use for it' eval --law chinchilla
run 2 fit chinchilla.csv --law chinchilla --fix alhpa=1
grep -q 'alpha' err || fault "a misspelt coefficient: $(cat err)"
finish
