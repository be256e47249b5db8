# SPDX-License-Identifier: GPL-3.0-or-later
"""The laws as regressions of ln loss, with slopes, for make_fit.py: sums of terms whose logarithms are straight.

    L = (sum of inner terms)^outer + floor + sum of other terms,   ln term = X·p + offset

Runs come as a dictionary of columns: N, D, loss, and what the law reads of w, a, kv, post (inf: off), G ("channel" as
-1), E, M, group (a number, 0 the unquantised). ln N and ln D stand less their means. Nothing is shared with the engine
but the ranges in which it seeks coefficients: its exponents are not negative, for instance, and neither are these.
"""
import math

import numpy as np

EXPONENT = (1e-4, 6)
ANY = (-6, 6)
FREE = (-math.inf, math.inf)


class Terms:
    """Coordinates are added one by one, each with its range and where random starts are drawn from."""

    def __init__(self, runs):
        self.x, self.y = (np.log(runs[key]) - np.log(runs[key]).mean() for key in ('N', 'D'))
        self.mx, self.my = np.log(runs['N']).mean(), np.log(runs['D']).mean()
        self.target = np.log(runs['loss'])
        self.ranges, self.spans, self.sizes, self.inner, self.other = [], [], [], [], []
        self.floor = self.outer = None
        self.customary = False

    def add(self, span, limits=FREE, log=False):
        self.ranges.append(limits)
        self.spans.append((*span, log))
        return len(self.ranges) - 1

    def term(self, columns, offset=0.0):
        """columns: {coordinate: column or number}."""
        X = np.zeros((len(self.target), 64))
        for at, column in columns.items():
            X[:, at] = column
        return X, np.broadcast_to(np.asarray(offset, float), self.target.shape)

    def finish(self):
        self.size = len(self.ranges)
        self.inner = [(X[:, :self.size], o) for X, o in self.inner]
        self.other = [(X[:, :self.size], o) for X, o in self.other]
        return self

    def residual(self, p, slopes=True):
        with np.errstate(all='ignore'):
            inner = [np.exp(X @ p + o) for X, o in self.inner]
            total = sum(inner)
            outer = math.exp(p[self.outer]) if self.outer is not None else 1.0
            L = total**outer if self.outer is not None else total
            raised = L
            other = [np.exp(X @ p + o) for X, o in self.other]
            floor = math.exp(min(p[self.floor], 50)) if self.floor is not None else 0.0
            L = L + floor + sum(other)
            r = np.log(L) - self.target
            if not slopes:
                return r
            by = outer * raised / total / L
            J = sum((by * z)[:, None] * X for z, (X, _) in zip(inner, self.inner))
            for z, (X, _) in zip(other, self.other):
                J = J + (z / L)[:, None] * X
            if self.floor is not None:
                J[:, self.floor] += floor / L
            if self.outer is not None:
                J[:, self.outer] += raised * np.log(total) * outer / L
        return r, J

    def starts(self, rng, count):
        if self.customary:
            grids = np.meshgrid(np.arange(0, 2.1, .5), np.arange(0, 2.1, .5), np.arange(-1, 1.1, .5),
                                np.arange(0, 26, 5), np.arange(0, 26, 5))
            for alpha, beta, e, a, b in zip(*(g.ravel() for g in grids)):
                yield np.array([a - alpha * self.mx, alpha, b - beta * self.my, beta, e])
            return
        for _ in range(count):
            p = np.array([math.exp(rng.uniform(math.log(low), math.log(high))) if log else rng.uniform(low, high)
                          for low, high, log in self.spans])
            if self.outer is not None:
                p[self.sizes] /= math.exp(p[self.outer])
            yield p


