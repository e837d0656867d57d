/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Observations of initial value problems. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/ident_impl.h"
#include "ode/ode_impl.h"

struct paramod_ident_ode {
    paramod_ode *ode;
    size_t count;
    paramod_ident_row *row;
    size_t most;      /* output times x observables of the largest experiment */
    bool has_sigma;
    bool careful;     /* sensitivities by paramod_ode_solve_twice() */
    double *block;
    double *value, *value_error; /* most */
    double *by_theta, *error;    /* most x n */
};

static size_t times_of(const paramod_ode *ode, size_t experiment)
{
    return ode->experiment[experiment].given.count;
}

/* ---- creation --------------------------------------------------------------------- */

static const char caller[] = "paramod_ident_ode_create";

static paramod_status check_row(const paramod_ode *ode, const paramod_ident_row *row,
                                size_t i, bool has_sigma)
{
    if (row->experiment >= ode->experiments)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "row %zu: experiment %zu, but "
                              "there are %zu", i, row->experiment, ode->experiments);
    if (row->time >= times_of(ode, row->experiment))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "row %zu: time %zu, but "
                              "experiment %zu has %zu", i, row->time, row->experiment,
                              times_of(ode, row->experiment));
    if (row->observable >= ode->m || (has_sigma && row->sigma >= ode->m))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "row %zu: observable %zu or "
                              "sigma %zu, but there are %zu observables", i,
                              row->observable, row->sigma, ode->m);
    if ((row->sigma != PARAMOD_IDENT_NONE) != has_sigma)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "row %zu: either all rows "
                              "have a sigma or none", i);
    return PARAMOD_OK;
}

void paramod_ident_ode_destroy(paramod_ident_ode *rows)
{
    if (rows == NULL)
        return;
    paramod_ode_destroy(rows->ode);
    paramod_i_free(rows->row);
    paramod_i_free(rows->block);
    paramod_i_free(rows);
}

static bool allocate(paramod_ident_ode *rows)
{
    const size_t most = rows->most, n = rows->ode->n;
    const paramod_i_part parts[] = {
        { &rows->value, most, 1 }, { &rows->value_error, most, 1 },
        { &rows->by_theta, most, n }, { &rows->error, most, n },
    };

    rows->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return rows->block != NULL;
}

static paramod_status build(const paramod_ode *ode, size_t count,
                            const paramod_ident_row *row, paramod_ident_ode **out)
{
    paramod_ident_ode *const rows = paramod_i_resize(NULL, 1, sizeof *rows);
    paramod_status status;

    if (rows == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *rows = (paramod_ident_ode){ .count = count,
                                 .has_sigma = row[0].sigma != PARAMOD_IDENT_NONE };
    for (size_t e = 0; e < ode->experiments; e++)
        if (times_of(ode, e) * ode->m > rows->most)
            rows->most = times_of(ode, e) * ode->m;
    status = paramod_ode_copy(ode, &rows->ode);
    rows->row = paramod_i_resize(NULL, count, sizeof *rows->row);
    if (status == PARAMOD_OK && (rows->row == NULL || !allocate(rows)))
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu rows",
                                count);
    if (status != PARAMOD_OK) {
        paramod_ident_ode_destroy(rows);
        return status;
    }
    (void)memcpy(rows->row, row, count * sizeof *row);
    *out = rows;
    return PARAMOD_OK;
}

