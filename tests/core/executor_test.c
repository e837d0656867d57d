/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <paramod/parallel.h>
#include <paramod/random.h>

#include "core/status_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* Thread starts pass through here; how many more may succeed, -1 for all. */
static int startable = -1;
static int started;

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *data)
{
    if (startable == 0)
        return 11; /* EAGAIN */
    startable -= startable > 0;
    started++;
    return __real_pthread_create(thread, attributes, start, data);
}

static paramod_status run(paramod_executor executor, size_t count, size_t size,
                          void *results, paramod_task task, void *data)
{
    return executor.run(count, size, results, task, data, executor.self);
}

/* ------------------------------------------------------------------------ */

typedef struct result {
    double sum;
    uint64_t last;
} result;

static paramod_status simulate(size_t index, void *out, void *data)
{
    paramod_random random = paramod_random_stream(*(const uint64_t *)data, index);
    result own = { 0.0, 0 };

    for (size_t i = 0; i < 20 + index % 50; i++)
        own.sum += paramod_random_normal(&random);
    own.last = paramod_random_bits(&random);
    (void)memcpy(out, &own, sizeof own);
    return PARAMOD_OK;
}

static void test_same_bytes_on_any_number_of_threads(void)
{
    enum { TASKS = 1000 };
    static const size_t widths[] = { 1, 2, 7, 100 };
    static result expected[TASKS], found[TASKS + 1];
    uint64_t seed = 42;

    MUST(run(paramod_executor_serial(), TASKS, sizeof(result), expected, simulate,
             &seed));
    CU_ASSERT(expected[0].last != expected[1].last);
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        (void)memset(found, 0xAA, sizeof found);
        MUST(run(paramod_executor_threads(widths[w]), TASKS, sizeof(result), found,
                 simulate, &seed));
        CU_ASSERT_EQUAL(memcmp(found, expected, sizeof expected), 0);
        CU_ASSERT_EQUAL(((unsigned char *)&found[TASKS])[0], 0xAA);
    }
}

static paramod_status count_visits(size_t index, void *out, void *data)
{
    CU_ASSERT_PTR_NULL(out);
    atomic_fetch_add((atomic_int *)data + index, 1);
    return PARAMOD_OK;
}

static void test_every_task_runs_once(void)
{
    enum { TASKS = 500 };
    static atomic_int visits[TASKS];

    MUST(run(paramod_executor_threads(7), TASKS, 0, NULL, count_visits, visits));
    for (int i = 0; i < TASKS; i++)
        CU_ASSERT_EQUAL(atomic_load(&visits[i]), 1);
    MUST(run(paramod_executor_threads(7), 0, sizeof(result), NULL, count_visits,
             visits));
    CU_ASSERT_EQUAL(atomic_load(&visits[0]), 1);
}

typedef struct failures {
    atomic_int runs;
    size_t first, second;
} failures;

static paramod_status fail_twice(size_t index, void *out, void *data)
{
    failures *const f = data;

    (void)out;
    atomic_fetch_add(&f->runs, 1);
    if (index == f->first)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, "task", "index %zu", index);
    if (index == f->second)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, "task", "index %zu", index);
    return PARAMOD_OK;
}

static void test_the_failure_with_the_lowest_index_is_returned(void)
{
    enum { TASKS = 100 };

    for (long round = rounds(100); round > 0; round--) {
        const size_t threads = 1 + (size_t)(uniform() * 8.0);
        failures f = { .first = (size_t)(uniform() * TASKS),
                       .second = (size_t)(uniform() * TASKS) };
        const bool is_first = f.first <= f.second;
        char message[32];

        CU_ASSERT_EQUAL(run(paramod_executor_threads(threads), TASKS, 0, NULL,
                            fail_twice, &f),
                        is_first ? PARAMOD_ERR_DOMAIN : PARAMOD_ERR_MEMORY);
        (void)snprintf(message, sizeof message, "index %zu",
                       is_first ? f.first : f.second);
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
        CU_ASSERT_EQUAL(atomic_load(&f.runs), TASKS);
    }
}

/* Task 0 fails only after task 1 has failed, in the other thread. */
static paramod_status fail_late(size_t index, void *out, void *data)
{
    atomic_int *const failed = data;

    (void)out;
    if (index == 1)
        atomic_store(failed, 1);
    for (long turn = 0; index == 0 && turn < 10000000 && !atomic_load(failed); turn++)
        (void)sched_yield();
    for (int turn = 0; index == 0 && turn < 100; turn++)
        (void)sched_yield(); /* let the failure of task 1 be noted */
    return paramod_i_fail(PARAMOD_ERR_DOMAIN, "task", "index %zu", index);
}

