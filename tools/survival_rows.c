/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/survival.h>

#include "memory.h"
#include "number.h"
#include "survival_rows.h"

const char *const survival_column_options[] = {
    "time", "time2", "status", "entry", "weights", "cluster", "strata", "subject",
    NULL
};

/* ---- which columns --------------------------------------------------------- */

/* *c stays null if the option is not given. */
static bool find_column(const options *o, const table *t, const char *name,
                        bool numbers, const column **c, problem *p)
{
    const char *wanted = options_text(o, name);

    *c = NULL;
    if (wanted == NULL)
        return true;
    *c = numbers ? table_numbers(t, wanted, p) : table_find(t, wanted, p);
    return *c != NULL;
}

static bool find_columns(const options *o, const table *t, survival_columns *c,
                         problem *p)
{
    if (!options_has(o, "time"))
        return problem_set(p, "option '--time' is missing: it names the column of "
                           "times");
    return find_column(o, t, "time", true, &c->time, p)
        && find_column(o, t, "time2", true, &c->time2, p)
        && find_column(o, t, "status", false, &c->status, p)
        && find_column(o, t, "entry", true, &c->entry, p)
        && find_column(o, t, "weights", true, &c->weights, p)
        && find_column(o, t, "cluster", false, &c->cluster, p)
        && find_column(o, t, "strata", false, &c->strata, p)
        && find_column(o, t, "subject", false, &c->subject, p);
}

/* ---- missing cells --------------------------------------------------------- */

static bool misses(const column *c, size_t row)
{
    return c != NULL && cell_is_missing(c, row);
}

/* An end of an interval may be missing: that says it is infinitely far. */
static bool times_missing(const survival_columns *c, size_t row)
{
    if (c->time2 != NULL && c->status == NULL)
        return misses(c->time, row) && misses(c->time2, row);
    return misses(c->time, row);
}

static bool row_missing(const survival_columns *c, size_t row, size_t count,
                        const column *const *used)
{
    for (size_t k = 0; k < count; k++)
        if (misses(used[k], row))
            return true;
    return times_missing(c, row) || misses(c->status, row) || misses(c->entry, row)
        || misses(c->weights, row) || misses(c->cluster, row)
        || misses(c->strata, row) || misses(c->subject, row);
}

static void choose_rows(const table *t, size_t count, const column *const *used,
                        survival_rows *rows)
{
    rows->row = take(t->rows, sizeof *rows->row);
    for (size_t i = 0; i < t->rows; i++)
        if (!row_missing(&rows->columns, i, count, used))
            rows->row[rows->count++] = i;
    rows->missing = t->rows - rows->count;
}

/* ---- status ---------------------------------------------------------------- */

/* The status of a row as a number; TRUE and FALSE count as 1 and 0. */
static double status_number(const column *c, size_t row)
{
    char text[64];

    if (c->code == NULL || c->code[row] == CELL_NUMBER)
        return c->number[row];
    (void)cell_text(c, row, text, sizeof text);
    if (strcmp(text, "TRUE") == 0 || strcmp(text, "true") == 0)
        return 1.0;
    if (strcmp(text, "FALSE") == 0 || strcmp(text, "false") == 0)
        return 0.0;
    return NAN;
}

static bool is_code(double status, double most)
{
    return status >= 0.0 && status <= most && status == floor(status);
}

static bool refuse_status(const survival_rows *rows, size_t i, problem *p)
{
    const column *c = rows->columns.status;
    char text[64];

    return problem_set(p, "row %zu, column '%s': '%s' is no status: 0 is censored, "
                       "1 an event%s; '--event VALUE' chooses another code",
                       rows->row[i] + 1, c->name,
                       cell_text(c, rows->row[i], text, sizeof text),
                       rows->columns.time2 != NULL
                       ? ", 2 left-censored, 3 an interval" : ", 2 left-censored");
}

/* A column of 1 and 2 only is R's other coding of censored and event. */
static status_coding guess_coding(const survival_rows *rows)
{
    size_t ones = 0, twos = 0;

    for (size_t i = 0; i < rows->count; i++) {
        const double s = status_number(rows->columns.status, rows->row[i]);

        ones += s == 1.0;
        twos += s == 2.0;
    }
    return rows->columns.time2 == NULL && twos > 0 && ones + twos == rows->count
        ? STATUS_ONE_TWO : STATUS_CODES;
}

static bool read_status_codes(survival_rows *rows, problem *p)
{
    const double most = rows->columns.time2 != NULL ? 3.0 : 2.0;

    rows->coding = guess_coding(rows);
    for (size_t i = 0; i < rows->count; i++) {
        const double s = status_number(rows->columns.status, rows->row[i]);

        if (!is_code(s, most))
            return refuse_status(rows, i, p);
        rows->status[i] = rows->coding == STATUS_ONE_TWO ? s - 1.0 : s;
    }
    return true;
}

