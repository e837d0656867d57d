/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "memory.h"
#include "sor_sequence.h"

/* ---- the systems ------------------------------------------------------------------ */

/* Beta(2, 6) is the law of the second least of seven uniform numbers. */
static double draw_low(paramod_random *random)
{
    double least = 1.0, second = 1.0;

    for (int i = 0; i < 7; i++) {
        const double u = paramod_random_uniform(random);

        second = fmin(second, fmax(u, least));
        least = fmin(least, u);
    }
    return second;
}

/* Beta(1/2, 3/2) is that of z_1^2 / (z_1^2 + .. + z_4^2). */
static double draw_high(paramod_random *random)
{
    double first = 0.0, sum = 0.0;

    for (int i = 0; i < 4; i++) {
        const double z = paramod_random_normal(random);

        first = i == 0 ? z * z : first;
        sum += z * z;
    }
    return first / sum;
}

static double draw_share(sor_law law, paramod_random *random, size_t round)
{
    switch (law) {
    case SOR_LAW_LOW:     return draw_low(random);
    case SOR_LAW_HIGH:    return draw_high(random);
    case SOR_LAW_UNIFORM: return paramod_random_uniform(random);
    default:              return round / 1000 % 2 == 0 ? 1.0 : 0.0;
    }
}

/* Normal numbers on the condition ||b||^2 <= n. */
static void draw_side(paramod_random *random, size_t n, double *b)
{
    double square;

    do {
        square = 0.0;
        for (size_t i = 0; i < n; i++) {
            b[i] = paramod_random_normal(random);
            square += b[i] * b[i];
        }
    } while (square > (double)n);
}

void sor_solver_next(sor_solver *s)
{
    const sor_sequence *q = s->sequence;

    s->shift = q->shift_min + (q->shift_max - q->shift_min)
        * draw_share(q->law, &s->random, s->round++);
    if (q->side == NULL)
        draw_side(&s->random, s->sequence->n, s->b);
}

bool sor_solver_begin(sor_solver *s, const sor_sequence *sequence, uint64_t trial, problem *p)
{
    *s = (sor_solver) { .sequence = sequence,
                        .random = paramod_random_stream(sequence->seed, trial) };
    s->b = take(2 * sequence->n, sizeof *s->b);
    s->x = s->b + sequence->n;
    if (sequence->side != NULL)
        (void)memcpy(s->b, sequence->side, sequence->n * sizeof *s->b);
    return (paramod_sor_workspace_create(sequence->matrix, &s->work) == PARAMOD_OK
            && (sequence->coloured == NULL
                || paramod_sor_workspace_create(sequence->coloured, &s->coloured_work)
                       == PARAMOD_OK))
        || problem_from_library(p);
}

void sor_solver_release(sor_solver *s)
{
    paramod_sor_workspace_destroy(s->work);
    paramod_sor_workspace_destroy(s->coloured_work);
    free(s->b);
}

/* ---- solves ------------------------------------------------------------------------- */

static double adapt(const paramod_sor_progress *progress, void *data)
{
    return paramod_sor_adaptation_step(data, progress->update);
}

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

bool sor_solver_solve(sor_solver *s, const paramod_sor_advice *advice, sor_solved *solved,
                      problem *p)
{
    const sor_sequence *q = s->sequence;
    const bool calibrates = advice->kind == PARAMOD_SOR_ADVICE_CALIBRATE;
    const bool chebyshev = !calibrates && q->method == PARAMOD_SOR_CHEBYSHEV;
    paramod_sor_adaptation a = paramod_sor_adaptation_begin(advice->omega);
    paramod_sor_options o = { .size = sizeof o, .omega = advice->omega,
                              .beta = advice->beta, .shift = s->shift,
                              .tolerance = q->tolerance, .max_iterations = q->cap,
                              .method = calibrates ? PARAMOD_SOR_SOR : q->method };
    paramod_sor_result result = { .size = sizeof result };
    const double before = now();

    if (o.method == PARAMOD_SOR_SSOR_PCG)
        o.order = PARAMOD_SOR_BACKWARD;
    if (advice->adapt && o.method == PARAMOD_SOR_SOR) {
        o.adapt = adapt;
        o.adapt_data = &a;
    }
    (void)memset(s->x, 0, q->n * sizeof *s->x);
    if (paramod_sor_solve(chebyshev ? q->coloured : q->matrix, &o, s->b, s->x,
                          chebyshev ? s->coloured_work : s->work, &result) != PARAMOD_OK)
        return problem_from_library(p);
    *solved = (sor_solved) {
        .iterations = (double)result.iterations, .seconds = now() - before,
        .rate = o.adapt == NULL ? result.rate : 0.0, .beta = o.adapt != NULL ? a.beta : 0.0,
        .converged = result.ending == PARAMOD_SOR_CONVERGED };
    solved->flops = paramod_sor_flops(
        (paramod_sor_tune)o.method, (double)q->n,
        (double)paramod_sor_matrix_entries(q->matrix), solved->iterations);
    return true;
}

/* ---- what is known of them ------------------------------------------------------------ */

double sor_sequence_omega(const sor_sequence *q, double shift)
{
    const double beta = paramod_sor_beta_shifted(q->diagonal, q->lambda_min, shift);

    if (q->method == PARAMOD_SOR_SOR || q->method == PARAMOD_SOR_CHEBYSHEV)
        return paramod_sor_omega(beta);
    return paramod_sor_cg_omega(1.0 / (1.0 - beta), 0.0);
}

bool sor_sequence_look(sor_sequence *q, problem *p)
{
    paramod_sor_spectrum spectrum = { .size = sizeof spectrum };
    double *diagonal = take(q->n, sizeof *diagonal);
    bool constant = true;

    paramod_sor_matrix_diagonal(q->matrix, diagonal);
    for (size_t i = 1; i < q->n; i++)
        constant = constant && diagonal[i] == diagonal[0];
    q->diagonal = constant ? diagonal[0] : 0.0;
    q->lambda_min = (double)NAN;
    free(diagonal);
    if (constant && paramod_sor_matrix_symmetric(q->matrix)
        && paramod_sor_spectrum_compute(q->matrix, fmax(0.0, q->shift_max), &spectrum)
               == PARAMOD_OK)
        q->lambda_min = spectrum.lambda_min - fmax(0.0, q->shift_max);
    if (paramod_sor_matrix_coloured(q->matrix, &q->coloured) != PARAMOD_OK)
        return problem_from_library(p);
    if (paramod_sor_matrix_colours(q->coloured) > 2
        || !paramod_sor_matrix_symmetric(q->matrix)) {
        paramod_sor_matrix_destroy(q->coloured);
        q->coloured = NULL;
    }
    return true;
}

void sor_sequence_release(sor_sequence *q)
{
    paramod_sor_matrix_destroy(q->matrix);
    paramod_sor_matrix_destroy(q->coloured);
}
