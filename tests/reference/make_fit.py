# SPDX-License-Identifier: GPL-3.0-or-later
"""Write fit.txt: the least objective that SciPy finds for each data set, for tests/engine/test_fit_reference.c.

    python3 make_fit.py FOLDER [FILE] [NAME...]

FOLDER has the measured runs; sets whose file is not there are left as FILE has them. The objective is the field's:
the sum over runs of Huber with delta 1e-3 of ln predicted - ln measured. Laws in N and D alone start from the customary
4500 points (arXiv:2203.15556), others from 300 random ones; L-BFGS-B from each, then least_squares with the same loss,
tight, from the best 20. The law's formulas and their slopes are written here anew.
"""
import csv
import math
import os
import sys

import numpy as np
from scipy.optimize import least_squares, minimize

DELTA = 1e-3
MASK = (1 << 64) - 1

# name: file, (column, value) or None, group columns, outer exponent, eff_D
MEASURED = {
    'gadre-c4': ('gadre.csv', ('train_set', 'c4_original'), (), False, False),
    'gadre-rpj': ('gadre.csv', ('train_set', 'rpj'), (), False, False),
    'gadre-rw': ('gadre.csv', ('train_set', 'rw_original'), (), False, False),
    'gemstones-cooldown': ('gemstones.csv', ('schedule', 'cooldown'), (), False, False),
    'gemstones-constant': ('gemstones.csv', ('schedule', 'constant'), (), False, False),
    'gemstones-half': ('gemstones.csv', ('schedule', 'constant-lr/2'), (), False, False),
    'datablations-once': ('datablations.csv', ('epochs', '1'), (), False, False),
    'quest': ('quest.csv', None, ('method', 'w', 'a'), False, False),
    'quest-outer': ('quest.csv', None, ('method', 'w', 'a'), True, False),
    'quartet': ('quartet.csv', None, ('forward', 'backward'), True, True),
    'quartet-plain': ('quartet.csv', None, ('forward', 'backward'), False, False),
}
# name: coefficients, seed, deviation of the noise on ln loss
MADE = {
    'made-1': ('besiroglu-2024', 1, 0.003),
    'made-2': ('besiroglu-2024', 2, 0.01),
    'made-3': ('hoffmann-2022', 3, 0.001),
    'made-4': ('hoffmann-2022', 4, 0.02),
    'made-precision-5': ('kumar-2024', 5, 0.003),
    'made-precision-6': ('kumar-2024', 6, 0.0005),
}
COEFFICIENTS = {
    'besiroglu-2024': dict(A=482.01, alpha=0.3478, B=2085.43, beta=0.3658, E=1.8172),
    'hoffmann-2022': dict(A=406.4, alpha=0.34, B=410.7, beta=0.28, E=1.69),
    'kumar-2024': dict(A=4.299e3, alpha=0.4965, B=1.806e4, beta=0.4965, E=2.7648, gamma_w=2.6745, n_w=0.3037,
                       gamma_a=2.2102, n_a=1.4072, gamma_kv=0.9578, n_kv=2.4185),
}


class Dice:
    """The generator of tests/support.c."""

    def __init__(self, state):
        self.state = state & MASK

    def uniform(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 11) / 9007199254740992.0

    def normal(self):
        u, v = self.uniform(), self.uniform()
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


