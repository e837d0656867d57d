/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_exp.h>

#include "core/gsl_guard_impl.h"
#include "support/support.h"

static atomic_int first_calls, second_calls;

static void first(const char *reason, const char *file, int line, int code)
{
    (void)reason;
    (void)file;
    (void)line;
    CU_ASSERT_EQUAL(code, GSL_EUNDRFLW);
    atomic_fetch_add(&first_calls, 1);
}

static void second(const char *reason, const char *file, int line, int code)
{
    (void)reason;
    (void)file;
    (void)line;
    (void)code;
    atomic_fetch_add(&second_calls, 1);
}

/* Underflows, for which GSL calls its handler. */
static int raise_error(void)
{
    gsl_sf_result result;

    return gsl_sf_exp_e(-1000.0, &result);
}

static gsl_error_handler_t *installed(void)
{
    gsl_error_handler_t *const handler = gsl_set_error_handler(NULL);

    (void)gsl_set_error_handler(handler);
    return handler;
}

static void test_silence_inside_and_the_host_outside(void)
{
    atomic_store(&first_calls, 0);
    (void)gsl_set_error_handler(first);
    paramod_i_gsl_enter();
    CU_ASSERT_EQUAL(raise_error(), GSL_EUNDRFLW);
    paramod_i_gsl_enter(); /* sections nest */
    CU_ASSERT_EQUAL(raise_error(), GSL_EUNDRFLW);
    paramod_i_gsl_leave();
    CU_ASSERT_EQUAL(raise_error(), GSL_EUNDRFLW);
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 0);
    paramod_i_gsl_leave();
    CU_ASSERT(installed() == first);
    CU_ASSERT_EQUAL(raise_error(), GSL_EUNDRFLW);
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 1);
}

static void *raise_once(void *unused)
{
    (void)raise_error();
    return unused;
}

/* While this thread is inside, errors of another one reach the host. */
static void test_other_threads_are_not_silenced(void)
{
    pthread_t thread;

    atomic_store(&first_calls, 0);
    (void)gsl_set_error_handler(first);
    paramod_i_gsl_enter();
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, raise_once, NULL), 0);
    (void)pthread_join(thread, NULL);
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 1);
    paramod_i_gsl_leave();
    CU_ASSERT(installed() == first);
}

static void test_a_later_handler_is_respected(void)
{
    atomic_store(&first_calls, 0);
    atomic_store(&second_calls, 0);
    (void)gsl_set_error_handler(first);
    paramod_i_gsl_enter();
    (void)gsl_set_error_handler(second); /* by the host, in the middle */
    paramod_i_gsl_leave();
    CU_ASSERT(installed() == second);
    paramod_i_gsl_enter();
    (void)raise_error();
    paramod_i_gsl_leave();
    CU_ASSERT_EQUAL(atomic_load(&second_calls), 0);
    (void)raise_error();
    CU_ASSERT_EQUAL(atomic_load(&second_calls), 1);
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 0);
    (void)gsl_set_error_handler(first);
    paramod_i_gsl_enter();
    paramod_i_gsl_leave();
    CU_ASSERT(installed() == first);
}

/* A handler that a host saves and puts back later leads to the host's own. */
static void test_a_handler_saved_in_a_section_still_works(void)
{
    gsl_error_handler_t *saved;

    atomic_store(&first_calls, 0);
    (void)gsl_set_error_handler(first);
    paramod_i_gsl_enter();
    saved = gsl_set_error_handler(second);
    (void)gsl_set_error_handler(saved);
    paramod_i_gsl_leave();
    (void)gsl_set_error_handler(saved);
    (void)raise_error();
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 1);
}

enum { TEAM = 6, TURNS = 3000 };

static void *take_turns(void *data)
{
    const int guarded = *(int *)data;

    for (int turn = 0; turn < TURNS; turn++) {
        if (guarded)
            paramod_i_gsl_enter();
        (void)raise_error();
        if (guarded)
            paramod_i_gsl_leave();
    }
    return NULL;
}

static void test_many_threads(void)
{
    static int guarded[TEAM] = { 1, 0, 1, 0, 1, 1 };
    pthread_t thread[TEAM];

    atomic_store(&first_calls, 0);
    (void)gsl_set_error_handler(first);
    for (int i = 0; i < TEAM; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&thread[i], NULL, take_turns,
                                             &guarded[i]), 0);
    for (int i = 0; i < TEAM; i++)
        (void)pthread_join(thread[i], NULL);
    CU_ASSERT_EQUAL(atomic_load(&first_calls), 2 * TURNS);
    CU_ASSERT(installed() == first);
}

/* Without a handler of the host GSL aborts, and must still do so outside. */
static void test_the_default_still_aborts(void)
{
    int status = 0;
    pid_t child;

    (void)fflush(stdout);
    child = fork();
    if (child == 0) {
        (void)close(STDOUT_FILENO);
        (void)close(STDERR_FILENO);
        (void)gsl_set_error_handler(NULL);
        paramod_i_gsl_enter();
        (void)raise_error();
        paramod_i_gsl_leave();
        (void)raise_error();
        _exit(0);
    }
    CU_ASSERT_FATAL(child > 0);
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "silence inside, the host's handler outside",
          test_silence_inside_and_the_host_outside },
        { "other threads are not silenced", test_other_threads_are_not_silenced },
        { "a later handler is respected", test_a_later_handler_is_respected },
        { "a handler saved in a section still works",
          test_a_handler_saved_in_a_section_still_works },
        { "many threads", test_many_threads },
        { "the default still aborts", test_the_default_still_aborts },
        CU_TEST_INFO_NULL,
    };

    return run_tests("gsl_guard", tests);
}