def base(runs, member=None, eff_d=False, outer=False):
    """A·(N·eff_N)^-alpha + B·(D·eff_D)^-beta + E, under an outer exponent or not."""
    m = Terms(runs)
    a, alpha = m.add((-2, 1.5)), m.add((.05, .8), EXPONENT, log=True)
    b, beta = m.add((-2, 1.5)), m.add((.05, .8), EXPONENT, log=True)
    m.floor = m.add((-4, 1))
    m.sizes = [a, b]
    params, data = {a: 1, alpha: -m.x}, {b: 1, beta: -m.y}
    groups = 0 if member is None else member.shape[1]
    for columns in (params, data) if eff_d else (params,):
        for g in range(groups):
            columns[m.add((-.1, .3))] = -member[:, g]
    if outer:
        m.outer = m.add((math.log(.15), .2), (math.log(1e-2), math.log(8)))
    m.inner = [m.term(params), m.term(data)]
    return m, alpha, beta


def chinchilla(runs):
    m, _, _ = base(runs)
    m.customary = True
    return m.finish()


def compression(runs, outer=False, eff_d=False):
    group = runs['group']
    return base(runs, np.eye(group.max() + 1)[group][:, 1:], eff_d, outer)[0].finish()


def where(mask):
    """An offset that takes a term out elsewhere."""
    return np.where(mask, 0.0, -math.inf)


def log2_group(runs):
    """ln log2 G; -1 stands for channel, which is the hidden size by law qat."""
    G = np.where(runs['G'] < 0, np.cbrt(128 * runs['N'] / 12), runs['G'])
    return np.log(np.log2(G))


def qat(runs):
    m, _, _ = base(runs)
    variants = [''.join(map(str, key)) for key in zip(runs['w'], runs['a'], runs['fc2'])]
    plain = [w == math.inf and a == math.inf or (w, a) == (16, 16) for w, a in zip(runs['w'], runs['a'])]
    for name in sorted({v for v, none in zip(variants, plain) if not none}):
        mine = np.array([v == name and not none for v, none in zip(variants, plain)])
        m.other.append(m.term({m.add((-7, -1)): 1, m.add((0, .5), ANY): -m.x, m.add((-.1, .3), ANY): m.y,
                               m.add((.1, 1.2), EXPONENT): log2_group(runs)}, where(mine)))
    return m.finish()


def fp(runs):
    m, alpha, beta = base(runs)
    channel = runs['G'] < 0
    columns = {m.add((-9, -1)): 1, alpha: -m.x, beta: m.y, m.add((.5, 4), EXPONENT): -np.log(runs['E'] + .5),
               m.add((.5, 4), EXPONENT): -np.log(runs['M'] + .5)}
    if channel.any():
        columns[m.add((2, 3), (-3, 6))] = channel
    m.other.append(m.term(columns, np.where(channel, 0, np.log(np.log2(np.where(channel, 2, runs['G']))))))
    return m.finish()


def qid(runs, by_bits=False):
    m = Terms(runs)
    s, ratio, t = m.add((-1.5, 1.5)), m.add((.03, 1), EXPONENT, log=True), m.add((-1.5, 1.5))
    m.outer = m.add((math.log(.1), math.log(.9)), (math.log(1e-4), math.log(6)))
    m.sizes = [s, t]
    m.inner = [m.term({s: 1, ratio: -m.x}), m.term({t: 1}, -m.y)]
    post = runs['post']
    for bits in sorted({P for P in post if P < math.inf}) if by_bits else [None]:
        mine = post == bits if by_bits else post < math.inf
        columns = {m.add((-8, 0)): 1, m.add((.2, .9), EXPONENT): m.y, m.add((0, .6), ANY): -m.x}
        if not by_bits:
            columns[m.add((2, 8), (-30, 30))] = -np.log(np.where(mine, post, 1))
        m.other.append(m.term(columns, where(mine)))
    return m.finish()


