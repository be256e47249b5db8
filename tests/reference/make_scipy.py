# SPDX-License-Identifier: GPL-3.0-or-later
"""Write scipy.txt: least losses found by SciPy, for tests/engine/test_optimum_reference.c.

    python3 make_scipy.py [FILE]

A line is as in optimum.txt. The laws are those of make_optimum.py; the search is SciPy's own. Bits that are rows
of a table or whole are gone through one by one, with bounded Brent over D nested in bounded Brent over N. Real bits
are searched together with N and D: differential evolution, then Nelder-Mead from what it finds, over the whole
range and once more on each ridge, where bits meet those of PTQ or each other. One real dial alone is nested Brent
between its kinks too. The lower of all is written.
"""
import itertools
import math
import pathlib
import sys

import numpy as np
from scipy.optimize import differential_evolution, minimize, minimize_scalar

import laws
from laws import CHANNEL, OFF
from make_optimum import FULL, LAWS, RANGE, UNSERVED, affordable, most_n, off, text

BITS = ("w", "a", "kv", "post")
ROWS = {  # (w, a) pairs of the tables
    "frantar-2025": [(4, 16), (4, 4), (1, 1)],
    "chen-2025": [(4, 4), (4, 16), (16, 4)],
    "quest-2025": [(1, 1), (2, 2), (3, 3), (4, 4), (8, 8), (1, 16), (2, 16), (3, 16), (4, 16)],
    "quartet-2025": [(4, 4)],
}


def put(problem, start, dials, values):
    """The plan with its dials turned; P stands for several."""
    p = dict(start)
    for dial, value in zip(dials, values):
        if dial != "P":
            p[dial] = value
        elif problem[3] == "inference":
            p["post"] = value
        else:
            p["w"] = p["a"] = p["kv"] = value
    return p


def between(low, high, share):
    return np.exp(np.log(low) + (np.log(high) - np.log(low)) * share)


def loss_of(law, c, p):
    """16 bits are no row of a table: nothing is lost."""
    if law in (laws.compression, laws.qat) and (p["w"], p["a"]) == (16, 16):
        if law is laws.qat:
            return LAWS[laws.chinchilla](c, p)
        c = {**c, "eff_N": {(16, 16): 1.0}}
    return LAWS[law](c, p)


def evaluate(problem, p):
    """Loss; infinite where the budget does not pay, or the law has none."""
    name, _, _, cost, _, budget = problem
    law, c, _ = laws.PRESETS[name]
    paid = affordable(name, cost, budget, p) >= p["D"] * (1 - 1e-12)
    with np.errstate(all="ignore"):
        loss = loss_of(law, c, p)
    return np.where(paid & ~np.isnan(loss), loss, np.inf)


def spread(problem, p, share_n, share_d):
    """The plan with N and D at those shares of what the budget pays, and whether it pays at all."""
    name, _, free, cost, _, budget = problem
    p, paid = dict(p), True
    with np.errstate(all="ignore"):
        if "N" in free:
            most = most_n(problem, p)
            paid = most >= RANGE["N"][0]
            p["N"] = between(RANGE["N"][0], most, share_n)
        if "D" in free:
            most = np.minimum(affordable(name, cost, budget, p), RANGE["D"][1])
            paid = paid & (most >= RANGE["D"][0] * (1 - 1e-9))
            p["D"] = between(RANGE["D"][0], np.maximum(most, RANGE["D"][0]), share_d)
    return p, paid


def at_shares(problem, p, share_n, share_d):
    p, paid = spread(problem, p, share_n, share_d)
    return np.where(paid, evaluate(problem, p), np.inf)


def brent(f, low, high):
    """Bounded Brent, and the ends, which it never reaches."""
    ends = min(float(f(low)), float(f(high)))
    with np.errstate(all="ignore"):
        found = minimize_scalar(f, bounds=(low, high), method="bounded", options={"xatol": 1e-12, "maxiter": 200})
    return min(ends, float(found.fun))


def nested(problem, p):
    """N and D at fixed bits."""
    over_d = lambda n: brent(lambda d: at_shares(problem, p, n, d), 0.0, 1.0) if "D" in problem[2] else float(
        at_shares(problem, p, n, 1.0))
    return brent(over_d, 0.0, 1.0) if "N" in problem[2] else over_d(1.0)


def span(dial):
    return RANGE.get(dial, (1, 16))


def rows(problem, start, dials):
    """All settings where they can be counted, else None."""
    name, _, _, _, whole, _ = problem
    law = laws.PRESETS[name][0]
    if law in (laws.compression, laws.qat) and set(dials) & {"w", "a", "P"}:
        pairs = ROWS[name] + [(16, 16)]
        if dials == ["P"]:
            return [(w,) for w, a in pairs if w == a]
        if dials == ["w"]:
            return [(w,) for w, a in pairs if a == start["a"]]
        return pairs
    if whole or not dials:
        return list(itertools.product(*[range(span(d)[0], span(d)[1] + 1) for d in dials]))
    return None


