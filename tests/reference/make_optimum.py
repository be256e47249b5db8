# SPDX-License-Identifier: GPL-3.0-or-later
"""Write optimum.txt: least losses found by search alone, for tests/engine/test_optimum_reference.c.

    python3 make_optimum.py [FILE]

A line is `preset | NAME=VALUE words | free | cost | whole or real | budget | loss`. The search knows nothing of
what the program knows: the loss is evaluated on a grid of bits and N with the best D of each by golden
section, and the best cells are made finer and finer. What it finds can be had, so the program
must find as little or less; to 1e-7 it must find the same.
"""
import itertools
import math
import pathlib
import sys

import numpy as np
import laws
from laws import CHANNEL, OFF

RANGE = {"N": (1e5, 1e14), "D": (1e6, 1e18), "E": (0, 8), "M": (0, 10)}
GOLDEN = (math.sqrt(5) - 1) / 2
POLISHED = 6


def off(x):
    return isinstance(x, float) and math.isinf(x)


def factor(c, part, bits):
    if off(bits):
        return 1.0
    return np.maximum(0, 1 - np.exp(-bits / c["gamma_" + part] + c["n_" + part]))


def precision(c, p):
    f = factor(c, "w", p["w"]) * factor(c, "a", p["a"]) * factor(c, "kv", p["kv"])
    with np.errstate(all="ignore"):
        effective = p["N"] * f
        loss = c["A"] * effective ** -c["alpha"] + c["B"] * p["D"] ** -c["beta"] + c["E"]
        if off(p["post"]):
            return loss
        r = 1.0
        for part in ("w", "a", "kv"):
            if not off(p[part]):
                r = r * np.maximum(0, 1 - np.exp(-c["C_" + part] * (p[part] - p["post"])))
        size = c["C_T"] * np.exp(-p["post"] / c["gamma_post"] + c["b"])
        return loss + size * p["D"] ** c["gamma_D"] * effective ** -c["gamma_N"] * r


def qid(c, p):
    loss = ((c["L_N"] / p["N"]) ** (c["alpha_N"] / c["alpha_D"]) + c["L_D"] / p["D"]) ** c["alpha_D"]
    if off(p["post"]):
        return loss
    return loss + c["k"] * p["D"] ** c["beta"] / (p["N"] ** c["alpha"] * p["post"] ** c["gamma"])


def fp(c, p):
    blocks = c["log2B_channel"] if p["G"] == CHANNEL else np.log2(p["G"])
    low = blocks / (c["gamma"] * (p["E"] + 0.5) ** c["delta"] * (p["M"] + 0.5) ** c["nu"])
    return (c["n"] / p["N"] ** c["alpha"] + c["d"] / p["D"] ** c["beta"] + c["epsilon"]
            + p["D"] ** c["beta"] / p["N"] ** c["alpha"] * low)


def qat(c, p):
    loss = c["A"] / p["N"] ** c["alpha"] + c["B"] / p["D"] ** c["beta"] + c["E"]
    name = {(4, 4): "w4a4", (4, 16): "w4a16", (16, 4): "w16a4"}[p["w"], p["a"]]
    k, gamma_N, gamma_D, gamma_G = c["variants"][name]
    group = (128 * p["N"] / 12) ** (1 / 3) if p["G"] == CHANNEL else p["G"]
    return loss + k * p["D"] ** gamma_D * np.log2(group) ** gamma_G / p["N"] ** gamma_N


def compression(c, p):
    eff_n = c["eff_N"][p["w"], p["a"]]
    eff_d = c.get("eff_D", {}).get((p["w"], p["a"]), 1.0)
    inner = c["A"] / (p["N"] * eff_n) ** c["alpha"] + c["B"] / (p["D"] * eff_d) ** c["beta"]
    return inner ** c.get("gamma", 1.0) + c["E"]


def chinchilla(c, p):
    return c["A"] / p["N"] ** c["alpha"] + c["B"] / p["D"] ** c["beta"] + c["E"]


