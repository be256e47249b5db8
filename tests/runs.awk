# SPDX-License-Identifier: GPL-3.0-or-later
# Measured runs that nobody measured, of a known law, as CSV: the same on every machine.
#
#   awk -f tests/runs.awk [-v seed=1] [-v noise=.004] </dev/null
#
# L = 400/(N eff)^.34 + 410/D^.28 + 1.7 with eff 1, .97, .75 at w = a = 16, 8, 4, and noise in ln L.
# Noise is the sum of twelve uniform numbers less six, from Lehmer's generator (16807, 2^31 - 1).
function uniform() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}
function normal(    i, sum) {
    sum = -6
    for (i = 0; i < 12; i++) sum += uniform()
    return sum
}
BEGIN {
    state = seed ? seed : 1
    spread = noise == "" ? .004 : noise
    split("3e7 1e8 3e8 1e9", sizes, " ")
    split("10 25 60 150 400", ratios, " ")
    split("16 8 4", bits, " ")
    split("1 .97 .75", eff, " ")
    print "run,N,D,w,a,loss"
    for (b = 1; b <= 3; b++) for (n = 1; n <= 4; n++) for (r = 1; r <= 5; r++) {
        N = sizes[n] + 0; D = N * ratios[r]
        loss = 400 * exp(-.34 * log(N * eff[b])) + 410 * exp(-.28 * log(D)) + 1.7
        printf "run-%02d,%.0f,%.0f,%d,%d,%.5f\n", ++count, N, D, bits[b], bits[b], loss * exp(spread * normal())
    }
}
