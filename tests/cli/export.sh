#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is taken away with e: it reads back, and the command in it gives the same numbers again.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$work"
plan=(N=7B D=1T w=4 a=8 kv=16 post=3)

# take FILE KEY…: render on the plan with the keys, then export as FILE; the bar must say so.
take() {
    local file=$1
    shift
    run 0 render 100x30 "${plan[@]}" "$@" e C-u "=$file" Enter
    prints "wrote $file, "
    [ -s "$file" ] || fault "$command_line: no $file"
}

# same COMMAND: run the command in a file's first comment, as CSV.
again() {
    local command=$1
    # shellcheck disable=SC2086
    run 0 ${command#bitplan } --format csv
}

# Plan: eval's own table.
take plan.csv
again "$(sed -n '1s/^# //p' plan.csv)"
grep -v '^#' plan.csv | cmp -s - out || fault 'Plan: the data are not what eval prints'

# Curve and Map: what sweep prints for the same axis values, to the last digit.
python3 - "$program" <<'END' || fault 'numbers that do not come again'
import csv, io, json, shlex, subprocess, sys

program = sys.argv[1]
plan = "N=7B D=1T w=4 a=8 kv=16 post=3"


def take(keys, name):
    command = [program, "render", "100x30", *plan.split(), *keys.split(), "e", "C-u", "=" + name, "Enter"]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "wrote " + name in shown, (keys, shown.splitlines()[-1])
    return open(name, encoding="utf-8").read()


def rows(text):
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def again(text):
    words = shlex.split(text.splitlines()[0][2:])
    assert words[0] == "bitplan"
    done = subprocess.run([program, *words[1:], "--format", "csv"], check=True, capture_output=True, text=True)
    return rows(done.stdout)


def check_curve(keys, x, y, lines, primary=None):
    text = take("2 " + keys, "curve-%s.csv" % "-".join(keys.split()))
    found, swept = rows(text), {}
    for row in again(text):
        if primary:
            if row["preset"] == primary:
                swept[row[x], "%s %s" % lines(row)] = row[y]
        else:
            swept[row[x], row["preset"]] = row[y]
    cells = 0
    for row in found:
        at = row.pop(x)
        for line, value in row.items():
            assert swept[at, line] == value, (x, y, at, line, value)
            cells += value != ""
    assert len(found) > 20 and cells > 100, (x, y, len(found), cells)


check_curve("y", "D", "loss", None)
check_curve("x y", "w", "loss", None)
check_curve("Y", "D", "d_crit", None)
check_curve("y v v v v v", "D", "loss", lambda row: ("post", row["post"]), "kumar-2024")


def check_map(keys, x, y, output):
    text = take("3 " + keys, "map-%s-%s.csv" % (x, output))
    swept = {(row[x], row[y]): row[output] for row in again(text) if row["preset"] == "kumar-2024"}
    found = rows(text)
    for row in found:
        assert swept[row[x], row[y]] == row[output], row
    assert len(found) == 41 * 41 and any(row[output] for row in found)


check_map("g", "N", "D", "loss")
check_map("g g g", "w", "post", "ptq_delta")

# Where the budget is held each row has its whole plan.
for row in rows(take("3", "held.csv"))[::97]:
    if not row["loss"]:
        continue
    words = [w for w in plan.split() if w[:2] not in ("N=", "D=", "w=", "a=", "kv")]
    words += ["%s=%s" % (name, row[name]) for name in ("N", "D", "P")] + ["-p", "kumar-2024"]
    done = subprocess.run([program, "eval", *words, "--format", "csv"], check=True, capture_output=True, text=True)
    assert rows(done.stdout)[0]["loss"] == row["loss"], row

# Formats and Optimum: each row's plan evaluated anew has the row's loss.
def check_rows(name, keys, inputs, preset):
    checked = 0
    for row in rows(take(keys, name))[::5]:
        if not row["loss"]:
            continue
        words = ["%s=%s" % (i, row[i]) for i in inputs] + ["-p", preset or row["preset"]]
        if any(float(row[i]) != int(float(row[i])) for i in ("E", "M")) or not 1e5 <= float(row.get("N", 1e6)) <= 1e14:
            continue
        if "D" in row and not 1e6 <= float(row["D"]) <= 1e18:
            continue
        done = subprocess.run([program, "eval", *plan.split(), *words, "--format", "csv"], check=True,
                              capture_output=True, text=True)
        loss = float(rows(done.stdout)[0]["loss"])
        assert abs(loss - float(row["loss"])) <= 1e-12 * loss, (row, loss)
        checked += 1
    assert checked > 10, (name, checked)


check_rows("formats.csv", "5", ("E", "M", "G"), "sun-2025")
check_rows("optimum.csv", "4", ("N", "D", "w", "a", "kv", "post", "G", "E", "M"), None)

# The terms of Explain add up to its loss.
parts = [(row["part"], float(row["value"])) for row in rows(take("8", "explain.csv"))]
loss = [value for part, value in parts if part == "loss"][0]
assert abs(sum(value for part, value in parts if part == "term") - loss) < 1e-12
assert sum(part == "dloss" for part, _ in parts) >= 5

# JSON has the numbers of the CSV, and null where there is none.
for keys, name in (("1", "plan"), ("2", "curve"), ("3", "map"), ("4", "optimum"), ("5", "formats"), ("8", "explain")):
    table = json.loads(take(keys, "same-%s.json" % name))
    text = take(keys, "same-%s.csv" % name)
    assert table["command"] == text.splitlines()[0][2:] and table["version"]
    names = [column["name"] for column in table["columns"]]
    for row, cells in zip(table["rows"], rows(text), strict=True):
        assert list(row) == names == list(cells)
        for column in names:
            value, cell = row[column], cells[column]
            same = cell == "" if value in (None, "") else cell == value if isinstance(value, str) else float(cell) == float(value)
            assert same, (name, column, value, cell)
END

# The screen is the one on screen, without its keys.
run 0 render 100x30 "${plan[@]}" 4
head -n -1 out >expected
take screen.txt 4
sed -i -e :a -e '/^\n*$/{$d;N;ba' -e '}' expected screen.txt
cmp -s expected screen.txt || fault 'the screen is another'

# The plan reopens as it was: with its pins, in its view.
take again.ini m = =70B Enter Down 2
run 0 render 100x30 again.ini
cp out reopened
run 0 render 100x30 "${plan[@]}" m = =70B Enter Down 2
cmp -s out reopened || fault "the plan reopens otherwise: $(diff out reopened | head -n 4)"
[[ $(head -n 1 again.ini) == '# bitplan '* ]] || fault 'a plan without its command'

# Nothing is replaced unasked; then it is.
echo mine >there.csv
run 0 render 100x30 e C-u =there.csv Enter
prints 'there.csv exists: press Enter again to replace it'
[ "$(cat there.csv)" = mine ] || fault 'a file was replaced unasked'
run 0 render 100x30 e C-u =there.csv Enter x BSpace Enter
[ "$(cat there.csv)" = mine ] || fault 'what was asked of one name was taken for another'
run 0 render 100x30 e C-u =there.csv Enter Enter
prints 'wrote there.csv'
[ "$(cat there.csv)" != mine ] || fault 'a file was not replaced'

# What cannot be written leaves the overlay as it is, with the reason, and no file.
for name in no/such/folder/x.csv there.csv/below.svg; do
    run 0 render 100x30 e C-u "=$name" Enter
    prints 'take away'
    prints "$name"
    prints_not 'wrote '
done
if [ -w /dev/full ]; then
    for keys in 'Down' 'Down Down' 'Up' 'Up Up' ''; do
        # shellcheck disable=SC2086
        run 0 render 100x30 e $keys C-u =/dev/full Enter
        prints '/dev/full: No space left on device'
        prints 'take away'
    done
fi
mkdir "$work/home~"
HOME=$work/home~ run 0 render 100x30 e C-u '=~/x.csv' Enter
[ -s "$work/home~/x.csv" ] || fault 'the home folder is not found'
[ -z "$(find . -name '.*.bp*')" ] || fault 'temporary files are left'

# Tab completes, as far as there is one way to go on.
mkdir -p tree/folder
touch tree/folder/one-plan.csv tree/folder/one-pin.csv
run 0 render 100x30 e C-u =tre Tab =f Tab Tab
prints 'tree/folder/one-p'
run 0 render 100x30 e C-u =nothing-like-it Tab
prints 'no file or folder begins like that'

# Pictures, where they can be drawn.
run 0 render 100x30 e
if grep -q 'built without cairo' out; then
    echo 'built without cairo: no pictures to look at'
    take report.md
    grep -q '^```$' report.md || fault 'a report without a chart'
    finish
fi
for view in 1 2 3 4 5 8; do
    for suffix in svg pdf png; do
        take "view-$view.$suffix" $view
    done
done
if [ -w /dev/full ]; then
    for kind in 'Down Down Down' 'Down Down Down Down' 'Down Down Down Down Down'; do
        # shellcheck disable=SC2086
        run 0 render 100x30 e $kind C-u =/dev/full Enter
        prints '/dev/full: No space left on device'
    done
fi
python3 - <<'END' || fault 'pictures that are none'
import glob, struct, xml.etree.ElementTree as tree

for path in glob.glob("view-*.svg"):
    root = tree.parse(path).getroot()
    assert root.tag.endswith("}svg") and float(root.get("width").rstrip("pt")) >= 600, path
    assert len(list(root.iter())) > 200, path
for path in glob.glob("view-*.png"):
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and data[-8:-4] == b"IEND", path
    width, height = struct.unpack(">II", data[16:24])
    assert width >= 1200 and height >= 900, (path, width, height)
for path in glob.glob("view-*.pdf"):
    data = open(path, "rb").read()
    assert data[:5] == b"%PDF-" and b"%%EOF" in data[-16:], path
assert len(glob.glob("view-*.svg")) == 6
END

# The report: its pictures are there, its command gives its numbers.
mkdir 'a folder'
take 'a folder/r.md' m = =70B Enter
grep -o '](<[^>]*>)' 'a folder/r.md' | sed 's/](<\(.*\)>)/\1/' >links
[ "$(wc -l <links)" = 3 ] || fault "pictures of the report: $(cat links)"
while read -r link; do
    [ -s "a folder/$link" ] || fault "the report has no $link"
done <links
command=$(sed -n 's/^    \(bitplan eval.*\)/\1/p' 'a folder/r.md')
again "$command"
for column in 3 4 5 9 10; do
    value=$(cell 2 $column)
    [ -z "$value" ] || grep -qF "| $value |" 'a folder/r.md' || fault "the report lacks $value"
done
for words in '## Pinned plans' '| A (baseline) |' 'arxiv.org/abs/2411.04330' 'D_crit' 'beyond' '![Loss'; do
    grep -qF -- "$words" 'a folder/r.md' || fault "the report lacks $words"
done
run 0 render 100x30 "${plan[@]}" e C-u '=a folder/r.md' Enter
prints 'r.md exists: press Enter again'
mv 'a folder/r.md' other.md
run 0 render 100x30 "${plan[@]}" e C-u '=a folder/r.md' Enter
prints '.svg exists: press Enter again'
[ ! -e 'a folder/r.md' ] || fault 'a report was written before its pictures were asked for'

# The module is the build's own: a program from elsewhere is not led to it, and says so.
mkdir elsewhere
cp "$program" elsewhere/
status=0
./elsewhere/bitplan render 100x30 e >out 2>err || status=$?
[ "$status" = 0 ] || fault "a copy of the program fails: $(cat err)"
grep -q 'bitplan-figure.so is not installed' out || [ -n "$(find /usr/local/lib -name bitplan-figure.so)" ] ||
    fault 'a copy of the program loads what is in a build folder'
finish
