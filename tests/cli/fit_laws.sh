#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bitplan fit with several laws: the same rows for all, the law of the runs is best, faults and options are said.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
here=$(realpath "$(dirname "$0")")
cd "$work"
for law in chinchilla compression precision; do
    awk -f "$here/make_runs.awk" -v law=$law -v seed=1 >$law.csv
done

# of LAW FORM COLUMN: a cell of the CSV that was printed, by the column's title.
of() {
    awk -F, -v law="$1" -v form="$2" -v title="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        $1 == law && $2 == form { print $at[title] }' "$work/out"
}

# is LAW FORM COLUMN VALUE
is() {
    [ "$(of "$1" "$2" "$3")" = "$4" ] || fault "$command_line: $3 of $1 $2 is $(of "$1" "$2" "$3"), expected $4"
}

# The law that the runs were made of; all on the same rows.
run 0 fit compression.csv --law all -f csv
# (three kinds of bits are within precision's reach, too)
[[ $(of compression plain verdict) =~ ^(best|tie)$ ]] || fault "compression is $(of compression plain verdict)"
is chinchilla '' verdict behind
is compression plain p 7
is compression plain usable 144
is qid plain verdict ''
is fp '' status refused
[ "$(cut -d, -f8 out | sed 1d | sort -u | tr '\n' ' ')" = '0 144 ' ] || fault "not on the same rows: $(cat out)"
[ "$(grep -n ',best,' out | cut -d: -f1)" = 2 ] || fault "the best is not first, or not one"
run 0 fit precision.csv --law precision,compression -f csv
[ "$(of precision shift verdict)$(of precision no-shift verdict)" != behindbehind ] || fault "precision is behind"
is chinchilla '' verdict behind
[ "$(wc -l <out)" = 6 ] || fault "$(wc -l <out) lines for chinchilla, and two laws in two forms each"

# What is told of the largest size is what the fit of that law alone tells of it.
run 0 fit compression.csv --law compression --json
left=$(tr -d ' \n' <out | sed 's/.*"left_out":\[//; s/\].*//; s/.*{"N"/{"N"/' | sed 's/.*"rms_log":\([^,]*\),.*/\1/')
run 0 fit compression.csv --law compression,chinchilla -f csv
near "$(of compression plain largest_rms_log)" "$left" 1e-9
is compression plain largest_rows 18

# JSON: the contract's spirit; nothing that is not a number.
run 0 fit compression.csv --law all --json
keys=$(sed -n 's/^  "\([a-z_]*\)":.*/\1/p' out | tr '\n' ' ')
[ "$keys" = 'rows laws sizes sizes_left_out largest note version data ' ] || fault "the keys: $keys"
keys=$(sed -n 's/^      "\([a-z_]*\)":.*/\1/p' out | head -n 11 | tr '\n' ' ')
[ "$keys" = 'law form usable p status objective residuals left_out largest verdict note ' ] || fault "a law's keys: $keys"
! grep -qiE ':[[:space:]]*-?(nan|inf)' out || fault "NaN or Infinity in JSON"
[ "$(value rows)" = 144 ] || fault "$(value rows) rows"
prints '"verdict": "best"'
prints '"objective": null'
cp out first.json
OMP_NUM_THREADS=1 run 0 fit compression.csv --law all --json
cmp -s out first.json || fault "two runs differ"

# Text, within 80 columns; a law that cannot be compared has its reason.
run 0 fit compression.csv --law all
quiet
prints 'laws compared on compression.csv   144 of 144 rows, which all can use; 8 sizes'
grep -qE '^● (compression|precision) ' out || fault "no best"
grep -qE '^= (compression|precision) ' out || fault "no tie"
prints 'the 18 rows of the largest size'
prints 'predicted by'
prints 'not compared'
grep -q '^fp .*no column G (group size); expected it, or G=VALUE' out || fault "fp has no reason: $(cat out)"
grep -q '^qid  *no column of bits' out || fault "qid has no reason"
[ "$(wc -L <out)" -le 80 ] || fault "text is wider than 80 columns"
run 0 fit compression.csv --law all --ascii
! LC_ALL=C grep -q '[^ -~]' out || fault "not ASCII: $(cat out)"

# Common rows: a law that cannot use some takes them from the others where it is named; columns are named once.
awk -F, -v OFS=, 'NR == 1 { print $0, "post", "note"; next } { print $0, NR % 3 ? "off" : "", "x" }' compression.csv >some.csv
run 0 fit some.csv --law qid,compression -f csv
grep -q '^bitplan: some.csv: ignored columns: note$' err || fault "ignored columns: $(cat err)"
[ "$(wc -l <err)" = 1 ] || fault "said more than once: $(cat err)"
is compression plain usable 144
run 0 fit some.csv --law all -f csv
is compression plain left_out_rows 144

# Too little to leave a size out: said, exit status 1, and no law is best.
awk -F, 'NR == 1 || $2 <= 44000000' chinchilla.csv >two.csv
run 1 fit two.csv --law chinchilla,precision -f csv
grep -q 'two.csv: too few sizes to leave one out: 2 different N' err || fault "two sizes: $(cat err)"
! grep -q best out || fault "a best of two sizes"
awk -F, 'NR == 1 || $2 == 20000000' chinchilla.csv >one.csv
run 1 fit one.csv --law all
prints 'all runs have the same N'
grep -q 'no law can be fitted to these rows' err || fault "one size: $(cat err)"
sed '5s/,[0-9.]*,16,16$/,nan,16,16/' chinchilla.csv >bad.csv
run 2 fit bad.csv --law all
says 'bad.csv:5: column loss: "nan" is no number'
run 0 fit bad.csv --law all --skip-bad --json
[ "$(value rows)" = 47 ] || fault "skipped, but $(value rows) rows"
run 0 fit compression.csv --law all --fix E=1.82 -f csv
is chinchilla '' p 4
run 0 fit compression.csv --law compression,precision --fix gamma_a=2 -f csv
is chinchilla '' status refused
grep -q '^chinchilla,,.*gamma_a' out || fault "no reason: $(cat out)"

# What is of one law only.
run 1 fit chinchilla.csv --law chinchilla,precision --fix E=100
grep -q 'no law describes these runs' err || fault "laws that are all far off: $(cat err)"
refuses '--output: it writes a preset, which is of one law; expected one --law, not all' fit compression.csv --law all -o my.ini
refuses '--with: laws are compared in each of their forms' fit compression.csv --law compression,chinchilla --with quartet
refuses '--keep: it is for a preset' fit compression.csv --law all --by w --keep 4
refuses '--source: it is for a preset' fit compression.csv --law all --source us
refuses '--bootstrap: it is for the intervals of one law' fit compression.csv --law all --bootstrap 20
refuses '--table: its rows are those of one law' fit compression.csv --law all --table
refuses '--by: none of chinchilla,precision has an eff for each group' fit compression.csv --law chinchilla,precision --by w
refuses '--law precison: no such law; expected precision' fit compression.csv --law chinchilla,precison
refuses 'no such law' fit compression.csv --law chinchilla,
[ ! -e my.ini ] || fault "a preset is written"
finish
