#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong on a command line is named, with what was expected and the nearest name; exit status 2.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$work"

# Inputs.
refuses 'did you mean D?' eval d=1T
refuses 'wx' eval wx=4
refuses 'w=17' eval w=17
refuses 'from 1 to 16' eval w=17
refuses 'N=7,5B' eval N=7,5B
refuses 'point' eval N=7,5B
refuses 'fmt=E9M9' eval fmt=E9M9
refuses 'N=' eval N=
refuses 'w=nan' eval w=nan
refuses 'post=-1' eval post=-1
refuses 'sweep takes axes' eval N=1e8:1e9:3
refuses 'sweep takes axes' optimum w=3..5
refuses 'expected N=VALUE' eval N
refuses 'no such plan file' eval 7B

# Plan files.
refuses 'No such file' eval my.ini
printf '[plan]\nN = 1e9\nx = 3\n' >bad.ini
refuses 'bad.ini:3: ' eval bad.ini
printf '[plan]\nN = 1e9\n' >good.ini
cp good.ini other.ini
refuses 'one already' eval good.ini other.ini
refuses '-5: no such plan file' eval -5

# Commands.
refuses 'did you mean eval?' evla N=7B
refuses 'did you mean sweep?' sweeep w=3..5
refuses 'no such command' xyzzy
refuses 'a command comes before' N=7B eval
refuses 'a command comes before' good.ini eval

# Options.
refuses '--formt; did you mean --format?' eval --formt json
refuses 'unknown option --zzzzzzz' eval --zzzzzzz=3
refuses 'unknown option -x' eval -x
refuses 'expected FILE' eval -o
refuses 'expected NAME|FILE' eval --preset
refuses 'did you mean json?' eval -f jsn
refuses 'expected auto, always or never' eval --color=sometimes
refuses 'takes no value' eval --json=yes
refuses 'eval has no use for it' eval --free N,D
refuses 'preset has no use for it' preset list -p kumar-2024
refuses 'planner has no use for it' --json N=7B

# Nothing that the user wrote reaches the terminal as a control.
for word in $'\033[31mx=3' $'\033[2J' $'--\033[2J' $'a\nb=3' $'\xff\xfe=1'; do
    run 2 eval "$word"
    ! LC_ALL=C grep -q $'[\001-\011\013-\037\177]' err || fault "a control character was printed"
    [ "$(wc -l <err)" = 1 ] || fault "a message is not one line: $(cat err)"
    iconv -f UTF-8 -t UTF-8 err >/dev/null || fault "a message is not UTF-8"
done

# Options and words in any order; after -- all are words.
run 0 eval --json N=1e9 -p sun-2025 D=1e11
cp out first
run 0 -p sun-2025 eval N=1e9 --json D=1e11
cmp -s out first || fault "the order of options and words matters"
refuses 'no such plan file' eval -- --json
run 0 eval -psun-2025 --form=json D=1e11 N=1e9
cmp -s out first || fault "-pNAME and short long options"

# Help and version, everywhere.
run 0 --version
grep -qE '^bitplan [0-9]+\.[0-9]+' out || fault "version: $(cat out)"
run 0 -V eval
for name in '' eval sweep optimum solve compare preset render; do
    run 0 $name --help
    quiet
    prints "bitplan $name"
    prints '-h, --help'
    [ "$(wc -L <out)" -le 80 ] || fault "help of $name is wider than 80 columns"
done
run 0 -h
for name in eval sweep optimum solve compare preset render 'Dinf' 'E4M3'; do prints "$name"; done
run 0 optimum -h
prints '--free LIST'
run 0 eval -h
prints_not '--free'
finish
