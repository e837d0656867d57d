/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Free parameters of a table, and what is said about them by label. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/model_impl.h"

static const char create[] = "paramod_sem_model_create";

static paramod_status no_memory(const char *caller)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
}

/* ---- numbers ------------------------------------------------------------------ */

static const paramod_i_row *labelled_before(const paramod_sem_model *model, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (model->row[j].label != NULL && model->row[i].label != NULL &&
            strcmp(model->row[j].label, model->row[i].label) == 0)
            return model->row + j;
    return NULL;
}

static paramod_status refuse_label(const paramod_sem_model *model,
                                   const paramod_i_row *a, const paramod_i_row *b)
{
    char first[300], second[300];

    paramod_i_row_text(model, a->fixed ? a : b, first, sizeof first);
    paramod_i_row_text(model, a->fixed ? b : a, second, sizeof second);
    return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "the label '%s' is on the fixed "
                          "'%s' and on the free '%s': fix or free both", a->label,
                          first, second);
}

static paramod_status number_rows(paramod_sem_model *model)
{
    for (size_t i = 0; i < model->rows; i++) {
        paramod_i_row *const row = model->row + i;
        const paramod_i_row *const before = labelled_before(model, i);

        if (before != NULL && before->fixed != row->fixed)
            return refuse_label(model, before, row);
        if (!row->fixed)
            row->parameter = before != NULL ? before->parameter : model->parameters++;
        if (row->lower > row->upper)
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "'%s': the lower bound "
                                  "%g is above the upper bound %g",
                                  model->variable[row->lhs].name, row->lower,
                                  row->upper);
    }
    return PARAMOD_OK;
}

/* What a parameter is called: its label, unless that was made up. */
static char *name_of(const paramod_sem_model *model, const paramod_i_row *row)
{
    char text[300];

    if (row->label != NULL && row->label[0] != '.')
        return paramod_i_copy_text(row->label);
    paramod_i_row_text(model, row, text, sizeof text);
    return paramod_i_copy_text(text);
}

static paramod_status describe_parameters(paramod_sem_model *model)
{
    const size_t q = model->parameters;

    model->first_row = paramod_i_resize(NULL, q, sizeof *model->first_row);
    model->name = paramod_i_resize(NULL, q, sizeof *model->name);
    model->lower = paramod_i_resize(NULL, 2 * q, sizeof *model->lower);
    for (size_t k = 0; model->name != NULL && k < q; k++)
        model->name[k] = NULL;
    if (model->first_row == NULL || model->name == NULL || model->lower == NULL)
        return no_memory(create);
    model->upper = model->lower + q;
    for (size_t i = model->rows; i-- > 0;) {
        const paramod_i_row *const row = model->row + i;

        if (row->parameter != PARAMOD_I_NONE)
            model->first_row[row->parameter] = i;
    }
    for (size_t k = 0; k < q; k++) {
        model->lower[k] = -INFINITY;
        model->upper[k] = INFINITY;
        model->name[k] = name_of(model, model->row + model->first_row[k]);
        if (model->name[k] == NULL)
            return no_memory(create);
    }
    for (size_t i = 0; i < model->rows; i++) {
        const paramod_i_row *const row = model->row + i;

        if (row->parameter == PARAMOD_I_NONE)
            continue;
        model->lower[row->parameter] = fmax(model->lower[row->parameter], row->lower);
        model->upper[row->parameter] = fmin(model->upper[row->parameter], row->upper);
    }
    return PARAMOD_OK;
}

/* ---- by label -------------------------------------------------------------------- */

static size_t lookup(const char *name, const void *data)
{
    const paramod_sem_model *const model = data;

    for (size_t i = 0; i < model->rows; i++)
        if (model->row[i].label != NULL && strcmp(model->row[i].label, name) == 0)
            return model->row[i].parameter;
    return PARAMOD_I_NONE;
}

/* left - right, compiled; without a right side, left alone. */
static paramod_status compile(const paramod_sem_model *model, const char *caller,
                              const char *left, const char *right,
                              paramod_i_expression **out)
{
    const size_t room = strlen(left) + (right == NULL ? 0 : strlen(right)) + 8;
    char *const text = paramod_i_resize(NULL, room, 1);
    paramod_status status;

    if (text == NULL)
        return no_memory(caller);
    if (right == NULL)
        (void)paramod_i_format(text, room, "%s", left);
    else
        (void)paramod_i_format(text, room, "%s - (%s)", left, right);
    status = paramod_i_expression_create(text, caller, lookup, model, out);
    paramod_i_free(text);
    return status;
}

/* A function is linear if its gradient is the same at two points and explains
 * the difference of the values; points with many digits leave nothing to
 * chance but what cancels in them. */
