/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The C library formats and reads numbers by the locale of the host program.
 * Every number here crosses that boundary alone, in a small buffer in which
 * the locale's decimal mark can be replaced: nothing else in it is a letter
 * or a punctuation mark of any locale.
 */

#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text_impl.h"

enum { NUMBER_SIZE = 512 }; /* %.17f of DBL_MAX takes 328 */

/* ---- reading ------------------------------------------------------------ */

static const char decimal[] = "0123456789";
static const char hexadecimal[] = "0123456789abcdefABCDEF";

/* Setting bit 5 makes a letter lower-case, in no locale. */
static bool starts_with(const char *text, const char *word)
{
    while (*word != '\0' && (*text | 32) == *word) {
        text++;
        word++;
    }
    return *word == '\0';
}

/* Length of "e+7" or, after hexadecimal digits, "p+7"; 0 if there is none. */
static size_t exponent_length(const char *text, int mark)
{
    const size_t sign = (text[0] | 32) == mark && (text[1] == '+' || text[1] == '-');
    const size_t digits = (text[0] | 32) == mark
                              ? strspn(text + 1 + sign, decimal) : 0;

    return digits > 0 ? 1 + sign + digits : 0;
}

/* Length of the number at the start of text in C notation, 0 if there is
 * none.  Stricter than strtod(): no locale's digit grouping, no nan(...). */
static size_t number_length(const char *text)
{
    static const char *const words[] = { "infinity", "inf", "nan" };
    size_t i = text[0] == '+' || text[0] == '-' ? 1 : 0;
    const bool is_hexadecimal = text[i] == '0' && (text[i + 1] | 32) == 'x';
    const char *const digits = is_hexadecimal ? hexadecimal : decimal;
    size_t whole, fraction = 0;

    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
        if (starts_with(text + i, words[w]))
            return i + strlen(words[w]);
    i += is_hexadecimal ? 2 : 0;
    whole = strspn(text + i, digits);
    i += whole;
    if (text[i] == '.') {
        fraction = strspn(text + i + 1, digits);
        i += 1 + fraction;
    }
    if (whole + fraction == 0)
        return 0;
    return i + exponent_length(text + i, is_hexadecimal ? 'p' : 'e');
}

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')
        text++;
    return text;
}

/* Copies length bytes with the locale's decimal mark in place of the point. */
static void localise(const char *text, size_t length, char *local)
{
    const char *const mark = nl_langinfo(RADIXCHAR);
    const size_t mark_length = strlen(mark);

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.') {
            (void)memcpy(local, mark, mark_length);
            local += mark_length;
        } else {
            *local++ = text[i];
        }
    }
    *local = '\0';
}

bool paramod_i_read_number(const char *text, double *value)
{
    enum { LONGEST_MARK = 8 };
    const int before = errno; /* belongs to the host */
    char local[NUMBER_SIZE];
    const char *const start = skip_blanks(text);
    const size_t length = number_length(start);
    char *end;
    double result;

    if (length == 0 || *skip_blanks(start + length) != '\0' ||
        length + LONGEST_MARK >= sizeof local)
        return false;
    localise(start, length, local);
    result = strtod(local, &end);
    errno = before;
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

/* The largest length up to `most` that cuts no UTF-8 character in two: the bytes
 * after its first are 10xxxxxx. */
static size_t whole_characters(const char *text, size_t most)
{
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

/* Writes text, or its first bytes up to the precision if that is not negative. */
static void put_text(sink *out, const char *text, int precision)
{
    const size_t length = strlen(text);

    if (precision >= 0 && (size_t)precision < length)
        put(out, text, whole_characters(text, (size_t)precision));
    else
        put(out, text, length);
}

static void put_integer(sink *out, const char *format, va_list *arguments)
{
    char digits[32];

    if (format[0] == 'd')
        (void)snprintf(digits, sizeof digits, "%d", va_arg(*arguments, int));
    else if (format[0] == 'z')
        (void)snprintf(digits, sizeof digits, "%zu", va_arg(*arguments, size_t));
    else if (format[1] == 'u')
        (void)snprintf(digits, sizeof digits, "%lu",
                       va_arg(*arguments, unsigned long));
    else
        (void)snprintf(digits, sizeof digits, "%ld", va_arg(*arguments, long));
    put(out, digits, strlen(digits));
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
    int precision = -1;
    char c;

    if (*format == '.')
        for (precision = 0, format++; *format >= '0' && *format <= '9'; format++)
            precision = 10 * precision + (*format - '0');
    switch (*format) {
    case 's':
        put_text(out, va_arg(*arguments, const char *), precision);
        break;
    case 'c':
        c = (char)va_arg(*arguments, int);
        put(out, &c, 1);
        break;
    case 'd':
        put_integer(out, format, arguments);
        break;
    case 'l':
    case 'z':
        put_integer(out, format, arguments);
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

/* Length of text that has filled `most` bytes and was cut there: a character
 * whose last bytes did not fit goes as a whole. */
static size_t cut_length(const char *text, size_t most)
{
    size_t start = most, needed;

    while (start > 0 && most - start < 3 &&
           ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0 || (unsigned char)text[start - 1] < 0xC0)
        return most;
    needed = (unsigned char)text[start - 1] >= 0xF0 ? 4
             : (unsigned char)text[start - 1] >= 0xE0 ? 3 : 2;
    return most - start + 1 < needed ? start - 1 : most;
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
    if (size > 0 && out.length < size)
        text[out.length] = '\0';
    else if (size > 0)
        text[cut_length(text, size - 1)] = '\0';
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

void paramod_i_say(paramod_i_sentence *s, const char *format, ...)
{
    const size_t used = s->length < s->size ? s->length : s->size;
    va_list arguments;

    va_start(arguments, format);
    s->length += paramod_i_format_list(s->text + used, s->size - used, format,
                                       arguments);
    va_end(arguments);
}
