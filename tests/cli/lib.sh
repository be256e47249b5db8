# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of commands share. Each is called as: TEST.sh SOURCE BUILD PROGRAM
program=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Nothing of the user's own.
unset NO_COLOR "${!BITPLAN_@}"
export LC_ALL=C.UTF-8 XDG_DATA_HOME=$work/home XDG_STATE_HOME=$work/state BITPLAN_CONFIG=none
faults=0

fault() {
    printf 'FAULT: %s\n' "$*"
    faults=$((faults + 1))
}

# run STATUS ARGUMENT…: run the program; its output is then in $work/out and $work/err.
run() {
    local expected=$1 status=0
    shift
    command_line="bitplan $*"
    "$program" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
    [ "$status" = "$expected" ] || fault "$command_line: exit status $status, expected $expected: $(cat "$work/err")"
}

# says TEXT: the last run said that on standard error, in one line that names the program.
says() {
    grep -qF -- "$1" "$work/err" || fault "$command_line: expected \"$1\" in: $(cat "$work/err")"
    [ "$(grep -c '^bitplan: ' "$work/err")" = 1 ] || fault "$command_line: expected one line: $(cat "$work/err")"
    [ ! -s "$work/out" ] || fault "$command_line: printed something for all its complaint"
}

# refuses TEXT ARGUMENT…: exit status 2 with that text.
refuses() {
    local text=$1
    shift
    run 2 "$@"
    says "$text"
}

prints() {
    grep -qF -- "$1" "$work/out" || fault "$command_line: expected \"$1\" in: $(cat "$work/out")"
}

prints_not() {
    ! grep -qF -- "$1" "$work/out" || fault "$command_line: did not expect \"$1\""
}

quiet() {
    [ ! -s "$work/err" ] || fault "$command_line: said $(cat "$work/err")"
}

# near FOUND EXPECTED [TOLERANCE]: relative, 5e-4 where none is given.
near() {
    awk -v x="$1" -v y="$2" -v t="${3:-5e-4}" 'BEGIN {
        d = x - y; if (d < 0) d = -d; s = y < 0 ? -y : y
        exit !(x ~ /^-?[0-9]/ && d <= t * s) }' || fault "$command_line: found $1, expected $2"
}

# value KEY: the first value of that key in the JSON that was printed.
value() {
    sed -n "s/^ *\"$1\": *\(.*[^,]\),*\$/\1/p" "$work/out" | head -n 1
}

# cell ROW COLUMN: of the CSV that was printed, header included, cells without commas.
cell() {
    awk -F, -v r="$1" -v c="$2" 'NR == r { print $c }' "$work/out"
}

finish() {
    [ "$faults" = 0 ] || { printf '%s faults\n' "$faults"; exit 1; }
    exit 0
}