def ridges(start, dials):
    """Ways to bind dials: to nothing, to bits that are fixed, or to each other."""
    ways = [{}]
    bits = [d for d in dials if d in BITS or d == "P"]
    fixed = {start[x] for x in BITS if x not in dials and not off(start[x])}
    for count in (1, 2):
        for which in itertools.combinations(bits, count):
            ways += [dict(zip(which, to)) for to in itertools.product(fixed, repeat=count)]
    for pair in itertools.combinations(bits, 2):
        ways.append({pair[1]: pair[0]})
        ways += [{pair[1]: pair[0], pair[0]: value} for value in fixed]
    if len(bits) > 2:
        ways.append({d: bits[0] for d in bits[1:]})
    return ways


def together(problem, start, dials, bound, seed):
    """Differential evolution over what is left free, then downhill from there."""
    loose = [d for d in dials if d not in bound]
    free = problem[2]
    shares = [x for x in ("N", "D") if x in free]
    limits = [span(d) for d in loose] + [(0.0, 1.0)] * len(shares)

    def value(x):
        at = dict(zip(loose + shares, x))
        for d, to in bound.items():
            at[d] = to if not isinstance(to, str) else at.get(to, bound.get(to))
        p = put(problem, start, dials, [at[d] + 0 * x[0] if len(x) else at[d] for d in dials])
        return at_shares(problem, p, at.get("N", 1.0), at.get("D", 1.0))

    if not limits:
        return float(value(np.zeros(0)))
    found = differential_evolution(value, limits, seed=seed, popsize=24, maxiter=400, tol=1e-13, atol=0,
                                   vectorized=True, updating="deferred", polish=False)
    best, x = float(found.fun), found.x
    for _ in range(6):
        if not math.isfinite(best):
            return best
        found = minimize(lambda y: float(value(y)), x, method="Nelder-Mead", bounds=limits,
                         options={"xatol": 1e-13, "fatol": 1e-16, "maxiter": 4000, "maxfev": 8000, "adaptive": True})
        if not found.fun < best - 1e-14:
            return min(best, float(found.fun))
        best, x = float(found.fun), found.x
    return best


def one_dial(problem, start, dial):
    """Nested Brent over each stretch between half bits and kinks."""
    low, high = span(dial)
    cuts = sorted({float(x) for x in np.arange(low, high + .5, .5)} | {start[x] for x in BITS if not off(start[x])})
    coarse = [nested(problem, put(problem, start, [dial], [x])) for x in cuts]
    best = min(coarse)
    for i, (a, b) in enumerate(zip(cuts, cuts[1:])):
        if min(coarse[max(0, i - 1):i + 3]) > best + 1e-2:
            continue
        best = min(best, brent(lambda x: nested(problem, put(problem, start, [dial], [x])), a, b))
    return best


def solve(problem):
    start = {"N": 7e9, "D": 1e12, "w": 8.0, "a": 8.0, "kv": 8.0, "post": 4.0, "G": 128, "E": 4.0, "M": 3.0, "Dinf": 0.0}
    start.update(problem[1])
    dials = [x for x in problem[2] if x not in ("N", "D")]
    counted = rows(problem, start, dials)
    if counted is not None:
        return min(nested(problem, put(problem, start, dials, row)) for row in counted)
    found = [together(problem, start, dials, bound, seed) for bound in ridges(start, dials) for seed in (1, 2)]
    if len(dials) == 1 and len(problem[2]) < 3:
        found.append(one_dial(problem, start, dials[0]))
    return min(found)


W4A4 = {"w": 4.0, "a": 4.0, "kv": 4.0}

