#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the house stand as it is drawn? Reads a source tree and the objects built from it, and fails with a line
# for each fault: an include that goes up, an outside library past its door, a function over 60 lines or a file
# over 600, a licence line that is missing, a mutable global, an engine that prints or exits.
#
#   tests/floors.sh SOURCE BUILD …
set -euo pipefail
export LC_ALL=C

FLOORS=(base engine io ui cli)
FUNCTION_LINES=60
FILE_LINES=600
LICENCE='SPDX-License-Identifier: GPL-3.0-or-later'

# header pattern, the only files that may include it, how many of them there may be (- any number)
DOORS=(
    '(ncurses|ncursesw|curses|term|termcap|panel|menu|form)\.h|ncursesw?/.*  src/ui/term[a-z_]*\.c  1'
    'gsl/.*                                             src/engine/[a-z0-9_]+\.c  -'
    'ini\.h                                             src/io/ini_file\.c        1'
    'csv\.h                                             src/io/table_file\.c      1'
    'json\.h|json-c/.*|json_[a-z_]+\.h                  src/io/json_out\.c        1'
    'cairo(-[a-z]+)?\.h|cairo/.*|fontconfig/.*           src/io/pen\.c              1'
    'cmocka\.h                                          -                         -'
)

# The terminal's state that a crash handler must reach: the one mutable global.
MUTABLE='src/ui/term[a-z_]*\.c saved'

# What the two lowest floors never call: they do not print, end the program or read the environment.
SILENT='(__)?v?f?printf(_chk)?|puts|fputs|putchar|fputc|putc|fwrite|perror|exit|_exit|abort|getenv|stdout|stderr'

faults=0

fault() {
    printf '%s\n' "$*"
    faults=$((faults + 1))
}

code() {
    find include src -name '*.[ch]' -type f | sort
}

# file<TAB>header for each include of the code.
includes() {
    code | xargs -r awk -v OFS='\t' '
        /^[ \t]*#[ \t]*include[ \t]*[<"]/ { split($0, part, /[<">]/); print FILENAME, part[2] }'
}

