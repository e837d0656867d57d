/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "number.h"

enum { EXACT_DIGITS = 15, MOST_NUMBERS = 10000000 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/**
 * Plain decimals such as -12.625, several times faster than strtod().  With at
 * most 15 digits m is an exact double, and so is 10^k for k <= 15; then m / 10^k
 * is one correctly rounded operation (Clinger 1990).
 */
static bool read_plain(const char *text, double *value)
{
    static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
                                    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    const bool negative = *text == '-';
    uint64_t m = 0;
    size_t digits = 0, decimals = 0;

    if (negative)
        text++;
    for (; is_digit(*text); text++, digits++)
        m = 10 * m + (uint64_t)(*text - '0');
    if (*text == '.')
        for (text++; is_digit(*text); text++, digits++, decimals++)
            m = 10 * m + (uint64_t)(*text - '0');
    if (*text != '\0' || digits == 0 || digits > EXACT_DIGITS)
        return false;
    *value = (double)m / power[decimals];
    if (negative)
        *value = -*value;
    return true;
}

bool read_number(const char *text, double *value)
{
    char *end;
    double x;

    if (read_plain(text, value))
        return true;
    /* strtod() also takes "nan(char-sequence)", which nobody writes in data */
    if (*text == '\0' || strchr(text, '(') != NULL)
        return false;
    x = strtod(text, &end);
    if (end == text)
        return false;
    while (is_blank(*end))
        end++;
    if (*end == '\0')
        *value = x;
    return *end == '\0';
}

bool read_count(const char *text, unsigned long long *value)
{
    char *end;
    unsigned long long x;

    if (!is_digit(*text))
        return false;
    errno = 0;
    x = strtoull(text, &end, 10);
    if (*end != '\0' || errno == ERANGE)
        return false;
    *value = x;
    return true;
}

/* from:step:to, with the end included if it is within rounding of the grid. */
static size_t read_range(const char *text, double **values)
{
    char part[3][NUMBER_SIZE * 2], rest;
    double from, step, to, steps;
    size_t count;

    if (sscanf(text, "%63[^:]:%63[^:]:%63[^:]%c", part[0], part[1], part[2],
               &rest) != 3)
        return 0;
    if (!read_number(part[0], &from) || !read_number(part[1], &step)
        || !read_number(part[2], &to))
        return 0;
    steps = floor((to - from) / step * (1.0 + 1e-12) + 1e-12);
    if (!(step > 0.0 && steps >= 0.0 && steps < MOST_NUMBERS))
        return 0;
    count = (size_t)steps + 1;
    *values = take(count, sizeof **values);
    for (size_t i = 0; i < count; i++)
        (*values)[i] = from + (double)i * step;
    return count;
}

static size_t read_list(char *text, double **values)
{
    size_t count = 0;
    char *next;

    *values = NULL;
    for (char *item = text; item != NULL; item = next) {
        next = strchr(item, ',');
        if (next != NULL)
            *next++ = '\0';
        *values = room_for_one_more(*values, count, sizeof **values);
        if (!read_number(item, &(*values)[count])) {
            free(*values);
            *values = NULL;
            return 0;
        }
        count++;
    }
    return count;
}

size_t read_numbers(const char *text, double **values)
{
    char *copy;
    size_t count;

    if (strchr(text, ':') != NULL)
        return read_range(text, values);
    copy = copy_text(text);
    count = read_list(copy, values);
    free(copy);
    return count;
}

const char *write_number(double value, char text[NUMBER_SIZE])
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    if (isnan(value)) /* never "-nan" */
        (void)snprintf(text, NUMBER_SIZE, "nan");
    return text;
}
