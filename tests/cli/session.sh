#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The session: kept as the planner goes, whatever ends it, and brought back by --resume.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
pty=$2/tests/cli/pty
export TERM=xterm-256color XDG_STATE_HOME=$work/state HOME=$work
kept=$XDG_STATE_HOME/bitplan
wrap=() # what the planner is started by
planner= # its process
cd "$work"
if ! "$pty" probe.pid /bin/true </dev/null >/dev/null; then
    echo 'no pseudo-terminal can be had here: skipped'
    exit 77
fi

# until COMMAND…: wait for it to hold, 20 s at most.
until_true() {
    for _ in $(seq 400); do
        if "$@" 2>/dev/null; then return 0; fi
        sleep .05
    done
    fault "waited in vain for: $*"
    [ -z "$planner" ] || kill "$planner" || true
    finish
}

# open NAME ARGUMENT…: a planner on a terminal of its own; keys go to file descriptor 7, its screen to NAME.screen.
open() {
    local name=$1
    shift
    rm -f "$name.keys" "$name.pid" "$name.screen"
    mkfifo "$name.keys"
    "$pty" "$name.pid" "${wrap[@]}" "$program" "$@" <"$name.keys" >"$name.screen" 2>"$name.err" &
    harness=$!
    exec 7>"$name.keys"
    until_true grep -q bitplan "$name.screen"
    until_true test -s "$name.pid"
    planner=$(<"$name.pid")
}

# closes STATUS: the planner ends with it.
closes() {
    local status=0
    exec 7>&-
    wait "$harness" || status=$?
    [ "$status" = "$1" ] || fault "it ended with $status, expected $1: $(cat -- *.err)"
}

holds() {
    cat "$kept"/session-*.ini 2>/dev/null | grep -qxF -- "$1"
}

count() {
    find "$1" -name "$2" | wc -l
}

# the state of a session, its pins and view.
plan_of() {
    grep -v '^#' "$1"
}

fresh() {
    rm -rf "$XDG_STATE_HOME"
}

# Whoever only looks leaves nothing behind.
open look
sleep .5
printf q >&7
closes 0
[ -z "$(find "$XDG_STATE_HOME" -type f 2>/dev/null)" ] || fault "a session of nothing: $(ls -AR "$XDG_STATE_HOME")"

# Kept within a second or so while the planner waits, and whole: killed, it is all there.
open one N=3B w=6
printf 'm7\047A\r3' >&7
until_true holds 'view = map'
kill -9 "$planner"
closes 137
holds '[pin A]' || fault "the pin is not kept"
holds 'N = 3e9' || fault "the plan is not kept"
[ "$(count "$kept" 'session-*.ini')" = 1 ] || fault "$(ls -A "$kept")"
[ "$(count "$kept" '.bp*')" = 0 ] || fault "a half-written file is left: $(ls -A "$kept")"

# It comes back as it was, and a second keeping of it is the same.
before=$(plan_of "$kept"/session-*.ini)
rm -f look.*
open two --resume
printf 'm' >&7
until_true holds '[pin B]'
printf 'q' >&7
closes 0
[ "$(count "$kept" 'session-*.ini')" = 2 ] || fault "a run has a file of its own: $(ls -A "$kept")"
latest=$(ls -t "$kept"/session-*.ini | head -n 1)
grep -qxF '[pin B]' "$latest" || fault "the latest is not the latest"
[ "$(plan_of "$latest" | grep -vxF '[pin B]' | sort -u)" = "$(sort -u <<<"$before")" ] ||
    fault "it did not come back as it was: $(diff <(printf '%s\n' "$before") <(plan_of "$latest"))"
[ "$(count "$kept" '*.lock')" = 0 ] || fault "a lock stays behind: $(ls -A "$kept")"

# Whatever asks it to end, the last key is kept.
for signal in TERM HUP INT; do
    fresh
    open "end$signal" N=4B
    printf 'm' >&7
    until_true grep -q 'pinned' "end$signal.screen"
    kill -"$signal" "$planner"
    closes $((128 + $(kill -l "$signal")))
    holds '[pin A]' || fault "SIG$signal: the last key is lost"
done

# So it is when the terminal goes.
fresh
open gone N=5B
printf 'm' >&7
until_true grep -q 'pinned' gone.screen
kill -USR1 "$harness"
closes 129
holds '[pin A]' || fault "the terminal went, and the last key with it"

