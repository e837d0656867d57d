/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From a CSV file and the names of a peer to data and a model of ours.  The
 * peers' coefficient names say what a covariate is: a column of the file, or
 * the indicator of one level of a text column.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survival/peer.h"

/* Indicator coefficients: the name, its column, and its level. */
static const struct { const char *name, *column, *level; } indicators[] = {
    { "trt2", "trt", "2" },
    { "rx2", "rx", "2" },
    { "size2", "size", "20-50" },
    { "size3", "size", ">50" },
    { "size20-50", "size", "20-50" },
    { "size>50", "size", ">50" },
    { "smallcell", "celltype", "smallcell" },
    { "adeno", "celltype", "adeno" },
    { "large", "celltype", "large" },
    { "celltypesmallcell", "celltype", "smallcell" },
    { "celltypeadeno", "celltype", "adeno" },
    { "celltypelarge", "celltype", "large" },
};

static double covariate(const table *t, size_t row, const char *name)
{
    if (strcmp(name, "sexf") == 0)
        return table_number(t, row, "sex") - 1;
    if (table_has(t, name))
        return table_number(t, row, name);
    for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
        if (strcmp(name, indicators[i].name) == 0)
            return strcmp(table_text(t, row, indicators[i].column),
                          indicators[i].level) == 0;
    }
    fprintf(stderr, "%s: unknown covariate %s\n", t->file, name);
    exit(2);
}

/* Row-wise columns of one data set. */
typedef struct columns {
    double *time, *time2, *status, *entry, *weight, *work;
    uint64_t *cluster;
} columns;

static void read_row(const table *t, const specification *s, size_t i,
                     const columns *c)
{
    const double time = table_number(t, i, s->times.time) / s->times.divisor;
    const double code = s->times.left ? time > 0
                                      : table_number(t, i, s->times.status);

    c->time[i] = time;
    c->status[i] = s->times.coded ? code
                 : code == 1      ? PARAMOD_CENSOR_EXACT
                 : s->times.left  ? PARAMOD_CENSOR_LEFT
                                  : PARAMOD_CENSOR_RIGHT;
    if (s->times.time2 != NULL)
        c->time2[i] = table_number(t, i, s->times.time2) / s->times.divisor;
    if (s->times.weight != NULL)
        c->weight[i] = table_number(t, i, s->times.weight);
    if (s->times.entry != NULL)
        c->entry[i] = table_number(t, i, s->times.entry) / s->times.divisor;
    if (s->cluster != NULL)
        c->cluster[i] = (uint64_t)table_number(t, i, s->cluster);
}

static bool known(size_t count, const image *images, size_t i)
{
    for (size_t j = 0; j < i && j < count; j++) {
        if (images[j].covariate != NULL
            && strcmp(images[j].covariate, images[i].covariate) == 0)
            return true;
    }
    return false;
}

static paramod_status add_covariates(const table *t, paramod_survival_data *data,
                                     size_t count, const image *images,
                                     double *work)
{
    paramod_status status = PARAMOD_OK;

    for (size_t j = 0; j < count && status == PARAMOD_OK; j++) {
        if (images[j].covariate == NULL || known(count, images, j))
            continue;
        for (size_t i = 0; i < t->rows; i++)
            work[i] = covariate(t, i, images[j].covariate);
        status = paramod_survival_data_add(data, images[j].covariate, work);
    }
    return status;
}

