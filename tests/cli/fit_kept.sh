#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What bitplan fit keeps: shards that are merged, the preset that is written and what it is sure of; and words that
# come to nothing.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
here=$(realpath "$(dirname "$0")")
source=$(realpath "$1")
cd "$work"
for law in chinchilla compression; do
    awk -f "$here/make_runs.awk" -v law=$law >$law.csv
done
fit() {
    local status=$1
    shift
    run "$status" fit chinchilla.csv --law chinchilla "$@"
}

# Shards are merged by the fit that they were made for, whole and unchanged.
for i in 1 2; do
    fit 0 --bootstrap 30 --seed 7 --shard $i/2 -o shard$i.csv
done
merge() {
    fit 2 "${@:2}" --merge shard1.csv shard2.csv
    grep -qF -- "$1" err || fault "$command_line: expected \"$1\": $(cat err)"
}
merge 'shard1.csv:10: fix = nothing; expected E=1.8, as of this fit' --fix E=1.8
merge 'shard1.csv:11: tie = nothing; expected alpha=beta' --tie alpha=beta
merge 'shard1.csv:8: cluster = nothing; expected N' --cluster N
merge 'shard1.csv:12: loss = huber; expected squared' --loss squared
merge 'shard1.csv:13: delta = 1e-3; expected 0.01' --delta .01
merge 'shard1.csv:6: where = nothing; expected N=1e8:' --where N=1e8:
merge 'shard1.csv:5: column = nothing; expected N=N' --column N=N
run 2 fit chinchilla.csv w=4 shard1.csv --law chinchilla --merge
grep -q 'shard1.csv:9: values = nothing; expected w=4' err || fault "other values: $(cat err)"
merge 'shard1.csv:16: seed = 7; expected 3' --seed 3
merge 'shard1.csv:17: bootstrap = 30; expected 40' --bootstrap 40
# two words, or one with a blank in it
sed 's/^run,/a b,/' chinchilla.csv >blank.csv
run 0 fit blank.csv --law chinchilla --where 'a b!=x N=1e8:' --bootstrap 30 --shard 1/1 -o blank1.csv
run 2 fit blank.csv blank1.csv --law chinchilla --where 'a b!=x' --where N=1e8: --bootstrap 30 --merge
grep -q 'blank1.csv:6: where = ' err || fault "words that join to one: $(cat err)"
cp shard2.csv good.csv
broken() {
    merge "$1"
    cp good.csv shard2.csv
}
head -c -40 good.csv >shard2.csv
broken 'the sum of what is above is another'
sed '$d' good.csv >shard2.csv
broken 'shard2.csv: no end; expected the whole file'
sed '$d' good.csv | head -c -9 >shard2.csv
broken 'shard2.csv: no end'
sed '20s/,[^,]*/,1e300/' good.csv >shard2.csv
broken 'the sum of what is above is another'
sed '20s/,[^,]*/,-5/' good.csv >shard2.csv
broken 'the sum of what is above is another'
cp shard1.csv first.csv
sed 's/^seed,7/seed,-1/' first.csv >shard1.csv
merge 'shard1.csv:16: seed = -1; expected a whole number'
cp first.csv shard1.csv
fit 0 shard1.csv shard2.csv --merge --json
sed 's/$/\r/' good.csv >shard2.csv
cp out whole.json
fit 0 shard1.csv shard2.csv --merge --json
cmp -s out whole.json || fault "line ends of a shard matter"

# A preset says how it is sure, by the fit alone or its resamples; few of those have no covariance.
fit 0 -o own.ini
grep -q '^freedom = 43$' own.ini || fault "freedom: $(grep freedom own.ini)"
grep -q '^covariance = fit$' own.ini || fault "covariance: $(grep '^covariance' own.ini)"
fit 0 --bootstrap 40 -o few.ini
grep -q '^covariance = fit$' few.ini || fault "few resamples: $(grep '^covariance' few.ini)"
prints 'few for a covariance'
fit 0 --bootstrap 300 -o many.ini
grep -q '^covariance = resamples$' many.ini || fault "resamples: $(grep '^covariance' many.ini)"
grep -q '^bootstrap = 300$' many.ini || fault "resamples: $(grep '^bootstrap' many.ini)"
for name in own few many; do
    run 0 preset check $name.ini
    run 0 eval -p ./$name.ini N=1e9 D=2e10 P=off post=off --json
    tr -d ' \n' <out | sed 's/.*"interval":{"loss":\[\([^]]*\)\].*/\1/' | tr ',' ' ' >$name.ends
done
cmp -s own.ends few.ends || fault "few resamples: $(cat own.ends few.ends)"
paste own.ends many.ends | awk '{ r = ($4 - $3) / ($2 - $1); exit !(r != 1 && r > .5 && r < 2) }' ||
    fault "resamples: $(paste own.ends many.ends)"