paramod_status paramod_ident_ode_create(const paramod_ode *ode, size_t count,
                                        const paramod_ident_row *row,
                                        paramod_ident_ode **out)
{
    paramod_status status = PARAMOD_OK;

    if (ode == NULL || row == NULL || out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode, row or out is null");
    if (count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there are no rows");
    for (size_t i = 0; i < count && status == PARAMOD_OK; i++)
        status = check_row(ode, &row[i], i, row[0].sigma != PARAMOD_IDENT_NONE);
    return status == PARAMOD_OK ? build(ode, count, row, out) : status;
}

/* ---- evaluation ----------------------------------------------------------------------- */

typedef enum purpose { VALUES, SENSITIVITIES, ERRORS } purpose;

static paramod_status solve(paramod_ident_ode *rows, size_t experiment,
                            const double *theta, purpose what)
{
    if (what == ERRORS || (what == SENSITIVITIES && rows->careful))
        return paramod_ode_solve_twice(rows->ode, experiment, theta, rows->value,
                                       rows->value_error, rows->by_theta, rows->error);
    return paramod_ode_solve(rows->ode, experiment, theta, rows->value,
                             what == VALUES ? NULL : rows->by_theta);
}

/* Where the results of a row go; null where they are not wanted. */
typedef struct target {
    double *value, *sigma, *by_value, *by_sigma;
} target;

static void copy_row(const paramod_ident_ode *rows, size_t i, purpose what,
                     const target *to)
{
    const paramod_ident_row *const row = &rows->row[i];
    const size_t n = rows->ode->n;
    const size_t at = row->time * rows->ode->m;
    const double *const from = what == ERRORS ? rows->error : rows->by_theta;

    if (to->value != NULL)
        to->value[i] = rows->value[at + row->observable];
    if (to->sigma != NULL)
        to->sigma[i] = rows->value[at + row->sigma];
    if (to->by_value != NULL)
        (void)memcpy(to->by_value + i * n, from + (at + row->observable) * n,
                     n * sizeof *from);
    if (to->by_sigma != NULL)
        (void)memcpy(to->by_sigma + i * n, from + (at + row->sigma) * n,
                     n * sizeof *from);
}

/* Each experiment that has rows is solved once.  A solution that does not exist
 * there may exist nearby. */
static paramod_eval evaluate(paramod_ident_ode *rows, const double *theta, purpose what,
                             const target *to)
{
    for (size_t e = 0; e < rows->ode->experiments; e++) {
        bool solved = false;

        for (size_t i = 0; i < rows->count; i++) {
            if (rows->row[i].experiment != e)
                continue;
            if (!solved && solve(rows, e, theta, what) != PARAMOD_OK)
                return rows->ode->trouble.kind == PARAMOD_ODE_GAVE_UP
                           ? PARAMOD_EVAL_STOP : PARAMOD_EVAL_RETRY;
            solved = true;
            copy_row(rows, i, what, to);
        }
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval value(const double *theta, double *y, double *sigma, void *data)
{
    return evaluate(data, theta, VALUES, &(target){ y, sigma, NULL, NULL });
}

static paramod_eval jacobian(const double *theta, double *y, double *sigma,
                             double *by_value, double *by_sigma, void *data)
{
    return evaluate(data, theta, SENSITIVITIES,
                    &(target){ y, sigma, by_value, by_sigma });
}

static paramod_eval jacobian_error(const double *theta, double *value_error,
                                   double *sigma_error, void *data)
{
    return evaluate(data, theta, ERRORS,
                    &(target){ NULL, NULL, value_error, sigma_error });
}

static void *copy(void *data)
{
    const paramod_ident_ode *const rows = data;
    paramod_ident_ode *own = NULL;

    return build(rows->ode, rows->count, rows->row, &own) == PARAMOD_OK ? own : NULL;
}

static void release(void *data)
{
    paramod_ident_ode_destroy(data);
}

void paramod_i_ident_ode_careful(void *data, bool careful)
{
    paramod_ident_ode *const rows = data;

    rows->careful = careful;
}

bool paramod_i_ident_is_ode(const paramod_ident *ident)
{
    return ident->model.value == value;
}

/* The integrator's error of log L is of the order of its tolerance times the
 * number of standard deviations that data are away, a few each. */
void paramod_ident_ode_model(paramod_ident_ode *rows, paramod_ident_model *model)
{
    model->data = rows;
    model->observations = rows->count;
    model->models_sigma = rows->has_sigma;
    model->value = value;
    model->jacobian = jacobian;
    model->jacobian_error = jacobian_error;
    model->copy = copy;
    model->release = release;
    model->value_error =
        100.0 * rows->ode->options.relative_tolerance * (double)rows->count;
}
