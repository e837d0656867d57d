/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The C library formats and reads numbers by the locale of the host program.
 * Every number here crosses that boundary alone, in a small buffer in which
 * the locale's decimal mark can be replaced: nothing else in it is a letter
 * or a punctuation mark of any locale.
 */

#include <ctype.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text_impl.h"

enum { NUMBER_SIZE = 512 }; /* %.17f of DBL_MAX takes 328 */

/* ---- reading ------------------------------------------------------------ */

/* Length of the number at the start of text in C notation, 0 if there is
 * none.  Stricter than strtod(): no locale's digit grouping, no nan(...). */
static size_t number_length(const char *text)
{
    static const char *const words[] = { "infinity", "inf", "nan" };
    size_t i = text[0] == '+' || text[0] == '-' ? 1 : 0;
    const int hexadecimal = text[i] == '0' && (text[i + 1] | 32) == 'x';
    const char *const digits = hexadecimal ? "0123456789abcdefABCDEF"
                                           : "0123456789";
    const int mark = hexadecimal ? 'p' : 'e';
    size_t whole, fraction = 0, exponent;

    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        size_t n = 0;

        while (words[w][n] != '\0' &&
               tolower((unsigned char)text[i + n]) == words[w][n])
            n++;
        if (words[w][n] == '\0')
            return i + n;
    }
    i += hexadecimal ? 2 : 0;
    whole = strspn(text + i, digits);
    i += whole;
    if (text[i] == '.') {
        fraction = strspn(text + i + 1, digits);
        i += 1 + fraction;
    }
    if (whole + fraction == 0)
        return 0;
    if ((text[i] | 32) != mark)
        return i;
    exponent = text[i + 1] == '+' || text[i + 1] == '-' ? 2 : 1;
    fraction = strspn(text + i + exponent, "0123456789");
    return fraction > 0 ? i + exponent + fraction : i;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool paramod_i_read_number(const char *text, double *value)
{
    const char *const point = nl_langinfo(RADIXCHAR);
    char local[NUMBER_SIZE];
    size_t length, filled = 0;
    char *end;
    double result;

    while (is_blank(*text))
        text++;
    length = number_length(text);
    for (const char *rest = text + length; *rest != '\0'; rest++)
        if (!is_blank(*rest))
            return false;
    if (length == 0 || length + strlen(point) >= sizeof local)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.') {
            (void)memcpy(local + filled, point, strlen(point));
            filled += strlen(point);
        } else {
            local[filled++] = text[i];
        }
    }
    local[filled] = '\0';
    result = strtod(local, &end);
    if (*end != '\0')
        return false;
    *value = result;
    return true;
}

/* ---- writing ------------------------------------------------------------ */

typedef struct sink {
    char *text;
    size_t size;
    size_t length; /* of the full text, though it may be cut */
} sink;

static void put(sink *out, const char *piece, size_t length)
{
    for (size_t i = 0; i < length; i++, out->length++)
        if (out->length + 1 < out->size)
            out->text[out->length] = piece[i];
}

/* Writes x by one of the conversions %e, %f or %g, with a point. */
static void put_number(sink *out, const char *conversion, int precision, double x)
{
    const char *const point = nl_langinfo(RADIXCHAR);
    char number[NUMBER_SIZE];
    char *found;

    switch (*conversion) {
    case 'e': (void)snprintf(number, sizeof number, "%.*e", precision, x); break;
    case 'f': (void)snprintf(number, sizeof number, "%.*f", precision, x); break;
    default:  (void)snprintf(number, sizeof number, "%.*g", precision, x); break;
    }
    found = strstr(number, point);
    if (found == NULL) {
        put(out, number, strlen(number));
        return;
    }
    put(out, number, (size_t)(found - number));
    put(out, ".", 1);
    put(out, found + strlen(point), strlen(found + strlen(point)));
}

/* Writes one conversion; returns what follows it in the format. */
static const char *put_conversion(sink *out, const char *format, va_list *arguments)
{
    char piece[32];
    int precision = -1;

    if (*format == '.')
        for (precision = 0, format++; isdigit((unsigned char)*format); format++)
            precision = 10 * precision + (*format - '0');
    switch (*format) {
    case 's': {
        const char *const text = va_arg(*arguments, const char *);
        const size_t length = strlen(text);

        put(out, text, precision >= 0 && (size_t)precision < length
                           ? (size_t)precision : length);
        break;
    }
    case 'c':
        piece[0] = (char)va_arg(*arguments, int);
        put(out, piece, 1);
        break;
    case 'd':
        (void)snprintf(piece, sizeof piece, "%d", va_arg(*arguments, int));
        put(out, piece, strlen(piece));
        break;
    case 'l':
    case 'z':
        if (format[0] == 'z')
            (void)snprintf(piece, sizeof piece, "%zu", va_arg(*arguments, size_t));
        else if (format[1] == 'u')
            (void)snprintf(piece, sizeof piece, "%lu", va_arg(*arguments, unsigned long));
        else
            (void)snprintf(piece, sizeof piece, "%ld", va_arg(*arguments, long));
        put(out, piece, strlen(piece));
        return format + 2;
    case '%':
        put(out, "%", 1);
        break;
    default:
        put_number(out, format, precision < 0 ? 6 : precision,
                   va_arg(*arguments, double));
        break;
    }
    return format + 1;
}

size_t paramod_i_format_list(char *text, size_t size, const char *format,
                             va_list arguments)
{
    sink out = { text, size, 0 };
    va_list rest;

    va_copy(rest, arguments);
    while (*format != '\0') {
        if (*format == '%') {
            format = put_conversion(&out, format + 1, &rest);
        } else {
            put(&out, format, 1);
            format++;
        }
    }
    va_end(rest);
    if (size > 0)
        text[out.length < size ? out.length : size - 1] = '\0';
    return out.length;
}

size_t paramod_i_format(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    size_t length;

    va_start(arguments, format);
    length = paramod_i_format_list(text, size, format, arguments);
    va_end(arguments);
    return length;
}
