# SPDX-License-Identifier: GPL-3.0-or-later
"""Write fit.txt: the least objective that SciPy finds for each data set, for tests/engine/test_fit_reference.c.

    python3 make_fit.py FOLDER [FILE] [NAME...]

FOLDER has the measured runs; sets whose file is not there are left as FILE has them. The objective is the field's:
the sum over runs of Huber with delta 1e-3 of ln predicted - ln measured. Laws in N and D alone start from the customary
4500 points (arXiv:2203.15556), others from 120 random ones; L-BFGS-B from each, then least_squares with the same loss,
tight, from the best 20, or 60 of the 120, which settle slowly. The laws as they are fitted are in fit_models.py; runs are made by laws.py.
"""
import csv
import math
import multiprocessing
import os
import sys

import numpy as np
from scipy.optimize import least_squares, minimize

import fit_models
import laws

DELTA = 1e-3
STARTS = 120
MASK = (1 << 64) - 1
MODELS = {
    'chinchilla': fit_models.chinchilla,
    'groups': fit_models.compression,
    'groups-outer': lambda runs: fit_models.compression(runs, outer=True),
    'quartet': lambda runs: fit_models.compression(runs, outer=True, eff_d=True),
    'precision': fit_models.Precision,
    'precision-plain': lambda runs: fit_models.Precision(runs, shift=False),
    'qat': fit_models.qat,
    'fp': fit_models.fp,
    'qid': fit_models.qid,
    'qid-bits': lambda runs: fit_models.qid(runs, by_bits=True),
}
# name: model, file, (column, value) or None, group columns, column of N
MEASURED = {
    'gadre-c4': ('chinchilla', 'gadre.csv', ('train_set', 'c4_original'), (), 'N'),
    'gadre-rpj': ('chinchilla', 'gadre.csv', ('train_set', 'rpj'), (), 'N'),
    'gadre-rw': ('chinchilla', 'gadre.csv', ('train_set', 'rw_original'), (), 'N'),
    'gadre-c4-nonemb': ('chinchilla', 'gadre.csv', ('train_set', 'c4_original'), (), 'N_nonemb'),
    'gadre-rpj-nonemb': ('chinchilla', 'gadre.csv', ('train_set', 'rpj'), (), 'N_nonemb'),
    'gadre-rw-nonemb': ('chinchilla', 'gadre.csv', ('train_set', 'rw_original'), (), 'N_nonemb'),
    'gemstones-cooldown': ('chinchilla', 'gemstones.csv', ('schedule', 'cooldown'), (), 'N'),
    'gemstones-cooldown-nonemb': ('chinchilla', 'gemstones.csv', ('schedule', 'cooldown'), (), 'N_nonemb'),
    'gemstones-constant': ('chinchilla', 'gemstones.csv', ('schedule', 'constant'), (), 'N'),
    'gemstones-half': ('chinchilla', 'gemstones.csv', ('schedule', 'constant-lr/2'), (), 'N'),
    'datablations-once': ('chinchilla', 'datablations.csv', ('epochs', '1'), (), 'N'),
    'datablations-all': ('chinchilla', 'datablations.csv', None, (), 'N'),
    'quest-bf16': ('chinchilla', 'quest.csv', ('method', 'BF16'), (), 'N'),
    'quest': ('groups', 'quest.csv', None, ('method', 'w', 'a'), 'N'),
    'quest-outer': ('groups-outer', 'quest.csv', None, ('method', 'w', 'a'), 'N'),
    'quest-precision': ('precision', 'quest.csv', None, (), 'N'),
    'quest-precision-plain': ('precision-plain', 'quest.csv', None, (), 'N'),
    'quartet': ('quartet', 'quartet.csv', None, ('forward', 'backward'), 'N'),
    'quartet-plain': ('groups', 'quartet.csv', None, ('forward', 'backward'), 'N'),
    'quartet-qat': ('qat', 'quartet.csv', None, (), 'N'),
    'quartet-fp': ('fp', 'quartet.csv', ('format', 'mxfp4'), (), 'N'),
}
# name: model, preset, seed, deviation of the noise on ln loss
MADE = {
    'made-1': ('chinchilla', 'besiroglu-2024', 1, 0.003),
    'made-2': ('chinchilla', 'besiroglu-2024', 2, 0.01),
    'made-3': ('chinchilla', 'hoffmann-2022', 3, 0.001),
    'made-4': ('chinchilla', 'hoffmann-2022', 4, 0.02),
    'made-precision-5': ('precision', 'kumar-2024', 5, 0.003),
    'made-precision-6': ('precision', 'kumar-2024', 6, 0.0005),
    'made-precision-plain-7': ('precision-plain', 'kumar-2024', 7, 0.003),
    'made-qat-8': ('qat', 'chen-2025', 8, 0.003),
    'made-qat-9': ('qat', 'chen-2025', 9, 0.001),
    'made-fp-10': ('fp', 'sun-2025', 10, 0.003),
    'made-fp-11': ('fp', 'sun-2025', 11, 0.01),
    'made-qid-12': ('qid', 'ouyang-2024', 12, 0.003),
    'made-qid-13': ('qid', 'ouyang-2024', 13, 0.01),
    'made-qid-bits-14': ('qid-bits', 'ouyang-2024-bits', 14, 0.003),
    'made-groups-15': ('groups', 'frantar-2025', 15, 0.003),
    'made-groups-16': ('groups', 'quest-2025', 16, 0.003),
    'made-groups-17': ('groups', 'frantar-2025', 17, 0.02),
    'made-quartet-18': ('quartet', 'quartet-2025', 18, 0.003),
    'made-quartet-19': ('quartet', 'quartet-2025-luq', 19, 0.01),
    'mixed-precision-20': ('precision', 'kumar-2024', 20, 0.003),
}


