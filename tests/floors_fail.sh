#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Can floors.sh fail? Plants each fault in a copy of the tree and wants it found, by its words; the copy as it
# is must pass.
#
#   tests/floors_fail.sh SOURCE BUILD
set -euo pipefail
source=$(realpath "$1") build=$(realpath "$2")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# A fresh copy of what floors.sh reads: the sources, and the objects under the build folder's names.
fresh_copy() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree/code" "$tree/build"
    (cd "$source" && tar -cf - --exclude=__pycache__ include src tests bench presets scripts .ci meson*) |
        tar -xf - -C "$tree/code"
    (cd "$build" && find . -name '*.c.o' ! -path '*/tests/*' -print0 | tar -cf - --null -T -) |
        tar -xf - -C "$tree/build"
}

floors() {
    "$source/tests/floors.sh" "$tree/code" "$tree/build" 2>&1
}

# expect WORDS: floors.sh fails now and says WORDS.
expect() {
    local out status=0
    out=$(floors) || status=$?
    if ((status == 1)) && [[ $out == *"$1"* ]]; then
        printf 'found: %s\n' "$1"
    else
        printf 'NOT FOUND (status %d): %s\n%s\n' "$status" "$1" "$out"
        failures=$((failures + 1))
    fi
    find "$tree" -name '*planted*' -delete
}

# plant FILE [LINES]: append to a file of the copy, or make it with its licence line.
plant() {
    local file=$tree/code/$1
    [[ -e $file ]] || printf '/* SPDX-License-Identifier: GPL-3.0-or-later */\n' >"$file"
    printf '%s\n' "$2" >>"$file"
}

# compile FILE CODE: plant an object, named as Meson names that of FILE.
compile() {
    local folder=$tree/build/${1%/*} object
    object=$folder/lib${folder##*/}.a.p/${1##*/}.o
    [[ $1 == src/main.c ]] && object=$tree/build/bitplan.p/src_main.c.o
    mkdir -p "${object%/*}"
    ${CC:-cc} -x c -c - -o "$object" <<<"$2"
}

function_of() {
    printf 'int planted(void) {\n'
    for ((i = 2; i < $1; i++)); do
        printf '    /* %d */\n' "$i"
    done
    printf '}\n'
}

# So many lines with nothing on them but, in the last, a full stop.
blank() {
    for ((i = 1; i < $1; i++)); do
        printf '\n'
    done
    printf '.\n'
}

fresh_copy
floors || {
    echo 'the tree as it is does not pass'
    exit 1
}

plant src/base/planted.c '#include "engine/plan.h"'
expect 'src/base/planted.c: includes engine/plan.h of a higher floor'
plant src/engine/planted.c '# include <io/path.h>'
expect 'src/engine/planted.c: includes io/path.h of a higher floor'
plant include/ui/planted.h '#include "cli/opt.h"'
expect 'include/ui/planted.h: includes cli/opt.h of a higher floor'
plant src/io/planted.c '#include "../engine/plan.h"'
expect 'src/io/planted.c: includes ../engine/plan.h: name it by its floor'
plant src/planted.c 'extern int planted;'
expect 'src/planted.c: stands on no floor'

plant src/io/planted.c '#include <gsl/gsl_min.h>'
expect 'src/io/planted.c: includes gsl/gsl_min.h past its door'
plant include/engine/planted.h '#include <gsl/gsl_math.h>'
expect 'include/engine/planted.h: includes gsl/gsl_math.h past its door'
for header in curses.h ncurses.h term.h ncursesw/ncurses.h ini.h csv.h json-c/json.h json.h cmocka.h; do
    plant src/ui/planted.c "#include <$header>"
    expect "src/ui/planted.c: includes $header past its door"
done
plant src/ui/term_planted_a.c '#include <curses.h>'
plant src/ui/term_planted_b.c '#include <term.h>'
expect 'one file is the door of'

plant src/base/planted.c "$(function_of 61)"
expect 'planted.c:2: 61 lines, over 60: int planted(void) {'
plant src/base/planted.h "$(blank 600)"
expect 'src/base/planted.h: 601 lines, over 600'

plant tests/planted.sh "$(printf '\n\n# SPDX-License-Identifier: GPL-3.0-or-later')"
sed -i 1d "$tree/code/tests/planted.sh"
expect 'tests/planted.sh: no line'
for file in src/base/planted.c include/base/planted.h tests/planted.py scripts/planted presets/planted.ini; do
    printf 'x\n' >"$tree/code/$file"
    expect "$file: no line"
done

for line in 'int planted;' 'static int planted = 1; int *use(void) { return &planted; }' \
    'int *use(void) { static int planted; return &planted; }' '_Thread_local int planted;' \
    'const char *planted[] = {"a", "b"};'; do
    compile src/engine/planted.c "$line"
    expect 'src/engine/planted.c: planted'
done
compile src/ui/term_planted.c 'int planted;'
expect 'src/ui/term_planted.c: planted is a mutable global'
compile src/ui/term_planted_a.c 'int saved;'
compile src/ui/term_planted_b.c 'int saved;'
expect 'src/ui/term_planted_b.c: saved is a mutable global'
compile src/ui/planted.c 'int saved;'
expect 'src/ui/planted.c: saved is a mutable global'
compile src/engine/planted.c '#include <stdio.h>
void planted(int x) { printf("%d", x); }'
expect 'src/engine/planted.c: uses printf'
compile src/base/planted.c '#include <stdlib.h>
void planted(void) { exit(1); }'
expect 'src/base/planted.c: uses exit'
compile src/main.c 'int planted;'
expect 'src/main.c: planted is a mutable global'
rm -rf "$tree/build"/*
expect 'no objects to look at'
fresh_copy

plant src/base/planted.c "$(function_of 60)"
plant include/base/planted.h "$(blank 599)"
compile src/engine/planted.c 'static const char *const names[] = {"a", "b"}; const char *planted(int i) { return names[i]; }'
floors >/dev/null || {
    floors || true
    echo 'what is allowed does not pass'
    failures=$((failures + 1))
}
((failures == 0)) || exit 1
