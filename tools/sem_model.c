/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sem_model.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_file.h"
#include "memory.h"

const option sem_model_options[] = {
    { "means", NULL, "a model with means", false },
    { "equal", "LIST", "over groups: loadings,intercepts,regressions,residuals,"
      "latent_variances,latent_covariances,means", false },
    { "std-lv", NULL, "latent variances are 1, all loadings free", false },
    { "orthogonal", NULL, "exogenous latent variables are uncorrelated", false },
    { "free-x", NULL, "moments of exogenous observed variables are parameters", false },
    { NULL, NULL, NULL, false },
};

const option sem_fit_options[] = {
    { "data", "FILE.csv", "observations", false },
    { "cov", "FILE.csv", "covariances, and perhaps a row 'mean'", false },
    { "n", "N", "with --cov: number of observations", false },
    { "divisor", "D", "with --cov: its divisor, n or n-1; by default that of the "
      "estimator", false },
    { "group", "COLUMN", "a group for each of its values", false },
    { "missing", "HOW", "listwise (default) or fiml", false },
    { "estimator", "E", "ml (default), gls, uls, wls, mlm, mlr", false },
    { "likelihood", "L", "normal (default) or wishart", false },
    { "bounds", NULL, "keep variances at 0 or above", false },
    { "starts", "K", "starts tried: 1, and 20 with feedback", false },
    { "seed", "S", "of random starts, of replicates and of draws", false },
    { "threads", "N", "threads for starts and replicates (default: all)", false },
    { NULL, NULL, NULL, false },
};

/* ---- the model ------------------------------------------------------------- */

static char *slurp(FILE *file)
{
    size_t room = 4096, length = 0;
    char *text = take(room, 1);

    for (;;) {
        length += fread(text + length, 1, room - length - 1, file);
        if (length + 1 < room)
            break;
        room *= 2;
        text = resize(text, room, 1);
    }
    text[length] = '\0';
    return text;
}

/* A file of that name, or else the text of a model. */
static char *model_text(const options *o)
{
    const char *const name = o->operand[0];
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "r");
    const int reason = errno;
    char *text;

    if (file == NULL && strpbrk(name, "~>\n") != NULL)
        return copy_text(name);
    if (file == NULL) {
        (void)problem_set(o->problem, "cannot read '%s': %s", name, strerror(reason));
        return NULL;
    }
    text = slurp(file);
    if (ferror(file) != 0) {
        (void)problem_set(o->problem, "cannot read '%s': %s", name, strerror(errno));
        free(text);
        text = NULL;
    }
    if (file != stdin)
        (void)fclose(file);
    return text;
}

static bool read_equal(const options *o, uint64_t *equal)
{
    static const char *const names[] = { "loadings", "intercepts", "regressions",
                                         "residuals", "latent_variances",
                                         "latent_covariances", "means" };
    const char *at = options_text(o, "equal");

    while (at != NULL && *at != '\0') {
        const size_t length = strcspn(at, ",");
        size_t i = 0;

        while (i < 7 && (strlen(names[i]) != length || strncmp(at, names[i], length) != 0))
            i++;
        if (i == 7)
            return problem_set(o->problem, "option '--equal': '%.*s' is none of loadings, "
                               "intercepts, regressions, residuals, latent_variances, "
                               "latent_covariances, means", (int)length, at);
        *equal |= UINT64_C(1) << i;
        at += length + (at[length] == ',');
    }
    return true;
}

/* Estimators whose weights cover all moments leave exogenous ones free. */
static bool frees_exogenous(const options *o)
{
    const char *const e = options_text(o, "estimator");

    return options_has(o, "free-x") ||
           (e != NULL && (strcmp(e, "gls") == 0 || strcmp(e, "uls") == 0 ||
                          strcmp(e, "wls") == 0));
}

bool sem_model_read(const options *o, size_t groups, bool free_x,
                    paramod_sem_model **model)
{
    const char *const missing = options_text(o, "missing");
    paramod_sem_model_options m = { .size = sizeof m };
    char *text;
    bool good;

    if (o->operands == 0)
        return problem_set(o->problem, "the model is missing: a file, or a text such as "
                           "'y ~ x'");
    if (o->operands > 1)
        return problem_set(o->problem, "'%s' is not expected: the model is one file, or "
                           "one word in quotes", o->operand[1]);
    m.groups = groups;
    m.means = options_has(o, "means") || (missing != NULL && strcmp(missing, "fiml") == 0);
    m.standardise_latent = options_has(o, "std-lv");
    m.orthogonal = options_has(o, "orthogonal");
    m.free_exogenous = free_x || frees_exogenous(o);
    if (!read_equal(o, &m.equal))
        return false;
    text = model_text(o);
    if (text == NULL)
        return false;
    good = paramod_sem_model_create(text, &m, model) == PARAMOD_OK
        || problem_from_library(o->problem);
    free(text);
    return good;
}

