/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tuner: tickets, costs and failures.  What to choose and what to make of
 * a cost is the learner's affair. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/model_impl.h"
#include "sor/tuner_impl.h"

/* ---- making ---------------------------------------------------------------- */

static paramod_status allocate(paramod_sor_tuner *t, size_t work)
{
    const paramod_i_part parts[] = {
        { &t->state, t->numbers, 1 },
        { &t->grid, t->options.arms, 1 },
        { &t->work, work, 1 },
    };

    if (paramod_i_carve(parts, 3) == NULL)
        return PARAMOD_ERR_MEMORY;
    (void)memset(t->state, 0, t->numbers * sizeof *t->state);
    t->ticket = paramod_i_resize(NULL, t->options.tickets, sizeof *t->ticket);
    if (t->ticket == NULL)
        return PARAMOD_ERR_MEMORY;
    (void)memset(t->ticket, 0, t->options.tickets * sizeof *t->ticket);
    return PARAMOD_OK;
}

static void make_grid(paramod_sor_tuner *t)
{
    const size_t arms = t->options.arms;
    const double from = t->options.omega_min, to = t->options.omega_max;

    for (size_t i = 0; i < arms; i++)
        t->grid[i] = arms == 1 ? to
            : i == arms - 1 ? to
            : from + (double)i * ((to - from) / (double)(arms - 1));
}

paramod_status paramod_i_sor_tuner_make(const paramod_sor_tuner_options *options,
                                        paramod_sor_tuner **tuner_out)
{
    paramod_sor_tuner *t = paramod_i_resize(NULL, 1, sizeof *t);
    size_t own = 0, work = 0;

    if (t == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *t = (paramod_sor_tuner){ .options = *options };
    t->learner = paramod_i_sor_learner_of(options->learner);
    t->learner->sizes(options, &t->cells, &own, &work);
    t->numbers = PARAMOD_I_SOR_SHARED + PARAMOD_I_SOR_CELL * t->cells + own;
    if (allocate(t, work) != PARAMOD_OK) {
        paramod_sor_tuner_destroy(t);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a tuner of %zu numbers",
                            PARAMOD_I_SOR_SHARED + PARAMOD_I_SOR_CELL * options->bins);
    }
    make_grid(t);
    t->random = paramod_random_stream(options->seed, 0);
    *tuner_out = t;
    return PARAMOD_OK;
}

paramod_status paramod_sor_tuner_create(const paramod_sor_tuner_options *options,
                                        paramod_sor_tuner **tuner_out)
{
    paramod_sor_tuner_options complete;
    paramod_status status;

    if (tuner_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "tuner_out is null");
    status = paramod_i_sor_tuner_options_read(options, &complete);
    return status == PARAMOD_OK ? paramod_i_sor_tuner_make(&complete, tuner_out) : status;
}

void paramod_sor_tuner_destroy(paramod_sor_tuner *tuner)
{
    if (tuner == NULL)
        return;
    paramod_i_free(tuner->ticket);
    paramod_i_free(tuner->state);
    paramod_i_free(tuner);
}

/* ---- what learners share ----------------------------------------------------- */

size_t paramod_i_sor_bin(const paramod_sor_tuner_options *o, double context)
{
    const double width = o->context_max - o->context_min;
    const double place = width > 0.0
        ? (context - o->context_min) / width * (double)o->bins : 0.0;
    const double last = (double)(o->bins - 1);
    const double bin = ceil(place) - 1.0; /* on an edge two centres are as near */

    if (!(bin > 0.0))
        return 0;
    return (size_t)(bin < last ? bin : last);
}

double paramod_i_sor_loss(const paramod_sor_tuner *t, double cost)
{
    return t->options.cost == PARAMOD_SOR_COST_ITERATIONS ? cost - 1.0 : cost;
}

size_t paramod_i_sor_draw(size_t arms, const double *p, double u)
{
    double total = 0.0, sum = 0.0;

    for (size_t i = 0; i < arms; i++)
        total += p[i];
    for (size_t i = 0; i + 1 < arms; i++) {
        sum += p[i];
        if (u * total <= sum)
            return i;
    }
    return arms - 1;
}

/* ---- ask ---------------------------------------------------------------------- */

