#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least loss on a grid of N, D and P under a budget, with NumPy.

    bench/peers/grid.py written|separable|structural

written      as users write it: the formula over three broadcast axes, a mask, argmin
separable    as an expert would: one-dimensional tables, and a plane over (N, D) at a time in memory made once;
             every point is still looked at, as by bitplan-bench grid-dense
structural   and more so: over D the loss falls and then rises, so only the D beside the turning point, or the
             last that the budget pays, are looked at
"""
import sys

import numpy as np

from problem import BUDGET, D, N, P, POST, coefficients, report

c = coefficients()


def factor(bits):
    """N_eff/N at w = a = kv = bits."""
    f = 1.0
    for part in ('w', 'a', 'kv'):
        f = f * np.maximum(0, 1 - np.exp(-bits / c['gamma_' + part] + c['n_' + part]))
    return f


def robust(bits):
    """How much of the PTQ term is left by training at so many bits."""
    r = 1.0
    for part in ('w', 'a', 'kv'):
        r = r * np.where(bits > POST, 1 - np.exp(-c['C_' + part] * (bits - POST)), 0)
    return r


def answer(i, j, k, loss):
    return {'number': int((i * D.size + j) * P.size + k), 'N': N[i], 'D': D[j], 'P': P[k], 'loss': float(loss)}


def written():
    n, d, p = N[:, None, None], D[None, :, None], P[None, None, :]
    n_eff = n * factor(p)
    ptq = (c['C_T'] * np.exp(-POST / c['gamma_post'] + c['b']) * d ** c['gamma_D'] / n_eff ** c['gamma_N']
           * robust(p))
    loss = c['A'] * n_eff ** -c['alpha'] + c['B'] * d ** -c['beta'] + c['E'] + ptq
    loss[6 * n * d * p / 16 > BUDGET] = np.inf
    i, j, k = np.unravel_index(np.argmin(loss), loss.shape)
    return answer(i, j, k, loss[i, j, k])


def tables():
    """What N, D and P bring: A·N^-alpha, N^-gamma_N; B·D^-beta, D^gamma_D; f^-alpha, the PTQ term's factor."""
    f = factor(P)
    scale = c['C_T'] * np.exp(-POST / c['gamma_post'] + c['b']) * f ** -c['gamma_N'] * robust(P)
    return (c['A'] * N ** -c['alpha'], N ** -c['gamma_N'], c['B'] * D ** -c['beta'], D ** c['gamma_D'],
            f ** -c['alpha'], scale)


def separable():
    params, added, data, grown, bits, scale = tables()
    outer = np.multiply.outer(added, grown)
    plane = np.empty_like(outer)
    product = np.multiply.outer(N, D)
    unpaid = np.empty(plane.shape, bool)
    best = (np.inf, 0, 0, 0)
    for k in range(P.size):
        np.multiply(outer, scale[k], out=plane)
        plane += data
        np.greater(product, BUDGET * 16 / (6 * P[k]), out=unpaid)
        np.copyto(plane, np.inf, where=unpaid)
        loss = plane.min(axis=1) + params * bits[k]
        i = int(loss.argmin())
        if loss[i] < best[0]:
            best = (loss[i], i, int(plane[i].argmin()), k)
    return answer(best[1], best[2], best[3], best[0] + c['E'])


def structural():
    params, added, data, grown, bits, scale = tables()
    scales = np.multiply.outer(added, scale)
    with np.errstate(divide='ignore'):
        turn = (c['beta'] * c['B'] / (c['gamma_D'] * scales)) ** (1 / (c['gamma_D'] + c['beta']))
    last = np.searchsorted(D, BUDGET * 16 / (6 * np.multiply.outer(N, P)), side='right') - 1
    below = np.minimum(np.searchsorted(D, turn) - 1, last)
    base = np.multiply.outer(params, bits)
    best = (np.inf, 0, 0, 0)
    for j in (np.maximum(below, 0), np.minimum(below + 1, np.maximum(last, 0))):
        loss = np.where(last >= 0, base + data[j] + scales * grown[j], np.inf)
        i, k = np.unravel_index(np.argmin(loss), loss.shape)
        best = min(best, (loss[i, k], i, j[i, k], k))
    return answer(best[1], best[2], best[3], best[0] + c['E'])


if len(sys.argv) != 2 or sys.argv[1] not in ('written', 'separable', 'structural'):
    sys.exit(__doc__)
report(sys.argv[1], {'written': written, 'separable': separable, 'structural': structural}[sys.argv[1]],
       N.size * D.size * P.size)