/* ---- data ------------------------------------------------------------------- */

/* Numeric columns of a table, without the one of groups, as data of its rows for
 * which code[] is `level`; all rows if code is null. */
typedef struct columns {
    size_t count;
    const column **of;
    const char **name;
} columns;

static columns numeric_columns(const table *t, const column *group)
{
    columns c = { 0, take(t->columns + 1, sizeof *c.of), take(t->columns + 1,
                                                              sizeof *c.name) };

    for (size_t j = 0; j < t->columns; j++)
        if (t->column + j != group && t->column[j].texts == 0) {
            c.of[c.count] = t->column + j;
            c.name[c.count++] = t->column[j].name;
        }
    return c;
}

static void release_columns(columns *c)
{
    free(c->of);
    free(c->name);
}

static bool add_rows(const options *o, const columns *c, const char *label, size_t count,
                     const size_t *row, paramod_sem_data *data)
{
    double *values = take(count * c->count + 1, sizeof *values);
    bool good;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < c->count; j++)
            values[i * c->count + j] = c->of[j]->number[row[i]];
    good = paramod_sem_data_add_rows(data, label, count, values) == PARAMOD_OK
        || problem_from_library(o->problem);
    free(values);
    return good;
}

/* A group for each value of the column, in order of appearance. */
static bool add_groups(const options *o, const table *t, const column *group,
                       const columns *c, paramod_sem_data *data)
{
    size_t *row = take(t->rows + 1, sizeof *row);
    bool *done = take(t->rows + 1, sizeof *done), good = true;

    for (size_t i = 0; i < t->rows && good; i++) {
        char label[512], other[512];
        size_t count = 0;

        if (done[i] || (group != NULL && cell_is_missing(group, i)))
            continue;
        if (group != NULL)
            (void)snprintf(label, sizeof label, "%s", cell_text(group, i, other,
                                                                sizeof other));
        for (size_t r = i; r < t->rows; r++)
            if (group == NULL || (!done[r] && !cell_is_missing(group, r) &&
                                  strcmp(cell_text(group, r, other, sizeof other),
                                         label) == 0)) {
                row[count++] = r;
                done[r] = true;
            }
        good = add_rows(o, c, group == NULL ? NULL : label, count, row, data);
    }
    free(row);
    free(done);
    return good;
}

static bool read_rows(const options *o, paramod_sem_data **data)
{
    table *t = csv_read_file(options_text(o, "data"), NULL, NULL, o->problem);
    const char *const name = options_text(o, "group");
    column *group = NULL;
    columns c;
    bool good;

    if (t == NULL)
        return false;
    if (name != NULL && (group = table_find(t, name, o->problem)) == NULL) {
        table_destroy(t);
        return false;
    }
    c = numeric_columns(t, group);
    good = t->rows > 0 || problem_set(o->problem, "'%s' has no rows", t->source);
    good = good && (c.count > 0 || problem_set(o->problem, "'%s' has no column of numbers",
                                               t->source));
    good = good && (paramod_sem_data_create(c.count, c.name, data) == PARAMOD_OK
                    || problem_from_library(o->problem));
    good = good && add_groups(o, t, group, &c, *data);
    release_columns(&c);
    table_destroy(t);
    return good;
}

/* As given is right for the estimator unless a divisor was named. */
static bool read_divisor(const options *o, bool by_default, int *divisor_n)
{
    static const char *const names[] = { "n", "n-1", NULL };
    size_t choice = by_default ? 0 : 1;

    if (!options_choice(o, "divisor", names, &choice))
        return false;
    *divisor_n = choice == 0;
    return true;
}

/* Names in the first column must be those of the first line, in its order. */
static bool check_names(const options *o, const table *t, size_t p)
{
    for (size_t i = 0; i < p; i++) {
        char buffer[512];
        const char *const name = cell_text(t->column, i, buffer, sizeof buffer);

        if (strcmp(name, t->column[i + 1].name) != 0)
            return problem_set(o->problem, "row %zu of '%s' is of '%s', but column %zu of "
                               "'%s': both must have the same order", i + 1, t->source,
                               name, i + 1, t->column[i + 1].name);
    }
    return true;
}

