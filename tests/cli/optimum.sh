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
near "$(sed -n 's/^ *"C": \([0-9].*\),/\1/p' "$work/out")" 3e20 1e-9
run 0 optimum -p kumar-2024 --json N=1e5 C=1e33 --free D,P
[ "$(value status)" = '"beyond"' ] || fault "outside the fitted runs"
tr -d ' \n' <"$work/out" | grep -q '"at_edge":\["P"\]' || fault "P is on its edge"
run 0 optimum -p kumar-2024 N=1e5 C=1e33 --free D,P
prints 'on the edge of its range'

run 0 optimum C=1e21 -f csv
[ "$(head -n 1 "$work/out")" = preset,N,D,w,a,kv,post,G,E,M,P,C,loss,at_edge,status,note ] || fault "CSV header"
[ "$(wc -l <"$work/out")" = 6 ] || fault "a row for each preset"
run 0 optimum C=1e21 post=off
prints 'silent'
prints '7.00  5.34B  71.3B'
[ "$(wc -L <"$work/out")" -le 80 ] || fault "text is wider than 80 columns"
refuses 'expected N,D' optimum --free N
refuses 'Q cannot be free' optimum --free N,Q
refuses 'twice' optimum --free N,D,N
refuses 'expected N,D' optimum --free ''
refuses 'C=12' optimum C=12
finish
