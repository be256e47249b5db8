# SPDX-License-Identifier: GPL-3.0-or-later
"""The laws once more, straight from their formulas, to hold the program's numbers against.

Nothing here is shared with the C engine: coefficients are written out again, derivatives come from
the complex step (exact to rounding, no formula of its own), the roots from SciPy.

    evaluate("kumar-2024", Plan(N=1e9, w=4, post=OFF)) -> the keys of `bitplan eval --json`

None stands for null: the law does not say.
"""
import cmath
import dataclasses
import math

from scipy.optimize import brentq

OFF = math.inf
CHANNEL = "channel"
TENSOR = "tensor"
SCALARS = ["loss", "loss_full", "n_eff", "n_eff_ratio", "d_eff_ratio", "ptq_delta", "qat_delta", "d_crit"]


@dataclasses.dataclass
class Plan:
    """A plan; the defaults are those of the contract."""

    N: float = 7e9
    D: float = 1e12
    w: float = 8
    a: float = 8
    kv: float = 8
    post: float = 4
    G: object = 128
    E: int = 4
    M: int = 3
    fc2: float = OFF
    bias: bool = True

    def but(self, **changes):
        return dataclasses.replace(self, **changes)


@dataclasses.dataclass
class Answer:
    """What a law says: its terms, or why there are none."""

    terms: dict = None
    full: float = None
    n_eff_ratio: float = None
    d_eff_ratio: float = None
    note: str = None


# Functions of a number or of a number with an infinitesimal imaginary part (the complex step).


def real(x):
    return x.real if isinstance(x, complex) else x


def exp(x):
    return cmath.exp(x) if isinstance(x, complex) else math.exp(x)


def log(x):
    return cmath.log(x) if isinstance(x, complex) else math.log(x)


def expm1(x):
    if isinstance(x, complex):
        return complex(math.expm1(x.real), x.imag * math.exp(x.real))
    return math.expm1(x)


def log1p(x):
    if isinstance(x, complex):
        return complex(math.log1p(x.real), x.imag / (1 + x.real))
    return math.log1p(x)


def is_word(x):
    return isinstance(x, str)


def unquantised(bits):
    return real(bits) == 16 or bits == OFF


# 6. chinchilla: L = A N^-alpha + B D^-beta + E, the base of most.


def classical(c, p):
    return {"floor": c["E"], "params": c["A"] * p.N ** -c["alpha"], "data": c["B"] * p.D ** -c["beta"]}


def chinchilla(c, p):
    terms = classical(c, p)
    return Answer(terms, full=sum(terms.values()))


# 1. precision, arXiv:2411.04330 eq. 11, finding 4.2, app. K.


def shortfall(c, p, part):
    """1 - f of one part: e^(-P/gamma + n), 0 where it is off."""
    bits = getattr(p, part)
    return 0.0 if bits == OFF else exp(-bits / c["gamma_" + part] + c["n_" + part])


def robustness(c, p):
    """The product of r_x over the parts trained low."""
    product = 1.0
    for part in ("w", "a", "kv"):
        bits = getattr(p, part)
        if bits == OFF:
            continue
        if real(bits) <= real(p.post):
            return 0.0
        product = product * -expm1(-c["C_" + part] * (bits - p.post))
    return product


def precision(c, p):
    full = classical(c, p)
    missing = [shortfall(c, p, part) for part in ("w", "a", "kv")]
    if any(real(x) >= 1 for x in missing):
        return Answer(full=sum(full.values()), n_eff_ratio=0.0, note="diverges")
    ratio, log_ratio = 1.0, 0.0
    for x in missing:
        ratio = ratio * (1 - x)
        log_ratio = log_ratio + log1p(-x)
    ptq = 0.0
    if p.post != OFF:
        b = c["b"] if p.bias else 0.0
        ptq = c["C_T"] * exp(-p.post / c["gamma_post"] + b) * p.D ** c["gamma_D"]
        ptq = ptq / (p.N * ratio) ** c["gamma_N"] * robustness(c, p)
    train = full["params"] * expm1(-c["alpha"] * log_ratio) + 0.0  # never -0
    return Answer({**full, "train_bits": train, "ptq": ptq}, sum(full.values()), n_eff_ratio=ratio)


# 2. qid, arXiv:2411.17691.


def qid_full(c, p):
    inner = (c["L_N"] / p.N) ** (c["alpha_N"] / c["alpha_D"]) + c["L_D"] / p.D
    return inner ** c["alpha_D"]


