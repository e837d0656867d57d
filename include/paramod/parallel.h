/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/parallel.h  Running independent tasks, anywhere. */

#ifndef PARAMOD_PARALLEL_H
#define PARAMOD_PARALLEL_H

#include <stddef.h>

#include <paramod/export.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/**
 * One unit of work.  It writes its whole result into result_size bytes at
 * \p result, which the executor gathers by index; so tasks share no memory
 * and may run in other processes.
 */
typedef paramod_status (*paramod_task)(size_t index, void *result, void *data);

/**
 * Something that runs task(0 .. count-1), in any order and on any thread or
 * process, and stores the result of task i at results + i * result_size.
 * Every task runs even when another fails; the failure with the lowest index
 * is returned, with its message.
 *
 * What the library computes never depends on the executor or its size: random
 * streams are chosen by task index, and sums are formed in index order.
 */
typedef struct paramod_executor {
    paramod_status (*run)(size_t count, size_t result_size, void *results,
                          paramod_task task, void *data, void *self);
    void *self;
    size_t width; /**< tasks that run at the same time, at least 1 */
} paramod_executor;

/** One task after the other, in the calling thread: the default. */
PARAMOD_API paramod_executor paramod_executor_serial(void);

/**
 * Up to \p threads POSIX threads, started and joined within each run(), so
 * that nothing survives a fork(); 0 for one thread per processor.  If a
 * thread cannot be started, the others do its work.
 */
PARAMOD_API paramod_executor paramod_executor_threads(size_t threads);

PARAMOD_END_DECLS

#endif /* PARAMOD_PARALLEL_H */