# Each run twice, the same again: copies are no evidence, for the resamples either.
sed 1d chinchilla.csv | cat chinchilla.csv - >twice.csv
run 0 fit twice.csv --law chinchilla --bootstrap 300 -o twice.ini
grep -q 'warning: 48 rows repeat an earlier one, loss included: no evidence of their own' err || fault "copies: $(cat err)"
for key in freedom covariance; do
    [ "$(grep "^$key = " twice.ini)" = "$(grep "^$key = " many.ini)" ] || fault "copies: $(grep "^$key = " twice.ini)"
done
run 0 eval -p ./twice.ini N=1e9 D=2e10 P=off post=off --json
tr -d ' \n' <out | sed 's/.*"interval":{"loss":\[\([^]]*\)\].*/\1/' | tr ',' ' ' >twice.ends
paste many.ends twice.ends | awk '{ r = ($4 - $3) / ($2 - $1); exit !(r > .98 && r < 1.02) }' ||
    fault "copies: $(paste many.ends twice.ends)"

# The command that a preset records runs again, whatever is in its words.
fit 0 --source "a ; b  c 'q'" --where N=1e7: --where D=1e6: --column N=N --column D=D --column loss=loss --fix E=1.8 \
    --tie alpha=beta -o said.ini
command=$("$program" preset show said.ini | sed -n '/^command = /,$p' | sed '1s/^command = //')
eval "\"$program\" ${command#bitplan} -o again.ini" >/dev/null 2>&1 || fault "the recorded command does not run: $command"
[ "$(grep -v '^name = ' said.ini)" = "$(grep -v '^name = ' again.ini)" ] || fault "the recorded command: $(diff said.ini again.ini)"
refuses '--source: a text of 200 bytes; expected at most 100' fit chinchilla.csv --law chinchilla --source "$(printf 'x%.0s' {1..200})"

# Never over the runs, by whatever name; and only under names that a preset can bear.
cp chinchilla.csv runs.csv
ln -s runs.csv link.csv
cp runs.csv before.csv
unwritten() {
    run 2 fit runs.csv --law chinchilla --force -o "$2"
    grep -qF -- "$1" err || fault "$command_line: expected \"$1\": $(cat err)"
}
for name in runs.csv ./runs.csv link.csv "$work/runs.csv"; do
    unwritten 'is the file of runs that is read' "$name"
done
run 2 fit runs.csv --law chinchilla --bootstrap 30 --shard 1/2 --force -o link.csv
cmp -s runs.csv before.csv || fault "the runs are written over"
unwritten 'has a blank at its end' ' .ini'
unwritten 'has a blank at its end' 'ours .ini'
unwritten 'has two blanks' 'our  own.ini'
unwritten 'has a ;' 'a;b.ini'
unwritten 'has nothing' .ini
unwritten 'a name of 64 bytes; expected at most 63' "$(printf 'x%.0s' {1..64}).ini"
unwritten 'has no plain text' "$(printf 'a\033b').ini"
fit 0 -o "$(printf 'x%.0s' {1..63}).ini"
run 0 preset check "$(printf 'x%.0s' {1..63}).ini"
mkdir -p "$XDG_DATA_HOME/bitplan/presets"
fit 0 -o "$XDG_DATA_HOME/bitplan/presets/hoffmann-2022.ini"
grep -q 'warning: a shipped preset is called hoffmann-2022 too' err || fault "a shipped name: $(cat err)"
rm "$XDG_DATA_HOME/bitplan/presets/hoffmann-2022.ini"
run 2 fit compression.csv --law compression --by w,a --keep none -o kept.ini
grep -q -- '--keep none: no group has it' err || fault "keep: $(cat err)"
run 2 fit compression.csv --law compression --by w,a --keep none

# Words that come to nothing are told; what could not be done is no fit.
fit 0 N=7B w=4 C=1e20
grep -q 'warning: w=4 is not used: law chinchilla does not look at it' err || fault "w=4: $(cat err)"
grep -q 'warning: C=1e20 is not used' err || fault "C=1e20: $(cat err)"
grep -q 'warning: the N that is given is not used: the file has a column of it' err || fault "N=7B: $(cat err)"
run 0 fit chinchilla.csv --law chinchilla --column N=D --fix alpha=.3
grep -q 'warning: the column D is read as N and as D' err || fault "N=D: $(cat err)"
refuses 'expected a number of resamples, from 20' fit chinchilla.csv --law chinchilla --bootstrap 19
refuses '--seed 9007199254740993: expected a whole number' fit chinchilla.csv --law chinchilla --bootstrap 20 --seed 9007199254740993
head -n 4 chinchilla.csv >few.csv
run 1 fit few.csv --law chinchilla
prints 'chinchilla, not fitted to few.csv   3 rows'

# An optimum over bits that no run had low is no finding; a loss that is open is the loss all the same.
sed -e 's/^name = .*/name = post/' -e 's/^\(w\|a\|kv\) = .*/\1 = 16:16/' "$source/presets/kumar-2024.ini" >post.ini
run 0 optimum -p ./post.ini C=1e21 post=off
tr -s ' \n' ' ' <out | grep -q 'no run had w, a, kv below 16 bits: P\* is what the law assumes' || fault "P*: $(cat out)"
run 0 optimum -p kumar-2024 C=1e21 post=off
prints_not 'no run had'
sed 's/^\([A-Za-z]*\.E\) = .*/\1 = 0/; s/^E\.E = .*/E.E = 1e32/' own.ini >open.ini
run 0 eval -p ./open.ini P=off post=off --json
loss=$(value loss)
run 0 eval -p ./open.ini P=off post=off
prints "loss $(awk -v x="$loss" 'BEGIN { printf "%.4f", x }') ± open"

