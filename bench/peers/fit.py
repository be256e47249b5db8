# SPDX-License-Identifier: GPL-3.0-or-later
"""Fit a law to 240 runs: the least of sum Huber(1e-3) of ln predicted - ln measured.

    fit.py practice [--full]   L-BFGS-B with the gradient, as users write it, from the customary 4500 starts
                               (arXiv:2203.15556); without --full from some of them, evenly spread, the seconds scaled
    fit.py expert              least_squares with the Jacobian, delta from .03 to .001, the best of 5 starts
    fit.py lucky               the same from one start, which happens to lead to the least
    fit.py bootstrap           the expert's way for resamples, from the fit; the same resamples as ours
    --precision                of law precision, of which fewer starts and resamples are timed

L = A·N^-alpha + B·D^-beta + E; of law precision with N·f(w)·f(a)·f(kv) for N, f(P) = 1 - e^(n - P/gamma), each with a
gamma and n of its own.
"""
import sys

import numpy as np
from scipy.optimize import least_squares, minimize

from problem import coefficients, report

DELTA = 1e-3
i = np.arange(240)


def spread(rate):
    return (i + 1) * rate % 1


noise = np.sqrt(-2 * np.log(spread(0.6180339887498949))) * np.cos(2 * np.pi * spread(2 ** 0.5))


