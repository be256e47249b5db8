# SPDX-License-Identifier: GPL-3.0-or-later
# Measured runs of a known law, as CSV, for tests of bitplan fit.
#
#   awk -f make_runs.awk -v law=chinchilla|compression|precision [-v seed=1] [-v noise=.002]
#
# Losses are the law's with normal noise of that deviation in the logarithm. The numbers come from a
# generator of our own (a linear congruence modulo 2^31 - 1), so that every awk makes the same file.
function uniform() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
}

function normal() {
    return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform())
}

function bits_factor(p, gamma, n) {
    return 1 - exp(-p / gamma + n)
}

function put(n, d, w, a, share) {
    loss = A * (n * share) ^ -alpha + B * d ^ -beta + E
    printf "run-%03d,%.0f,%.0f,%.6f,%s,%s\n", ++count, n, d, loss * exp(noise * normal()), w, a
}

BEGIN {
    state = (seed ? seed : 1) * 7919 + 1
    if (noise == "") noise = .002
    for (i = 0; i < 20; i++) uniform()
    A = 482; alpha = .35; B = 2085; beta = .366; E = 1.82
    print "run,N,D,loss,w,a"
    for (i = 0; i < 8; i++) {
        n = 2e7 * 2.2 ^ i
        for (j = 0; j < 6; j++) {
            d = n * 5 * 3 ^ j
            if (law == "chinchilla") put(n, d, 16, 16, 1)
            if (law == "compression") {
                put(n, d, 16, 16, 1)
                put(n, d, 4, 16, .9)
                put(n, d, 4, 4, .7)
            }
            if (law == "precision") {
                for (w = 3; w <= 12; w += 3)
                    put(n, d, w, 16, bits_factor(w, 2.6745, .3037) * bits_factor(16, 2.2102, 1.4072))
            }
        }
    }
}
