/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Total effects E - I, E = (I - A)^-1, whose derivatives by A_ij are E_.i E_j. ;
 * Bollen (1989), appendix 8. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "sem/report_impl.h"

void paramod_i_fit_plain(const paramod_sem_fit *fit, size_t group, bool plain)
{
    paramod_i_ram *const ram = fit->objective->part[group].ram;
    const bool own = fit->plan.kind != PARAMOD_I_ML && fit->plan.kind != PARAMOD_I_FIML;

    ram->plain = plain || own;
    (void)paramod_i_ram_evaluate(ram, fit->theta);
    ram->plain = own;
}

static double value_of(const paramod_sem_fit *fit, const paramod_i_cell *cell)
{
    return cell->parameter == PARAMOD_I_NONE ? cell->value : fit->theta[cell->parameter];
}

/* Gradients of the direct and the total effect; to is not from. */
static void slopes(const paramod_sem_fit *fit, const paramod_i_ram *ram, size_t from,
                   size_t to, double *direct, double *total, paramod_sem_effect *effect)
{
    for (size_t c = 0; c < ram->cells; c++) {
        const paramod_i_cell *const cell = ram->cell + c;

        if (!cell->directed)
            continue;
        if (cell->i == to && cell->j == from)
            effect->direct += value_of(fit, cell);
        if (cell->parameter == PARAMOD_I_NONE)
            continue;
        if (cell->i == to && cell->j == from)
            direct[cell->parameter] += 1.0;
        total[cell->parameter] += paramod_i_fit_component(ram, to, cell->i) *
                                  paramod_i_fit_component(ram, cell->j, from);
    }
}

static double error_of(const paramod_sem_fit *fit, const double *gradient)
{
    const double *const v = paramod_i_fit_default_covariance(fit);
    const double square = paramod_i_quadratic(fit->model->parameters, v, gradient);

    return square > 0.0 ? sqrt(square) : 0.0;
}

paramod_status paramod_sem_fit_effect(const paramod_sem_fit *fit, size_t group,
                                      size_t from, size_t to, paramod_sem_effect *effect)
{
    paramod_sem_effect e = { 0.0, 0.0, 0.0, NAN, NAN, NAN };
    const paramod_i_ram *ram;
    size_t q, x, y;
    double *direct;

    if (fit == NULL || effect == NULL || group >= fit->groups ||
        from >= fit->model->variables || to >= fit->model->variables)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or effect is null, or there is no "
                            "group %zu or variable %zu or %zu", group, from, to);
    if (paramod_i_fit_default_covariance(fit) == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_SINGULAR, "the information is singular or "
                            "indefinite at the estimates");
    q = fit->model->parameters;
    direct = paramod_i_resize(NULL, 2 * q, sizeof *direct);
    if (direct == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    memset(direct, 0, 2 * q * sizeof *direct);
    ram = fit->objective->part[group].ram;
    x = ram->number[from];
    y = ram->number[to];
    slopes(fit, ram, x, y, direct, direct + q, &e);
    e.total = paramod_i_fit_component(ram, y, x) - (x == y ? 1.0 : 0.0);
    e.indirect = e.total - e.direct;
    e.direct_se = error_of(fit, direct);
    e.total_se = error_of(fit, direct + q);
    paramod_i_axpy(q, -1.0, direct, direct + q);
    e.indirect_se = error_of(fit, direct + q);
    paramod_i_free(direct);
    *effect = e;
    return PARAMOD_OK;
}
