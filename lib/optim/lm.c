/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Levenberg-Marquardt as a trust-region method (More 1978, "The
 * Levenberg-Marquardt algorithm: implementation and theory").  The Jacobian,
 * its columns scaled by their norms, goes through a QR factorisation, and R
 * through a Jacobi singular value decomposition:
 *
 *     J S^-1 P = Q R,   R = U diag(sigma) W',   c = U'Q'r,
 *     slope = sigma c,  curvature = sigma^2,    V = P W.
 *
 * J'J is never formed, so directions are told apart down to sigma = eps
 * sigma_max rather than its square root.
 *
 * J'J lacks sum_i r_i r_i''.  Where large residuals make that matter the steps
 * become short, or stop far from a zero gradient; from there on the Hessian is
 * made whole by differences of J'r, as in Newton's method.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/fit.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/qr_impl.h"
#include "linalg/svd_impl.h"
#include "optim/method_impl.h"
#include "optim/spectral_impl.h"

typedef struct lm_state {
    paramod_i_problem *problem;
    size_t m, k, rank; /* rank = min(m, k) */
    paramod_i_qr *qr;
    paramod_i_svd *svd;
    paramod_i_spectral spectral; /* for whole Hessians */
    bool whole;        /* from now on they are */
    double *work;
    double *current;   /* m: r at the current point */
    double *candidate; /* m: r at the last start() or trial() */
    double *rotated;   /* m: Q'r */
    double *jacobian;  /* m x k; scaled once it has been factored */
    double *triangle;  /* rank x k: R with zeros below */
    double *norm;      /* k: column norms of J */
    double *scale;     /* k: those of the next model */
    double *y;         /* k: a correction in the eigenbasis */
    double *g;         /* k: J'r, and k x k: the whole Hessian */
    double *h;
} lm_state;

static void lm_destroy(void *state)
{
    lm_state *lm = state;

    if (lm == NULL)
        return;
    paramod_i_qr_destroy(lm->qr);
    paramod_i_svd_destroy(lm->svd);
    paramod_i_spectral_destroy(&lm->spectral);
    paramod_i_free(lm->work);
    paramod_i_free(lm);
}

static paramod_status provide(lm_state *lm)
{
    const size_t m = lm->m;
    const size_t k = lm->k;
    const size_t count = 3 * m + m * k + lm->rank * k +
                         4 * k + k * k;
    paramod_status status;

    lm->work = paramod_i_resize(NULL, count, sizeof *lm->work);
    if (lm->work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    lm->current = lm->work;
    lm->candidate = lm->current + m;
    lm->rotated = lm->candidate + m;
    lm->jacobian = lm->rotated + m;
    lm->triangle = lm->jacobian + m * k;
    lm->norm = lm->triangle + lm->rank * k;
    lm->scale = lm->norm + k;
    lm->y = lm->scale + k;
    lm->g = lm->y + k;
    lm->h = lm->g + k;
    status = paramod_i_qr_create(m, k, &lm->qr);
    if (status == PARAMOD_OK)
        status = paramod_i_svd_create(lm->rank, k, &lm->svd);
    if (status == PARAMOD_OK)
        status = paramod_i_spectral_create(k, &lm->spectral);
    return status;
}

static paramod_status lm_create(paramod_i_problem *problem, void **state_out)
{
    lm_state *lm = paramod_i_resize(NULL, 1, sizeof *lm);
    paramod_status status;

    if (lm == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *lm = (lm_state){ .problem = problem, .m = problem->m, .k = problem->k,
                      .rank = problem->m < problem->k ? problem->m : problem->k };
    status = provide(lm);
    if (status != PARAMOD_OK) {
        lm_destroy(lm);
        return status;
    }
    *state_out = lm;
    return PARAMOD_OK;
}

static paramod_eval lm_start(void *state, const double *u, double *f)
{
    lm_state *lm = state;
    const paramod_eval eval =
        paramod_i_problem_residual(lm->problem, u, lm->candidate);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    *f = 0.5 * paramod_i_dot(lm->m, lm->candidate, lm->candidate);
    return isfinite(*f) ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

/* The gain is (r - r_new)'(r + r_new) / 2: where the two are close it keeps
 * digits that a difference of sums of squares has lost. */
static paramod_eval lm_trial(void *state, const double *u, bool likely,
                             double *gain)
{
    lm_state *lm = state;
    double f;
    const paramod_eval eval = lm_start(state, u, &f);
    double sum = 0.0;

    (void)likely;
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < lm->m; i++)
        sum += (lm->current[i] - lm->candidate[i]) *
               (lm->current[i] + lm->candidate[i]);
    *gain = 0.5 * sum;
    return PARAMOD_EVAL_OK;
}

/* Column norms, the new scale, and J S^-1 in place of J. */
static bool scale_columns(lm_state *lm, const paramod_i_model *q,
                          const double *u)
{
    for (size_t j = 0; j < lm->k; j++) {
        double *const column = lm->jacobian + j * lm->m;

        lm->norm[j] = paramod_i_norm(lm->m, column);
        if (!isfinite(lm->norm[j]))
            return false;
        lm->scale[j] = paramod_i_scale(q->scale[j], 0.9, lm->norm[j], u[j]);
        for (size_t i = 0; i < lm->m; i++)
            column[i] /= lm->scale[j];
    }
    return true;
}

/* QR, then the singular values of R, then Q'r. */
static bool factor(lm_state *lm)
{
    const double *r;

    paramod_i_qr_factor(lm->qr, lm->jacobian);
    r = paramod_i_qr_r(lm->qr);
    for (size_t j = 0; j < lm->k; j++)
        for (size_t i = 0; i < lm->rank; i++)
            lm->triangle[i + j * lm->rank] = i <= j ? r[i + j * lm->m] : 0.0;
    (void)memcpy(lm->rotated, lm->candidate, lm->m * sizeof *lm->rotated);
    paramod_i_qr_apply_transposed(lm->qr, lm->rotated);
    return paramod_i_svd_factor(lm->svd, lm->triangle);
}

/* Rows of W return to the places of their parameters. */
static void fill_basis(const lm_state *lm, double *basis)
{
    const size_t *pivot = paramod_i_qr_pivot(lm->qr);
    const double *w = paramod_i_svd_right(lm->svd);

    for (size_t j = 0; j < lm->k; j++)
        for (size_t i = 0; i < lm->k; i++)
            basis[pivot[i] + j * lm->k] = w[i + j * lm->k];
}

static void fill_spectrum(const lm_state *lm, paramod_i_model *q)
{
    const double *sigma = paramod_i_svd_values(lm->svd);
    const double tolerance = (double)lm->k * DBL_EPSILON * sigma[0];

    for (size_t i = lm->rank; i < lm->k; i++)
        q->curvature[i] = q->slope[i] = 0.0;
    for (size_t i = 0; i < lm->rank; i++) {
        const double c = paramod_i_dot(lm->rank, paramod_i_svd_left(lm->svd) +
                                       i * lm->rank, lm->rotated);

        q->curvature[i] = sigma[i] * sigma[i];
        q->slope[i] = sigma[i] * c;
    }
    q->negligible = tolerance * tolerance;
}

/* Residuals are differences between a model and data whose size is not known
 * here; but a change of u_j by half a unit in its last place, which storing it
 * may bring, moves them by eps |J_j| |u_j|.  So much rounding error is certain
 * to be in r, and its projection on the columns of J is of the same order:
 *     noise of f = eps |r| (|r| + size),   floor = (eps size)^2 / 2,
 * where size is the norm of the |J_j| |u_j|. */
static double rounding(double length, double size)
{
    return DBL_EPSILON * length * (length + size);
}

static void fill_rounding(const lm_state *lm, const double *u,
                          paramod_i_model *q)
{
    const double length = paramod_i_norm(lm->m, lm->candidate);
    double size = 0.0;

    for (size_t j = 0; j < lm->k; j++)
        size = hypot(size, lm->norm[j] * u[j]);
    q->f = 0.5 * length * length;
    q->noise = rounding(length, size);
    q->floor = 0.5 * (DBL_EPSILON * size) * (DBL_EPSILON * size);
}

static void move(lm_state *lm)
{
    double *const swap = lm->current;

    lm->current = lm->candidate;
    lm->candidate = swap;
}

static paramod_eval expand_whole(lm_state *lm, const double *u, paramod_i_model *q)
{
    double f;
    const paramod_eval eval =
        paramod_i_problem_full_hessian(lm->problem, u, &f, lm->g, lm->h);
    const paramod_i_expansion at = { u, f, lm->g, lm->h };

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!paramod_i_spectral_fill(&lm->spectral, lm->problem, &at, q))
        return PARAMOD_EVAL_RETRY;
    q->noise = rounding(sqrt(2.0 * f), paramod_i_scaled_norm(q, u));
    return PARAMOD_EVAL_OK;
}

static paramod_eval expand_squares(lm_state *lm, const double *u,
                                   paramod_i_model *q)
{
    const paramod_eval eval =
        paramod_i_problem_jacobian(lm->problem, u, lm->jacobian);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!scale_columns(lm, q, u) || !factor(lm))
        return PARAMOD_EVAL_RETRY;
    (void)memcpy(q->scale, lm->scale, lm->k * sizeof *q->scale);
    fill_basis(lm, q->basis);
    fill_spectrum(lm, q);
    fill_rounding(lm, u, q);
    paramod_i_model_finish(q);
    return PARAMOD_EVAL_OK;
}

static paramod_eval lm_expand(void *state, const double *u, paramod_i_model *q)
{
    lm_state *lm = state;
    const paramod_eval eval = lm->whole ? expand_whole(lm, u, q)
                                        : expand_squares(lm, u, q);

    if (eval == PARAMOD_EVAL_OK)
        move(lm);
    return eval;
}

static paramod_eval lm_confirm(void *state, const double *u, paramod_i_model *q)
{
    lm_state *lm = state;
    paramod_eval eval = PARAMOD_EVAL_RETRY;

    if (!lm->whole)
        eval = expand_whole(lm, u, q);
    lm->whole = lm->whole || eval == PARAMOD_EVAL_OK;
    return eval;
}

/* r'' along s from one more evaluation: r(u + h s) = r + h J s + h^2 r'' / 2.
 * A step much shorter than s leaves the fourth-order term small, one much
 * longer than eps^(1/3) s the rounding error; h = 0.1 is the published choice.
 * J s = (J S^-1)(S s). */
static paramod_eval second_derivative(lm_state *lm, const double *u,
                                      const paramod_i_model *q,
                                      const double *s, double *point)
{
    const double h = 0.1;
    paramod_eval eval;

    for (size_t j = 0; j < lm->k; j++) {
        point[j] = u[j] + h * s[j];
        lm->y[j] = q->scale[j] * s[j];
    }
    eval = paramod_i_problem_residual(lm->problem, point, lm->candidate);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    paramod_i_times(lm->m, lm->k, lm->jacobian, lm->y, lm->rotated);
    for (size_t i = 0; i < lm->m; i++)
        lm->rotated[i] = 2.0 / h * ((lm->candidate[i] - lm->current[i]) / h -
                                    lm->rotated[i]);
    paramod_i_qr_apply_transposed(lm->qr, lm->rotated);
    return eval;
}

/* Geodesic acceleration (Transtrum and Sethna 2012, arXiv:1201.5885): the path
 * u + s t + a t^2 / 2, a = -(J'J + lambda S^2)^-1 J' r'', follows a curved
 * valley where the tangent s leaves it.  Where 2 |a| > 0.75 |s| the second
 * order says as little as the first, and s goes without it. */
static paramod_eval lm_correct(void *state, const double *u,
                               const paramod_i_model *q,
                               const paramod_i_step *step, double *correction)
{
    lm_state *lm = state;
    const double *sigma = paramod_i_svd_values(lm->svd);
    paramod_eval eval = PARAMOD_EVAL_RETRY;

    if (!lm->whole)
        eval = second_derivative(lm, u, q, step->s, correction);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < lm->k; i++)
        lm->y[i] = i < lm->rank && q->curvature[i] > q->negligible
                       ? -0.5 * sigma[i] / (q->curvature[i] + step->lambda) *
                         paramod_i_dot(lm->rank, paramod_i_svd_left(lm->svd) +
                                       i * lm->rank, lm->rotated)
                       : 0.0;
    if (!(4.0 * paramod_i_norm(lm->k, lm->y) <= 0.75 * step->length))
        return PARAMOD_EVAL_RETRY;
    paramod_i_model_turn_back(q, lm->y, correction);
    return PARAMOD_EVAL_OK;
}

const paramod_i_method paramod_i_lm = {
    .name = "Levenberg-Marquardt", .reach = 10.0, .correct = lm_correct, .create = lm_create, .destroy = lm_destroy,
    .start = lm_start, .trial = lm_trial, .expand = lm_expand,
    .confirm = lm_confirm, .doubtful = 1u << PARAMOD_FIT_STALLED, .patience = 300,
};
