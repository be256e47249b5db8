#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages are clean, and have every command, option, input, output, law, coefficient and key that the
# program itself tells of.
#
#   tests/man.sh SOURCE BUILD
set -euo pipefail
build=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v mandoc >/dev/null; then
    echo 'mandoc is not installed: skipped'
    exit 77
fi
unset "${!BITPLAN_@}"
export LANG=C.UTF-8 LC_ALL=C.UTF-8 HOME=$work XDG_DATA_HOME=$work BITPLAN_CONFIG=none
status=0
wrong() {
    printf '%s\n' "$*"
    status=1
}

for page in bitplan.1 bitplan-preset.5 bitplan-lesson.5; do
    mandoc -Tlint "$build/man/$page" >"$work/lint" || true
    [[ ! -s $work/lint ]] || wrong "$(cat "$work/lint")"
    mandoc -Tutf8 -Owidth=200 "$build/man/$page" | sed 's/.\x08//g' >"$work/$page"
done

# Whether a page has a line that begins with the words; blanks count as one.
has() {
    grep -qE "^ *$(sed 's/[][\\.*^$+?(){}|]/\\&/g; s/ \+/ +/g' <<<"$2")( |$)" "$work/$1" || wrong "$1: no $2"
}
count=0
each() {
    local word page=$1
    while IFS= read -r word; do
        has "$page" "$word"
        count=$((count + 1))
    done
}

mapfile -t commands < <("$build/bitplan" --help | sed -n '/^Commands/,/^Options/s/^  \([a-z]\+\) .*/\1/p')
((${#commands[@]} >= 6)) || wrong "only ${#commands[@]} commands are found in --help"
each bitplan.1 < <(printf '%s\n' "${commands[@]}")
for command in '' "${commands[@]}"; do
    # shellcheck disable=SC2086
    "$build/bitplan" $command --help |
        sed -n '/^Options/,/^NAME=VALUE/s/^ *\(-[^ ,]*, \)\?\(--[a-z-]\+\).*/\1\2/p'
done | sort -u >"$work/options"
(($(wc -l <"$work/options") >= 15)) || wrong 'hardly any options are found in --help'
each bitplan.1 <"$work/options"
"$build/bitplan" eval --json >"$work/eval"
python3 - "$work/eval" >"$work/names" <<'END'
import json, sys
answer = json.load(open(sys.argv[1]))
print(*answer["plan"], sep="\n")
print("loss loss_full n_eff n_eff_ratio d_eff_ratio ptq_delta qat_delta d_crit".replace(" ", "\n"))
END
each bitplan.1 <"$work/names"
"$build/bitplan" preset list --format csv | tail -n +2 | cut -d, -f1,2 >"$work/presets"
each bitplan.1 < <(cut -d, -f2 "$work/presets" | sort -u)
for preset in $(cut -d, -f1 "$work/presets"); do
    law=$("$build/bitplan" preset show "$preset" | sed -n 's/^law *= *//p')
    "$build/bitplan" preset show "$preset" |
        sed -n '/^\[coefficients\]/,/^\[/s/^\([A-Za-z_0-9]\+\)\(\.[^ ]*\)\? *=.*/\1\2/p' |
        sed "s/\\..*/.VARIANT/; s/^log2B.VARIANT/log2B_channel/"
    [[ -n $law ]] || wrong "$preset has no law"
done | sort -u | each bitplan-preset.5
# Help, as long as it is, in one screen: inside its frame, keys and what they do with blanks between.
"$build/bitplan" render 120x400 '?' >"$work/help"
python3 - "$work/help" >"$work/keys" <<'END'
import re, sys
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
top = next(i for i, line in enumerate(lines) if "\u250c" in line)
left, right = lines[top].index("\u250c"), lines[top].index("\u2510")
for line in lines[top + 1:]:
    if line[left] != "\u2502":
        break
    row = re.match(r"(\S+(?: \S+)*) {2,}\S", line[left + 1:right].strip(" "))
    if row and not re.fullmatch(r"[0-9]|mouse", row[1]):
        print(row[1])
END
(($(wc -l <"$work/keys") >= 60)) || wrong 'hardly any keys are found in help'
each bitplan.1 <"$work/keys"
"$build/bitplan" --help | sed -n '/^Settings/,$s/^  \(\[[a-z]*\] [a-z]*\) .*/\1/p' >"$work/settings"
(($(wc -l <"$work/settings") >= 9)) || wrong 'hardly any settings are found in --help'
each bitplan.1 <"$work/settings"
# A look's name is known by what is said of one that is not.
printf '[colors]\n? = red\n' >"$work/looks.ini"
"$build/bitplan" eval --config "$work/looks.ini" 2>&1 >"$work/said" |
    sed 's/.*expected one of //; s/, /\n/g' >"$work/looks"
(($(wc -l <"$work/looks") >= 10)) || wrong 'hardly any looks are found'
each bitplan.1 <"$work/looks"
# Examples of files are files of that kind.
sed -n '/^\.Sh SETTINGS/,/^\.Sh FILES/{/^\.Bd -literal/,/^\.Ed/p}' "$build/man/bitplan.1" | sed '1d;$d' >"$work/config.ini"
"$build/bitplan" eval --config "$work/config.ini" 2>"$work/said" >"$work/eval" || wrong 'the example of settings is refused'
[[ -s $work/config.ini && ! -s $work/said ]] || wrong "the example of settings: $(cat "$work/said")"
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$build/man/bitplan-lesson.5" | sed '1d;$d' >"$work/lesson.ini"
"$build/bitplan" lesson check "$work/lesson.ini" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"
sed -n '/^\.Bd -literal/,/^\.Ed/p' "$build/man/bitplan-preset.5" | sed '1d;$d' >"$work/ours.ini"
"$build/bitplan" preset check "$work/ours.ini" >"$work/said" 2>&1 || wrong "$(cat "$work/said")"
((count >= 120)) || wrong "only $count words were looked for"
exit $status
