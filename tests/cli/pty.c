/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a program on a terminal of its own, 80×24: standard input is typed there, what the program
 * shows goes to standard output. At the end of the input the terminal stays until the program ends.
 *
 *     pty PIDFILE PROGRAM ARGUMENT…
 *
 * The exit status is the program's, 128 + the signal's number where one ended it. On SIGUSR1 the
 * terminal hangs up. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t hung_up;

static void on_signal(int number) {
    (void)number;
    hung_up = 1;
}

static bool relay(int from, int to) {
    char bytes[4096];
    const ssize_t count = read(from, bytes, sizeof bytes);
    for (ssize_t done = 0; done < count;) {
        const ssize_t wrote = write(to, bytes + done, (size_t)(count - done));
        if (wrote < 0) return false;
        done += wrote;
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

static void run(int terminal) {
    struct pollfd ends[] = {{.fd = terminal, .events = POLLIN},
                            {.fd = STDIN_FILENO, .events = POLLIN}};
    while (!hung_up) {
        if (poll(ends, 2, -1) < 0) continue;
        if (ends[1].revents && !relay(STDIN_FILENO, terminal)) ends[1].fd = -1;
        if (ends[0].revents && !relay(terminal, STDOUT_FILENO)) return;
    }
}

int main(int argc, char **argv) {
    const struct winsize size = {.ws_row = 24, .ws_col = 80};
    int terminal, status;
    if (argc < 3) return 2;
    const pid_t child = forkpty(&terminal, NULL, NULL, &size);
    if (child < 0) return 2;
    if (child == 0) {
        signal(SIGINT, SIG_DFL); /* a shell ignores it for what runs in the background */
        execv(argv[2], argv + 2);
        _exit(127);
    }
    const struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGUSR1, &action, NULL);
    FILE *const pid = fopen(argv[1], "w");
    if (!pid) return 2;
    fprintf(pid, "%ld\n", (long)child);
    fclose(pid);
    run(terminal);
    close(terminal);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