static bool read_event_value(survival_rows *rows, const char *event, problem *p)
{
    const column *c = rows->columns.status;
    double number, found = 0.0;
    const bool is_number = read_number(event, &number);
    char text[256];

    rows->coding = STATUS_VALUE;
    for (size_t i = 0; i < rows->count; i++) {
        const size_t row = rows->row[i];
        const bool same = (is_number && c->number[row] == number)
            || strcmp(cell_text(c, row, text, sizeof text), event) == 0;

        rows->status[i] = same ? PARAMOD_CENSOR_EXACT : PARAMOD_CENSOR_RIGHT;
        found += rows->status[i];
    }
    if (found > 0.0)
        return true;
    return problem_set(p, "column '%s' never has the value '%s' of '--event'",
                       c->name, event);
}

/* What the two times of a row say about it. */
static void status_from_times(survival_rows *rows, size_t i)
{
    const double left = rows->time[i], right = rows->time2[i];

    if (isnan(left) || left == -INFINITY) {
        rows->status[i] = PARAMOD_CENSOR_LEFT;
        rows->time[i] = right;
    } else if (isnan(right) || right == INFINITY) {
        rows->status[i] = PARAMOD_CENSOR_RIGHT;
    } else {
        rows->status[i] = left == right ? PARAMOD_CENSOR_EXACT
                                        : PARAMOD_CENSOR_INTERVAL;
    }
}

static bool read_status(const options *o, survival_rows *rows, problem *p)
{
    const char *event = options_text(o, "event");

    rows->status = take(rows->count, sizeof *rows->status);
    if (event != NULL && rows->columns.status == NULL)
        return problem_set(p, "option '--event' needs '--status'");
    if (event != NULL)
        return read_event_value(rows, event, p);
    if (rows->columns.status != NULL)
        return read_status_codes(rows, p);
    rows->coding = rows->time2 != NULL ? STATUS_FROM_TIMES : STATUS_ALL_EVENTS;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->time2 != NULL)
            status_from_times(rows, i);
        else
            rows->status[i] = PARAMOD_CENSOR_EXACT;
    return true;
}

/* ---- numbers and labels ---------------------------------------------------- */

/* Null for a null column; the times are divided by the unit. */
static double *gather(const survival_rows *rows, const column *c, double unit)
{
    double *values;

    if (c == NULL)
        return NULL;
    values = take(rows->count, sizeof *values);
    for (size_t i = 0; i < rows->count; i++)
        values[i] = c->number[rows->row[i]] / unit;
    return values;
}

/* Texts get the labels 0, 1, ..; numbers, far from those, their own bits. */
static uint64_t *gather_labels(const survival_rows *rows, const column *c)
{
    uint64_t *labels;

    if (c == NULL)
        return NULL;
    labels = take(rows->count, sizeof *labels);
    for (size_t i = 0; i < rows->count; i++) {
        const size_t row = rows->row[i];
        const double number = c->number[row] + 0.0; /* -0 and 0 are one label */

        if (c->code != NULL && c->code[row] != CELL_NUMBER)
            labels[i] = c->code[row];
        else
            memcpy(&labels[i], &number, sizeof number);
    }
    return labels;
}

static void number_strata(survival_rows *rows)
{
    const column *c = rows->columns.strata;

    if (c == NULL)
        return;
    rows->strata = factor_of(c, rows->count, rows->row);
    rows->stratum = take(rows->count, sizeof *rows->stratum);
    for (size_t i = 0; i < rows->count; i++)
        rows->stratum[i] = factor_level(&rows->strata, rows->row[i]) + 1;
}

/* ---- checks ---------------------------------------------------------------- */

/* "row 17, column 'time': -3 <words>", with the number of the file's cell. */
static bool refuse(const survival_rows *rows, size_t i, const column *c,
                   const char *words, problem *p)
{
    char text[64];

    return problem_set(p, "row %zu, column '%s': %s %s", rows->row[i] + 1, c->name,
                       cell_text(c, rows->row[i], text, sizeof text), words);
}

/* "row 17, column 'stop': 3 is not after 5 in column 'start'" */
static bool refuse_pair(const survival_rows *rows, size_t i, const column *c,
                        const char *words, const column *other, problem *p)
{
    const size_t row = rows->row[i];
    char text[64], text2[64];

    return problem_set(p, "row %zu, column '%s': %s %s %s in column '%s'", row + 1,
                       c->name, cell_text(c, row, text, sizeof text), words,
                       cell_text(other, row, text2, sizeof text2), other->name);
}

/* The column that holds the time of a row: a left-censored row of two times
 * has it in the second. */
static const column *time_column(const survival_rows *rows, size_t i)
{
    const survival_columns *c = &rows->columns;

    return rows->coding == STATUS_FROM_TIMES
        && rows->status[i] == PARAMOD_CENSOR_LEFT ? c->time2 : c->time;
}

static bool check_interval(const survival_rows *rows, size_t i, problem *p)
{
    const survival_columns *c = &rows->columns;

    if (rows->status[i] != PARAMOD_CENSOR_INTERVAL)
        return true;
    if (misses(c->time2, rows->row[i]) || !isfinite(rows->time2[i]))
        return refuse(rows, i, c->time2, "is not a finite number, but status 3 "
                      "means an interval", p);
    if (rows->time2[i] < rows->time[i])
        return refuse_pair(rows, i, c->time2, "is below", c->time, p);
    return true;
}

