/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file text_impl.h  Numbers as text, the same in every locale. */

#ifndef PARAMOD_CORE_TEXT_IMPL_H
#define PARAMOD_CORE_TEXT_IMPL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * Reads a number in C notation (decimal or hexadecimal, inf, nan) with a point
 * whatever the locale, correctly rounded.  The whole text must be the number;
 * blanks around it are allowed.
 *
 * \return false, and *value as it was, if the text is anything else
 */
bool paramod_i_read_number(const char *text, double *value);

/**
 * Like vsnprintf() for the conversions that messages use: %s %.Ns %zu %d %ld
 * %lu %c %g %.Ng %.Ne %.Nf %%; the decimal mark is always a point.
 *
 * \return length of the full text; text is cut to size - 1 bytes, at the end of
 *         a UTF-8 character, and ended
 */
size_t paramod_i_format_list(char *text, size_t size, const char *format,
                             va_list arguments);

/** The same with arguments in place. */
size_t paramod_i_format(char *text, size_t size, const char *format, ...)
#if defined(__GNUC__) || defined(__clang__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

/** A text that grows, and is cut where there is no more room. */
typedef struct paramod_i_sentence {
    char *text;
    size_t size;
    size_t length; /**< of the full text */
} paramod_i_sentence;

/** Appends to it. */
void paramod_i_say(paramod_i_sentence *s, const char *format, ...)
#if defined(__GNUC__) || defined(__clang__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

#endif /* PARAMOD_CORE_TEXT_IMPL_H */