class Dice:
    """The generator of tests/support.c."""

    def __init__(self, state):
        self.state = state & MASK

    def between(self, low, high):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return low + (high - low) * (self.state >> 11) / 9007199254740992.0

    def normal(self):
        u, v = self.between(0, 1), self.between(0, 1)
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


def variants(preset):
    """(w, a, fc2) of each way to quantise that it tells apart, none first."""
    law, c, _ = laws.PRESETS[preset]
    found = [(laws.OFF, laws.OFF, laws.OFF)]
    if law is laws.compression:
        found += [(w, a, laws.OFF) for w, a in c['eff_N']]
    if law is laws.qat:
        bits = {'w4a4': (4, 4), 'w4a16': (4, 16), 'w16a4': (16, 4)}
        found += [(*bits[name.removesuffix('fc2')], 8 if name.endswith('fc2') else laws.OFF) for name in c['variants']]
    return found


def plan_made(preset, i):
    """As quantise_made of tests/engine/fit_data.c."""
    law = laws.PRESETS[preset][0]
    size, length, off = i % 12, i // 12, laws.OFF
    widths = (off, 8.0, 6.0, 5.0, 4.0)
    choices = variants(preset)
    w, a, fc2 = choices[(size + length) % len(choices)]
    kv, post = off, off
    if law is laws.precision:
        w, a, kv = widths[i % 5], widths[i // 5 % 5], widths[i // 25 % 5]
    if law is laws.qid:
        post = (off, 2.0, 3.0, 4.0)[(size + length) % 4]
    G = (32, 64, 128, 256, laws.CHANNEL)[(size + 2 * length) % (5 if law is laws.fp else 4)]
    E, M = ((2, 1), (3, 2), (4, 3), (5, 2), (1, 2), (1, 1), (3, 3))[(size + length) % 7]
    return laws.Plan(N=1e7 * 10 ** (2.0 * size / 11), D=2e8 * 10 ** (2.5 * length / 19), w=w, a=a, kv=kv, post=post,
                     G=G, E=E, M=M, fc2=fc2)


def plan_mixed(i, dice):
    """As data_mixed of tests/engine/fit_data.c has it for law precision."""
    off, trained, again = laws.OFF, (laws.OFF, 16, 8, 6), (laws.OFF, 5, 4, 3)
    N = math.exp(dice.between(math.log(1e7), math.log(1e10)))
    D = math.exp(dice.between(math.log(2e8), math.log(1e12)))
    return laws.Plan(N=N, D=D, w=trained[i % 4], a=trained[i // 4 % 4], kv=trained[i // 9 % 4], post=again[i // 5 % 4],
                     fc2=off)


def made(name):
    _, preset, seed, sd = MADE[name]
    law, c, _ = laws.PRESETS[preset]
    mixed = name.startswith('mixed')
    dice = Dice(seed * 104729 + 3 if mixed else seed * 7919 + 17)
    for _ in range(0 if mixed else 8):
        dice.between(0, 1)
    rows = []
    for i in range(480 if mixed else 240):
        p = plan_mixed(i, dice) if mixed else plan_made(preset, i)
        loss = sum(law(c, p).terms.values()) * math.exp(sd * dice.normal())
        rows.append(dict(N=p.N, D=p.D, loss=loss, w=p.w, a=p.a, kv=p.kv, post=p.post, fc2=p.fc2, E=p.E, M=p.M,
                         G=-1 if p.G == laws.CHANNEL else p.G,
                         group=variants(preset).index((p.w, p.a, p.fc2)) if law is laws.compression else 0))
    return columns_of(rows)


def columns_of(rows):
    return {key: np.array([row[key] for row in rows], int if key == 'group' else float) for key in rows[0]}


def measured(folder, name):
    _, path, where, by, size = MEASURED[name]
    with open(os.path.join(folder, path), encoding='utf-8', newline='') as file:
        rows = [row for row in csv.DictReader(file) if where is None or row[where[0]] == where[1]]
    labels = [tuple(row[key] for key in by) for row in rows]
    plain = [one for one in labels if all(word in ('BF16', '16') for word in one)]
    order = plain[:1] + sorted(set(labels) - set(plain))
    found = []
    for row, label in zip(rows, labels):
        one = dict(N=row[size], D=row['D'], loss=row['loss'], group=order.index(label), fc2=math.inf)
        for key in ('w', 'a', 'G', 'E', 'M'):
            if key in row:
                one[key] = row[key] or 128  # as the default plan has it; only G is ever asked for, and only of others
        found.append(one)
    return columns_of(found)


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


def polish(model, p):
    """least_squares over the coordinates that do not stand on an end of their range."""
    low, high = np.array(model.ranges).T
    free = (p > low + 1e-9) & (p < high - 1e-9)

    def whole(q):
        full = p.copy()
        full[free] = q
        return full
    done = least_squares(lambda q: model.residual(whole(q), False), p[free],
                         jac=lambda q: model.residual(whole(q))[1][:, free], loss='huber', f_scale=DELTA, x_scale='jac',
                         ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=1000)
    inside = (whole(done.x) >= low - 1e-9).all() and (whole(done.x) <= high + 1e-9).all()
    return huber(done.fun) if inside else math.inf


def best(model, name):
    at, found = scaled(model), []
    rng = np.random.default_rng(20260)
    for start in model.starts(rng, STARTS):
        done = minimize(at, np.clip(start, *np.array(model.ranges).T), jac=True, method='L-BFGS-B',
                        bounds=model.ranges, options={'maxiter': 3000 if model.customary else 800})
        if math.isfinite(done.fun):
            found.append((float(done.fun), done.x))
    found.sort(key=lambda one: one[0])
    first = least = found[0][0] / 1e4
    for _, p in found[:20 if model.customary else STARTS // 2]:
        try:
            least = min(least, polish(model, p))
        except (ValueError, np.linalg.LinAlgError):
            pass
    print(f'{name}: {len(found)} starts, L-BFGS-B {first:.12g}, polished {least:.12g}', file=sys.stderr, flush=True)
    return least


def work(job):
    name, folder = job
    runs = made(name) if name in MADE else measured(folder, name)
    return name, best(MODELS[(MADE.get(name) or MEASURED[name])[0]](runs), name)


def write(path, known):
    with open(path, 'w', encoding='utf-8') as file:
        file.write('# SPDX-License-Identifier: GPL-3.0-or-later\n'
                   '# Least objective by SciPy, sum over runs of Huber(1e-3) of ln predicted - ln measured '
                   '(make_fit.py).\n')
        file.writelines(f'{key} {known[key]}\n' for key in [*MADE, *MEASURED] if key in known)


def main():
    folder = sys.argv[1]
    path = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)), 'fit.txt')
    only, known = sys.argv[3:], {}
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            known = dict(line.split() for line in file if line.strip() and not line.startswith('#'))
    jobs = [(name, folder) for name in [*MADE, *MEASURED]
            if (not only or name in only) and
            (name in MADE or os.path.exists(os.path.join(folder, MEASURED[name][1])))]
    with multiprocessing.Pool(2) as pool:
        for name, least in pool.imap_unordered(work, jobs):
            known[name] = f'{least:.15g}'
            write(path, known)


if __name__ == '__main__':
    main()
