# SPDX-License-Identifier: GPL-3.0-or-later
"""The problems of bench/bitplan-bench.c, and what all peers share: the law's coefficients from its preset,
timing, and the line that is printed. NumPy and SciPy are the peers' only dependencies."""
import configparser
import json
import os
import statistics
import time

import numpy as np

PRESET = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'presets', 'kumar-2024.ini')
ENOUGH = 2.0            # s of repeats
REPEATS_LEAST = 3

POST = 4.0              # bits of the weights after PTQ

# grid
N = np.geomspace(1e8, 1e12, 256)
D = np.geomspace(1e9, 1e14, 512)
P = np.linspace(4, 16, 256)     # w = a = kv
BUDGET = 1e23           # FLOP at 16 bit: 6·N·D·P/16

# optimum
BUDGETS = 10 ** (19 + np.arange(41) / 5)
N_RANGE, D_RANGE, P_RANGE = (1e5, 1e14), (1e6, 1e18), (1.0, 16.0)


def coefficients():
    """arXiv:2411.04330, by the names of the preset."""
    ini = configparser.ConfigParser(delimiters=('=',), comment_prefixes=(';', '#'))
    ini.optionxform = str
    ini.read(PRESET, encoding='utf-8')
    return {name: float(value) for name, value in ini['coefficients'].items()}


def report(name, work, points, times=1, repeats=REPEATS_LEAST):
    """Time work() and print the same object as bitplan-bench; work returns the result. times: what the seconds are
    scaled by, where work did only that part of it."""
    taken = []
    begin = time.perf_counter()
    while len(taken) < repeats or time.perf_counter() - begin < ENOUGH:
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    print(json.dumps({'name': name, 'seconds': statistics.median(taken) * times, 'points': points, 'repeats': len(taken),
                      'result': result}))
