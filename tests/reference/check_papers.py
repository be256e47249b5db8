# SPDX-License-Identifier: GPL-3.0-or-later
"""Hold laws.py against every number that the papers and their collected checks print.

    python3 check_papers.py        prints what does not agree; exit 1 where something does not
"""
import math
import sys

from scipy.optimize import brentq, minimize, minimize_scalar

import laws
from laws import CHANNEL, OFF, Plan, evaluate

TOLERANCE = 5e-4
failed = []
count = 0


def near(what, found, expected, tolerance=TOLERANCE):
    global count
    count += 1
    if found is None or not abs(found - expected) <= tolerance * abs(expected):
        failed.append(f"{what}: found {found!r}, printed {expected!r}")


def kumar(**inputs):
    return evaluate("kumar-2024", Plan(**{"post": OFF, **inputs}))


def tied(P):
    return {"w": P, "a": P, "kv": P}


def best_ND(P, C):
    """(N, D, loss) of least loss at C = 6 N D P / 16, by search alone."""
    product = 16 * C / (6 * P)

    def at(ln_n):
        N = math.exp(ln_n)
        return kumar(N=N, D=product / N, **tied(P))["loss"]

    found = minimize_scalar(at, bounds=(math.log(1e6), math.log(1e15)), method="bounded",
                            options={"xatol": 1e-12})
    N = math.exp(found.x)
    return N, product / N, found.fun


def best_P(C):
    found = minimize_scalar(lambda P: best_ND(P, C)[2], bounds=(3.2, 16), method="bounded",
                            options={"xatol": 1e-9})
    return found.x, best_ND(found.x, C)


def precision_checks():
    for P, ratio in zip((4, 5, 6, 7, 8, 12, 16), (.1910, .4271, .6113, .7404, .8278, .9671, .9937)):
        near(f"N_eff/N at {P}", kumar(**tied(P))["n_eff_ratio"], ratio)
    near("N_eff/N at 3", kumar(**tied(3))["n_eff_ratio"], 0)
    free = {"N": 1e9, "w": OFF, "a": OFF, "kv": OFF}
    for post, D in zip((3, 4, 5, 6, 8), (1.7713e10, 9.5739e10, 5.1748e11, 2.797e12, 8.1714e13)):
        near(f"D_crit post {post}", kumar(**free, post=post)["d_crit"], D)
    for P, N, D, L in ((4, 1.39222e10, 4.78853e10, 2.94470), (8, 4.72871e9, 7.04914e10, 2.91327),
                       (16, 3.05184e9, 5.46119e10, 2.93333)):
        found = best_ND(P, 1e21)
        near(f"fixed P {P} N", found[0], N)
        near(f"fixed P {P} D", found[1], D)
        near(f"fixed P {P} L", found[2], L)
    P, found = best_P(1e21)
    near("joint P", P, 7.0021)
    for what, x, y in zip("NDL", found, (5.34335e9, 7.12732e10, 2.91246)):
        near("joint " + what, x, y)
    P, found = best_P(1e25)
    near("joint P 1e25", P, 7.0021)
    near("joint N 1e25", found[0], 5.34335e11)
    near("joint L 1e25", found[2], 2.77981)
    fixed_N_checks()
    inference_checks()
    spot_checks()


def fixed_N_checks():
    printed = ((8e9, 15e12, 13.762, 1.74395e13, 2.82209), (70e9, 15e12, 11.022, None, None),
               (405e9, 15.6e12, 8.969, None, None))
    for N, D, P, best_D, L in printed:
        found = minimize_scalar(lambda x: kumar(N=N, D=D * 16 / x, **tied(x))["loss"], bounds=(3.2, 16),
                                method="bounded", options={"xatol": 1e-10})
        near(f"fixed N {N:g} P", found.x, P)
        if L:
            near(f"fixed N {N:g} D", D * 16 / found.x, best_D)
            near(f"fixed N {N:g} L", found.fun, L)


def inference_checks():
    free = {"w": OFF, "a": OFF, "kv": OFF}

    def at(x, budget):
        N, D, P = math.exp(x[0]), math.exp(x[1]), budget / math.exp(x[0])
        return kumar(N=N, D=D, post=P, **free)["loss"] if 1 <= P <= 16 else 9.0

    for budget, N, D, P, L in ((1e9, 1.71703e8, 1.13611e12, 5.8240, 3.15236),
                               (1e11, 1.27047e10, None, 7.8711, 2.80937)):
        start = [math.log(budget / 6.5), math.log(1e13)]
        found = minimize(at, start, (budget,), method="Nelder-Mead",
                         options={"xatol": 1e-10, "fatol": 1e-15, "maxiter": 20000, "maxfev": 20000})
        near(f"inference {budget:g} N", math.exp(found.x[0]), N)
        near(f"inference {budget:g} P", budget / math.exp(found.x[0]), P)
        near(f"inference {budget:g} L", found.fun, L)
        if D:
            near(f"inference {budget:g} D", math.exp(found.x[1]), D)


