#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The joint optimum of N, D and P for each of a series of training budgets, with SciPy.

    bench/peers/optimum.py nested|slsqp|closed [--ptq]

nested   as users write it: the best N by minimize_scalar at each P, and the best P by minimize_scalar around it
slsqp    all three at once under the budget as a constraint, at a tolerance that finds the optimum (at the default
         one it stops 3e-4 above it)
closed   as an expert would: P* from its own equation, N and D from the closed form (without PTQ only)
--ptq    with the weights quantised to 4 bits afterwards
"""
import math
import sys

import numpy as np
from scipy.optimize import brentq, minimize, minimize_scalar

from problem import BUDGETS, D_RANGE, N_RANGE, P_RANGE, POST, coefficients, report

c = coefficients()
PARTS = ('w', 'a', 'kv')
LOWEST = max(c['gamma_' + x] * c['n_' + x] for x in PARTS) + 1e-9   # below, no parameters are left
ptq = '--ptq' in sys.argv


def factor(P):
    f = 1.0
    for x in PARTS:
        f *= max(0.0, 1 - math.exp(-P / c['gamma_' + x] + c['n_' + x]))
    return f


def ptq_scale(n_eff, P):
    """The loss that PTQ adds, without its factor D^gamma_D."""
    if not ptq or P <= POST:
        return 0.0
    robust = 1.0
    for x in PARTS:
        robust *= 1 - math.exp(-c['C_' + x] * (P - POST))
    return c['C_T'] * math.exp(-POST / c['gamma_post'] + c['b']) * n_eff ** -c['gamma_N'] * robust


def loss(N, D, P):
    n_eff = N * factor(P)
    return c['A'] * n_eff ** -c['alpha'] + c['B'] * D ** -c['beta'] + c['E'] + ptq_scale(n_eff, P) * D ** c['gamma_D']


def best_tokens(N, P, budget):
    """As far as the budget goes and more does not hurt."""
    most = 16 * budget / (6 * N * P)
    scale = ptq_scale(N * factor(P), P)
    if scale > 0:
        turn = (c['beta'] * c['B'] / (c['gamma_D'] * scale)) ** (1 / (c['gamma_D'] + c['beta']))
        most = min(most, turn)
    return min(D_RANGE[1], most)


def nested_one(budget):
    def over_N(P):
        def at(x):
            N = math.exp(x)
            return loss(N, best_tokens(N, P, budget), P)
        high = min(N_RANGE[1], 16 * budget / (6 * P * D_RANGE[0]))
        return minimize_scalar(at, bounds=(math.log(N_RANGE[0]), math.log(high)), method='bounded',
                               options={'xatol': 1e-7}).fun
    return minimize_scalar(over_N, bounds=(LOWEST, P_RANGE[1]), method='bounded', options={'xatol': 1e-7}).fun


def slsqp_one(budget):
    limit = math.log(16 * budget / 6)

    def at(v):
        return loss(math.exp(v[0]), math.exp(v[1]), v[2])
    start = np.array([math.log(budget) / 2 - 1.5, limit - math.log(8) - math.log(budget) / 2 + 1.5, 8.0])
    return minimize(at, start, method='SLSQP', options={'ftol': 1e-15, 'maxiter': 500},
                    bounds=[np.log(N_RANGE), np.log(D_RANGE), (LOWEST + 1e-3, P_RANGE[1])],
                    constraints={'type': 'ineq', 'fun': lambda v: limit - v[0] - v[1] - math.log(v[2])}).fun


def closed_one(budget):
    def balance(P):
        return sum(P / c['gamma_' + x] / math.expm1(P / c['gamma_' + x] - c['n_' + x]) for x in PARTS) - 1
    P = brentq(balance, LOWEST + 1e-6, P_RANGE[1], xtol=1e-13)
    product = 16 * budget / (6 * P)
    a = c['A'] * factor(P) ** -c['alpha']
    N = (c['alpha'] * a / (c['beta'] * c['B']) * product ** c['beta']) ** (1 / (c['alpha'] + c['beta']))
    return loss(N, product / N, P)


def series(one):
    return lambda: {'C': BUDGETS.tolist(), 'loss': [float(one(budget)) for budget in BUDGETS]}


METHODS = {'nested': nested_one, 'slsqp': slsqp_one, 'closed': closed_one}
words = [word for word in sys.argv[1:] if word != '--ptq']
if len(words) != 1 or words[0] not in METHODS or (ptq and words[0] == 'closed'):
    sys.exit(__doc__)
report(words[0], series(METHODS[words[0]]), BUDGETS.size)