static void test_index_counts_and_not_time(void)
{
    for (int round = 0; round < 50; round++) {
        atomic_int failed = 0;

        CU_ASSERT_EQUAL(run(paramod_executor_threads(2), 2, 0, NULL, fail_late, &failed),
                        PARAMOD_ERR_DOMAIN);
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), "index 0");
    }
}

static void test_threads_that_cannot_be_started(void)
{
    enum { TASKS = 60 };
    static atomic_int visits[TASKS];
    int expected = 0;

    for (startable = 0; startable < 4;) {
        const int allowed = startable;

        started = 0;
        MUST(run(paramod_executor_threads(8), TASKS, 0, NULL, count_visits, visits));
        expected++;
        CU_ASSERT_EQUAL(started, allowed);
        for (int i = 0; i < TASKS; i++)
            CU_ASSERT_EQUAL(atomic_load(&visits[i]), expected);
        startable = allowed + 1;
    }
    startable = -1;
}

static void test_no_more_threads_than_tasks(void)
{
    static atomic_int visits[3];

    started = 0;
    MUST(run(paramod_executor_serial(), 3, 0, NULL, count_visits, visits));
    MUST(run(paramod_executor_threads(8), 1, 0, NULL, count_visits, visits));
    CU_ASSERT_EQUAL(started, 0);
    MUST(run(paramod_executor_threads(8), 3, 0, NULL, count_visits, visits));
    CU_ASSERT_EQUAL(started, 2);
}

typedef struct host {
    pthread_t thread;
    atomic_int open; /* other threads in which a signal could arrive */
} host;

static paramod_status look_at_mask(size_t index, void *out, void *data)
{
    host *const h = data;
    sigset_t mask;

    (void)index;
    (void)out;
    (void)pthread_sigmask(SIG_BLOCK, NULL, &mask);
    if (!pthread_equal(pthread_self(), h->thread) && !sigismember(&mask, SIGINT))
        atomic_fetch_add(&h->open, 1);
    return PARAMOD_OK;
}

static void test_signals_stay_with_the_host(void)
{
    host h = { .thread = pthread_self() };
    sigset_t mask;

    MUST(run(paramod_executor_threads(4), 200, 0, NULL, look_at_mask, &h));
    CU_ASSERT_EQUAL(atomic_load(&h.open), 0);
    (void)pthread_sigmask(SIG_BLOCK, NULL, &mask);
    CU_ASSERT(!sigismember(&mask, SIGINT));
}

static void test_bad_arguments(void)
{
    int data = 0;

    CU_ASSERT_EQUAL(run(paramod_executor_serial(), 3, 0, NULL, NULL, &data),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "task or results is null");
    CU_ASSERT_EQUAL(run(paramod_executor_serial(), 3, 8, NULL, simulate, &data),
                    PARAMOD_ERR_ARGUMENT);
}

static void test_widths(void)
{
    CU_ASSERT_EQUAL(paramod_executor_serial().width, 1);
    CU_ASSERT_EQUAL(paramod_executor_threads(7).width, 7);
    CU_ASSERT(paramod_executor_threads(0).width >= 1);
    CU_ASSERT_EQUAL(paramod_executor_threads((size_t)-1).width, 256);
}

static void test_no_memory_is_taken(void)
{
    static atomic_int visits[8];
    const long attempts = memory_attempts();

    MUST(run(paramod_executor_threads(4), 8, 0, NULL, count_visits, visits));
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "the same bytes on any number of threads",
          test_same_bytes_on_any_number_of_threads },
        { "every task runs once", test_every_task_runs_once },
        { "the failure with the lowest index is returned",
          test_the_failure_with_the_lowest_index_is_returned },
        { "index counts, and not time", test_index_counts_and_not_time },
        { "threads that cannot be started", test_threads_that_cannot_be_started },
        { "no more threads than tasks", test_no_more_threads_than_tasks },
        { "signals stay with the host", test_signals_stay_with_the_host },
        { "bad arguments are explained", test_bad_arguments },
        { "widths", test_widths },
        { "no memory is taken", test_no_memory_is_taken },
        CU_TEST_INFO_NULL,
    };

    return run_tests("executor", tests);
}