PROBLEMS = [
    # joint, with and without PTQ
    *[("kumar-2024", {"post": post}, "N,D,P", "training", False, C)
      for post, C in ((OFF, 1e18), (OFF, 1e27), (3.0, 1e20), (3.5, 1e24), (4.0, 1e18), (4.0, 1e26), (5.0, 1e21),
                      (6.0, 1e23), (7.5, 1e28))],
    *[("kumar-2024", {"post": post}, "N,D,P", "training", True, C) for post, C in ((4.0, 1e22), (5.0, 1e25), (OFF, 1e20))],
    ("kumar-2024-fp", UNSERVED, "N,D,P", "training", False, 1e22),
    ("kumar-2024-fp", {"post": 3.0}, "N,D,P", "training", False, 1e24),
    # fixed N, fixed D, both
    *[("kumar-2024", {"N": N, "post": post}, "D,P", "training", False, C)
      for N, post, C in ((1e9, 4.0, 1e20), (7e10, OFF, 6.3e24), (4.05e11, OFF, 3.7908e25), (7e10, 4.0, 1e25),
                         (1e8, 3.0, 1e19), (3e9, 6.0, 1e24))],
    ("kumar-2024", {"D": 1e11, "post": 5.0}, "N,P", "training", False, 1e22),
    ("kumar-2024", {"D": 3e13}, "N,P", "training", False, 1e25),
    ("kumar-2024", {"N": 1e10, "D": 1e12}, "P", "training", False, 3e22),
    ("kumar-2024", {"N": 1e10, "D": 1e12, "post": 6.0}, "w", "training", False, 1e24),
    # bits apart
    ("kumar-2024", {"post": 5.0}, "N,D,w", "training", False, 1e23),
    ("kumar-2024", {"w": 6.0, "kv": 5.0}, "N,D,a", "training", False, 1e23),
    ("kumar-2024", {"post": 6.0}, "N,D,kv", "training", False, 1e21),
    ("kumar-2024", UNSERVED, "N,D,w,kv", "training", False, 1e22),
    ("kumar-2024", {"kv": 6.0}, "N,D,w,a", "training", False, 1e21),
    ("kumar-2024", {"a": 6.0, "post": 3.0}, "N,D,w,kv", "training", False, 1e25),
    ("kumar-2024", UNSERVED, "N,D,w,a,kv", "training", False, 1e23),
    ("kumar-2024", {"post": 5.0}, "N,D,w,a,kv", "training", False, 1e24),
    ("kumar-2024", {"post": 5.0}, "N,D,w,a", "training", True, 1e22),
    ("kumar-2024", {"N": 2e9, "D": 1e12, "post": 5.0}, "w,a", "training", False, 9e21),
    # served
    *[("kumar-2024", {**FULL}, "N,D,P", "inference", False, C) for C in (1e8, 1e10, 1e12, 1e13)],
    ("kumar-2024", {"w": 6.0, "a": 8.0, "kv": OFF}, "N,D,P", "inference", False, 1e10),
    ("kumar-2024", {"D": 1e13, **FULL}, "N,P", "inference", False, 3e10),
    ("kumar-2024", {}, "N,D,w,post", "inference", False, 1e11),
    ("ouyang-2024", FULL, "N,D,P", "inference", False, 1e9),
    ("ouyang-2024", {"D": 1e13, **FULL}, "N,post", "inference", False, 1e11),
    # a life
    ("kumar-2024", {"Dinf": 1e13, "post": 3.0}, "N,D,P", "lifetime", False, 1e23),
    ("kumar-2024", {"Dinf": 1e11, "post": 5.0}, "N,D,P", "lifetime", False, 1e21),
    ("kumar-2024", {"Dinf": 1e15, **FULL}, "N,D,post", "lifetime", False, 1e26),
    ("kumar-2024", {"Dinf": 1e14}, "N,D,P,post", "lifetime", False, 1e25),
    ("kumar-2024", {"N": 7e9, "Dinf": 1e13}, "D,P,post", "lifetime", False, 1e24),
    ("ouyang-2024", {**FULL, "Dinf": 1e14}, "N,D,post", "lifetime", False, 1e26),
    ("besiroglu-2024", {"Dinf": 1e14}, "N,D", "lifetime", False, 1e25),
    ("hoffmann-2022", UNSERVED, "N,D", "training", False, 1e20),
    ("ouyang-2024", {"post": 4.0, **FULL}, "N,D", "training", False, 1e25),
    # tables
    ("frantar-2025", {"kv": 1.0}, "N,D,w,a", "training", False, 1e22),
    ("quest-2025", UNSERVED, "N,D,P", "training", False, 1e21),
    ("quartet-2025", UNSERVED, "N,D,P", "lifetime", False, 1e23),
    ("chen-2025", {"kv": 1.0, "G": 64}, "N,D,w,a", "training", False, 1e23),
    ("chen-2025", {"G": CHANNEL, **W4A4}, "N,D", "lifetime", False, 1e25),
    # layouts
    *[("sun-2025", {"G": G, **UNSERVED}, "N,D,E,M", "training", False, C) for G, C in ((32, 1e20), (128, 1e27), (512, 1e24))],
    ("sun-2025", UNSERVED, "N,D,E,M", "training", True, 1e21),
    ("sun-2025", {"N": 7e9, **UNSERVED}, "D,E,M", "training", False, 1e24),
    ("sun-2025", {"M": 3.0, **UNSERVED}, "N,D,E", "training", False, 1e23),
    ("sun-2025", {"N": 1e9, "D": 1e12, **UNSERVED}, "E,M", "training", False, 2e21),
    ("sun-2025", {"G": CHANNEL, **UNSERVED}, "N,D,E,M", "inference", False, 1e10),
    ("sun-2025", {"Dinf": 1e12, **UNSERVED}, "N,D,E,M", "lifetime", False, 1e22),
    ("sun-2025", {"Dinf": 1e14, **UNSERVED}, "N,D,E,M", "lifetime", True, 1e25),
]


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("scipy.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("# SPDX-License-Identifier: GPL-3.0-or-later\n# Written by make_scipy.py.\n")
        for name, words, free, cost, whole, budget in PROBLEMS:
            loss = solve((name, words, free.split(","), cost, whole, budget))
            said = " ".join(f"{key}={text(value)}" for key, value in words.items())
            out.write(f"{name} | {said} | {free} | {cost} | {'whole' if whole else 'real'} | {budget!r} | {loss!r}\n")
            out.flush()


if __name__ == "__main__":
    main()
