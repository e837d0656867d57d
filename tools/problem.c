/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <paramod/status.h>

#include "problem.h"

bool problem_set(problem *p, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(p->text, sizeof p->text, format, arguments);
    va_end(arguments);
    return false;
}

bool problem_from_library(problem *p)
{
    const char *message = paramod_error_message();
    const char *colon = strstr(message, ": ");

    if (strncmp(message, "paramod_", 8) == 0 && colon != NULL
        && memchr(message, ' ', (size_t)(colon - message)) == NULL)
        message = colon + 2;
    return problem_set(p, "%s", message);
}

int problem_report(const problem *p)
{
    (void)fflush(stdout);
    (void)fprintf(stderr, "paramod: %s\n", p->text);
    return EXIT_REFUSED;
}

void note(const char *format, ...)
{
    va_list arguments;

    (void)fflush(stdout);
    (void)fputs("paramod: ", stderr);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
}
