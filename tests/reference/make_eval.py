# SPDX-License-Identifier: GPL-3.0-or-later
"""Write eval.txt: what each preset says of many plans, for tests/engine/test_reference.c.

    python3 make_eval.py [FILE]

A line is `preset | NAME=VALUE words | key=value tokens`; null stands for "the law does not say". Terms
and elasticities that are not there are not written, and must be missing in the program too.
"""
import pathlib
import random
import sys

import laws
from laws import CHANNEL, OFF, TENSOR, Plan

SEED = 20250
RANDOM_PLANS = 150
INPUTS = ("N", "D", "w", "a", "kv", "post", "G", "E", "M", "fc2", "bias")


def text(x):
    if x is None:
        return "null"
    if isinstance(x, bool):
        return "on" if x else "off"
    if isinstance(x, str):
        return x
    return "off" if x == OFF else f"{x:.17g}" if isinstance(x, int) else repr(float(x))


def log_number(rng, low, high):
    return float(f"{low * (high / low) ** rng.random():.6g}")


def bits(rng):
    kind = rng.random()
    if kind < 0.2:
        return OFF
    if kind < 0.35:
        return 16
    return rng.randint(1, 16) if kind < 0.6 else round(rng.uniform(1, 16), 3)


def trained_bits(rng, law, c):
    """(w, a), often one that the preset's table has."""
    table = {laws.compression: list(c.get("eff_N", ())), laws.qat: [(4, 4), (4, 16), (16, 4)]}.get(law)
    if law is laws.precision and rng.random() < 0.7:
        return [rng.choice([OFF, 16, 8, 6, 4, round(rng.uniform(3.2, 16), 3)]) for _ in "wa"]
    if not table or rng.random() < 0.2:
        return [bits(rng), bits(rng)]
    pair = rng.choice(table + [(16, 16)])
    return [OFF if x == 16 and rng.random() < 0.5 else x for x in pair]


def served_bits(rng, law):
    kind = rng.random()
    if kind < 0.25:
        return OFF
    if law is laws.qid and kind < 0.75:
        return rng.choice([2, 3, 4])
    return rng.randint(2, 8) if kind < 0.6 else round(rng.uniform(1, 16), 3)


def group(rng):
    kind = rng.random()
    if kind < 0.15:
        return CHANNEL
    if kind < 0.22:
        return TENSOR
    return 1 if kind < 0.27 else round(2 ** rng.uniform(1, 16))


def random_plan(rng, name):
    law, c, _ = laws.PRESETS[name]
    whole = rng.random() < 0.5
    w, a = trained_bits(rng, law, c)
    kv = bits(rng) if rng.random() < 0.5 else rng.choice([OFF, 16, 8, 4])
    return Plan(
        N=log_number(rng, 1e5, 1e14) if whole else log_number(rng, 1e7, 1e12),
        D=log_number(rng, 1e6, 1e18) if whole else log_number(rng, 1e9, 1e14),
        w=w, a=a, kv=kv, post=served_bits(rng, law), G=group(rng), E=rng.randint(0, 8),
        M=rng.randint(0, 10), fc2=rng.choice([OFF, OFF, OFF, 8]), bias=rng.random() < 0.75)


def edge_plans():
    """The corners that every law must round, whichever they concern."""
    off = Plan(w=OFF, a=OFF, kv=OFF, post=OFF)
    low = Plan(N=1e8, D=1e10, post=OFF)
    yield Plan()
    yield off
    yield off.but(G=TENSOR)
    yield off.but(fc2=8)
    yield Plan(w=16, a=16, kv=16, post=OFF)
    yield Plan(w=16, a=OFF, kv=16, post=4, G=TENSOR)
    yield Plan(w=OFF, a=OFF, kv=OFF, post=16)
    for a in (3, 3.11, 3.111, 3.2, 1):  # the activations' factor is 0 up to 3.1102 bits
        yield Plan(a=a, post=OFF)
        yield Plan(a=a, post=2, D=1e10)
    for kv in (2.31, 2.317, 2.4):
        yield Plan(kv=kv, post=OFF)
    yield Plan(w=1, a=1, kv=1, post=OFF)
    for change in (dict(w=4), dict(w=3.5), dict(a=4), dict(a=3.5), dict(kv=4), dict(kv=3)):  # post >= a part
        yield Plan(**change)
    yield Plan(w=OFF, a=4, kv=OFF)
    yield Plan(w=OFF, a=5, kv=OFF)
    yield Plan(w=4.001, a=OFF, kv=OFF)
    yield Plan(w=16, a=16, kv=16, post=16)
    yield Plan(bias=False)
    yield Plan(bias=False, post=3, w=OFF, a=OFF, kv=OFF)
    for post in (2, 3, 4, 4.5, 5, 1, OFF):
        yield off.but(post=post, N=1e9, D=1e11)
    for w, a in ((4, 4), (4, 16), (4, OFF), (16, 4), (OFF, 4), (4.5, 4), (4, 4.5), (4, 8), (8, 8), (1, 1),
                 (1, OFF), (2, 2), (2, 16), (3, 3), (3, OFF), (16, OFF), (OFF, 16)):
        yield low.but(w=w, a=a)
        yield low.but(w=w, a=a, fc2=8, G=CHANNEL)
    for G in (1, 2, 31, 32, 65536, CHANNEL, TENSOR):
        yield low.but(w=4, a=4, kv=OFF, G=G)
        yield off.but(G=G)
    for E, M in ((0, 0), (8, 10), (2, 1), (4, 3)):
        yield Plan(E=E, M=M, N=1e9, D=1e11)
    for N, D in ((1e5, 1e6), (1e14, 1e18), (1e5, 1e18), (1e14, 1e6), (3e7, 1.5e9), (2.2e8, 2.6e10)):
        yield Plan(N=N, D=D)
        yield low.but(N=N, D=D, w=4, a=4)


def line(name, plan):
    found = laws.evaluate(name, plan)
    tokens = [f"{key}={text(found[key])}" for key in laws.SCALARS]
    tokens += [f"term.{key}={text(x)}" for key, x in found["terms"].items()]
    tokens += [f"dloss.{key}={text(x)}" for key, x in found["dloss"].items()]
    tokens += [f"ignores.{key}=1" for key in found["ignores"]]
    tokens += [f"beyond.{key}={text(x)}" for key, x in found["beyond"].items()]
    words = [f"{key}={text(getattr(plan, key))}" for key in INPUTS]
    return f"{name} | {' '.join(words)} | {' '.join(tokens)}\n"


def main():
    here = pathlib.Path(__file__).parent
    target = sys.argv[1] if len(sys.argv) > 1 else here / "eval.txt"
    rng = random.Random(SEED)
    with open(target, "w", encoding="utf-8") as out:
        out.write("# SPDX-License-Identifier: GPL-3.0-or-later\n")
        for name in laws.PRESETS:
            plans = list(edge_plans()) + [random_plan(rng, name) for _ in range(RANDOM_PLANS)]
            out.writelines(line(name, plan) for plan in plans)


if __name__ == "__main__":
    main()
