/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdatomic.h>

#include <pthread.h>

#include <gsl/gsl_errno.h>

#include "core/gsl_guard_impl.h"

static _Thread_local int depth;

/* The host's handler; null stands for GSL's own, which aborts. */
static _Atomic(gsl_error_handler_t *) host;

static pthread_mutex_t installing = PTHREAD_MUTEX_INITIALIZER;

static void dispatch(const char *reason, const char *file, int line, int code)
{
    gsl_error_handler_t *outside;

    if (depth > 0)
        return; /* the guarded code looks at the status it gets */
    outside = atomic_load(&host);
    if (outside != NULL) {
        outside(reason, file, line, code);
        return;
    }
    /* GSL's default can only be reached by installing it. */
    (void)gsl_set_error_handler(NULL);
    gsl_error(reason, file, line, code);
}

void paramod_i_gsl_enter(void)
{
    if (depth++ > 0)
        return;
    (void)pthread_mutex_lock(&installing);
    {
        gsl_error_handler_t *const before = gsl_set_error_handler(dispatch);

        if (before != dispatch)
            atomic_store(&host, before);
    }
    (void)pthread_mutex_unlock(&installing);
}

void paramod_i_gsl_leave(void)
{
    depth--;
}
