#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Settings: flags over the environment over the user's file over the system's over what is built in.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
unset BITPLAN_CONFIG
export HOME=$work XDG_CONFIG_HOME=$work/own XDG_CONFIG_DIRS=$work/near:$work/far:relative
mkdir -p "$work"/{own,near,far}/bitplan
cd "$work"

# law: the primary preset of eval.
law() {
    run 0 eval "$@" --json
    value preset
}

# is EXPECTED ARGUMENT…
is() {
    local expected=$1 found
    shift
    found=$(law "$@")
    [ "$found" = "\"$expected\"" ] || fault "eval $*: the law is $found, expected $expected"
}

is kumar-2024
printf '[start]\npresets = ouyang-2024\n[screen]\nascii = yes\n' >far/bitplan/config.ini
is ouyang-2024
printf '[start]\npresets = frantar-2025\n' >near/bitplan/config.ini
is frantar-2025
printf '[start]\npresets = chen-2025\n' >own/bitplan/config.ini
is chen-2025
run 0 render 80x24
! LC_ALL=C grep -q '[^ -~]' out || fault "what only the last of the files says does not count"
BITPLAN_PRESETS=sun-2025 is sun-2025
BITPLAN_PRESETS=sun-2025 is quest-2025 -p quest-2025
printf '[plan]\npresets = quest-2025\n' >plan.ini
BITPLAN_PRESETS=sun-2025 is quest-2025 plan.ini
is kumar-2024 --config none
BITPLAN_CONFIG=none is kumar-2024
is ouyang-2024 --config far/bitplan/config.ini
BITPLAN_CONFIG=none is ouyang-2024 --config far/bitplan/config.ini
(unset XDG_CONFIG_HOME && mkdir .config && cp -r near/bitplan .config/ && is frantar-2025 && exit "$faults") ||
    fault "~/.config"

# A file that was asked for has to be there.
refuses 'No such file' eval --config nowhere.ini
refuses 'expected the name' eval --config=
BITPLAN_CONFIG=nowhere.ini refuses 'No such file' eval

# Bad lines are named, each with its place, and the rest counts.
printf '[start]\nviwe = map\npresets = sun-2025\n[keys]\nx = qiut\n' >own/bitplan/config.ini
is sun-2025
grep -qF 'own/bitplan/config.ini:2: viwe; expected view' err || fault "line 2: $(cat err)"
grep -qF 'own/bitplan/config.ini:5: qiut: no such action; expected quit' err || fault "line 5: $(cat err)"
seq -f 'nonsense %.0f' 5000 >>own/bitplan/config.ini
is sun-2025
[ "$(wc -l <err)" -le 10 ] || fault "$(wc -l <err) lines of complaint"
BITPLAN_VIEW=mpa run 0 eval --config none
grep -qF 'BITPLAN_VIEW: mpa: unknown; did you mean map' err || fault "the environment: $(cat err)"

# Neither a folder, a pipe nor bytes at random in its place do harm.
rm own/bitplan/config.ini && mkdir own/bitplan/config.ini
is frantar-2025
rmdir own/bitplan/config.ini && mkfifo own/bitplan/config.ini
is frantar-2025
rm own/bitplan/config.ini
head -c 100000 "$program" >own/bitplan/config.ini
is frantar-2025
! LC_ALL=C grep -q $'[\001-\011\013-\037\177]' err || fault "a control character was printed"
rm own/bitplan/config.ini

# A preset that is not there is named; the others count.
printf '[start]\npresets = nosuch, sun-2025\n' >own/bitplan/config.ini
is sun-2025
grep -qF nosuch err || fault "nosuch: $(cat err)"
printf '[start]\npresets = nosuch\n' >own/bitplan/config.ini
is kumar-2024

# What the planner starts with, and its keys.
rm -r near far
printf '[start]\nview = optimum\nhold = C\n[keys]\nx = next-view\noptimum.x = help\n' >own/bitplan/config.ini
run 0 render 80x24 x
prints 'keys'
run 0 render 80x24 1 x
cp out by_key
run 0 render 80x24 2
cmp -s out by_key || fault "the user's key does not turn to the next view"
run 0 render 80x24 plan.ini
head -n 23 out >with_plan # the last row has the user's keys
run 0 render 80x24 plan.ini --config none
head -n 23 out | cmp -s - with_plan || fault "a plan file's view and hold are above the settings'"
run 0 render 80x24
! head -n 23 out | cmp -s - with_plan || fault "the settings' view does not count"
finish
