#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The JSON of all commands as a reader of JSON sees it: keys and their order, sums, and CSV with the same numbers.
set -euo pipefail
command -v python3 >/dev/null || { echo 'no python3'; exit 77; }
. "$(dirname "$0")/lib.sh"
python3 - "$program" <<'PY' || fault "see above"
import csv, io, json, subprocess, sys
program = sys.argv[1]
presets = [p["name"] for p in json.loads(subprocess.check_output([program, "preset", "list", "--json"]))]
assert "kumar-2024" in presets and len(presets) >= 12, presets
scalars = "loss loss_full n_eff n_eff_ratio d_eff_ratio ptq_delta qat_delta d_crit".split()
keys = ["preset", "law", "source", *scalars, *"terms dloss ignores beyond assumed note".split(),
        "interval_level", "interval"]
inputs = "N D w a kv post G E M fc2 C Dinf bias".split()


def run(*words):
    return subprocess.check_output([program, *words], text=True, encoding="utf-8")


def refuse_constant(text):
    raise ValueError(text)


def load(text):
    # Counts too long for a double are doubles all the same.
    return json.loads(text, parse_constant=refuse_constant, parse_int=float)


def near(a, b):
    return abs(a - b) <= 1e-12 * max(1, abs(a), abs(b))


def check_interval(r):
    if r["interval"] is None:
        return
    assert list(r["interval"]) == scalars and 0 < r["interval_level"] < 1, r
    for key, ends in r["interval"].items():
        assert ends is None or ends[0] <= r[key] + 1e-9 * abs(r[key]) and r[key] <= ends[1] + 1e-9 * abs(r[key]), (key, r)


def check_result(r, plan):
    assert list(r) == keys, list(r)
    check_interval(r)
    if r["loss"] is None:
        assert r["note"] and r["terms"] == [], r
    else:
        assert near(r["loss"], r["loss_full"] + (r["qat_delta"] or 0) + (r["ptq_delta"] or 0)), r
        assert near(r["loss"], sum(t["value"] for t in r["terms"])), r
        order = "floor params data base train_bits ptq".split()
        names = [t["name"] for t in r["terms"]]
        assert names == sorted(names, key=order.index), names
    for b in r["beyond"]:
        assert list(b) == ["input", "value", "low", "high", "factor"], b
        assert b["value"] == plan[b["input"]] and b["value"] != "off", b
        if isinstance(b["value"], str):
            assert b["factor"] is None, b
            continue
        ends = [b["value"] / b["high"] if b["high"] not in (None, "channel") else 0,
                b["low"] / b["value"] if b["low"] is not None else 0]
        assert near(b["factor"], max(ends)) and b["factor"] > 1, b
    assert set(r["ignores"]) <= {"w", "a", "kv", "post", "fc2"} and all(plan[i] != "off" for i in r["ignores"]), r
    assert all(plan[i] != "off" for i in r["dloss"]), r


plans = ["", "P=off post=off", "w=4 a=4 G=64", "w=4 a=16 post=off fc2=8", "fmt=FP4 G=channel", "G=tensor a=3",
         "N=1e5 D=1e6", "N=1e14 D=1e18 P=4", "w=4.5 post=4.5", "bias=off C=1e23 Dinf=1e15"]
every = [w for p in presets for w in ("-p", p)]
answers = 0
for plan in plans:
    report = load(run("eval", "--json", *every, *plan.split()))
    assert list(report) == ["version", "plan", "results"], list(report)
    assert list(report["plan"]) == inputs, list(report["plan"])
    assert [r["preset"] for r in report["results"]] == presets
    for r in report["results"]:
        check_result(r, report["plan"])
        answers += r["loss"] is not None
    rows = list(csv.DictReader(io.StringIO(run("eval", "-f", "csv", *every, *plan.split()))))
    assert list(rows[0]) == ["preset", "law", *scalars, "note"], list(rows[0])
    for row, r in zip(rows, report["results"], strict=True):
        assert [row[k] for k in ("preset", "law")] == [r["preset"], r["law"]]
        assert all((float(row[k]) if row[k] else None) == r[k] for k in scalars), (row, r)
        assert row["note"] == (r["note"] or ""), row
assert answers > 40, answers

# A sweep's rows are what eval says at each point, the first axis slowest, in every format.
axes = ["G=32,channel", "w=3..5"]
rows = load(run("sweep", *axes, "a=4", "--json"))
default = [r["preset"] for r in load(run("eval", "--json"))["results"]]
points = [(g, w, p) for g in (32, "channel") for w in (3, 4, 5) for p in default]
assert [(r["G"], r["w"], r["preset"]) for r in rows] == points, rows
assert all(list(r) == ["G", "w", "preset", *scalars] for r in rows)
for r in rows:
    (e,) = load(run("eval", "--json", "-p", r["preset"], f"G={r['G']}", f"w={r['w']}", "a=4"))["results"]
    assert all(e[k] == r[k] for k in scalars), (e, r)
table = list(csv.DictReader(io.StringIO(run("sweep", *axes, "a=4", "-f", "csv"))))
for row, r in zip(table, rows, strict=True):
    assert list(row) == list(r) and row["G"] in ("32", "channel")
    assert all((float(row[k]) if row[k] else None) == r[k] for k in scalars), (row, r)
(one,) = load(run("sweep", "N=7e9,8e9", "-p", "sun-2025", "--json"))[:1]
assert one["N"] == 7e9

best = load(run("optimum", "--json", "C=1e21", "post=off"))
assert list(best) == ["version", "problem", "results"], best
assert best["problem"] == {"free": "N,D,P", "cost": "training", "C": 1e21}, best["problem"]
for r in best["results"]:
    assert list(r) == "preset N D w a kv post G E M P C loss at_edge status note interval_level interval".split(), list(r)
    assert r["status"] in ("ok", "beyond", "silent") and isinstance(r["at_edge"], list), r
    if r["status"] == "silent":
        assert r["note"] and all(r[k] is None for k in "N D w P C loss".split()), r
    else:
        assert r["C"] <= 1e21 * (1 + 1e-9) and r["post"] == "off", r
# The plan's own cost: a number where it is the same under every law.
assert load(run("optimum", "--json"))["problem"]["C"] == 6 * 7e9 * 1e12 * 8 / 16
assert load(run("optimum", "--json", "E=2", "M=1"))["problem"]["C"] is None
back = load(run("solve", "G", "qat_delta=.001", "E=4", "--json"))
assert list(back) == ["version", "input", "output", "target", "results"], back
assert (back["input"], back["output"], back["target"]) == ("G", "qat_delta", 0.001), back
for r in back["results"]:
    assert list(r) == ["preset", "value", "values", "loss", "status", "note"], r
    assert (r["value"] is None) == (r["values"] == []) == (r["status"] == "silent"), r
    assert r["value"] is None or r["value"] in r["values"], r
for p in load(run("preset", "list", "--json")):
    assert list(p) == ["name", "law", "title", "source", "file"], p
PY
finish
