/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The three kinds of OpenBLAS are played by the functions below, which stand in
 * the place of the weak references in lapack.c. */

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

#include "linalg/lapack_impl.h"
#include "support/support.h"

int openblas_get_parallel(void);
int openblas_get_num_threads(void);
void openblas_set_num_threads(int threads);
int omp_get_max_threads(void);
void omp_set_num_threads(int threads);

enum { WITHOUT_THREADS, OWN_THREADS, OPENMP, TEAM = 6, TURNS = 2000 };

static int parallel;
static atomic_int blas_threads; /* of the process */
static _Thread_local int omp_threads = 8;

int openblas_get_parallel(void)
{
    return parallel;
}

int openblas_get_num_threads(void)
{
    return atomic_load(&blas_threads);
}

void openblas_set_num_threads(int threads)
{
    atomic_store(&blas_threads, threads);
}

int omp_get_max_threads(void)
{
    return omp_threads;
}

void omp_set_num_threads(int threads)
{
    omp_threads = threads;
}

/* ------------------------------------------------------------------------ */

static atomic_int inside, most_inside, wrong;

static void *take_turns(void *unused)
{
    for (int turn = 0; turn < TURNS; turn++) {
        const paramod_i_lapack section = paramod_i_lapack_enter();
        const int now = atomic_fetch_add(&inside, 1) + 1;

        if (now > atomic_load(&most_inside))
            atomic_store(&most_inside, now);
        if (parallel == OWN_THREADS && openblas_get_num_threads() != 1)
            atomic_fetch_add(&wrong, 1);
        if (parallel == OPENMP && omp_threads != 1)
            atomic_fetch_add(&wrong, 1);
        (void)sched_yield(); /* so that another thread would come in */
        (void)atomic_fetch_sub(&inside, 1);
        paramod_i_lapack_leave(section);
        if (parallel == OPENMP && omp_threads != 8)
            atomic_fetch_add(&wrong, 1);
    }
    return unused;
}

static void run_team(int kind)
{
    pthread_t thread[TEAM];

    parallel = kind;
    atomic_store(&blas_threads, 4);
    atomic_store(&most_inside, 0);
    atomic_store(&wrong, 0);
    for (int i = 0; i < TEAM; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&thread[i], NULL, take_turns, NULL), 0);
    for (int i = 0; i < TEAM; i++)
        (void)pthread_join(thread[i], NULL);
    CU_ASSERT_EQUAL(atomic_load(&wrong), 0);
    CU_ASSERT_EQUAL(atomic_load(&blas_threads), 4);
}

static void test_without_threads(void)
{
    run_team(WITHOUT_THREADS);
    CU_ASSERT_EQUAL(atomic_load(&most_inside), 1);
}

static void test_own_threads(void)
{
    run_team(OWN_THREADS);
}

static void test_openmp(void)
{
    run_team(OPENMP);
    CU_ASSERT_EQUAL(omp_threads, 8);
}

/* A number that the host chooses while we are inside is not undone. */
static void test_the_host_has_the_last_word(void)
{
    paramod_i_lapack section;

    parallel = OWN_THREADS;
    atomic_store(&blas_threads, 4);
    section = paramod_i_lapack_enter();
    openblas_set_num_threads(3);
    paramod_i_lapack_leave(section);
    CU_ASSERT_EQUAL(openblas_get_num_threads(), 3);
    section = paramod_i_lapack_enter();
    CU_ASSERT_EQUAL(openblas_get_num_threads(), 1);
    paramod_i_lapack_leave(section);
    CU_ASSERT_EQUAL(openblas_get_num_threads(), 3);
}

static void test_sizes(void)
{
    CU_ASSERT(paramod_i_lapack_holds(1000000));
    CU_ASSERT(!paramod_i_lapack_holds((size_t)INT_MAX));
    CU_ASSERT(!paramod_i_lapack_holds(SIZE_MAX));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "OpenBLAS without threads is entered by one thread at a time",
          test_without_threads },
        { "OpenBLAS with threads is held to one", test_own_threads },
        { "OpenBLAS with OpenMP is held to one, thread by thread", test_openmp },
        { "the host has the last word", test_the_host_has_the_last_word },
        { "sizes that LAPACK cannot count", test_sizes },
        CU_TEST_INFO_NULL,
    };

    return run_tests("lapack", tests);
}