static double clamp(const paramod_sor_tuner_options *o, double context)
{
    if (!(o->context_min < o->context_max))
        return context;
    return fmin(fmax(context, o->context_min), o->context_max);
}

/* The slot that a new ticket takes; a solve that is still under way there is
 * the oldest of all, and counts as abandoned. */
static paramod_i_sor_ticket *take_slot(paramod_sor_tuner *t)
{
    paramod_i_sor_ticket *const slot = &t->ticket[t->asked % t->options.tickets];

    if (slot->number != 0)
        t->abandoned++;
    (void)memset(slot, 0, sizeof *slot);
    t->asked++;
    slot->number = t->asked;
    slot->epoch = t->restarts;
    return slot;
}

static void choose_fallback(paramod_sor_tuner *t, paramod_i_sor_choice *choice)
{
    t->retries--;
    t->fallbacks++;
    choice->omega = t->options.safe_omega;
    choice->kind = PARAMOD_SOR_ADVICE_FALLBACK;
}

void paramod_i_sor_tuner_choose(paramod_sor_tuner *t, double context, double u,
                                paramod_sor_advice *advice)
{
    paramod_i_sor_ticket *const slot = take_slot(t);
    paramod_i_sor_choice choice = { .arm = SIZE_MAX, .cell = PARAMOD_I_SOR_NO_CELL,
                                    .probability = 1.0, .mask = slot->mask };

    slot->context = clamp(&t->options, context);
    if (t->retries > 0)
        choose_fallback(t, &choice);
    else
        t->learner->choose(t, slot->context, u, &choice);
    slot->kind = choice.kind;
    slot->cell = choice.cell;
    slot->arm = choice.arm;
    slot->omega = choice.omega;
    slot->probability = choice.probability;
    slot->prediction = choice.prediction;
    *advice = (paramod_sor_advice){
        .size = sizeof *advice, .ticket = slot->number, .kind = choice.kind,
        .arm = choice.arm, .omega = choice.omega,
        .beta = paramod_i_sor_beta_of_omega(choice.omega),
        .probability = choice.probability,
        /* a rate has to be that of one omega: no adaptation while calibrating */
        .adapt = t->options.adaptive && choice.kind != PARAMOD_SOR_ADVICE_CALIBRATE,
    };
}

paramod_status paramod_sor_tuner_ask(paramod_sor_tuner *tuner, double context,
                                     paramod_sor_advice *advice)
{
    if (tuner == NULL || advice == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            tuner == NULL ? "tuner" : "advice");
    if (!isfinite(context))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "context %g is not finite", context);
    if (!paramod_i_sor_model_holds(&tuner->options, clamp(&tuner->options, context)))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "context %g: the diagonal of the model, "
                            "%g for context 0 or 1, is not positive there", context,
                            tuner->options.diagonal);
    paramod_i_sor_tuner_choose(tuner, context, paramod_random_uniform(&tuner->random),
                               advice);
    return PARAMOD_OK;
}

/* ---- tell ----------------------------------------------------------------------- */

static paramod_i_sor_ticket *find(paramod_sor_tuner *t, uint64_t ticket)
{
    paramod_i_sor_ticket *const slot =
        ticket == 0 ? NULL : &t->ticket[(ticket - 1) % t->options.tickets];

    return slot != NULL && slot->number == ticket ? slot : NULL;
}

static const char *why_unknown(const paramod_sor_tuner *t, uint64_t ticket)
{
    if (ticket == 0 || ticket > t->asked)
        return "it was never given";
    if (ticket + t->options.tickets <= t->asked)
        return "it was told or abandoned, or newer tickets took its place";
    return "it was told or abandoned before";
}