# floor=the number of a file's or header's floor: one more than the highest for src/main.c, -1 for code that
# stands on none, empty for a header from outside.
find_floor() {
    local i
    floor=
    for i in "${!FLOORS[@]}"; do
        case $1 in
        "src/${FLOORS[i]}/"* | "include/${FLOORS[i]}/"* | "${FLOORS[i]}/"*) floor=$i && return ;;
        esac
    done
    case $1 in
    src/main.c) floor=${#FLOORS[@]} ;;
    src/* | include/*) floor=-1 ;;
    esac
}

check_includes() {
    local file header floor from
    while read -r file; do
        find_floor "$file"
        [[ $floor != -1 ]] || fault "$file: stands on no floor"
    done < <(code)
    while IFS=$'\t' read -r file header; do
        find_floor "$file"
        from=$floor
        find_floor "$header"
        if [[ $header == *..* ]]; then
            fault "$file: includes $header: name it by its floor"
        elif [[ -n $floor && $from != -1 ]] && ((floor > from)); then
            fault "$file: includes $header of a higher floor"
        fi
    done <<<"$included"
}

check_doors() {
    local door pattern owner limit file header
    for door in "${DOORS[@]}"; do
        read -r pattern owner limit <<<"$door"
        local -A through=()
        while IFS=$'\t' read -r file header; do
            [[ $header =~ ^($pattern)$ ]] || continue
            [[ $file =~ ^($owner)$ ]] || fault "$file: includes $header past its door"
            through[$file]=1
        done <<<"$included"
        [[ $limit == - ]] || ((${#through[@]} <= limit)) ||
            fault "${!through[*]}: one file is the door of $pattern"
    done
}

check_lengths() {
    local line
    while read -r line; do
        fault "$line"
    done < <(code | xargs -r awk -v function_lines="$FUNCTION_LINES" -v file_lines="$FILE_LINES" '
        function close_file() { if (lines > file_lines) print file ": " lines " lines, over " file_lines }
        FNR == 1 { close_file(); file = FILENAME; start = 0 }
        { lines = FNR }
        # clang-format keeps a definition at the margin, from its first word to its closing brace.
        !start && /^[A-Za-z_]/ { start = FNR; name = $0 }
        start && !body && /\)[ \t]*\{[ \t]*$/ { body = 1 }
        start && !body && /[;={][ \t]*$/ { start = 0 }
        body && /^}/ {
            if (FNR - start + 1 > function_lines)
                print FILENAME ":" start ": " FNR - start + 1 " lines, over " function_lines ": " name
            start = body = 0
        }
        END { close_file() }')
}

licensed() {
    find include src tests bench -type f \( -name '*.[ch]' -o -name '*.py' -o -name '*.sh' -o -name meson.build \)
    find presets -type f \( -name '*.ini' -o -name meson.build \)
    find scripts .ci -type f
    find . -maxdepth 1 -type f -name 'meson*' | sed 's|^\./||'
}

check_licences() {
    local file
    while read -r file; do
        fault "$file: no line '$LICENCE' at its top"
    done < <(licensed | grep -v __pycache__ | sort | xargs -r awk -v licence="$LICENCE" '
        FNR > 2 { nextfile }
        index($0, licence) { found[FILENAME] }
        END { for (i = 1; i < ARGC; i++) if (!(ARGV[i] in found)) print ARGV[i] }')
}

# Those of the program, named from the build folder: src/engine/libengine.a.p/plan.c.o, bitplan.p/src_main.c.o.
objects() {
    (cd "$build" && find src bitplan.p -name '*.c.o' 2>/dev/null | sort)
}

# src/engine/plan.c, src/main.c
source_of() {
    local name=${1##*/} folder=${1%/*.p/*}
    name=${name%.o}
    [[ $name == src_* ]] && folder=src name=${name#src_}
    printf '%s/%s\n' "$folder" "$name"
}

# object<TAB>symbol<TAB>what: "mutable" for what can be written after the start, in .data, .bss and their like,
# thread-local or not; "uses" for what only the floors above the engine may call.
symbols() {
    objects | (cd "$build" && xargs -r objdump -t) | awk -F '\t' -v OFS='\t' -v silent="^($SILENT)\$" '
        / file format / { object = $0; sub(/: +file format .*/, "", object) }
        NF == 2 {
            n = split($1, left, " ")
            section = left[n]
            n = split($2, right, " ")
            name = right[n]
            if (substr($1, 18, 7) ~ /[dF]/ || name ~ /^(\.|__(asan|ubsan|odr_asan))/) next
            if (section == "*UND*" && name ~ silent) print object, name, "uses"
            if (section ~ /^(\.t?(data|bss)(\..*)?|\*COM\*)$/ && section !~ /^\.data\.rel\.ro/)
                print object, name, "mutable"
        }'
}

check_objects() {
    local object file symbol what saved=0
    [[ -n $(objects) ]] || fault "$build: no objects to look at"
    while IFS=$'\t' read -r object symbol what; do
        file=$(source_of "$object")
        if [[ $what == uses ]]; then
            [[ $file != src/base/* && $file != src/engine/* ]] ||
                fault "$file: uses $symbol: these floors do not print, exit or read the environment"
        elif [[ ! "$file $symbol" =~ ^$MUTABLE$ ]] || ((++saved > 1)); then
            fault "$file: $symbol is a mutable global"
        fi
    done < <(symbols)
}

(($# >= 2)) || {
    sed -n '/^#   tests/s/^# */usage: /p' "$0" >&2
    exit 2
}
build=$(realpath "$2")
cd "$1"
included=$(includes)
check_includes
check_doors
check_lengths
check_licences
check_objects
((faults == 0)) || {
    printf '%d faults\n' "$faults"
    exit 1
}
printf 'The floors hold: %d files.\n' "$(code | wc -l)"