static paramod_status open_data(fitted *f, const table *t, const specification *s,
                                size_t count, const image *images)
{
    double *memory = calloc(6 * t->rows, sizeof *memory);
    uint64_t *cluster = calloc(t->rows, sizeof *cluster);
    const columns c = { memory, memory + t->rows, memory + 2 * t->rows,
                        memory + 3 * t->rows, memory + 4 * t->rows,
                        memory + 5 * t->rows, cluster };
    paramod_status status;

    if (memory == NULL || cluster == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    for (size_t i = 0; i < t->rows; i++)
        read_row(t, s, i, &c);
    status = paramod_survival_data_create(
        &(paramod_survival_rows){
            .size = sizeof(paramod_survival_rows), .count = t->rows,
            .time = c.time, .status = c.status,
            .time2 = s->times.time2 != NULL ? c.time2 : NULL,
            .weight = s->times.weight != NULL ? c.weight : NULL,
            .entry = s->times.entry != NULL ? c.entry : NULL,
            .cluster = s->cluster != NULL ? c.cluster : NULL },
        &f->data);
    if (status == PARAMOD_OK)
        status = add_covariates(t, f->data, count, images, c.work);
    free(memory);
    free(cluster);
    return status;
}

/* The covariates that the images give to one of our parameters. */
static paramod_status regress(paramod_survival_model *model, const char *parameter,
                              size_t count, const image *images)
{
    const char *names[MOST_COEFFICIENTS];
    size_t n = 0;

    for (size_t j = 0; j < count; j++) {
        if (images[j].covariate != NULL
            && strcmp(images[j].parameter, parameter) == 0)
            names[n++] = images[j].covariate;
    }
    /* without covariates the parameter keeps what the family gives it */
    return n == 0 ? PARAMOD_OK
                  : paramod_survival_model_regress(model, parameter, n, names);
}

/* lambda of weibull and loglogistic has no intercept unless it is asked for */
static paramod_status regress_all(paramod_survival_model *model,
                                  const paramod_family *family, size_t count,
                                  const image *images)
{
    paramod_status status = PARAMOD_OK;

    for (size_t p = 0; p < paramod_family_size(family); p++) {
        const char *name = paramod_family_parameter(family, p);

        for (size_t j = 0; j < count && status == PARAMOD_OK; j++) {
            if (images[j].covariate == NULL
                && strcmp(images[j].parameter, name) == 0)
                status = paramod_survival_model_regress(model, name, 0, NULL);
        }
        if (status == PARAMOD_OK)
            status = regress(model, name, count, images);
    }
    return status;
}

static paramod_status open_model(fitted *f, const specification *s, size_t count,
                                 const image *images)
{
    const paramod_family *family = paramod_family_find(s->family);
    paramod_status status =
        paramod_survival_model_create(family, f->data, &f->model);

    if (status == PARAMOD_OK)
        status = regress_all(f->model, family, count, images);
    for (size_t i = 0; i < MOST_FIXED && s->fixed[i] != NULL
                       && status == PARAMOD_OK; i++)
        status = paramod_survival_model_fix(f->model, s->fixed[i], NULL, s->value[i]);
    if (status == PARAMOD_OK && s->frailty != PARAMOD_FRAILTY_NONE)
        status = paramod_survival_model_frailty(f->model, s->frailty);
    return status;
}

paramod_status fitted_open(fitted *f, const char *folder, const specification *s,
                           size_t count, const image *images,
                           const double *start)
{
    char file[64];
    table *t;
    paramod_status status;

    *f = (fitted){ 0 };
    snprintf(file, sizeof file, "%s.csv", s->dataset);
    t = table_read(folder, file);
    status = open_data(f, t, s, count, images);
    table_destroy(t);
    if (status == PARAMOD_OK)
        status = open_model(f, s, count, images);
    if (status == PARAMOD_OK)
        status = paramod_survival_fit_create(
            f->model,
            &(paramod_survival_options){ .size = sizeof(paramod_survival_options),
                                         .robust = s->robust, .start = start },
            &f->fit);
    return status;
}

void fitted_close(fitted *f)
{
    paramod_survival_fit_destroy(f->fit);
    paramod_survival_model_destroy(f->model);
    paramod_survival_data_destroy(f->data);
    *f = (fitted){ 0 };
}

size_t coefficient_index(const paramod_survival_model *model,
                         const char *parameter, const char *covariate)
{
    const char *name = covariate != NULL ? covariate
                     : strcmp(parameter, "frailty") == 0 ? "log(theta)"
                                                         : "(Intercept)";
    const size_t n = paramod_survival_model_size(model);
    size_t i = 0;

    while (i < n && (strcmp(paramod_survival_model_block(model, i), parameter) != 0
                     || strcmp(paramod_survival_model_name(model, i), name) != 0))
        i++;
    return i;
}