# Two at once do not overwrite each other, nor does a third resume what one of them writes.
fresh
open first N=1B
printf 'm' >&7
until_true holds 'N = 1e9'
exec 8>&7
one=$harness
open second N=2B
printf 'm' >&7
until_true holds 'N = 2e9'
[ "$(count "$kept" 'session-*.ini')" = 2 ] || fault "two planners, and $(ls -A "$kept")"
printf q >&7
closes 0
open third --resume
printf 'mq' >&7
closes 0
[ "$(cat "$kept"/session-*.ini | grep -cxF '[pin B]')" = 1 ] || fault "--resume took another one's session"
grep -lxF '[pin B]' "$kept"/session-*.ini | xargs grep -qxF 'N = 2e9' || fault "--resume took a session in use"
exec 7>&8 8>&-
harness=$one
printf q >&7
closes 0

# Old ones are cleaned up but for a few.
for i in 1 2 3 4 5 6 7; do
    printf '[plan]\nN = %dB\n' "$i" >"$kept/session-$i-1.ini"
    touch -d "2020-01-0$i" "$kept/session-$i-1.ini"
done
open clean N=9B
printf 'm' >&7
until_true holds 'N = 9e9'
printf q >&7
closes 0
[ "$(count "$kept" 'session-*.ini')" = 6 ] || fault "5 old ones and the new: $(ls -A "$kept")"

# A broken session: the good of it counts, the rest is named, the file is kept.
fresh
mkdir -p "$kept"
printf '[plan]\nN = 6B\nD = lots\n[pin A]\nw = 3\n[view]\nview = mpa\nhold = C\n' >"$kept/session-1-1.ini"
open broken --resume
until_true grep -qF 'session-1-1.ini:3: ' broken.screen
printf 'm' >&7
until_true holds '[pin B]'
printf q >&7
closes 0
holds 'N = 6e9' || fault "the good lines did not count"
holds 'w = 3' || fault "the pin did not count"
holds 'hold = C' || fault "the hold did not count"
[ -f "$kept/session-1-1.ini.broken" ] || fault "the broken file is not kept"
for text in '' 'garbage' $'\xff\xfe' '[plan' $'[plan]\nN=1B\n[pin ]\nw=3'; do
    fresh
    mkdir -p "$kept"
    printf %s "$text" >"$kept/session-1-1.ini"
    open garbage --resume
    printf q >&7
    closes 0
done
mkdir -p "$kept/session-2-1.ini"
open folder --resume
printf q >&7
closes 0

# Where nothing can be written: one word on it, and quitting asks once, where a pin would be lost.
fresh
touch "$work/file"
XDG_STATE_HOME=$work/file/state open unwritable
printf 'm' >&7
until_true grep -q 'session is not kept' unwritable.screen
printf 'q' >&7
until_true grep -q 'quit again' unwritable.screen
sleep .5 # the question stands as long as nothing else is done
printf 'q' >&7
closes 0
XDG_STATE_HOME=$work/file/state open unwritable2
printf '3' >&7
until_true grep -q 'session is not kept' unwritable2.screen
printf 'q' >&7
closes 0

# Nobody makes a folder in /sys: that is the reason, not that there is none below it.
XDG_STATE_HOME=/sys/bitplan/state open shut
printf 'm' >&7
until_true grep -qE 'session is not kept: (Permission denied|Operation not permitted|Read-only)' shut.screen
kill -TERM "$planner"
closes 143

# A full disk.
wrap=(/bin/sh -c 'ulimit -f 0; exec "$0" "$@"')
open full
wrap=()
printf 'm' >&7
until_true grep -q 'session is not kept' full.screen
kill -TERM "$planner"
closes 143
[ "$(count "$kept" 'session-*.ini')" = 0 ] || fault "half a file is left: $(ls -A "$kept")"

# Killed again and again while it writes: always a whole file.
fresh
for i in 1 2 3 4 5 6; do
    open "kill$i" N=8B
    printf 'mm' >&7
    sleep ".${i}5"
    printf 'm' >&7
    sleep ".2$i"
    kill -9 "$planner"
    closes 137
    for file in "$kept"/session-*.ini; do
        [ ! -e "$file" ] || run 0 eval "$file"
    done
done

# Other commands and render keep nothing.
fresh
run 0 render 80x24 m
run 0 eval N=1B
[ ! -e "$kept" ] || fault "a command wrote a session"
printf '[plan]\nN = 1B\n' >plan.ini
refuses 'expected one of them' --resume plan.ini
finish
