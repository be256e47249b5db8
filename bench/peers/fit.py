# SPDX-License-Identifier: GPL-3.0-or-later
"""Fit L = A·N^-alpha + B·D^-beta + E to 240 runs: the least of sum Huber(1e-3) of ln predicted - ln measured.

    fit.py practice [--full]   L-BFGS-B from the customary 4500 starts (arXiv:2203.15556), with the gradient; without
                               --full from every 45th of them, the seconds times 45
    fit.py expert              least_squares with the Jacobian, delta from .03 to .001, the best of 5 starts
    fit.py lucky               the same from one start, which happens to lead to the least
    fit.py bootstrap           the expert's way for 100 resamples, from the fit; the same resamples as ours
"""
import sys

import numpy as np
from scipy.optimize import least_squares, minimize

from problem import report

DELTA = 1e-3
RESAMPLES = 100
i = np.arange(240)
u, v = (i + 1) * 0.6180339887498949 % 1, (i + 1) * 2 ** 0.5 % 1
x, y = np.log(1e7 * 10 ** (2.0 * (i % 12) / 11)), np.log(2e8 * 10 ** (2.5 * (i // 12) / 19))
target = np.log(482.01 * np.exp(-0.3478 * x) + 2085.43 * np.exp(-0.3658 * y) + 1.8172)
target = target + 0.003 * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
# the mean size and length taken out: the expert's way
cx, cy = x - x.mean(), y - y.mean()


def residual(p, x, y):
    s, t, e = np.exp(p[0] - p[1] * x), np.exp(p[2] - p[3] * y), np.exp(p[4])
    L = s + t + e
    return np.log(L) - target, np.stack([s, -s * x, t, -t * y, np.full_like(s, e)], axis=1) / L[:, None]


def huber(r):
    size = np.abs(r)
    return np.where(size <= DELTA, r * r / 2, DELTA * (size - DELTA / 2)).sum()


def value(p):
    with np.errstate(all='ignore'):
        r, J = residual(p, x, y)
    return huber(r), J.T @ np.clip(r, -DELTA, DELTA)


def practice(step):
    grid = np.meshgrid(np.arange(0, 26, 5), np.arange(0, 2.1, .5), np.arange(0, 26, 5), np.arange(0, 2.1, .5),
                       np.arange(-1, 1.1, .5), indexing='ij')
    starts = np.stack([g.ravel() for g in grid], axis=1)[::step]
    options = {'ftol': 1e-13, 'gtol': 1e-10, 'maxiter': 2000}
    least = min(minimize(value, start, jac=True, method='L-BFGS-B', options=options).fun for start in starts)
    return {'objective': float(least)}


def descend(p, deltas, weight):
    keep = np.repeat(np.arange(len(x)), weight)
    for delta in deltas:
        p = least_squares(lambda q: residual(q, cx, cy)[0][keep], p, jac=lambda q: residual(q, cx, cy)[1][keep],
                          loss='huber', f_scale=delta, x_scale='jac', ftol=1e-12, xtol=1e-12, gtol=1e-14,
                          max_nfev=500).x
    return p


ONE = np.ones(len(x), dtype=int)
START = np.array([-1.0, 0.35, -1.0, 0.35, 0.6])
STARTS = [np.array([-1.0, alpha, -1.0, beta, e])
          for alpha, beta, e in ((.35, .35, .6), (.2, .5, .3), (.5, .2, .3), (.7, .7, .8), (.15, .15, 0))]


def expert(starts):
    found = [descend(start, (.03, .01, .003, DELTA), ONE) for start in starts]
    return {'objective': float(min(huber(residual(p, cx, cy)[0]) for p in found))}


def mix(z):
    """SplitMix64."""
    z = z + np.uint64(0x9e3779b97f4a7c15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
    return z ^ (z >> np.uint64(31))


def draws(seed, index):
    with np.errstate(over='ignore'):
        stream = mix(mix(np.uint64(seed)) ^ np.uint64(index))
        share = (mix(stream + np.arange(len(x), dtype=np.uint64)) >> np.uint64(11)) / 9007199254740992.0
    return np.bincount((share * len(x)).astype(int), minlength=len(x))


def bootstrap():
    return {'alpha': [float(descend(FITTED, (4 * DELTA, DELTA), draws(1, k))[1]) for k in range(RESAMPLES)]}


words = sys.argv[1:]
if words[:1] == ['practice'] and words[1:] in ([], ['--full']):
    full = len(words) > 1
    report('practice', lambda: practice(1 if full else 45), 1, times=1 if full else 45, repeats=1 if full else 3)
elif words == ['expert']:
    report('expert', lambda: expert(STARTS), 1)
elif words == ['lucky']:
    report('lucky', lambda: expert([START]), 1)
elif words == ['bootstrap']:
    FITTED = descend(START, (.03, .01, .003, DELTA), ONE)
    report('bootstrap', bootstrap, RESAMPLES)
else:
    sys.exit(__doc__)