# The planner makes a fit again that was used without a file; a command says that it does not.
run 0 render 120x36 9 Enter =chinchilla.csv Enter t 1 e Up C-u =used.ini Enter
prints 'wrote used.ini'
grep -q '^# bitplan .* # without the fit, which is in no file$' used.ini || fault "used.ini: $(head -n 1 used.ini)"
run 0 render 120x36 used.ini
prints 'chinchilla (unsaved)'
[ ! -s err ] || fault "a planner's own: $(cat err)"
run 0 eval used.ini --json
grep -q '^bitplan: used.ini:[0-9]*: the fit in use is in no file; the law here is kumar-2024$' err || fault "used.ini: $(cat err)"
run 0 eval used.ini -p own.ini
[ ! -s err ] || fault "-p: $(cat err)"

# Rows of a cluster share their noise: the fit is the same, its intervals are wider, and what is made of it
# says so. Here the halves of each size's rows are off by a luck of their own.
awk -F, -v OFS=, 'NR == 1 { print $0, "model"; next }
    { key = $2 "/" NR % 2; if (!(key in luck)) { srand(++keys); luck[key] = (rand() - .5) * .03 }
      $4 = $4 * exp(luck[key]); print $0, key }' chinchilla.csv >trained.csv
run 0 fit trained.csv --law chinchilla --json
wide=$(value stderr)
! grep -q '"clusters"' out || fault "clusters without --cluster"
run 0 fit trained.csv --law chinchilla --cluster model --json -o trained.ini
[ "$(value clusters)" = "$(tail -n +2 trained.csv | cut -d, -f7 | sort -u | wc -l)" ] || fault "clusters: $(value clusters)"
[ "$(value clusters)" -lt 20 ] && [ "$(value freedom)" = $(($(value clusters) - 1)) ] || fault "freedom: $(value freedom)"
run 0 fit trained.csv --law chinchilla --cluster model --json
! grep -q 'ignored columns:.*model' err || fault "the cluster's column is ignored: $(cat err)"
awk -v own="$(value stderr)" -v wide="$wide" 'BEGIN { exit !(own > 1.2 * wide) }' || fault "A ± $(value stderr), without clusters $wide"
run 0 preset check ./trained.ini
grep -q '^cluster = model$' trained.ini || fault "trained.ini: $(sed -n '/^.fit/,$p' trained.ini)"
run 0 fit trained.csv --law chinchilla --cluster model
prints "48 of 48 rows in $(tail -n +2 trained.csv | cut -d, -f7 | sort -u | wc -l) clusters"
run 2 fit trained.csv --law chinchilla --cluster modle
grep -q -- '--cluster modle: .*model' err || fault "modle: $(cat err)"
run 2 fit trained.csv --law chinchilla --cluster ''
grep -q 'expected COLUMN,COLUMN' err || fault "no column: $(cat err)"
awk -v FS=, -v OFS=, '{ print $0, NR == 1 ? "all" : "one" }' trained.csv >one.csv
run 1 fit one.csv --law chinchilla --cluster all
prints '1 cluster: how clusters scatter cannot be seen'
run 0 fit trained.csv --law chinchilla,precision --cluster model
prints 'laws compared'

# What is tied has one interval; a poor fit is a preset that can be read, and says so; a coefficient that is no number
# is none.
run 0 fit chinchilla.csv --law chinchilla --tie alpha=beta --json
ends=$(sed -n '/^    "alpha": *{/,/}/p' out | grep -E '"(low|high)"')
[ -n "$ends" ] && [ "$ends" = "$(sed -n '/^    "beta": *{/,/}/p' out | grep -E '"(low|high)"')" ] || fault "tied: $(cat out)"
awk -F, -v OFS=, 'NR > 1 { $4 = NR % 2 ? 2 : 9 } { print }' chinchilla.csv >poor.csv
run 0 fit poor.csv --law chinchilla -o poor.ini
grep -q '^status = poor fit$' poor.ini || fault "poor.ini: $(cat poor.ini)"
run 0 preset check ./poor.ini
printf '%s\n' N,D,loss,post 1.2e8,3.6e9,4.631,3 1.2e8,2.4e9,5.0313,6 1.2e8,3.24e10,3.5273,5 2.4e8,2.4e9,4.53,2 \
    2.4e8,2.4e9,4.6915,4 2.4e8,2.16e10,3.827248338,3 2.4e8,2.16e10,3.5677,4 2.4e8,6.48e10,3.461486662,3 \
    2.4e8,6.48e10,3.19,3 >open.csv
run 1 fit open.csv --law qid -o beyond.ini
grep -q 'L_N is beyond all numbers' err || fault "open.csv: $(cat err)"
finish
