/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "number.h"
#include "progress.h"
#include "sor_trial.h"

static double cost_of(const sor_trial_plan *job, const sor_solved *solved)
{
    return job->tuner.cost == PARAMOD_SOR_COST_SECONDS ? solved->seconds
        : job->tuner.cost == PARAMOD_SOR_COST_FLOPS ? solved->flops : solved->iterations;
}

/* Cost of the present system at one omega, that of a failure at the cap. */
static bool cost_at(const sor_trial_plan *job, sor_solver *s, double omega, double *cost, problem *p)
{
    const double gap = 2.0 / omega - 1.0; /* sqrt(1 - beta^2) */
    const paramod_sor_advice a = { .size = sizeof a, .omega = omega,
                                   .beta = omega > 1.0 ? sqrt((1.0 - gap) * (1.0 + gap))
                                                       : 0.0 };
    sor_solved solved;

    if (!sor_solver_solve(s, &a, &solved, p))
        return false;
    *cost = solved.converged ? cost_of(job, &solved) : job->tuner.cap;
    return true;
}

/* What rivals pay for the present system. */
static bool compare(const sor_trial_plan *job, sor_solver *s, sor_trial *out, problem *p)
{
    const double best = sor_sequence_omega(&job->rivals, s->shift);
    char text[NUMBER_SIZE];
    double cost = (double)NAN;

    s->sequence = &job->rivals;

    if (!isnan(best) && !cost_at(job, s, best, &cost, p))
        return false;
    out->optimal += cost;
    if (job->table != NULL)
        (void)fputs(write_number(s->shift, text), job->table);
    for (size_t k = 0; k < job->arms; k++) {
        if (!cost_at(job, s, job->omega[k], &cost, p))
            return false;
        out->fixed[k] += cost;
        if (job->table != NULL)
            (void)fprintf(job->table, ",%s", write_number(cost, text));
    }
    if (job->table != NULL)
        (void)fputc('\n', job->table);
    return true;
}

/* A system by the advice of the tuner, once more after a failure. */
static bool advise(const sor_trial_plan *job, paramod_sor_tuner *t, sor_solver *s, size_t round,
                   sor_trial *out, problem *p)
{
    paramod_sor_advice a = { .size = sizeof a };
    sor_solved solved = { .converged = false };

    for (int attempt = 0; attempt < 2 && !solved.converged; attempt++) {
        paramod_sor_outcome told = { .size = sizeof told };

        if (paramod_sor_tuner_ask(t, job->blind ? 0.0 : s->shift, &a) != PARAMOD_OK)
            return problem_from_library(p);
        if (!sor_solver_solve(s, &a, &solved, p))
            return false;
        told.cost = cost_of(job, &solved);
        told.status = solved.converged ? PARAMOD_SOR_SOLVED : PARAMOD_SOR_FAILED;
        if (a.kind == PARAMOD_SOR_ADVICE_CALIBRATE) {
            told.rate = solved.rate;
            told.beta = solved.beta;
        }
        out->total += solved.converged ? told.cost : job->tuner.cap;
        if (solved.iterations == 0.0 ? paramod_sor_tuner_abandon(t, a.ticket) != PARAMOD_OK
            : paramod_sor_tuner_report(t, a.ticket, &told) != PARAMOD_OK)
            return problem_from_library(p);
        if (job->costs != NULL) {
            job->costs[3 * round] = s->shift;
            job->costs[3 * round + 1] = a.omega;
            job->costs[3 * round + 2] += solved.converged ? told.cost : job->tuner.cap;
        }
    }
    return true;
}

/* ---- all rounds ------------------------------------------------------------------------ */

/* Rounds that a restored tuner has behind it are drawn, but not solved. */
static bool run(const sor_trial_plan *job, uint64_t trial, sor_trial *out, problem *p)
{
    paramod_sor_tuner_options how = job->tuner;
    paramod_sor_tuner *t = NULL;
    paramod_sor_tuner_stats stats = { .size = sizeof stats };
    sor_solver s;
    bool good = sor_solver_begin(&s, &job->sequence, trial, p);
    size_t round = 0;

    how.seed = job->tuner.seed + trial;
    if (good && job->checkpoint != NULL)
        good = sor_checkpoint_read(job->checkpoint, &t, p);
    if (good && t == NULL)
        good = sor_tuning_create(&how, &t, p);
    if (good)
        paramod_sor_tuner_statistics(t, &stats);
    for (size_t done = (size_t)(stats.told - stats.failed); good && round < done; round++)
        sor_solver_next(&s);
    for (size_t last = round + job->rounds; good && round < last && !interrupt_asked();
         round++) {
        sor_solver_next(&s);
        s.sequence = &job->sequence;
        good = advise(job, t, &s, round + job->rounds - last, out, p)
            && (!job->compares || compare(job, &s, out, p));
        if (job->trials == 1)
            progress_count("rounds", round + job->rounds - last, job->rounds);
    }
    if (good && job->checkpoint != NULL)
        good = sor_checkpoint_write(job->checkpoint, t, p);
    if (good) {
        out->stats.size = sizeof out->stats;
        paramod_sor_tuner_statistics(t, &out->stats);
    }
    paramod_sor_tuner_destroy(t);
    sor_solver_release(&s);
    return good;
}

paramod_status sor_trial_run(size_t index, void *result, void *data)
{
    sor_trial *out = result;
    problem p = { "" };

    *out = (sor_trial) { .good = false };
    out->good = run(data, index, out, &p);
    (void)snprintf(out->text, sizeof out->text, "%.199s", p.text);
    return PARAMOD_OK;
}
