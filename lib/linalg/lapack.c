/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <limits.h>

#include <pthread.h>

#include "linalg/lapack_impl.h"

/* Null unless the program runs on OpenBLAS, or with OpenMP. */
int openblas_get_parallel(void) __attribute__((weak));
int openblas_get_num_threads(void) __attribute__((weak));
void openblas_set_num_threads(int threads) __attribute__((weak));
int omp_get_max_threads(void) __attribute__((weak));
void omp_set_num_threads(int threads) __attribute__((weak));

typedef enum kind { OTHER, WITHOUT_THREADS, OWN_THREADS, OPENMP } kind;

static kind kind_of_blas(void)
{
    if (openblas_get_parallel == NULL)
        return OTHER;
    switch (openblas_get_parallel()) {
    case 0:  return WITHOUT_THREADS;
    case 2:  return omp_set_num_threads != NULL && omp_get_max_threads != NULL
                        ? OPENMP : OTHER;
    default: return openblas_set_num_threads != NULL &&
                    openblas_get_num_threads != NULL ? OWN_THREADS : OTHER;
    }
}

/* WITHOUT_THREADS: held by the one thread inside a section.
 * OWN_THREADS: guards the two counts. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Its number of threads is one for the whole process, so the first of several
 * simultaneous sections sets it to 1 and the last puts it back. */
static int sections;
static int before;

static void hold_to_one_thread(void)
{
    (void)pthread_mutex_lock(&lock);
    if (sections++ == 0) {
        before = openblas_get_num_threads();
        if (before != 1)
            openblas_set_num_threads(1);
    }
    (void)pthread_mutex_unlock(&lock);
}

/* If the host has chosen another number meanwhile, that one stands. */
static void release_threads(void)
{
    (void)pthread_mutex_lock(&lock);
    if (--sections == 0 && before != 1 && openblas_get_num_threads() == 1)
        openblas_set_num_threads(before);
    (void)pthread_mutex_unlock(&lock);
}

paramod_i_lapack paramod_i_lapack_enter(void)
{
    paramod_i_lapack section = { 1 };

    switch (kind_of_blas()) {
    case WITHOUT_THREADS:
        (void)pthread_mutex_lock(&lock);
        break;
    case OWN_THREADS:
        hold_to_one_thread();
        break;
    case OPENMP: /* a property of the calling thread */
        section.threads = omp_get_max_threads();
        omp_set_num_threads(1);
        break;
    case OTHER:
        break;
    }
    return section;
}

void paramod_i_lapack_leave(paramod_i_lapack section)
{
    switch (kind_of_blas()) {
    case WITHOUT_THREADS:
        (void)pthread_mutex_unlock(&lock);
        break;
    case OWN_THREADS:
        release_threads();
        break;
    case OPENMP:
        omp_set_num_threads(section.threads);
        break;
    case OTHER:
        break;
    }
}

bool paramod_i_lapack_holds(size_t dimension)
{
    return dimension <= INT_MAX / 128;
}
