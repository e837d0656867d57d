/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One application of the SSOR preconditioner.  With W = D/omega + L the matrix of
 * the header is M = (omega / (2 - omega)) W D^-1 W', so M^-1 = ((2 - omega) / omega)
 * W'^-1 D W^-1: two triangular solves.
 */

#include "core/status_impl.h"
#include "sor/request_impl.h"

static void apply(paramod_i_sor_system *s, double omega, bool backward, const double *r,
                  double *z)
{
    const paramod_sor_matrix *m = s->matrix;
    const double factor = (2.0 - omega) / omega;
    double *const t = s->r;

    for (size_t i = 0; i < m->length; i++) {
        s->d[i] = 1.0;
        t[i] = 0.0;
    }
    for (size_t i = 0; i < m->rows; i++) {
        const size_t k = paramod_i_sor_place(m, i);

        s->d[k] = m->diagonal[k] + s->shift;
        t[k] = r[i];
    }
    paramod_i_sor_relax(s, omega, 0, m->length);
    paramod_i_sor_solve_triangle(s, backward ? PARAMOD_I_SOR_UPPER_SIDE
                                             : PARAMOD_I_SOR_LOWER_SIDE, t, t);
    for (size_t i = 0; i < m->length; i++)
        t[i] *= factor * s->d[i];
    paramod_i_sor_solve_triangle(s, backward ? PARAMOD_I_SOR_LOWER_SIDE
                                             : PARAMOD_I_SOR_UPPER_SIDE, t, t);
    for (size_t i = 0; i < m->rows && s->status == PARAMOD_OK; i++)
        z[i] = t[paramod_i_sor_place(m, i)];
}

paramod_status paramod_sor_precondition(const paramod_sor_matrix *matrix,
                                        const paramod_sor_options *options,
                                        const double *r, double *z,
                                        paramod_sor_workspace *workspace)
{
    paramod_i_sor_system system;
    paramod_sor_options o;
    paramod_status status;

    if (matrix == NULL || r == NULL || z == NULL || workspace == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix, r, z or workspace is null");
    if ((status = paramod_i_sor_request(__func__, matrix, options, workspace, &o))
            != PARAMOD_OK ||
        (status = paramod_i_sor_check_diagonal(__func__, matrix, o.shift)) != PARAMOD_OK)
        return status;
    system = paramod_i_sor_look(matrix, &o, r, workspace);
    apply(&system, o.omega, o.order == PARAMOD_SOR_BACKWARD, r, z);
    return system.status;
}
