/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The Hessian of a function of which only values are known.
 *
 *     H_jj = (f(+j) - 2 f + f(-j)) / h_j^2
 *     H_ij = (f(+i+j) - f(+i-j) - f(-i+j) + f(-i-j)) / (4 h_i h_j)
 *
 * Rounding in the values costs about 4 eps |f| / h^2, truncation h^2 f''''/12.
 * A log likelihood changes by about 1 over a distance of 1 / sqrt(H_jj), so
 * f'''' is of the order of H_jj^2, and t = h^2 H_jj = sqrt(48 eps |f|) makes
 * the two equal, with a relative error near t / 6.  A first difference with a
 * step that knows only the size of u_j tells H_jj.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "optim/problem_impl.h"

/* f at the point with coordinates i and j moved; i may be j. */
static paramod_eval moved(paramod_i_problem *p, size_t i, double by_i, size_t j,
                          double by_j, double *f)
{
    const double u_i = p->point[i];
    const double u_j = p->point[j];
    paramod_eval eval;

    p->point[i] += by_i;
    p->point[j] += by_j;
    eval = paramod_i_problem_value(p, p->point, f);
    p->point[j] = u_j;
    p->point[i] = u_i;
    return eval;
}

/* f(+j) - 2 f + f(-j) */
static paramod_eval bend(paramod_i_problem *p, size_t j, double h, double f,
                         double *difference)
{
    double up = f, down = f;
    paramod_eval eval = moved(p, j, h, j, 0.0, &up);

    if (eval == PARAMOD_EVAL_OK)
        eval = moved(p, j, -h, j, 0.0, &down);
    *difference = (up - f) + (down - f);
    return eval;
}

/* A step that is a difference of two numbers of the size of u. */
static double representable(double u, double h)
{
    const volatile double moved_u = u + h;

    return moved_u - u;
}

static paramod_eval diagonal(paramod_i_problem *p, size_t j, double f, double *h_jj)
{
    const double noise = DBL_EPSILON * (1.0 + fabs(f));
    const double first = sqrt(sqrt(DBL_EPSILON)) * fmax(1.0, fabs(p->point[j]));
    double h = representable(p->point[j], first);
    double difference;
    paramod_eval eval = bend(p, j, h, f, &difference);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (fabs(difference) > 16.0 * noise) {
        h = representable(p->point[j], h * sqrt(sqrt(48.0 * noise) /
                                                fabs(difference)));
        eval = bend(p, j, h, f, &difference);
    }
    p->step[j] = h;
    *h_jj = difference / (h * h);
    return eval;
}

static paramod_eval off_diagonal(paramod_i_problem *p, size_t i, size_t j,
                                 double *h_ij)
{
    const double a = p->step[i];
    const double b = p->step[j];
    double corner[4] = { 0.0, 0.0, 0.0, 0.0 };
    paramod_eval eval = moved(p, i, a, j, b, &corner[0]);

    if (eval == PARAMOD_EVAL_OK)
        eval = moved(p, i, a, j, -b, &corner[1]);
    if (eval == PARAMOD_EVAL_OK)
        eval = moved(p, i, -a, j, b, &corner[2]);
    if (eval == PARAMOD_EVAL_OK)
        eval = moved(p, i, -a, j, -b, &corner[3]);
    *h_ij = ((corner[0] - corner[1]) - (corner[2] - corner[3])) / (4.0 * a * b);
    return eval;
}

paramod_eval paramod_i_second_difference_diagonal(paramod_i_problem *p,
                                                  const double *u, double f,
                                                  double *h)
{
    paramod_eval eval = PARAMOD_EVAL_OK;

    (void)memcpy(p->point, u, p->k * sizeof *u);
    for (size_t j = 0; j < p->k && eval == PARAMOD_EVAL_OK; j++)
        eval = diagonal(p, j, f, &h[j]);
    return eval;
}

paramod_eval paramod_i_second_difference(paramod_i_problem *p, const double *u,
                                         double f, double *h)
{
    const size_t k = p->k;
    paramod_eval eval = PARAMOD_EVAL_OK;

    (void)memcpy(p->point, u, k * sizeof *u);
    for (size_t i = 0; i < k && eval == PARAMOD_EVAL_OK; i++) {
        eval = diagonal(p, i, f, &h[i * k + i]);
        for (size_t j = 0; j < i && eval == PARAMOD_EVAL_OK; j++) {
            eval = off_diagonal(p, i, j, &h[i * k + j]);
            h[j * k + i] = h[i * k + j];
        }
    }
    return eval;
}
