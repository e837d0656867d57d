/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod survival predict */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assignments.h"
#include "command.h"
#include "csv_file.h"
#include "memory.h"
#include "number.h"
#include "progress.h"
#include "survival_fitting.h"

static const option own_options[] = {
    { "what", "NAME", "what to predict (below; default survival)", false },
    { "for", "NAME=VALUE,...", "values of the covariates; may be repeated", true },
    { "new", "FILE.csv", "a prediction for each row of a file", false },
    { "reference", "NAME=VALUE,...", "denominator of ratios", false },
    { "times", "LIST", "times, as 1,2,5 or 0:0.5:10", false },
    { "probs", "LIST", "probabilities of quantiles (default 0.5)", false },
    { "json", NULL, "print JSON", false },
    { "csv", NULL, "print CSV", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

typedef enum argument { AT_TIMES, AT_PROBS, AT_NOTHING } argument;

static const struct quantity {
    const char *name;
    paramod_prediction what;
    argument at;
    bool ratio;
    const char *help;
} quantities[] = {
    { "survival", PARAMOD_PREDICT_SURVIVAL, AT_TIMES, false, "S(t)" },
    { "hazard", PARAMOD_PREDICT_HAZARD, AT_TIMES, false, "h(t)" },
    { "cumulative", PARAMOD_PREDICT_CUMULATIVE, AT_TIMES, false, "H(t)" },
    { "density", PARAMOD_PREDICT_DENSITY, AT_TIMES, false, "f(t)" },
    { "quantile", PARAMOD_PREDICT_QUANTILE, AT_PROBS, false, "t with S(t) = 1 - p" },
    { "median", PARAMOD_PREDICT_QUANTILE, AT_NOTHING, false, "quantile of 0.5" },
    { "rmst", PARAMOD_PREDICT_RESTRICTED_MEAN, AT_TIMES, false,
      "restricted mean, integral of S to t" },
    { "mean", PARAMOD_PREDICT_MEAN, AT_NOTHING, false, "mean time" },
    { "cure", PARAMOD_PREDICT_CURE, AT_NOTHING, false,
      "share that never has the event" },
    { "hazard-ratio", PARAMOD_PREDICT_HAZARD_RATIO, AT_TIMES, true,
      "h(t) over h(t) of --reference" },
    { "quantile-ratio", PARAMOD_PREDICT_QUANTILE_RATIO, AT_PROBS, true,
      "quantile over that of --reference" },
};
enum { QUANTITIES = sizeof quantities / sizeof quantities[0] };

static void help(void)
{
    (void)printf("Usage: paramod survival predict DATA.csv (options of fit) [OPTION]...\n\n"
                 "Fits as 'paramod survival fit' does, then predicts with limits from\n"
                 "the delta method.\n\n");
    options_print(own_options);
    (void)printf("\nQuantities\n");
    for (size_t k = 0; k < QUANTITIES; k++)
        (void)printf("  %-15s %s\n", quantities[k].name, quantities[k].help);
}

/* ---- what is asked for ----------------------------------------------------- */

typedef struct request {
    const struct quantity *quantity;
    size_t count;     /* arguments */
    double *at;
    size_t points;
    double **point;   /* covariates of each point */
    char **label;
    double *reference;
} request;

static bool find_quantity(const options *o, request *r)
{
    const char *names[QUANTITIES + 1] = { NULL };
    size_t choice = 0;

    for (size_t k = 0; k < QUANTITIES; k++)
        names[k] = quantities[k].name;
    if (!options_choice(o, "what", names, &choice))
        return false;
    r->quantity = &quantities[choice];
    return true;
}

static bool check_arguments(const request *r, problem *p)
{
    char text[NUMBER_SIZE];

    for (size_t k = 0; k < r->count; k++) {
        (void)write_number(r->at[k], text);
        if (isnan(r->at[k]))
            return problem_set(p, "option '--%s': nan is not a number",
                               r->quantity->at == AT_PROBS ? "probs" : "times");
        if (r->quantity->at == AT_PROBS && !(r->at[k] > 0.0 && r->at[k] < 1.0))
            return problem_set(p, "option '--probs': %s is not between 0 and 1", text);
    }
    return true;
}

static bool read_arguments(const options *o, request *r)
{
    const bool probs = r->quantity->at == AT_PROBS;
    const char *name = probs ? "probs" : "times";
    const char *text = options_text(o, name);

    if (r->quantity->at == AT_NOTHING || (probs && text == NULL)) {
        r->at = take(1, sizeof *r->at);
        r->at[0] = 0.5;
        r->count = 1;
        return true;
    }
    if (text == NULL)
        return problem_set(o->problem, "option '--times' is missing: '--what %s' "
                           "needs it", r->quantity->name);
    r->count = read_numbers(text, &r->at);
    if (r->count == 0)
        return problem_set(o->problem, "option '--%s': '%s' is neither a list "
                           "1,2,5 nor a range FROM:STEP:TO", name, text);
    return check_arguments(r, o->problem);
}

static void add_point(request *r, double *values, const char *label)
{
    r->point = room_for_one_more(r->point, r->points, sizeof *r->point);
    r->label = room_for_one_more(r->label, r->points, sizeof *r->label);
    r->point[r->points] = values;
    r->label[r->points++] = copy_text(label);
}

/* Adds the label of the stratum behind the covariates. */
static bool add_stratum(const survival_input *in, design_lookup lookup, void *data,
                        double *values, problem *p)
{
    const column *c = in->rows.columns.strata;
    const char *text = c != NULL ? lookup(c->name, data) : NULL;
    size_t level;

    if (c == NULL)
        return true;
    if (text == NULL)
        return problem_set(p, "there is no value for the strata, '%s'", c->name);
    level = factor_find(&in->rows.strata, text);
    values[in->design.count] = (double)level + 1.0;
    return level < in->rows.strata.count
        || problem_set(p, "column '%s' has no level '%s'", c->name, text);
}

static double *point_values(const survival_input *in, design_lookup lookup,
                            void *data, problem *p)
{
    double *values = take(in->design.count + 1, sizeof *values);

    if (design_point(&in->design, lookup, data, values, p)
        && add_stratum(in, lookup, data, values, p))
        return values;
    free(values);
    return NULL;
}

static double *read_assigned(const survival_input *in, const char *text, problem *p)
{
    assignments a;
    double *values = NULL;

    if (assignments_read(text, &a, p))
        values = point_values(in, assignments_value, &a, p);
    if (values != NULL && !assignments_all_used(&a, p)) {
        free(values);
        values = NULL;
    }
    assignments_release(&a);
    return values;
}

/* A row of the file of --new. */
typedef struct new_row {
    const table *table;
    size_t row;
    char text[256];
} new_row;

static const char *new_value(const char *name, void *data)
{
    new_row *r = data;

    for (size_t j = 0; j < r->table->columns; j++) {
        const column *c = &r->table->column[j];

        if (strcmp(c->name, name) == 0)
            return cell_is_missing(c, r->row) ? NULL
                : cell_text(c, r->row, r->text, sizeof r->text);
    }
    return NULL;
}

static bool read_new(const options *o, const survival_input *in, request *r)
{
    const char *file = options_text(o, "new");
    table *t = csv_read_file(file, NULL, NULL, o->problem);
    bool good = t != NULL;

    for (size_t i = 0; good && i < t->rows; i++) {
        new_row row = { t, i, "" };
        problem inner = { "" };
        double *values = point_values(in, new_value, &row, &inner);
        char label[32];

        good = values != NULL
            || problem_set(o->problem, "row %zu of '%s': %.900s", i + 1, file,
                           inner.text);
        (void)snprintf(label, sizeof label, "row %zu", i + 1);
        if (good)
            add_point(r, values, label);
    }
    table_destroy(t);
    return good;
}

static bool read_points(const options *o, const survival_input *in, request *r)
{
    const char *text, *reference = options_text(o, "reference");

    if (r->quantity->ratio && reference == NULL)
        return problem_set(o->problem, "option '--reference' is missing: '--what %s' "
                           "needs it", r->quantity->name);
    if (reference != NULL
        && (r->reference = read_assigned(in, reference, o->problem)) == NULL)
        return false;
    for (size_t k = 0; (text = options_repeated(o, "for", k)) != NULL; k++) {
        double *values = read_assigned(in, text, o->problem);

        if (values == NULL)
            return false;
        add_point(r, values, text);
    }
    if (options_has(o, "new") && !read_new(o, in, r))
        return false;
    if (r->points > 0)
        return true;
    if (in->design.count > 0 || in->rows.stratum != NULL)
        return problem_set(o->problem, "option '--for' is missing: it gives the "
                           "values of the covariates");
    add_point(r, take(1, sizeof(double)), "");
    return true;
}

static void request_release(request *r)
{
    for (size_t k = 0; k < r->points; k++) {
        free(r->point[k]);
        free(r->label[k]);
    }
    free(r->point);
    free(r->label);
    free(r->reference);
    free(r->at);
}

/* ---- output ---------------------------------------------------------------- */

typedef struct printer {
    const request *request;
    bool json, csv;
    json_t *list;
} printer;

static void print_one(printer *out, size_t point, double at,
                      const paramod_predicted *v)
{
    const request *r = out->request;
    const double values[] = { v->estimate, v->se, v->lower, v->upper };
    static const char *const keys[] = { "estimate", "se", "lower", "upper" };
    char text[NUMBER_SIZE];

    if (out->json) {
        json_t *one = json_object();

        json_put_text(one, "for", r->label[point]);
        json_put(one, "at", r->quantity->at == AT_NOTHING
                            && r->quantity->what != PARAMOD_PREDICT_QUANTILE
                            ? json_null() : json_number(at));
        for (size_t k = 0; k < 4; k++)
            json_put_number(one, keys[k], values[k]);
        (void)json_array_append_new(out->list, one);
        return;
    }
    if (out->csv) {
        csv_write_field(stdout, r->label[point]);
        (void)printf(",%s", write_number(at, text));
    } else {
        (void)printf("%-24s %10.6g", r->label[point], at);
    }
    for (size_t k = 0; k < 4; k++)
        if (out->csv)
            (void)printf(",%s", isnan(values[k]) ? "NA" : write_number(values[k], text));
        else
            (void)printf(" %13.7g", values[k]);
    (void)putchar('\n');
}

static bool predict(const survival_job *job, const request *r, printer *out)
{
    paramod_predicted *predicted = take(r->count, sizeof *predicted);
    bool good = true;

    for (size_t k = 0; good && k < r->points; k++) {
        good = paramod_survival_predict(job->fit, r->quantity->what, r->point[k],
                                        r->quantity->ratio ? r->reference : NULL,
                                        r->count, r->at, job->level, predicted)
            == PARAMOD_OK || problem_from_library(job->options->problem);
        for (size_t i = 0; good && i < r->count; i++)
            print_one(out, k, r->at[i], &predicted[i]);
    }
    free(predicted);
    return good;
}

static bool print_all(const survival_job *job, const request *r)
{
    const options *o = job->options;
    printer out = { r, options_has(o, "json"), options_has(o, "csv"), NULL };
    json_t *object;
    bool good;

    if (out.json)
        out.list = json_array();
    else if (out.csv)
        (void)printf("for,at,estimate,se,lower,upper\n");
    else
        (void)printf("%-24s %10s %13s %13s %13s %13s\n", r->quantity->name, "at",
                     "estimate", "std. error", "lower", "upper");
    good = predict(job, r, &out);
    if (!out.json)
        return good;
    object = survival_report_json(job);
    json_put_text(object, "what", r->quantity->name);
    json_put(object, "predictions", out.list);
    if (good)
        json_print(object);
    else
        json_decref(object);
    return good;
}

static bool run(const options *o, int *status)
{
    survival_input in = { 0 };
    regressions r = { 0 };
    survival_job job = { 0 };
    request wanted = { 0 };
    bool good = find_quantity(o, &wanted) && read_arguments(o, &wanted)
        && survival_fit_all(o, &in, &r, &job) && read_points(o, &in, &wanted)
        && print_all(&job, &wanted);

    if (good) {
        const paramod_survival_summary summary = survival_summary(job.fit);

        *status = survival_exit_status(&summary);
        if (*status != EXIT_SOLVED)
            note("%s", paramod_survival_fit_sentence(job.fit));
    }
    request_release(&wanted);
    survival_job_release(&job);
    survival_input_release(&in);
    regressions_release(&r);
    return good;
}

int survival_predict_command(int words, char **word)
{
    const option *const tables[] = { survival_data_options, survival_model_options,
                                     survival_fit_options, own_options,
                                     survival_parameter_options(), NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;

    if (!options_read(words, word, tables, &o, &p)) {
        status = problem_report(&p);
    } else if (options_has(&o, "help")) {
        help();
    } else {
        interrupt_catch();
        if (!run(&o, &status))
            status = interrupt_or_refuse(&p);
    }
    options_release(&o);
    return status;
}
