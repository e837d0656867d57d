/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file tuner_impl.h  The state of a tuner, and what a learner is.
 *
 * All that is learnt is one array of doubles whose initial state is all zeros:
 * to forget is to clear it, and to save is to write it.  It begins with the
 * mean cost of each cell (an arm in an interval of contexts), which drift
 * detection and several learners share.
 */

#ifndef PARAMOD_SOR_TUNER_IMPL_H
#define PARAMOD_SOR_TUNER_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/random.h>
#include <paramod/sor.h>

enum {
    PARAMOD_I_SOR_MOST_ARMS = 512,
    PARAMOD_I_SOR_MOST_BINS = 4096,
    PARAMOD_I_SOR_MOST_TICKETS = 65536,
    PARAMOD_I_SOR_MASK = PARAMOD_I_SOR_MOST_ARMS / 64
};

/** Cell of a solve from which nothing is learnt. */
#define PARAMOD_I_SOR_NO_CELL UINT64_MAX

/** What has to be remembered of a solve until its cost is known. */
typedef struct paramod_i_sor_ticket {
    uint64_t number; /**< 0: free */
    uint64_t epoch;  /**< restarts before it */
    uint64_t kind;   /**< paramod_sor_advice_kind */
    uint64_t cell;
    uint64_t arm;
    double context, omega, probability;
    double prediction; /**< ChebCB: scaled cost */
    uint64_t mask[PARAMOD_I_SOR_MASK]; /**< arms with a baseline */
} paramod_i_sor_ticket;

/** Costs seen in one cell: Welford's mean and sum of squared deviations. */
typedef struct paramod_i_sor_cell {
    double count, mean, squares;
} paramod_i_sor_cell;

/** What all learners share at the head of the learnt state. */
typedef struct paramod_i_sor_shared {
    double rounds;          /**< costs learnt */
    double spread, degrees; /**< pooled squares within cells, and their number */
    double rising, falling; /**< CUSUM of drift */
    double radius;          /**< r; 0: not known */
    double spare[2];
} paramod_i_sor_shared;

enum {
    PARAMOD_I_SOR_SHARED = sizeof(paramod_i_sor_shared) / sizeof(double),
    PARAMOD_I_SOR_CELL = sizeof(paramod_i_sor_cell) / sizeof(double)
};

typedef struct paramod_i_sor_learner paramod_i_sor_learner;

struct paramod_sor_tuner {
    paramod_sor_tuner_options options; /**< with all defaults filled in */
    const paramod_i_sor_learner *learner;
    paramod_random random;
    uint64_t asked, told, abandoned, failed, fallbacks, restarts;
    uint64_t retries; /**< failures whose fallback is still to be asked for */
    uint64_t frozen;
    double total_cost;
    size_t cells, numbers;
    double *state;       /**< numbers doubles: shared, cells, the learner's own */
    double *grid;        /**< omega[arms] */
    double *work;        /**< of the learner, not part of the state */
    paramod_i_sor_ticket *ticket; /**< options.tickets of them: number modulo that */
};

/** A choice, before it becomes advice and ticket. */
typedef struct paramod_i_sor_choice {
    size_t arm; /**< SIZE_MAX off the grid */
    uint64_t cell, kind;
    double omega, probability, prediction;
    uint64_t *mask;
} paramod_i_sor_choice;

struct paramod_i_sor_learner {
    const char *name;
    /** How many cells, own doubles and doubles of work it needs. */
    void (*sizes)(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work);
    /** Chooses, by the uniform random number u if at all by chance. */
    void (*choose)(paramod_sor_tuner *t, double context, double u,
                   paramod_i_sor_choice *choice);
    /** Learns from a loss >= 0; the cells are updated after this. */
    void (*learn)(paramod_sor_tuner *t, const paramod_i_sor_ticket *ticket,
                  double loss);
    /** The probabilities of the grid's arms; null: there are none. */
    void (*probabilities)(const paramod_sor_tuner *t, double context, double *p);
    /** Adds the learner's own state of another tuner; null: nothing to add. */
    void (*merge)(paramod_sor_tuner *t, const paramod_sor_tuner *other);
    bool merges;
};

extern const paramod_i_sor_learner paramod_i_sor_composite;
extern const paramod_i_sor_learner paramod_i_sor_fixed;
extern const paramod_i_sor_learner paramod_i_sor_tsallis;
extern const paramod_i_sor_learner paramod_i_sor_chebcb;
extern const paramod_i_sor_learner paramod_i_sor_thompson;
extern const paramod_i_sor_learner paramod_i_sor_ucb;
extern const paramod_i_sor_learner paramod_i_sor_spectral;

static inline paramod_i_sor_shared *paramod_i_sor_shared_of(const paramod_sor_tuner *t)
{
    return (paramod_i_sor_shared *)(void *)t->state;
}

static inline paramod_i_sor_cell *paramod_i_sor_cells_of(const paramod_sor_tuner *t)
{
    return (paramod_i_sor_cell *)(void *)(t->state + PARAMOD_I_SOR_SHARED);
}

static inline double *paramod_i_sor_own(const paramod_sor_tuner *t)
{
    return t->state + PARAMOD_I_SOR_SHARED + PARAMOD_I_SOR_CELL * t->cells;
}

/** tuner_options.c: reads, checks and completes options. */
paramod_status paramod_i_sor_tuner_options_read(const paramod_sor_tuner_options *given,
                                                paramod_sor_tuner_options *options);
const paramod_i_sor_learner *paramod_i_sor_learner_of(uint64_t learner);
/** tuner.c: a tuner with options that are complete, all else zero. */
paramod_status paramod_i_sor_tuner_make(const paramod_sor_tuner_options *options,
                                        paramod_sor_tuner **tuner_out);
/** Ask with a random number given. */
void paramod_i_sor_tuner_choose(paramod_sor_tuner *t, double context, double u,
                                paramod_sor_advice *advice);

/** The interval of contexts, 0 .. bins - 1, whose centre is nearest; the lower
 *  of two. */
size_t paramod_i_sor_bin(const paramod_sor_tuner_options *o, double context);
/** Cost as learners see it: above 1 for iterations; its logarithm if asked. */
double paramod_i_sor_loss(const paramod_sor_tuner *t, double cost);
/** The first arm i with u sum(p) <= p_0 + .. + p_i. */
size_t paramod_i_sor_draw(size_t arms, const double *p, double u);
/** learner_chebcb.c: p_i = 1 / (count + eta (y_i - y_least)), the least getting the
 *  rest. */
void paramod_i_sor_gap_weights(const double *y, size_t count, double eta, double *p);
/** Standard deviation of costs within cells; 0 while unknown. */
double paramod_i_sor_sigma(const paramod_sor_tuner *t);
/** cell.c: adds a cost to a cell, and to the pooled spread. */
void paramod_i_sor_cell_add(paramod_sor_tuner *t, size_t cell, double loss);
/** cell.c: as if the other cell's costs had been added here. */
void paramod_i_sor_cell_merge(paramod_i_sor_cell *into, const paramod_i_sor_cell *from);
/** drift.c: true if this cost, with those before it, is a change. */
bool paramod_i_sor_drift(paramod_sor_tuner *t, size_t cell, double loss);

#endif /* PARAMOD_SOR_TUNER_IMPL_H */