class Precision:
    """N_eff by a shift for each part: coordinates a, alpha, b, beta, e, then 1/gamma and n of those of w, a, kv that are
    ever on; then with PTQ ln C_T, gamma_D, gamma_N, 1/gamma_post, C_w, C_a, C_kv."""
    customary = False

    def __init__(self, runs, shift=True):
        self.x, self.y = (np.log(runs[key]) - np.log(runs[key]).mean() for key in ('N', 'D'))
        self.target = np.log(runs['loss'])
        bits = [runs[key] for key in ('w', 'a', 'kv') if key in runs and (runs[key] < math.inf).any()]
        self.bits = np.stack(bits, axis=1)
        self.k, self.shift = self.bits.shape[1], shift
        post = runs.get('post', np.full(len(self.x), math.inf))
        self.on = (post < self.bits.min(axis=1)) & (post < math.inf)
        self.post = np.where(self.on, post, 0)
        self.over = np.where(self.bits < math.inf, self.bits - self.post[:, None], math.inf)
        self.bits = np.where(self.bits < math.inf, self.bits, 1e9)
        self.over = np.where(self.over < math.inf, self.over, 1e9)
        self.at = 5 + self.k * (1 + shift)
        self.size = self.at + (4 + self.k if self.on.any() else 0)
        self.ranges = [FREE, EXPONENT, FREE, EXPONENT, FREE] + [(1e-2, 20)] * self.k + [(-20, 40)] * self.k * shift
        if self.on.any():
            self.ranges += [FREE, ANY, ANY, (1 / 20, 100)] + [(1e-3, 50)] * self.k

    def residual(self, p, slopes=True):
        k, at = self.k, self.at
        kappa, n = p[5:5 + k], p[5 + k:5 + 2 * k] if self.shift else np.zeros(k)
        with np.errstate(all='ignore'):
            q = np.exp(n - kappa * self.bits)
            f = np.where(q < 1, 1 - q, 1e-8)
            log_f = np.log(f).sum(axis=1)
            u = np.exp(p[0] - p[1] * (self.x + log_f))
            v, e = np.exp(p[2] - p[3] * self.y), math.exp(min(p[4], 50))
            ptq = np.zeros(len(self.x))
            if self.on.any():
                gone = np.exp(-p[at + 4:] * self.over)
                ptq = np.exp(p[at] + p[at + 1] * self.y - p[at + 2] * (self.x + log_f) - p[at + 3] * self.post
                             + np.log1p(-gone).sum(axis=1)) * self.on
            L = u + v + e + ptq
            r = np.log(L) - self.target
            if not slopes:
                return r
            lost = np.where(q < 1, q / f, 0)  # -d ln f / d n
            J = np.zeros((len(r), self.size))
            J[:, 0], J[:, 1] = u, -u * (self.x + log_f)
            J[:, 2], J[:, 3], J[:, 4] = v, -v * self.y, e
            pull = p[1] * u + (p[at + 2] * ptq if self.on.any() else 0)
            J[:, 5:5 + k] = -pull[:, None] * lost * np.where(lost > 0, self.bits, 0)
            if self.shift:
                J[:, 5 + k:5 + 2 * k] = pull[:, None] * lost
            if self.on.any():
                J[:, at], J[:, at + 1], J[:, at + 2] = ptq, ptq * self.y, -ptq * (self.x + log_f)
                J[:, at + 3] = -ptq * self.post
                J[:, at + 4:] = ptq[:, None] * np.where(self.over < 1e8, self.over, 0) * gone / (1 - gone)
            return r, J / L[:, None]

    def starts(self, rng, count):
        for _ in range(count):
            alpha, beta = np.exp(rng.uniform(math.log(.1), math.log(1), 2))
            kappa = np.exp(rng.uniform(math.log(.3), math.log(1.5), self.k))
            parts = [[rng.uniform(-3, 1), alpha, rng.uniform(-3, 1), beta, rng.uniform(-1, 1.1)], kappa]
            if self.shift:
                parts.append(rng.uniform(-.5, .9, self.k) * kappa * min(3, self.bits.min()))
            if self.on.any():
                parts.append([rng.uniform(-4, 3), *rng.uniform(.1, .7, 2), rng.uniform(.7, 2.5)])
                parts.append(np.exp(rng.uniform(math.log(.2), math.log(3), self.k)))
            yield np.concatenate(parts)
