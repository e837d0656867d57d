/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

/* The handler only sets this; sig_atomic_t may be read by any thread, as its
 * one change, 0 to 1, orders no other memory. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void interrupt_catch(void)
{
    struct sigaction action = { .sa_handler = on_interrupt };

    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND; /* the second one ends the process */
    (void)sigaction(SIGINT, &action, NULL);
}

bool interrupt_asked(void)
{
    return interrupted != 0;
}

int interrupt_or_refuse(const problem *p)
{
    const int status = problem_report(p);

    return interrupt_asked() ? EXIT_INTERRUPTED : status;
}

static struct {
    pthread_mutex_t lock;
    bool on, shown;
    double last; /* when something was shown */
} state = { .lock = PTHREAD_MUTEX_INITIALIZER };

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_begin(bool quiet)
{
    state.on = !quiet && isatty(STDERR_FILENO);
    state.last = now() + 0.4; /* short work shows nothing */
}

/* True, with the lock held, if it is time to show something. */
static bool due(void)
{
    if (!state.on || pthread_mutex_trylock(&state.lock) != 0)
        return false;
    if (now() - state.last >= 0.1) {
        state.last = now();
        state.shown = true;
        return true;
    }
    (void)pthread_mutex_unlock(&state.lock);
    return false;
}

void progress_count(const char *what, size_t done, size_t total)
{
    if (!due())
        return;
    (void)fprintf(stderr, "\r\033[K%s: %zu of %zu", what, done, total);
    (void)pthread_mutex_unlock(&state.lock);
}

void progress_end(void)
{
    if (state.shown)
        (void)fprintf(stderr, "\r\033[K");
    state.shown = false;
    state.on = false;
}

int progress_monitor(const paramod_fit_progress *progress, void *data)
{
    (void)data;
    if (due()) {
        (void)fprintf(stderr, "\r\033[Kstart %zu, iteration %zu: log-likelihood "
                      "%.6f, Newton decrement %.1e", progress->start + 1,
                      progress->iteration, progress->value, progress->decrement);
        (void)pthread_mutex_unlock(&state.lock);
    }
    return interrupt_asked();
}