def qid_growth(c, p):
    """(beta, QiD / D^beta), or None at bits that the law does not have."""
    if "bits" not in c:
        return c["beta"], c["k"] / (p.N ** c["alpha"] * p.post ** c["gamma"])
    if real(p.post) not in c["bits"]:
        return None
    k, alpha, beta = c["bits"][real(p.post)]
    return beta, k / p.N**alpha


def qid(c, p):
    full = qid_full(c, p)
    if p.post == OFF:
        return Answer({"base": full, "ptq": 0.0}, full)
    growth = qid_growth(c, p)
    if growth is None:
        return Answer(full=full, note="no law at these bits")
    beta, factor = growth
    return Answer({"base": full, "ptq": factor * p.D**beta}, full)


# 3. compression, arXiv:2502.16440; quest 2502.05003; quartet 2505.14669.


def table_key(p):
    return tuple(16 if unquantised(x) else real(x) for x in (p.w, p.a))


def compression_base(c, p, eff_n, eff_d):
    return c["A"] / (p.N * eff_n) ** c["alpha"] + c["B"] / (p.D * eff_d) ** c["beta"]


def compression(c, p):
    outer = c.get("gamma", 1.0)
    base = compression_base(c, p, 1.0, 1.0)
    full = base**outer + c["E"]
    key = table_key(p)
    if key != (16, 16) and key not in c["eff_N"]:
        return Answer(full=full, note="not in the table")
    eff_n = c["eff_N"].get(key, 1.0)
    eff_d = c.get("eff_D", {}).get(key, 1.0)
    gain = log(compression_base(c, p, eff_n, eff_d)) - log(base) if (eff_n, eff_d) != (1.0, 1.0) else 0.0
    train = base**outer * expm1(outer * gain)
    terms = {"base": full} if "gamma" in c else classical(c, p)
    return Answer({**terms, "train_bits": train}, full, n_eff_ratio=eff_n, d_eff_ratio=eff_d)


# 4. qat, arXiv:2505.14302.


def qat_variant(p):
    """The variant's name, "" for none quantised, None for a pair that was not measured."""
    key = table_key(p)
    names = {(16, 16): "", (4, 4): "w4a4", (4, 16): "w4a16", (16, 4): "w16a4"}
    name = names.get(key)
    return name + "fc2" if name in ("w4a4", "w16a4") and p.fc2 == 8 else name


def hidden_size(N):
    return (128 * N / 12) ** (1 / 3)


def qat(c, p):
    terms = classical(c, p)
    full = sum(terms.values())
    variant = qat_variant(p)
    if variant is None:
        return Answer(full=full, note="not in the table")
    if variant == "":
        return Answer({**terms, "train_bits": 0.0}, full)
    if p.G == TENSOR:
        return Answer(full=full, note="per-tensor is not covered")
    k, gamma_n, gamma_d, gamma_g = c["variants"][variant]
    group = log(hidden_size(p.N) if p.G == CHANNEL else p.G) / math.log(2)
    delta = 0.0 if group == 0 else k * p.D**gamma_d * group**gamma_g / p.N**gamma_n
    return Answer({**terms, "train_bits": delta}, full)


# 5. fp, arXiv:2501.02423.


def fp(c, p):
    terms = {"floor": c["epsilon"], "params": c["n"] / p.N ** c["alpha"], "data": c["d"] / p.D ** c["beta"]}
    full = sum(terms.values())
    if p.G == TENSOR:
        return Answer(full=full, note="per-tensor is not given")
    group = c["log2B_channel"] if p.G == CHANNEL else log(p.G) / math.log(2)
    width = c["gamma"] * (p.E + 0.5) ** c["delta"] * (p.M + 0.5) ** c["nu"]
    return Answer({**terms, "train_bits": p.D ** c["beta"] / p.N ** c["alpha"] * group / width}, full)


# Tokens at which dL/dD = 0. Where D's falling part is B D^-beta and the rising one K D^gamma, that is
# beta B D^-beta = gamma K D^gamma.


def crossing(falling, beta, rising, gamma):
    return (beta * falling / (gamma * rising)) ** (1 / (beta + gamma)) if rising > 0 else None


def d_crit(name, p):
    law, c, _ = PRESETS[name]
    at_one = p.but(D=1.0)
    if law in (chinchilla, compression):
        return None
    if law is precision:
        return crossing(c["B"], c["beta"], precision(c, at_one).terms["ptq"], c["gamma_D"])
    if law is qat:
        variant = qat_variant(p)
        gamma_d = c["variants"][variant][2] if variant else 1.0
        return crossing(c["B"], c["beta"], qat(c, at_one).terms["train_bits"], gamma_d)
    if law is fp:
        return crossing(c["d"], c["beta"], fp(c, at_one).terms["train_bits"], c["beta"])
    return None if p.post == OFF else qid_crit(c, p)