def spot_checks():
    found = kumar(N=1.7e9, D=26e9, w=4, a=8, kv=16)
    near("4/8/16 N_eff/N", found["n_eff_ratio"], .620149)
    near("4/8/16 L", found["loss"], 3.028999)
    for post, delta in ((3, .58704), (4, .10800), (5, .01987)):
        found = kumar(N=3e7, D=26e9, post=post, **tied(16))
        near(f"delta post {post}", found["ptq_delta"], delta)
    near("L post 3", kumar(N=3e7, D=26e9, post=3, **tied(16))["loss"], 4.30992)
    found = kumar(N=2.2e8, D=1.5e9, post=4, **tied(8))
    near("8/8/8 N_eff", found["n_eff"], 1.82107e8)
    near("8/8/8 delta", found["ptq_delta"], .0129183)
    near("8/8/8 L", found["loss"], 3.620315)


def qid_checks():
    def delta(name, N, D, P):
        return evaluate(name, Plan(N=N, D=D, post=P))["ptq_delta"]

    for N, D, pairs in ((7e9, 1e12, ((4, .0991583), (3, .482036), (2, 4.47714))),
                        (70e9, 1e14, ((2, 29.861), (3, 3.2150), (4, .66135)))):
        for P, q in pairs:
            near(f"QiD {N:g} {P}", delta("ouyang-2024", N, D, P), q)
    for N, D in ((1e9, 1.4424e12), (7e9, 4.5066e12), (70e9, 1.73499e13), (405e9, 4.84861e13)):
        k, alpha, beta = laws.OUYANG_BITS[4]
        near(f"QiD .2 at {N:g}", (.2 * N**alpha / k) ** (1 / beta), D, 3e-3)
    near("7B 1T unified", delta("ouyang-2024", 7e9, 1e12, 4), .0992, 1e-3)
    near("7B 1T per bit", delta("ouyang-2024-bits", 7e9, 1e12, 4), .0747, 1e-3)


def chen(**inputs):
    return evaluate("chen-2025", Plan(**inputs))


VARIANTS = (dict(w=4, a=4), dict(w=4, a=16), dict(w=16, a=4), dict(w=4, a=4, fc2=8), dict(w=16, a=4, fc2=8))


def qat_checks():
    for point, base, printed in (
            (dict(N=297e6, D=50e9, G=32), 2.930385, (.0487376, .0213970, .0318454, .0381657, .0206531)),
            (dict(N=594e6, D=100e9, G=128), 2.740930, (.0573005, .0210090, .0399691, .0381151, .0216199))):
        near("qat base", chen(**point, w=OFF, a=OFF)["loss"], base)
        for variant, delta in zip(VARIANTS, printed):
            near(f"qat {variant}", chen(**point, **variant)["qat_delta"], delta)
    for fc2, D in ((OFF, 2.92746e12), (8, 9.55412e10)):
        def lead(ln_d):
            at = dict(N=594e6, G=32, D=math.exp(ln_d), fc2=fc2)
            return chen(**at, w=4, a=16)["qat_delta"] - chen(**at, w=16, a=4)["qat_delta"]
        near(f"crossover fc2 {fc2}", math.exp(brentq(lead, 20, 35, xtol=1e-13)), D)


def sun(**inputs):
    return evaluate("sun-2025", Plan(**inputs))


def fp_joint(C):
    """P of least loss over N, D and real E, M at C = 6 N D P / 16."""
    def at(x):
        N, P, E = math.exp(x[0]), x[1], x[2]
        if not (2 < P < 17 and 0 < E < P - 1):
            return 9.0
        return sun(N=N, D=16 * C / (6 * N * P), E=E, M=P - 1 - E, G=128)["loss"]

    x = [math.log(math.sqrt(C / 100)), 5.0, 2.0]
    for _ in range(4):
        x = minimize(at, x, method="Nelder-Mead",
                     options={"xatol": 1e-10, "fatol": 1e-16, "maxiter": 20000, "maxfev": 20000}).x
    return x[1]


def fp_checks():
    for E, M, D in ((8, 7, 1.7295e15), (4, 3, 2.7329e13), (2, 1, 3.9285e11)):
        near(f"fp D_crit E{E}M{M}", sun(N=1e9, G=128, E=E, M=M)["d_crit"], D)
    layouts = "E1M1 E2M1 E2M2 E3M2 E3M3 E4M3 E4M4 E5M4 E5M5 E6M5 E6M6 E7M6 E7M7 E8M7".split()
    for P, layout in enumerate(layouts, 3):
        best = min(range(P), key=lambda E: sun(N=1e9, D=1e12, E=E, M=P - 1 - E, G=128)["loss"])
        if f"E{best}M{P - 1 - best}" != layout:
            failed.append(f"best layout at {P}: E{best}M{P - 1 - best}, printed {layout}")
    for C, P in ((1e21, 4.1903), (1e23, 4.7174), (1e25, 5.3108), (1e27, 5.9788), (1e31, 7.5776)):
        near(f"fp P_opt {C:g}", fp_joint(C), P)
    found = sun(N=1e9, D=1e12, E=4, M=3, G=128)
    near("E4M3 base", found["loss_full"], 2.462009)
    near("E4M3 added", found["qat_delta"], .00144913)
    found = sun(N=1e9, D=1e11, E=2, M=1, G=128)
    near("E2M1 base", found["loss_full"], 2.562628)
    near("E2M1 added", found["qat_delta"], .0352375)
    near("E4M3 channel", sun(N=679e6, D=1e11, E=4, M=3, G=CHANNEL)["loss"], 2.612677)


def main():
    precision_checks()
    qid_checks()
    qat_checks()
    fp_checks()
    for line in failed:
        print(line)
    print(f"{count} numbers, {len(failed)} do not agree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
