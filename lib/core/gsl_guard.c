/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <pthread.h>

#include <gsl/gsl_errno.h>

#include "core/gsl_guard_impl.h"

static _Thread_local int depth; /* of nested sections in this thread */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of what follows */
static int sections;               /* threads that are inside a section */
static gsl_error_handler_t *host;  /* its handler; null for GSL's, which aborts */

/* The lock also makes an error that another thread raises while a section is
 * being opened wait until the host's handler is known. */
static gsl_error_handler_t *handler_of_host(void)
{
    gsl_error_handler_t *found;

    (void)pthread_mutex_lock(&lock);
    found = host;
    (void)pthread_mutex_unlock(&lock);
    return found;
}

static void dispatch(const char *reason, const char *file, int line, int code)
{
    gsl_error_handler_t *outside;

    if (depth > 0)
        return; /* the guarded code looks at the status it gets */
    outside = handler_of_host();
    if (outside != NULL) {
        outside(reason, file, line, code);
        return;
    }
    /* GSL's default can only be reached by installing it. */
    (void)gsl_set_error_handler(NULL);
    gsl_error(reason, file, line, code);
}

/* GSL tells what handler is installed only when it is replaced; and the host
 * may have replaced ours while another thread was inside. */
void paramod_i_gsl_enter(void)
{
    gsl_error_handler_t *before;

    if (depth++ > 0)
        return;
    (void)pthread_mutex_lock(&lock);
    sections++;
    before = gsl_set_error_handler(dispatch);
    if (before != dispatch)
        host = before;
    (void)pthread_mutex_unlock(&lock);
}

void paramod_i_gsl_leave(void)
{
    if (--depth > 0)
        return;
    (void)pthread_mutex_lock(&lock);
    if (--sections == 0) {
        gsl_error_handler_t *const before = gsl_set_error_handler(host);

        if (before != dispatch)
            (void)gsl_set_error_handler(before);
    }
    (void)pthread_mutex_unlock(&lock);
}