class Grouped:
    """(A·(N·eff_N)^-alpha + B·(D·eff_D)^-beta)^gamma + E; coordinates a, alpha, b, beta, e, alpha·ln eff_N of each
    group but the base, beta·ln eff_D likewise, ln gamma."""

    def __init__(self, N, D, loss, group=None, outer=False, eff_d=False):
        self.x, self.y = np.log(N), np.log(D)
        self.mx, self.my = self.x.mean(), self.y.mean()
        self.x, self.y, self.target = self.x - self.mx, self.y - self.my, np.log(loss)
        n = len(loss)
        self.member = np.zeros((n, 0)) if group is None else np.eye(group.max() + 1)[group][:, 1:]
        self.outer, self.eff_d = outer, eff_d
        self.size = 5 + self.member.shape[1] * (1 + eff_d) + outer

    def residual(self, p, slopes=True):
        g = self.member.shape[1]
        s = p[0] - p[1] * self.x - self.member @ p[5:5 + g]
        t = p[2] - p[3] * self.y
        if self.eff_d:
            t = t - self.member @ p[5 + g:5 + 2 * g]
        with np.errstate(all='ignore'):
            e, u, v = np.exp(p[4]), np.exp(s), np.exp(t)
            o = np.exp(p[-1]) if self.outer else 1.0
            inner = u + v
            raised = inner ** o if self.outer else inner
            L = raised + e
            r = np.log(L) - self.target
            if not slopes:
                return r
            du, dv = (o * raised / inner * z / L for z in (u, v))
        J = np.empty((len(r), self.size))
        J[:, 0], J[:, 1], J[:, 2], J[:, 3], J[:, 4] = du, -du * self.x, dv, -dv * self.y, e / L
        J[:, 5:5 + g] = -du[:, None] * self.member
        if self.eff_d:
            J[:, 5 + g:5 + 2 * g] = -dv[:, None] * self.member
        if self.outer:
            J[:, -1] = raised * np.log(inner) * o / L
        return r, J

    def starts(self, rng):
        grids = np.meshgrid(np.arange(0, 2.1, .5), np.arange(0, 2.1, .5), np.arange(-1, 1.1, .5), np.arange(0, 26, 5),
                            np.arange(0, 26, 5))
        if self.size == 5:
            for alpha, beta, e, a, b in zip(*(g.ravel() for g in grids)):
                yield np.array([a - alpha * self.mx, alpha, b - beta * self.my, beta, e])
            return
        for _ in range(300):
            o = rng.uniform(math.log(0.15), 0.2) if self.outer else 0.0
            alpha, beta = np.exp(rng.uniform(math.log(.05), math.log(.8), 2))
            p = np.zeros(self.size)
            scale = 1 / math.exp(o)
            p[:5] = [rng.uniform(-2, 1.5) * scale, alpha, rng.uniform(-2, 1.5) * scale, beta, rng.uniform(-4, 1)]
            p[5:] = rng.uniform(-.1, .3, self.size - 5)
            if self.outer:
                p[-1] = o
            yield p


class Precision:
    """A·N_eff^-alpha + B·D^-beta + E, N_eff with a shift for each part; coordinates a, alpha, b, beta, e, then
    1/gamma and n of w, a, kv."""
    size = 11

    def __init__(self, N, D, loss, bits):
        self.x, self.y, self.target, self.bits = np.log(N), np.log(D), np.log(loss), bits
        self.mx, self.my = self.x.mean(), self.y.mean()
        self.x, self.y = self.x - self.mx, self.y - self.my

    def residual(self, p, slopes=True):
        kappa, n = p[5::2], p[6::2]
        with np.errstate(all='ignore'):
            q = np.exp(n - kappa * self.bits)
            f = np.where(q < 1, 1 - q, 1e-8)
            stretched = self.x + np.log(f).sum(axis=1)
            u, v, e = np.exp(p[0] - p[1] * stretched), np.exp(p[2] - p[3] * self.y), np.exp(p[4])
            L = u + v + e
            r = np.log(L) - self.target
            if not slopes:
                return r
            lost = np.where(q < 1, q / f, 0)
        J = np.empty((len(r), self.size))
        J[:, 0], J[:, 1], J[:, 2], J[:, 3], J[:, 4] = u / L, -u / L * stretched, v / L, -v / L * self.y, e / L
        J[:, 5::2] = (-p[1] * u / L)[:, None] * np.where(lost > 0, lost * self.bits, 0)
        J[:, 6::2] = (p[1] * u / L)[:, None] * lost
        return r, J

    def starts(self, rng):
        for _ in range(300):
            alpha, beta = np.exp(rng.uniform(math.log(.1), math.log(1), 2))
            p = np.array([rng.uniform(-3, 1), alpha, rng.uniform(-3, 1), beta, rng.uniform(-1, 1.1)] + [0.0] * 6)
            p[5::2] = np.exp(rng.uniform(math.log(.3), math.log(1.5), 3))
            p[6::2] = rng.uniform(-.5, .9, 3) * p[5::2] * 3
            yield p


def huber(r):
    size = np.abs(r)
    return float(np.where(size <= DELTA, r * r / 2, DELTA * (size - DELTA / 2)).sum())


