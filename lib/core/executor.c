/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <paramod/parallel.h>

#include "core/status_impl.h"

enum { MOST_THREADS = 256 };

/* What the threads of one run share: the next index to take, and the failure
 * with the lowest index so far. */
typedef struct job {
    size_t count;
    size_t result_size;
    unsigned char *results;
    paramod_task task;
    void *data;
    atomic_size_t next;
    pthread_mutex_t lock;
    size_t failed; /* index of the failure, count while there is none */
    paramod_status status;
    char message[PARAMOD_I_MESSAGE_SIZE];
} job;

static void note_failure(job *j, size_t index, paramod_status status)
{
    (void)pthread_mutex_lock(&j->lock);
    if (index < j->failed) {
        j->failed = index;
        j->status = status;
        (void)memcpy(j->message, paramod_error_message(), sizeof j->message);
    }
    (void)pthread_mutex_unlock(&j->lock);
}

static void *work(void *data)
{
    job *j = data;
    size_t index;

    while ((index = atomic_fetch_add(&j->next, 1)) < j->count) {
        void *result = j->result_size == 0
                           ? NULL : j->results + index * j->result_size;
        const paramod_status status = j->task(index, result, j->data);

        if (status != PARAMOD_OK)
            note_failure(j, index, status);
    }
    return NULL;
}

/* Starts up to `wanted` threads and tells how many there are.  They inherit a
 * mask with all signals blocked: the handlers of the host run in its threads. */
static size_t start_threads(job *j, size_t wanted, pthread_t *thread)
{
    sigset_t all, before;
    size_t started = 0;

    if (wanted == 0)
        return 0;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_BLOCK, &all, &before);
    while (started < wanted &&
           pthread_create(&thread[started], NULL, work, j) == 0)
        started++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* The calling thread works as well, so `threads` includes it; threads that
 * cannot be started are simply not there. */
static paramod_status run_job(job *j, size_t threads)
{
    pthread_t thread[MOST_THREADS];
    const size_t useful = threads < j->count ? threads : j->count;
    size_t started = start_threads(j, useful > 0 ? useful - 1 : 0, thread);

    (void)work(j);
    while (started > 0)
        (void)pthread_join(thread[--started], NULL);
    if (j->status != PARAMOD_OK)
        paramod_i_repeat_message(j->message);
    return j->status;
}

static paramod_status run(size_t count, size_t result_size, void *results,
                          paramod_task task, void *data, void *self)
{
    job j = { .count = count, .result_size = result_size, .results = results,
              .task = task, .data = data, .failed = count };
    paramod_status status;

    if (task == NULL || (results == NULL && result_size > 0 && count > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "task or results is null");
    (void)pthread_mutex_init(&j.lock, NULL);
    status = run_job(&j, (size_t)(uintptr_t)self);
    (void)pthread_mutex_destroy(&j.lock);
    return status;
}

paramod_executor paramod_executor_serial(void)
{
    return paramod_executor_threads(1);
}

paramod_executor paramod_executor_threads(size_t threads)
{
    if (threads == 0) {
        const long processors = sysconf(_SC_NPROCESSORS_ONLN);

        threads = processors > 0 ? (size_t)processors : 1;
    }
    if (threads > MOST_THREADS)
        threads = MOST_THREADS;
    return (paramod_executor){ .run = run, .self = (void *)(uintptr_t)threads,
                               .width = threads };
}
