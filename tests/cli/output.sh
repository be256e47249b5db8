#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Output files are written whole or not at all, and a failure to write is an exit status of 1.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$work"

run 0 eval --json
cp out expected
run 0 eval --json -o a.json
[ ! -s out ] || fault "-o prints on standard output too"
cmp -s a.json expected || fault "-o writes something else"
run 0 eval --json -o -
cmp -s out expected || fault "-o - is not standard output"

echo mine >b.json
run 1 eval --json -o b.json
says 'b.json'
[ "$(cat b.json)" = mine ] || fault "a file was overwritten"
run 0 eval --json -o b.json --force
cmp -s b.json expected || fault "--force does not replace"
run 2 eval --json -o c.json w=17
[ ! -e c.json ] || fault "a failed command left a file"
run 1 eval -o no/such/folder/x.json
run 0 sweep w=3..5 -f csv -o sweep.csv
[ "$(wc -l <sweep.csv)" = 16 ] || fault "a sweep's file"
[ "$(find . -name '*.json*' | wc -l)" = 2 ] || fault "temporary files are left: $(ls -A)"

if [ -w /dev/full ]; then
    for words in 'eval' 'eval --json' 'eval -f csv' 'sweep w=3..16 N=1e8:1e9:50 -f csv' 'sweep w=3..5 --json' \
        'optimum -p kumar-2024' 'preset list' 'preset show kumar-2024' '--help' '--version'; do
        status=0
        # shellcheck disable=SC2086
        "$program" $words >/dev/full 2>err || status=$?
        [ "$status" = 1 ] || fault "bitplan $words on a full disk: exit status $status"
        grep -q '^bitplan: ' err || fault "bitplan $words on a full disk: says nothing"
    done
    # More than is held back until the end, in each format: the reason is still known.
    for format in text csv json; do
        status=0
        "$program" sweep N=1e8:1e9:5000 -p kumar-2024 -f $format >/dev/full 2>err || status=$?
        [ "$status" = 1 ] || fault "a long sweep on a full disk, $format: exit status $status"
        grep -q 'No space left' err || fault "a long sweep on a full disk, $format: $(cat err)"
    done
fi
status=0
"$program" eval >&- 2>err || status=$?
[ "$status" = 1 ] || fault "closed standard output: exit status $status"
finish