static bool read_linear(const paramod_i_expression *e, size_t q, double *coefficient,
                        double *constant, double *work)
{
    double *const theta = work, *const second = work + q;
    double *const stack = work + 2 * q;
    double value[2], size = 0.0, scale = 0.0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t j = 0; j < q; j++)
            theta[j] = 0.5 + 0.25 * sin((double)((j + 1) * (size_t)(pass + 1)));
        value[pass] = paramod_i_expression_value(e, q, theta,
                                                 pass == 0 ? coefficient : second,
                                                 stack);
    }
    *constant = value[1];
    for (size_t j = 0; j < q; j++) {
        size = fmax(size, fabs(coefficient[j]));
        scale = fmax(scale, fabs(coefficient[j] - second[j]));
        *constant -= coefficient[j] * theta[j];
    }
    for (size_t j = 0; j < q; j++)
        value[0] -= coefficient[j] * (0.5 + 0.25 * sin((double)(j + 1)));
    return size > 0.0 && scale <= 16.0 * DBL_EPSILON * size &&
           fabs(value[0] - *constant) <= 1e-12 * (size + fabs(*constant));
}

paramod_status paramod_i_model_linear(const paramod_sem_model *model,
                                      const char *caller, const char *left,
                                      const char *right, double *coefficient,
                                      double *constant)
{
    const size_t q = model->parameters;
    paramod_i_expression *e = NULL;
    paramod_status status = compile(model, caller, left, right, &e);
    double *work;
    bool linear;

    if (status != PARAMOD_OK)
        return status;
    work = paramod_i_resize(NULL, 2 * q + paramod_i_expression_work(e, q),
                            sizeof *work);
    if (work == NULL) {
        paramod_i_expression_destroy(e);
        return no_memory(caller);
    }
    linear = read_linear(e, q, coefficient, constant, work);
    paramod_i_free(work);
    paramod_i_expression_destroy(e);
    if (!linear)
        return paramod_i_fail(PARAMOD_ERR_FORMAT, caller, "'%s' against '%s' is not a "
                              "linear constraint on free parameters", left,
                              right == NULL ? "0" : right);
    return PARAMOD_OK;
}

static paramod_status add_constraint(paramod_sem_model *model,
                                     const paramod_i_pending *p)
{
    const size_t q = model->parameters;
    const double sign = p->relation == '<' ? -1.0 : 1.0;
    paramod_i_constraint *const more =
        paramod_i_resize(model->constraint, model->constraints + 1, sizeof *more);
    paramod_i_constraint *c;
    double constant;
    paramod_status status;

    if (more == NULL)
        return no_memory(create);
    model->constraint = more;
    c = more + model->constraints;
    c->relation = p->relation == '=' ? PARAMOD_I_EQUAL : PARAMOD_I_AT_LEAST;
    c->coefficient = paramod_i_resize(NULL, q, sizeof *c->coefficient);
    if (c->coefficient == NULL)
        return no_memory(create);
    model->constraints++;
    status = paramod_i_model_linear(model, create, p->left, p->right, c->coefficient,
                                    &constant);
    if (status != PARAMOD_OK)
        return status;
    for (size_t j = 0; j < q; j++)
        c->coefficient[j] *= sign;
    c->bound = -sign * constant;
    return PARAMOD_OK;
}

static paramod_status add_definition(paramod_sem_model *model,
                                     const paramod_i_pending *p)
{
    paramod_i_expression **const more =
        paramod_i_resize(model->expression, model->expressions + 1, sizeof *more);
    paramod_i_row *row;
    paramod_status status;

    if (more == NULL)
        return no_memory(create);
    model->expression = more;
    status = compile(model, create, p->right, NULL, more + model->expressions);
    if (status != PARAMOD_OK)
        return status;
    model->expressions++;
    row = paramod_i_model_add_row(model);
    if (row == NULL)
        return no_memory(create);
    row->kind = PARAMOD_SEM_DEFINED;
    row->fixed = true;
    row->expression = model->expressions - 1;
    row->given = paramod_i_copy_text(p->left);
    row->text = paramod_i_copy_text(p->right);
    return row->given == NULL || row->text == NULL ? no_memory(create) : PARAMOD_OK;
}

paramod_status paramod_i_model_number(paramod_sem_model *model)
{
    paramod_status status = number_rows(model);

    if (status == PARAMOD_OK && model->parameters == 0)
        status = paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "the model has no free "
                                "parameter");
    if (status == PARAMOD_OK)
        status = describe_parameters(model);
    for (size_t i = 0; status == PARAMOD_OK && i < model->pending; i++)
        status = model->pend[i].relation == ':' ? add_definition(model, model->pend + i)
                                                : add_constraint(model, model->pend + i);
    return status;
}