static paramod_status check_outcome(const paramod_sor_tuner *t,
                                    const paramod_sor_outcome *o)
{
    if (o->status > PARAMOD_SOR_FAILED)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "status %lu is neither solved nor failed",
                            (unsigned long)o->status);
    if (o->status == PARAMOD_SOR_SOLVED && !isfinite(o->cost))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "cost %g is not finite; tell a solve without "
                            "a result as failed", o->cost);
    if (o->status == PARAMOD_SOR_SOLVED && t->options.cost == PARAMOD_SOR_COST_ITERATIONS
        && o->cost < 1.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "cost %g is below 1 iteration; abandon the "
                            "ticket of a solve that had nothing to do", o->cost);
    if (o->status == PARAMOD_SOR_SOLVED && !(o->cost > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "cost %g is not positive", o->cost);
    if (o->rate < 0.0 && o->status == PARAMOD_SOR_SOLVED)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "rate %g is negative; it is a ratio of norms",
                            o->rate);
    if (!(o->beta >= 0.0 && o->beta < 1.0) && o->status == PARAMOD_SOR_SOLVED)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "beta %g is not inside [0, 1)", o->beta);
    return PARAMOD_OK;
}

void paramod_sor_tuner_restart(paramod_sor_tuner *tuner)
{
    (void)memset(tuner->state, 0, tuner->numbers * sizeof *tuner->state);
    tuner->restarts++;
}

static void learn(paramod_sor_tuner *t, const paramod_i_sor_ticket *ticket, double cost)
{
    paramod_i_sor_shared *const shared = paramod_i_sor_shared_of(t);
    const double loss = paramod_i_sor_loss(t, cost);

    if (paramod_i_sor_drift(t, (size_t)ticket->cell, loss)
        && t->options.drift == PARAMOD_SOR_DRIFT_RESTART) {
        paramod_sor_tuner_restart(t);
        return;
    }
    if (t->learner->learn != NULL)
        t->learner->learn(t, ticket, loss);
    paramod_i_sor_cell_add(t, (size_t)ticket->cell, loss);
    shared->rounds += 1.0;
    if (t->options.restart_every > 0
        && shared->rounds >= (double)t->options.restart_every)
        paramod_sor_tuner_restart(t);
}

static void settle(paramod_sor_tuner *t, paramod_i_sor_ticket *slot,
                   const paramod_sor_outcome *o)
{
    const bool failed = o->status == PARAMOD_SOR_FAILED;
    const double cost = failed ? t->options.cap : fmin(o->cost, t->options.cap);
    const paramod_i_sor_ticket ticket = *slot;

    slot->number = 0;
    t->told++;
    t->total_cost += cost;
    if (failed) {
        t->failed++;
        t->retries += ticket.kind != PARAMOD_SOR_ADVICE_FALLBACK;
    }
    if (t->frozen || ticket.epoch != t->restarts)
        return;
    if (ticket.kind != PARAMOD_SOR_ADVICE_LEARNT && !failed)
        paramod_i_sor_model_calibrate(t, &ticket, o);
    else if (failed && paramod_i_sor_shared_of(t)->radius > 0.0)
        paramod_sor_tuner_restart(t); /* omega* does not fail: the radius is wrong */
    else if (ticket.cell < t->cells)
        learn(t, &ticket, cost);
}

paramod_status paramod_sor_tuner_report(paramod_sor_tuner *tuner, uint64_t ticket,
                                        const paramod_sor_outcome *outcome)
{
    paramod_i_sor_ticket *slot;
    paramod_status status;

    if (tuner == NULL || outcome == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            tuner == NULL ? "tuner" : "outcome");
    slot = find(tuner, ticket);
    if (slot == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ticket %lu is unknown: %s",
                            (unsigned long)ticket, why_unknown(tuner, ticket));
    status = check_outcome(tuner, outcome);
    if (status == PARAMOD_OK)
        settle(tuner, slot, outcome);
    return status;
}

paramod_status paramod_sor_tuner_tell(paramod_sor_tuner *tuner, uint64_t ticket,
                                      double cost, paramod_sor_outcome_status status)
{
    const paramod_sor_outcome outcome = { .size = sizeof outcome, .cost = cost,
                                          .status = (uint64_t)status };

    return paramod_sor_tuner_report(tuner, ticket, &outcome);
}

paramod_status paramod_sor_tuner_abandon(paramod_sor_tuner *tuner, uint64_t ticket)
{
    paramod_i_sor_ticket *slot;

    if (tuner == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "tuner is null");
    slot = find(tuner, ticket);
    if (slot == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ticket %lu is unknown: %s",
                            (unsigned long)ticket, why_unknown(tuner, ticket));
    slot->number = 0;
    tuner->abandoned++;
    return PARAMOD_OK;
}