static bool check_entry(const survival_rows *rows, size_t i, problem *p)
{
    const survival_columns *c = &rows->columns;
    const bool interval = rows->status[i] == PARAMOD_CENSOR_INTERVAL;

    if (rows->entry == NULL)
        return true;
    if (isnan(rows->entry[i]) || rows->entry[i] == INFINITY)
        return refuse(rows, i, c->entry, "is not a finite number", p);
    if (interval ? rows->entry[i] > rows->time[i] : rows->entry[i] >= rows->time[i])
        return refuse_pair(rows, i, time_column(rows, i),
                           interval ? "is before" : "is not after", c->entry, p);
    return true;
}

/* An end of an interval may be missing or infinite, but not the number NaN. */
static bool check_end(const survival_rows *rows, size_t i, const column *c,
                      problem *p)
{
    const size_t row = rows->row[i];

    if (!isnan(c->number[row]) || misses(c, row))
        return true;
    return refuse(rows, i, c, "is not a number", p);
}

static bool check_row(const survival_rows *rows, size_t i, problem *p)
{
    if (!isfinite(rows->time[i]))
        return refuse(rows, i, time_column(rows, i), "is not a finite number", p);
    if (rows->coding == STATUS_FROM_TIMES
        && (!check_end(rows, i, rows->columns.time, p)
            || !check_end(rows, i, rows->columns.time2, p)))
        return false;
    if (!check_interval(rows, i, p) || !check_entry(rows, i, p))
        return false;
    if (rows->weight == NULL)
        return true;
    if (!isfinite(rows->weight[i]))
        return refuse(rows, i, rows->columns.weights, "is not a finite number", p);
    if (rows->weight[i] < 0.0)
        return refuse(rows, i, rows->columns.weights,
                      "is negative, but weights are 0 or more", p);
    return true;
}

static bool check_events(const survival_rows *rows, problem *p)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->status[i] != PARAMOD_CENSOR_RIGHT
            && (rows->weight == NULL || rows->weight[i] > 0.0))
            return true;
    return problem_set(p, "all %zu rows are censored in column '%s': without an "
                       "event the likelihood has no maximum", rows->count,
                       rows->columns.status != NULL ? rows->columns.status->name
                       : rows->columns.time2 != NULL ? rows->columns.time2->name
                                                     : rows->columns.time->name);
}

static bool check(const table *t, const survival_rows *rows, problem *p)
{
    if (rows->count == 0)
        return problem_set(p, "'%s' has no row without a missing cell among those "
                           "used", t->source);
    for (size_t i = 0; i < rows->count; i++)
        if (!check_row(rows, i, p))
            return false;
    return check_events(rows, p);
}

bool survival_rows_positive(const survival_rows *rows, problem *p)
{
    for (size_t i = 0; i < rows->count; i++) {
        const column *c = time_column(rows, i);

        if (rows->time[i] < 0.0)
            return refuse(rows, i, c, "is negative, but times are 0 or more", p);
        if (rows->time[i] == 0.0 && (rows->status[i] == PARAMOD_CENSOR_EXACT
                                     || rows->status[i] == PARAMOD_CENSOR_LEFT))
            return refuse(rows, i, c, "is not possible for an event, whose time "
                          "must be above 0", p);
        if (rows->entry != NULL && rows->entry[i] < 0.0)
            return refuse(rows, i, rows->columns.entry,
                          "is negative, but times are 0 or more", p);
    }
    return true;
}

/* ---- all of it ------------------------------------------------------------- */

static bool read_unit(const options *o, double *unit)
{
    *unit = 1.0;
    if (!options_number(o, "time-unit", unit))
        return false;
    if (*unit > 0.0 && isfinite(*unit))
        return true;
    return problem_set(o->problem, "option '--time-unit': %s is not above 0",
                       options_text(o, "time-unit"));
}

bool survival_rows_read(const options *o, const table *t, size_t count,
                        const column *const *used, survival_rows *rows,
                        problem *p)
{
    const survival_columns *c = &rows->columns;
    double unit;

    *rows = (survival_rows) { .coding = STATUS_ALL_EVENTS };
    if (!find_columns(o, t, &rows->columns, p) || !read_unit(o, &unit))
        return false;
    choose_rows(t, count, used, rows);
    rows->time = gather(rows, c->time, unit);
    rows->time2 = gather(rows, c->time2, unit);
    rows->entry = gather(rows, c->entry, unit);
    rows->weight = gather(rows, c->weights, 1.0);
    rows->cluster = gather_labels(rows, c->cluster);
    rows->subject = gather_labels(rows, c->subject);
    number_strata(rows);
    if (rows->count > 0 && !read_status(o, rows, p))
        return false;
    return check(t, rows, p);
}

void survival_rows_release(survival_rows *rows)
{
    free(rows->row);
    free(rows->time);
    free(rows->time2);
    free(rows->status);
    free(rows->entry);
    free(rows->weight);
    free(rows->cluster);
    free(rows->subject);
    free(rows->stratum);
    factor_release(&rows->strata);
    *rows = (survival_rows) { .count = 0 };
}