LAWS = {laws.precision: precision, laws.qid: qid, laws.fp: fp, laws.qat: qat, laws.compression: compression,
        laws.chinchilla: chinchilla}


def widest(name, p):
    if laws.PRESETS[name][0] is laws.fp:
        return 1 + p["E"] + p["M"]
    bits = [16.0 if off(p[x]) else p[x] for x in ("w", "a", "kv")]
    return np.maximum(np.maximum(bits[0], bits[1]), bits[2])


def served(name, p):
    if not off(p["post"]):
        return p["post"]
    if laws.PRESETS[name][0] is laws.fp:
        return widest(name, p)
    return 16.0 if off(p["w"]) else p["w"]


def affordable(name, cost, budget, p):
    """Tokens that the budget pays, below 0 where it does not pay for the model."""
    if cost == "inference":
        return np.where(p["N"] * served(name, p) <= budget * (1 + 1e-12), np.inf, -1.0)
    rest = budget
    if cost == "lifetime":
        rest = budget - 2 * p["N"] * p["Dinf"] * served(name, p) / 16
    return rest * 16 / (6 * p["N"] * widest(name, p))


def loss_at(problem, p):
    """Least loss over D at each N and bits."""
    name, _, free, cost, _, budget = problem
    law, c, _ = laws.PRESETS[name]
    most = affordable(name, cost, budget, p)
    evaluate = lambda D: LAWS[law](c, {**p, "D": D})
    if "D" not in free:
        loss = evaluate(p["D"])
        return np.where((most >= p["D"] * (1 - 1e-12)) & ~np.isnan(loss), loss, np.inf)
    low = np.full(np.shape(most), math.log(RANGE["D"][0]))
    high = np.log(np.clip(most, RANGE["D"][0], RANGE["D"][1]))
    paid = most >= RANGE["D"][0]
    a, b = low, high
    for _ in range(75):
        x, y = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        left = evaluate(np.exp(x)) < evaluate(np.exp(y))
        a, b = np.where(left, a, x), np.where(left, y, b)
    inner = np.minimum(evaluate(np.exp((a + b) / 2)), evaluate(np.exp(high)))
    return np.where(paid & ~np.isnan(inner), inner, np.inf)


def axes(problem, start):
    """{what is turned: values to try}; P turns several."""
    name, _, free, cost, whole, _ = problem
    dials = [x for x in free if x not in ("N", "D")]
    step = 1 if whole or len(dials) > 2 else 0.25 if len(dials) == 1 else 0.5
    found = {}
    for dial in dials:
        low, high = RANGE.get(dial, (1, 16))
        values = set(np.arange(low, high + step / 2, step).tolist())
        if not whole and dial not in ("E", "M"):
            values |= {start[x] for x in ("w", "a", "kv", "post") if not off(start[x])}
        found[dial] = sorted(values)
    return found


def turned(problem, start, dials, values):
    p = dict(start)
    for dial, value in zip(dials, values):
        if dial != "P":
            p[dial] = value
        elif problem[3] == "inference":
            p["post"] = value
        else:
            p["w"] = p["a"] = p["kv"] = value
    return p


def most_n(problem, p):
    """N as far as the budget goes at the fewest tokens."""
    name, _, free, cost, _, budget = problem
    D = RANGE["D"][0] if "D" in free else p["D"]
    if cost == "inference":
        most = budget / served(name, p)
    else:
        life = 2 * p["Dinf"] * served(name, p) / 16 if cost == "lifetime" else 0.0
        most = budget / (6 * D * widest(name, p) / 16 + life)
    return np.minimum(most, RANGE["N"][1])


def edge_n(problem, start, dials, cell):
    """There the least loss may be, and a grid of N only comes near."""
    if "N" not in problem[2]:
        return math.inf
    p = turned(problem, start, dials, cell)
    p["N"] = most_n(problem, p)
    return float(loss_at(problem, p)) if p["N"] >= RANGE["N"][0] else math.inf