def scaled(model):
    """The objective in units in which L-BFGS-B's tolerances mean something."""
    def at(p):
        r, J = model.residual(p)
        value = huber(r) * 1e4
        if not math.isfinite(value):
            return 1e10, np.zeros_like(p)
        return value, (J.T @ np.clip(r, -DELTA, DELTA)) * 1e4
    return at


def best(model, name):
    at, found = scaled(model), []
    rng = np.random.default_rng(20260)
    for start in model.starts(rng):
        done = minimize(at, start, jac=True, method='L-BFGS-B', options={'maxiter': 3000, 'maxfun': 4000})
        if math.isfinite(done.fun):
            found.append((float(done.fun), done.x))
    found.sort(key=lambda one: one[0])
    least = found[0][0] / 1e4
    print(f'{name}: L-BFGS-B {least:.12g}', end='', file=sys.stderr)
    for _, p in found[:20]:
        try:
            done = least_squares(lambda q: model.residual(q, False), p, jac=lambda q: model.residual(q)[1], loss='huber',
                                 f_scale=DELTA, x_scale='jac', ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=2000)
            least = min(least, huber(done.fun))
        except (ValueError, np.linalg.LinAlgError):
            pass
    print(f', polished {least:.12g}', file=sys.stderr, flush=True)
    return least


def measured(folder, name):
    path, where, by, outer, eff_d = MEASURED[name]
    with open(os.path.join(folder, path), encoding='utf-8', newline='') as file:
        rows = [row for row in csv.DictReader(file) if where is None or row[where[0]] == where[1]]
    N, D, loss = (np.array([float(row[key]) for row in rows]) for key in ('N', 'D', 'loss'))
    group = None
    if by:
        labels = [tuple(row[key] for key in by) for row in rows]
        base = next(one for one in labels if all(word in ('BF16', '16') for word in one))
        order = [base] + sorted(set(labels) - {base})
        group = np.array([order.index(one) for one in labels])
    return Grouped(N, D, loss, group, outer, eff_d)


def made(name):
    preset, seed, sd = MADE[name]
    c, dice = COEFFICIENTS[preset], Dice(seed * 7919 + 17)
    for _ in range(8):
        dice.uniform()
    widths = (math.inf, 8.0, 6.0, 5.0, 4.0)
    N, D, loss, bits = [], [], [], []
    for i in range(240):
        n, d, ratio = 1e7 * 10 ** (2.0 * (i % 12) / 11), 2e8 * 10 ** (2.5 * (i // 12 % 20) / 19), 1.0
        row = [widths[i % 5], widths[i // 5 % 5], widths[i // 25 % 5]]
        if 'gamma_w' in c:
            for part, P in zip(('w', 'a', 'kv'), row):
                ratio *= 1 - math.exp(c['n_' + part] - P / c['gamma_' + part]) if P < math.inf else 1
        value = c['A'] * (n * ratio) ** -c['alpha'] + c['B'] * d ** -c['beta'] + c['E']
        N.append(n)
        D.append(d)
        loss.append(value * math.exp(sd * dice.normal()))
        bits.append([P if P < math.inf else 1e9 for P in row])
    if 'gamma_w' in c:
        return Precision(np.array(N), np.array(D), np.array(loss), np.array(bits))
    return Grouped(np.array(N), np.array(D), np.array(loss))


def main():
    folder = sys.argv[1]
    path = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fit.txt')
    only = sys.argv[3:]
    known = {}
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            known = dict(line.split() for line in file if line.strip() and not line.startswith('#'))
    for name in [*MADE, *MEASURED]:
        if only and name not in only:
            continue
        if name in MEASURED and not os.path.exists(os.path.join(folder, MEASURED[name][0])):
            continue
        model = made(name) if name in MADE else measured(folder, name)
        known[name] = f'{best(model, name):.15g}'
        with open(path, 'w', encoding='utf-8') as file:
            file.write('# SPDX-License-Identifier: GPL-3.0-or-later\n'
                       '# Least objective by SciPy, sum over runs of Huber(1e-3) of ln predicted - ln measured '
                       '(make_fit.py).\n')
            file.writelines(f'{key} {known[key]}\n' for key in [*MADE, *MEASURED] if key in known)


main()