def qid_crit(c, p):
    beta, factor = qid_growth(c, p)
    size = (c["L_N"] / p.N) ** (c["alpha_N"] / c["alpha_D"])

    def balance(ln_d):
        x = c["L_D"] * math.exp(-ln_d)
        fall = math.log(c["alpha_D"] * x) + (c["alpha_D"] - 1) * math.log(size + x)
        return fall - math.log(beta * factor) - beta * ln_d

    return math.exp(brentq(balance, -100, 300, xtol=1e-14, rtol=8.9e-16, maxiter=500))


# Elasticities.

LOGS = ("N", "D", "G")


def slope(name, p, key, step=1e-40):
    law, c, _ = PRESETS[name]
    x = float(getattr(p, key))
    moved = x * complex(1, step) if key in LOGS else complex(x, step)
    total = sum(law(c, p.but(**{key: moved})).terms.values())
    return total.imag / step if isinstance(total, complex) else 0.0


def slope_keys(name, p):
    law, c, _ = PRESETS[name]
    keys = ["N", "D"]
    bits = {precision: ("w", "a", "kv", "post"), qid: () if "bits" in c else ("post",)}.get(law, ())
    keys += [x for x in bits if getattr(p, x) != OFF]
    if law is precision and p.post in (p.w, p.a, p.kv):
        keys = [x for x in keys if x not in ("w", "a", "kv", "post") or not kinked(p, x)]
    if law in (qat, fp) and not is_word(p.G) and not (law is qat and qat_variant(p) and p.G == 1):
        keys.append("G")
    return keys


def kinked(p, key):
    """Whether the loss has a kink in these bits: where they meet the served ones."""
    others = [x for x in (p.w, p.a, p.kv) if x != OFF]
    return p.post in others if key == "post" else getattr(p, key) == p.post


# What a law does not look at, and where it was fitted.

BLIND = {
    chinchilla: ("w", "a", "kv", "post", "fc2"),
    precision: ("fc2",),
    qid: ("w", "a", "kv", "fc2"),
    compression: ("kv", "post", "fc2"),
    qat: ("kv", "post"),
    fp: ("w", "a", "kv", "post", "fc2"),
}


def ignores(law, p):
    return [x for x in BLIND[law] if getattr(p, x) != OFF]


def position(value):
    """Words of G as numbers beyond all others, channel below tensor."""
    return {CHANNEL: 1e300, TENSOR: math.inf}.get(value, value) if is_word(value) else value


def beyond(ranges, p):
    """{input: factor} of those outside the fitted range; the factor of a word is None."""
    found = {}
    for key, (low, high) in ranges.items():
        value = getattr(p, key)
        x = position(value)
        if value == OFF or (low is None or x >= low) and (high is None or x <= position(high)):
            continue
        if is_word(value):
            found[key] = None
        else:
            found[key] = low / x if low is not None and x < low else x / high
    return found


def deltas(law, p, answer):
    """(ptq_delta, qat_delta)."""
    terms = answer.terms
    ptq = terms["ptq"] if "ptq" in terms else (0.0 if p.post == OFF else None)
    off = p.w == OFF and p.a == OFF and p.kv == OFF
    qat_part = terms["train_bits"] if "train_bits" in terms else (0.0 if off else None)
    return ptq, qat_part


def evaluate(name, p):
    """All that `bitplan eval` says of a plan, but the words for people."""
    law, c, ranges = PRESETS[name]
    answer = law(c, p)
    out = dict.fromkeys(SCALARS)
    out.update(terms={}, dloss={}, ignores=ignores(law, p), beyond=beyond(ranges, p), note=answer.note)
    out["loss_full"] = answer.full
    out["n_eff_ratio"], out["d_eff_ratio"] = answer.n_eff_ratio, answer.d_eff_ratio
    out["n_eff"] = None if answer.n_eff_ratio is None else p.N * answer.n_eff_ratio
    if answer.terms is None:
        return out
    out["terms"] = answer.terms
    out["loss"] = math.fsum(answer.terms.values())
    out["ptq_delta"], out["qat_delta"] = deltas(law, p, answer)
    out["d_crit"] = d_crit(name, p)
    out["dloss"] = {key: slope(name, p, key) for key in slope_keys(name, p)}
    return out


# The presets.