/* p rows, and a row "mean" at the end perhaps. */
static bool add_moments(const options *o, const table *t, double n, int divisor_n,
                        paramod_sem_data **data)
{
    const bool named = t->columns > 0 && !column_is_numeric(t->column);
    const size_t p = t->columns - (named ? 1 : 0);
    const bool means = t->rows == p + 1;
    double *s = take(p * p + p + 1, sizeof *s);
    const char **name = take(p + 1, sizeof *name);
    bool good = t->rows == p || means
        || problem_set(o->problem, "'%s' has %zu rows for %zu variables: a covariance "
                       "matrix is square, with at most a row of means below",
                       t->source, t->rows, p);

    good = good && (!named || check_names(o, t, p));
    for (size_t j = 0; j < p && good; j++) {
        const column *c = t->column + j + (named ? 1 : 0);

        name[j] = c->name;
        good = (column_is_numeric(c) && c->missing == 0)
            || problem_set(o->problem, "column '%s' of '%s' is not all numbers", c->name,
                           t->source);
        for (size_t i = 0; i < t->rows && good; i++)
            s[i * p + j] = c->number[i];
    }
    good = good && (paramod_sem_data_create(p, name, data) == PARAMOD_OK
                    || problem_from_library(o->problem))
        && (paramod_sem_data_add_moments(*data, NULL, n, s, means ? s + p * p : NULL,
                                         divisor_n) == PARAMOD_OK
            || problem_from_library(o->problem));
    free(s);
    free(name);
    return good;
}

static bool read_moments(const options *o, bool normal, paramod_sem_data **data)
{
    double n = NAN;
    int divisor_n;
    table *t;
    bool good;

    if (!options_has(o, "n"))
        return problem_set(o->problem, "option '--n' is missing: the number of "
                           "observations behind '--cov'");
    if (!options_number(o, "n", &n) || !read_divisor(o, normal, &divisor_n))
        return false;
    t = csv_read_file(options_text(o, "cov"), NULL, NULL, o->problem);
    if (t == NULL)
        return false;
    good = add_moments(o, t, n, divisor_n, data);
    table_destroy(t);
    return good;
}

/* ---- all of it ---------------------------------------------------------------- */

static bool read_fit_options(const options *o, sem_input *in)
{
    static const char *const estimators[] = { "ml", "gls", "uls", "wls", "mlm", "mlr",
                                              NULL };
    static const char *const missing[] = { "listwise", "fiml", NULL };
    static const char *const likelihood[] = { "normal", "wishart", NULL };
    size_t estimator = 0, how = 0, which = 0;
    uint64_t starts = 0, seed = 1, threads = 0;

    if (!options_choice(o, "estimator", estimators, &estimator) ||
        !options_choice(o, "missing", missing, &how) ||
        !options_choice(o, "likelihood", likelihood, &which) ||
        !options_count(o, "starts", &starts) || !options_count(o, "seed", &seed) ||
        !options_count(o, "threads", &threads))
        return false;
    in->executor = paramod_executor_threads((size_t)threads);
    in->options = (paramod_sem_options){
        .size = sizeof in->options, .estimator = estimator, .missing = how,
        .wishart = which, .bounds = options_has(o, "bounds"), .starts = (size_t)starts,
        .seed = seed, .executor = &in->executor };
    return true;
}

bool sem_input_read(const options *o, sem_input *in)
{
    bool good;

    if (!read_fit_options(o, in))
        return false;
    if (options_has(o, "data") == options_has(o, "cov"))
        return problem_set(o->problem, "give either '--data' or '--cov'");
    if (options_has(o, "data") && (options_has(o, "n") || options_has(o, "divisor")))
        return problem_set(o->problem, "options '--n' and '--divisor' go with '--cov'");
    if (options_has(o, "cov") && (options_has(o, "group") || options_has(o, "missing")))
        return problem_set(o->problem, "options '--group' and '--missing' go with "
                           "'--data'");
    good = options_has(o, "data")
        ? read_rows(o, &in->data)
        : read_moments(o, !in->options.wishart &&
                          in->options.estimator != PARAMOD_SEM_GLS &&
                          in->options.estimator != PARAMOD_SEM_ULS &&
                          in->options.estimator != PARAMOD_SEM_WLS, &in->data);
    return good && sem_model_read(o, paramod_sem_data_groups(in->data), in->free_x,
                                  &in->model);
}

void sem_input_release(sem_input *in)
{
    paramod_sem_model_destroy(in->model);
    paramod_sem_data_destroy(in->data);
}

int sem_model_command(int words, char **word, const option *own, const option *more,
                      void (*help)(void), bool (*run)(const options *o, int *status))
{
    const option *const tables[] = { sem_fit_options, sem_model_options, own, more, NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;
    bool good;

    if (!options_read(words, word, tables, &o, &p)) {
        options_release(&o);
        return problem_report(&p);
    }
    if (options_has(&o, "help")) {
        help();
        options_release(&o);
        return EXIT_SOLVED;
    }
    good = run(&o, &status);
    options_release(&o);
    return good ? status : problem_report(&p);
}
