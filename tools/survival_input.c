/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>
#include <string.h>

#include "csv_file.h"
#include "memory.h"
#include "survival_model.h"

/* ---- which columns of the file are read ------------------------------------ */

typedef struct names {
    size_t count;
    const char **name;
} names;

static void names_add(names *n, const char *name)
{
    n->name = room_for_one_more(n->name, n->count, sizeof *n->name);
    n->name[n->count++] = name;
}

static void add_variable(const variable *v, void *data)
{
    names_add(data, v->column);
}

static column_use is_named(const char *name, void *data)
{
    const names *n = data;

    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->name[i], name) == 0)
            return COLUMN_AUTO;
    return COLUMN_SKIP;
}

/* Columns of formulas, offsets and --complete: no cell of them may be missing. */
static names used_names(const options *o, size_t count, const regressions *r)
{
    names n = { 0 };
    const char *text;

    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < r[k].parameters; i++)
            formula_columns(&r[k].formula[i], add_variable, &n);
    for (size_t k = 0; (text = options_repeated(o, "offset", k)) != NULL; k++)
        if (strchr(text, '=') != NULL)
            names_add(&n, strchr(text, '=') + 1);
    for (size_t k = 0; (text = options_repeated(o, "complete", k)) != NULL; k++)
        names_add(&n, text);
    return n;
}

static table *read_table(const options *o, const char *file, const names *used,
                         problem *p)
{
    names all = { 0 };
    table *t;

    for (size_t i = 0; i < used->count; i++)
        names_add(&all, used->name[i]);
    for (size_t i = 0; survival_column_options[i] != NULL; i++)
        if (options_has(o, survival_column_options[i]))
            names_add(&all, options_text(o, survival_column_options[i]));
    t = csv_read_file(file, is_named, &all, p);
    free(all.name);
    return t;
}

static bool read_rows(const options *o, const names *used, survival_input *in,
                      problem *p)
{
    const column **columns = take(used->count, sizeof *columns);
    bool good = true;

    for (size_t i = 0; good && i < used->count; i++)
        good = (columns[i] = table_find(in->table, used->name[i], p)) != NULL;
    good = good && survival_rows_read(o, in->table, used->count, columns,
                                      &in->rows, p);
    free(columns);
    return good;
}

/* ---- into the library ------------------------------------------------------ */

static bool make_data(survival_input *in, problem *p)
{
    const survival_rows *s = &in->rows;
    const paramod_survival_rows rows = {
        .size = sizeof rows, .count = s->count, .time = s->time,
        .time2 = s->time2, .status = s->status, .entry = s->entry,
        .weight = s->weight, .cluster = s->cluster, .stratum = s->stratum,
        .subject = s->subject,
    };

    if (paramod_survival_data_create(&rows, &in->data) != PARAMOD_OK)
        return problem_from_library(p);
    for (size_t j = 0; j < in->design.count; j++) {
        covariate *c = &in->design.covariate[j];

        if (paramod_survival_data_add(in->data, c->name, c->value) != PARAMOD_OK)
            return problem_from_library(p);
    }
    return true;
}

static bool add_formulas(const options *o, size_t count, regressions *r,
                         survival_input *in, problem *p)
{
    design_begin(&in->design, in->table, in->rows.count, in->rows.row);
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < r[k].parameters; i++)
            if (r[k].given[i]
                && !design_add(&in->design, &r[k].formula[i], &r[k].choice[i], p, o))
                return false;
    return design_check_references(&in->design, o, p);
}

static bool check_families(size_t count, const regressions *r,
                           const survival_rows *rows, problem *p)
{
    for (size_t k = 0; k < count; k++)
        if (!survival_family_is_real(r[k].family)
            && !survival_rows_positive(rows, p))
            return false;
    return true;
}

bool survival_input_read(const options *o, const char *file, size_t count,
                         regressions *r, survival_input *in)
{
    problem *p = o->problem;
    names used = used_names(o, count, r);
    bool good;

    *in = (survival_input) { 0 };
    in->table = read_table(o, file, &used, p);
    good = in->table != NULL && read_rows(o, &used, in, p)
        && check_families(count, r, &in->rows, p)
        && add_formulas(o, count, r, in, p) && make_data(in, p);
    free(used.name);
    return good;
}

void survival_input_release(survival_input *in)
{
    paramod_survival_data_destroy(in->data);
    design_release(&in->design);
    survival_rows_release(&in->rows);
    table_destroy(in->table);
    *in = (survival_input) { 0 };
}