class Chinchilla:
    """In ln A, alpha, ln B, beta, ln E. The expert takes the mean size and length out first."""
    STEP, REPEATS = 45, 3   # of the customary starts, without --full
    RESAMPLES = 100
    tail, bounds = [], None
    truth = [np.log(482.01), 0.3478, np.log(2085.43), 0.3658, np.log(1.8172)]
    noise = 0.003

    def __init__(self):
        self.x, self.y = np.log(1e7 * 10 ** (2.0 * (i % 12) / 11)), np.log(2e8 * 10 ** (2.5 * (i // 12) / 19))
        self.measure()

    def measure(self):
        self.target = 0
        self.target = self.residual(np.array(self.truth))[0] + self.noise * noise

    def centre(self):
        self.x, self.y = self.x - self.x.mean(), self.y - self.y.mean()

    def residual(self, p):
        s, t, e = np.exp(p[0] - p[1] * self.x), np.exp(p[2] - p[3] * self.y), np.exp(p[4])
        L = s + t + e
        columns = [s, -s * self.x, t, -t * self.y, np.full_like(s, e)]
        return np.log(L) - self.target, np.stack(columns, axis=1) / L[:, None]


class Precision(Chinchilla):
    """Those, and gamma and n of w, a and kv."""
    STEP, REPEATS = 450, 1
    RESAMPLES = 20
    tail = [2.0, 0.0] * 3
    bounds = [(None, None)] * 5 + [(0.05, 100), (None, None)] * 3
    noise = 0.001

    def __init__(self):
        c = coefficients()
        self.truth = [np.log(c['A']), c['alpha'], np.log(c['B']), c['beta'], np.log(c['E'])]
        self.truth += [c[name] for part in ('w', 'a', 'kv') for name in ('gamma_' + part, 'n_' + part)]
        self.x, self.y = np.log(3e7 * 10 ** ((i % 8) / 7)), np.log(1.5e9 * 10 ** (1.5 * (i // 8) / 29))
        self.bits = [4 + np.floor(13 * spread(rate ** 0.5)) for rate in (3, 5, 7)]
        self.measure()

    def residual(self, p):
        log_f, slopes = np.zeros(len(i)), []
        for k, P in enumerate(self.bits):
            q = np.exp(np.minimum(p[6 + 2 * k] - P / p[5 + 2 * k], -1e-9))  # what the part loses; below 1
            log_f += np.log1p(-q)
            by_n = q / (1 - q)
            slopes += [by_n * P / p[5 + 2 * k] ** 2, by_n]
        s, t, e = np.exp(p[0] - p[1] * (self.x + log_f)), np.exp(p[2] - p[3] * self.y), np.exp(p[4])
        L = s + t + e
        columns = [s, -s * (self.x + log_f), t, -t * self.y, np.full_like(s, e)] + [s * p[1] * each for each in slopes]
        return np.log(L) - self.target, np.stack(columns, axis=1) / L[:, None]


def huber(r):
    size = np.abs(r)
    return np.where(size <= DELTA, r * r / 2, DELTA * (size - DELTA / 2)).sum()


def value(p, law):
    with np.errstate(all='ignore'):
        r, J = law.residual(p)
    return huber(r), J.T @ np.clip(r, -DELTA, DELTA)


def practice(law, step):
    grid = np.meshgrid(np.arange(0, 26, 5), np.arange(0, 2.1, .5), np.arange(0, 26, 5), np.arange(0, 2.1, .5),
                       np.arange(-1, 1.1, .5), indexing='ij')
    starts = np.stack([g.ravel() for g in grid], axis=1)[::step]
    options = {'ftol': 1e-13, 'gtol': 1e-10, 'maxiter': 2000}
    least = min(minimize(value, [*start, *law.tail], args=(law,), jac=True, method='L-BFGS-B', bounds=law.bounds,
                         options=options).fun for start in starts)
    return {'objective': float(least)}


def descend(law, p, deltas, weight):
    keep = np.repeat(i, weight)
    bounds = (-np.inf, np.inf)
    if law.bounds:
        bounds = ([-np.inf if low is None else low for low, _ in law.bounds],
                  [np.inf if high is None else high for _, high in law.bounds])
    for delta in deltas:
        p = least_squares(lambda q: law.residual(q)[0][keep], p, jac=lambda q: law.residual(q)[1][keep], bounds=bounds,
                          loss='huber', f_scale=delta, x_scale='jac', ftol=1e-12, xtol=1e-12, gtol=1e-14,
                          max_nfev=500).x
    return p


ONE = np.ones(len(i), dtype=int)
STARTS = [np.array([-1.0, alpha, -1.0, beta, e])
          for alpha, beta, e in ((.35, .35, .6), (.2, .5, .3), (.5, .2, .3), (.7, .7, .8), (.15, .15, 0))]


def fit(law, start):
    return descend(law, np.append(start, law.tail), (.03, .01, .003, DELTA), ONE)


def expert(law, starts):
    return {'objective': float(min(huber(law.residual(fit(law, start))[0]) for start in starts))}


def mix(z):
    """SplitMix64."""
    z = z + np.uint64(0x9e3779b97f4a7c15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
    return z ^ (z >> np.uint64(31))


def draws(seed, index):
    with np.errstate(over='ignore'):
        stream = mix(mix(np.uint64(seed)) ^ np.uint64(index))
        share = (mix(stream + np.arange(len(i), dtype=np.uint64)) >> np.uint64(11)) / 9007199254740992.0
    return np.bincount((share * len(i)).astype(int), minlength=len(i))


def bootstrap(law, fitted):
    return {'alpha': [float(descend(law, fitted, (4 * DELTA, DELTA), draws(1, k))[1]) for k in range(law.RESAMPLES)]}


def main(words):
    law = Precision() if '--precision' in words else Chinchilla()
    what = [word for word in words if word != '--precision']
    if what in (['practice'], ['practice', '--full']):
        step = 1 if len(what) > 1 else law.STEP
        report('practice', lambda: practice(law, step), 1, times=step, repeats=law.REPEATS if step > 1 else 1)
        return
    law.centre()
    if what == ['expert']:
        report('expert', lambda: expert(law, STARTS), 1)
    elif what == ['lucky']:
        report('lucky', lambda: expert(law, STARTS[:1]), 1)
    elif what == ['bootstrap']:
        fitted = min((fit(law, start) for start in STARTS), key=lambda p: huber(law.residual(p)[0]))
        report('bootstrap', lambda: bootstrap(law, fitted), law.RESAMPLES)
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