def polish(problem, start, dials, cell, ln_n):
    """Downhill from a cell: a finer grid around the best so far, again and again. The middle of a
    grid is one of its points, so a kink that is best stays; N is a share of the most that is paid,
    so the grid has the budget's wall along one of its sides."""
    free_n = "N" in problem[2]
    turns = [] if problem[4] else [RANGE.get(dial, (1, 16)) for dial in dials]
    share = min(0.0, ln_n - math.log(float(most_n(problem, turned(problem, start, dials, cell)))))
    centre = np.array(([] if problem[4] else list(cell)) + ([share] if free_n else []), dtype=float)
    limits = np.array(turns + ([(-80.0, 0.0)] if free_n else [])).reshape(-1, 2)
    size = np.array([0.25] * len(turns) + ([0.1] if free_n else []))
    best = math.inf
    for _ in range(1 if len(centre) == 0 else 90):
        steps = itertools.product(*[[-2, -1, 0, 1, 2]] * len(centre))
        tried = np.array([np.clip(centre + size * step, *limits.T) for step in map(np.array, steps)])
        bits = list(cell) if problem[4] else list(tried.T[: len(dials)])
        p = turned(problem, start, dials, bits)
        p["N"] = most_n(problem, p) * np.exp(tried.T[-1]) if free_n else np.full(len(tried), start["N"])
        loss = np.where(p["N"] >= RANGE["N"][0], loss_at(problem, p), np.inf)
        i = int(np.argmin(loss))
        if loss[i] < best:
            best = float(loss[i])
            moved = np.abs(tried[i] - centre) > 1.5 * size
            centre = tried[i]
            size = np.where(moved, size, size * 0.7)
        else:
            size = size * 0.6
    return best


def solve(problem):
    start = {"N": 7e9, "D": 1e12, "w": 8.0, "a": 8.0, "kv": 8.0, "post": 4.0, "G": 128, "E": 4.0, "M": 3.0, "Dinf": 0.0}
    start.update(problem[1])
    grids = axes(problem, start)
    dials = list(grids)
    ln_n = np.linspace(*np.log(RANGE["N"]), 400) if "N" in problem[2] else np.array([math.log(start["N"])])
    cells = []
    for cell in itertools.product(*grids.values()):
        p = turned(problem, start, dials, cell)
        p["N"] = np.exp(ln_n) if "N" in problem[2] else np.array([start["N"]])
        loss = loss_at(problem, p)
        i = int(np.argmin(loss))
        cells.append((float(loss[i]), cell, ln_n[i]))
        cells.append((edge_n(problem, start, dials, cell), cell, math.inf))
    cells.sort(key=lambda c: c[0])
    return min(polish(problem, start, dials, cell, x) for loss, cell, x in cells[:POLISHED] if loss < math.inf)


FULL = {"w": OFF, "a": OFF, "kv": OFF}
UNSERVED = {"post": OFF}
TIED = {4: {"w": 4.0, "a": 4.0}}