HOFFMANN = dict(A=406.4, alpha=0.34, B=410.7, beta=0.28, E=1.69)
KUMAR = dict(
    A=4.299e3, alpha=0.4965, B=1.806e4, beta=0.4965, E=2.7648, C_T=0.0598, gamma_w=2.6745, n_w=0.3037,
    gamma_a=2.2102, n_a=1.4072, gamma_kv=0.9578, n_kv=2.4185, gamma_post=0.5907, b=1.1277,
    gamma_D=0.5068, gamma_N=0.3439, C_w=1.0, C_a=1.0, C_kv=1.0)
OUYANG_FULL = dict(L_N=4.74e19, alpha_N=0.045, L_D=7.63e10, alpha_D=0.399)
OUYANG_BITS = {2: (4.11e-4, 0.224, 0.5195), 3: (1.1695e-5, 0.3547, 0.6728), 4: (6.1325e-6, 0.3835, 0.6551)}
CHEN_VARIANTS = {  # k, gamma_N, gamma_D, gamma_G
    "w4a4": (0.1582, 0.2186, 0.0745, 0.7779), "w4a16": (0.2522, 0.3589, 0.1610, 0.3533),
    "w16a4": (0.1004, 0.1816, 0.0331, 0.9812), "w4a4fc2": (0.3519, 0.2637, 0.0964, 0.3407),
    "w16a4fc2": (0.1273, 0.2347, 0.0827, 0.4491)}
QUEST_EFF = {
    (1, 1): 0.0205046859, (2, 2): 0.151870911, (3, 3): 0.433126203, (4, 4): 0.691831718,
    (8, 8): 1.01619263, (1, 16): 0.138419575, (2, 16): 0.413717453, (3, 16): 0.653058816,
    (4, 16): 0.840434222}
QUARTET = dict(A=1.52e5, alpha=0.589, B=5.25e5, beta=0.544, E=1.35, gamma=0.274)
SUN = dict(n=69.2343, alpha=0.2368, d=68973.0621, beta=0.5162, epsilon=1.9061, gamma=11334.5197,
           delta=3.1926, nu=2.9543, log2B_channel=13.1567)

KUMAR_RANGE = dict(N=(3e7, 2.2e8), D=(1.5e9, 2.6e10), w=(3, 16), a=(4, 16), kv=(4, 16))
OUYANG_RANGE = dict(N=(1.6e8, 1.2e10), D=(None, 3e11), post=(2, 4))
QUEST_RANGE = dict(N=(3e7, 8.2e8), D=(7.5e8, 8e10))
QUARTET_RANGE = dict(N=(3e7, 2e8), D=(7.5e8, 8e10))
CLASSICAL_RANGE = dict(N=(7e7, 1.6e10), D=(5e9, 5e11))

PRESETS = {
    "kumar-2024": (precision, KUMAR, KUMAR_RANGE),
    "kumar-2024-fp": (precision, dict(KUMAR, gamma_w=2.8111, n_w=0.1240), KUMAR_RANGE),
    "ouyang-2024": (qid, dict(OUYANG_FULL, k=0.017, beta=0.5251, alpha=0.2261, gamma=5.4967), OUYANG_RANGE),
    "ouyang-2024-bits": (qid, dict(OUYANG_FULL, bits=OUYANG_BITS), OUYANG_RANGE),
    "frantar-2025": (
        compression, dict(HOFFMANN, eff_N={(4, 16): 0.923, (4, 4): 0.747, (1, 1): 0.067}), {}),
    "chen-2025": (
        qat, dict(A=237.7042, alpha=0.3022, B=596.2490, beta=0.3022, E=1.9279, variants=CHEN_VARIANTS),
        dict(N=(74e6, 594e6), D=(1e10, 1e11), G=(32, CHANNEL))),
    "sun-2025": (fp, SUN, dict(N=(41e6, 679e6), D=(1e10, 1e11))),
    "hoffmann-2022": (chinchilla, HOFFMANN, CLASSICAL_RANGE),
    "besiroglu-2024": (
        chinchilla, dict(A=482.01, alpha=0.3478, B=2085.43, beta=0.3658, E=1.8172), CLASSICAL_RANGE),
    "quest-2025": (
        compression, dict(A=8.134031, alpha=0.062726522, B=86.411906, beta=0.241288351, E=0.00142329,
                          eff_N=QUEST_EFF), QUEST_RANGE),
    "quartet-2025": (compression, dict(QUARTET, eff_N={(4, 4): 0.65}, eff_D={(4, 4): 0.95}), QUARTET_RANGE),
    "quartet-2025-luq": (compression, dict(QUARTET, eff_N={(4, 4): 0.49}, eff_D={(4, 4): 0.15}), QUARTET_RANGE),
}
