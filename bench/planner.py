#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How quick is a full-screen program in the hand? Through a real pseudo-terminal, with peers in the same run.

    bench/planner.py [--json] [--keys N] [--starts N] [--idle S] [--views VIEWS] PROGRAM [ARG…]

start   from exec to the last byte of the first complete paint at 120x36 (less: the same; python3: importing
        scipy.optimize, where it is installed), and the peak resident memory by then
key     from writing a key to the first byte, and to the last, of its repaint at 200x60, in each view of --views
        (the keys that lead there, with two keys that undo each other; default '1:Right,Left 8:1,8')
idle    processor time and bytes written while nothing happens

Ratios are the peer's figure over the program's. A paint is complete when QUIET seconds bring nothing more.
"""
import argparse
import fcntl
import json
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

QUIET = 0.05       # s: silence that ends the first paint
PAUSE = 0.015      # s: silence that ends a key's repaint
PATIENCE = 10.0    # s: a program that says nothing for so long is broken
KEYS = {'Right': b'\x1b[C', 'Left': b'\x1b[D', 'Up': b'\x1b[A', 'Down': b'\x1b[B', 'Tab': b'\t', 'Enter': b'\r',
        'Escape': b'\x1b', 'Space': b' '}
APPLICATION = {'Right': b'\x1bOC', 'Left': b'\x1bOD', 'Up': b'\x1bOA', 'Down': b'\x1bOB'}


class Terminal:
    """A program on a pseudo-terminal of its own; `begin` is the moment before its exec."""

    def __init__(self, command, cols, rows, home):
        self.master, slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
        path = os.ttyname(slave)
        env = {'HOME': home, 'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'PATH': os.environ['PATH']}
        actions = [(os.POSIX_SPAWN_OPEN, 0, path, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1),
                   (os.POSIX_SPAWN_DUP2, 0, 2)]
        self.application = False
        self.begin = time.perf_counter()
        self.pid = os.posix_spawn(command[0], command, env, file_actions=actions, setsid=True)
        os.close(slave)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.close(self.master)
        os.waitpid(self.pid, 0)

    def read(self, patience, quiet):
        """(moment of the first byte, of the last, bytes), until `quiet` seconds of silence; None where none came."""
        first = last = None
        count = 0
        while select.select([self.master], [], [], patience if first is None else quiet)[0]:
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:     # the program ended
                break
            last = time.perf_counter()
            first = first or last
            count += len(data)
            # Application cursor keys, as terminfo's keypad_xmit switches them on.
            self.application = data.rfind(b'\x1b[?1h') > data.rfind(b'\x1b[?1l') or (
                self.application and b'\x1b[?1l' not in data)
        return (first, last, count) if first else None

    def type(self, name):
        key = APPLICATION.get(name) if self.application else None
        os.write(self.master, key or KEYS.get(name) or name.encode())

    def peak(self):
        """Peak resident memory, in MB of 10^6 bytes."""
        with open(f'/proc/{self.pid}/status', encoding='ascii', errors='replace') as status:
            for line in status:
                if line.startswith('VmHWM:'):
                    return int(line.split()[1]) * 1024 / 1e6
        return float('nan')

    def cpu(self):
        """Processor time used so far by all threads, in seconds."""
        total = 0
        for task in os.listdir(f'/proc/{self.pid}/task'):
            with open(f'/proc/{self.pid}/task/{task}/schedstat', encoding='ascii') as stat:
                total += int(stat.read().split()[0])
        return total / 1e9


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def first_paint(terminal, command):
    paint = terminal.read(PATIENCE, QUIET)
    if not paint:
        sys.exit(f'planner.py: {" ".join(command)} painted nothing')
    return paint


def start(command, times, home):
    """Median and p90 of exec → last byte of the first paint, in ms, and the peak memory."""
    taken, peaks = [], []
    for _ in range(times):
        with Terminal(command, 120, 36, home) as terminal:
            paint = first_paint(terminal, command)
            taken.append((paint[1] - terminal.begin) * 1e3)
            peaks.append(terminal.peak())
    return {'ms': statistics.median(taken), 'p90_ms': quantile(taken, .9), 'peak_mb': max(peaks)}


def keys(command, view, pair, count, home):
    """key → first and last byte of the repaint at 200x60, in ms; `view` is the key that leads there."""
    first, last, silent, sizes = [], [], 0, []
    with Terminal(command, 200, 60, home) as terminal:
        first_paint(terminal, command)
        if view:
            terminal.type(view)
            terminal.read(.5, QUIET)
        for i in range(count):
            name = pair[i % 2]
            begin = time.perf_counter()
            terminal.type(name)
            answer = terminal.read(.25, PAUSE)
            if not answer:
                silent += 1
                continue
            first.append((answer[0] - begin) * 1e3)
            last.append((answer[1] - begin) * 1e3)
            sizes.append(answer[2])
    if not first:
        sys.exit(f'planner.py: {" ".join(command)}: {" and ".join(pair)} change nothing in view {view}')
    return {'p50_ms': quantile(first, .5), 'p99_ms': quantile(first, .99), 'frame_p50_ms': quantile(last, .5),
            'frame_p99_ms': quantile(last, .99), 'bytes': statistics.median(sizes), 'silent': silent, 'keys': count}


def idle(command, seconds, home):
    """Processor share and bytes written while nothing happens."""
    with Terminal(command, 200, 60, home) as terminal:
        first_paint(terminal, command)
        terminal.read(1, 1)
        before = terminal.cpu()
        output = 0
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            output += (terminal.read(left, min(left, PAUSE)) or (0, 0, 0))[2]
        return {'cpu_percent': (terminal.cpu() - before) / seconds * 100, 'bytes': output}


def import_scipy(times):
    """Seconds until Python has imported scipy.optimize; None where it is not installed."""
    python = shutil.which('python3')
    taken = []
    for _ in range(times if python else 0):
        begin = time.perf_counter()
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
        pid = os.posix_spawn(python, [python, '-c', 'import scipy.optimize'], os.environ, file_actions=quiet)
        if os.waitpid(pid, 0)[1] != 0:
            return None
        taken.append((time.perf_counter() - begin) * 1e3)
    return statistics.median(taken) if taken else None


def measure(options, home):
    text = os.path.join(home, 'text')
    with open(text, 'w', encoding='ascii') as out:
        for i in range(20000):
            out.write(f'{i:6d} ' + 'the quick brown fox jumps over the lazy dog ' * 4 + '\n')
    command = [shutil.which(options.program) or os.path.abspath(options.program), *options.args]
    found = {'program': ' '.join(command), 'start': {}, 'key': {}, 'idle': {}}
    less = shutil.which('less')
    peers = {'less': [less, text]} if less else {}
    # Turn and turn about, so that a busy moment of the machine meets all.
    for name, words in {'program': command, **peers}.items():
        found['start'][name] = start(words, options.starts, home)
        found['idle'][name] = idle(words, options.idle, home)
    for view, pair in (words.split(':') for words in options.views.split()):
        found['key'][f'view {view}'.strip()] = keys(command, view, pair.split(','), options.keys, home)
    if less:
        found['key']['less'] = keys(peers['less'], '', ['j', 'k'], options.keys, home)
    imported = import_scipy(5)
    if imported:
        found['start']['import scipy.optimize'] = {'ms': imported}
    return found


def row(name, *cells):
    print(f'{name:<26}' + ''.join(f'{cell:>12}' for cell in cells))


def show(found):
    ours = found['start']['program']
    print(found['program'])
    print()
    row('start, 120x36', 'ms', 'p90 ms', 'peak MB', 'ratio')
    for name, its in found['start'].items():
        row(name, f"{its['ms']:.2f}", f"{its['p90_ms']:.2f}" if 'p90_ms' in its else '—',
            f"{its['peak_mb']:.2f}" if 'peak_mb' in its else '—', f"{its['ms'] / ours['ms']:.2f}")
    print()
    row('key, 200x60', 'p50 ms', 'p99 ms', 'frame p50', 'frame p99', 'bytes', 'silent', 'ratio p99')
    first = next(iter(found['key'].values()))
    for name, its in found['key'].items():
        row(name, *(f'{its[key]:.2f}' for key in ('p50_ms', 'p99_ms', 'frame_p50_ms', 'frame_p99_ms')),
            f"{its['bytes']:.0f}", f"{its['silent']}/{its['keys']}", f"{its['p99_ms'] / first['p99_ms']:.2f}")
    print()
    row('idle, 200x60', 'cpu %', 'bytes')
    for name, its in found['idle'].items():
        row(name, f"{its['cpu_percent']:.3f}", its['bytes'])


def main():
    parser = argparse.ArgumentParser(description='How quick is a full-screen program in the hand?')
    parser.add_argument('--json', action='store_true', help='print the figures as JSON')
    parser.add_argument('--keys', type=int, default=300, help='keys a view (300)')
    parser.add_argument('--starts', type=int, default=40, help='starts (40)')
    parser.add_argument('--idle', type=float, default=5, help='seconds of idleness (5)')
    parser.add_argument('--views', default='1:Right,Left 2:Right,Left 3:Right,Left 4:Right,Left 5:Right,Left 8:Right,Left',
                        help="the key to each view and two that undo each other; ':j,k' where there is one view")
    parser.add_argument('program')
    parser.add_argument('args', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        found = measure(options, home)
    if options.json:
        print(json.dumps(found, indent=1))
    else:
        show(found)


main()