PROBLEMS = [
    ("kumar-2024", UNSERVED, "N,D,P", "training", False, 1e21),
    ("kumar-2024", UNSERVED, "N,D,P", "training", True, 1e24),
    ("kumar-2024", {}, "N,D,P", "training", False, 1e22),
    ("kumar-2024", {"post": 3.0}, "N,D,P", "training", False, 1e25),
    ("kumar-2024", {"post": 6.0}, "N,D,P", "training", True, 1e23),
    ("kumar-2024", {"post": 4.5}, "N,D,P", "training", False, 1e19),
    ("kumar-2024", {"N": 8e9, **UNSERVED}, "D,P", "training", False, 7.2e23),
    ("kumar-2024", {"N": 1e9}, "D,P", "training", False, 1e22),
    ("kumar-2024", {"N": 405e9, "post": 5.0}, "D,P", "training", False, 1e26),
    ("kumar-2024", {"D": 1e12}, "N,P", "training", False, 1e23),
    ("kumar-2024", {}, "P", "training", False, 1e22),
    ("kumar-2024", {}, "N,D,w", "training", False, 1e22),
    ("kumar-2024", {}, "N,D,w,a", "training", False, 1e22),
    ("kumar-2024", {"kv": 6.0, "post": 5.0}, "N,D,w,a", "training", False, 1e24),
    ("kumar-2024", {"a": 6.0}, "N,D,w,kv", "training", True, 1e23),
    ("kumar-2024", FULL, "N,D,P", "inference", False, 1e9),
    ("kumar-2024", FULL, "N,D,P", "inference", False, 1e11),
    ("kumar-2024", FULL, "N,D,P", "inference", True, 1e10),
    ("kumar-2024", FULL, "N,P", "inference", False, 1e10),
    ("kumar-2024", {}, "N,D,P", "inference", False, 1e10),
    ("kumar-2024", {"Dinf": 1e12}, "N,D,P", "lifetime", False, 1e22),
    ("kumar-2024", {"Dinf": 1e14, **UNSERVED}, "N,D,P", "lifetime", False, 1e24),
    ("kumar-2024", {"Dinf": 1e13, **FULL}, "N,D,post", "lifetime", False, 1e24),
    ("kumar-2024", {"Dinf": 1e13}, "N,D,w,post", "lifetime", False, 1e23),
    ("kumar-2024-fp", {"post": 5.0}, "N,D,P", "training", False, 1e23),
    ("hoffmann-2022", UNSERVED, "N,D", "training", False, 5.76e23),
    ("besiroglu-2024", {"Dinf": 2e12}, "N,D", "lifetime", False, 1e23),
    ("ouyang-2024", {"post": 3.0, **FULL}, "N,D", "training", False, 1e23),
    ("ouyang-2024", FULL, "N,D,P", "inference", False, 1e11),
    ("ouyang-2024", {**FULL, "Dinf": 1e13}, "N,D,post", "lifetime", False, 1e24),
    ("frantar-2025", TIED[4], "N,D", "training", False, 1e22),
    ("quartet-2025", {"kv": 4.0, **TIED[4]}, "N,D", "training", False, 1e22),
    ("quest-2025", {"kv": 4.0, "Dinf": 1e12, **TIED[4]}, "N,D", "lifetime", False, 1e22),
    ("chen-2025", {"kv": 4.0, **TIED[4]}, "N,D", "training", False, 1e24),
    ("chen-2025", {"G": CHANNEL, "kv": 4.0, **TIED[4]}, "N,D", "training", False, 1e22),
    ("chen-2025", {"G": 32, "Dinf": 1e13, "w": 4.0, "a": 16.0}, "N,D", "lifetime", False, 1e24),
    ("sun-2025", UNSERVED, "N,D,E,M", "training", False, 1e23),
    ("sun-2025", UNSERVED, "N,D,E,M", "training", True, 1e25),
    ("sun-2025", {"G": CHANNEL}, "N,D,E,M", "training", False, 1e22),
    ("sun-2025", {"N": 1e9}, "D,E,M", "training", False, 1e22),
    ("sun-2025", UNSERVED, "N,D,E,M", "inference", False, 1e11),
    ("sun-2025", {"Dinf": 1e13, **UNSERVED}, "N,D,E,M", "lifetime", False, 1e24),
    ("sun-2025", {"E": 2.0}, "N,D,M", "training", True, 1e24),
]


def text(x):
    return x if isinstance(x, str) else "off" if off(x) else repr(x)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("optimum.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("# SPDX-License-Identifier: GPL-3.0-or-later\n# Written by make_optimum.py.\n")
        for name, words, free, cost, whole, budget in PROBLEMS:
            loss = solve((name, words, free.split(","), cost, whole, budget))
            said = " ".join(f"{key}={text(value)}" for key, value in words.items())
            out.write(f"{name} | {said} | {free} | {cost} | {'whole' if whole else 'real'} | {budget!r} | {loss!r}\n")
            out.flush()


if __name__ == "__main__":
    main()
