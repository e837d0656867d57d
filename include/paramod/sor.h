/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sor.h  Successive over-relaxation, and the choice of omega over a sequence of systems. */

#ifndef PARAMOD_SOR_H
#define PARAMOD_SOR_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Solvers ------------------------------------------------------------- */



/* ---- Theory -------------------------------------------------------------- */



/* ---- Tuner --------------------------------------------------------------- */

/** \name Tuner
 *  Learns, over a sequence of solves, which omega to use next.  It knows
 *  nothing of the solver: before a solve it is asked for an omega, after it is
 *  told the cost.
 *
 *      paramod_sor_tuner_ask(tuner, shift, &advice);
 *      iterations = your_solver(A, shift, b, x, advice.omega);
 *      paramod_sor_tuner_tell(tuner, advice.ticket, iterations, PARAMOD_SOR_SOLVED);
 *
 *  Sources: Khodak, Chow, Balcan, Talwalkar, "Learning to relax", ICLR 2024
 *  (algorithms 2 to 5 and 7); Zimmert and Seldin, JMLR 22 (2021) 28;
 *  Young, "Iterative solution of large linear systems" (1971).
 *  \{ */

/** The state of learning.  Opaque; one thread at a time. */
typedef struct paramod_sor_tuner paramod_sor_tuner;

/** The iteration that gets the omega. */
typedef enum paramod_sor_tune {
    PARAMOD_SOR_TUNE_SOR = 0,       /**< successive over-relaxation */
    PARAMOD_SOR_TUNE_SSOR = 1,      /**< its symmetric form */
    PARAMOD_SOR_TUNE_SSOR_PCG = 2,  /**< conjugate gradients preconditioned by that */
    PARAMOD_SOR_TUNE_CG = 3,        /**< without: for paramod_sor_flops() only */
    PARAMOD_SOR_TUNE_CHEBYSHEV = 4  /**< cyclic Chebyshev on a red-black ordering,
                                         which takes beta in place of omega */
} paramod_sor_tune;

typedef enum paramod_sor_learner {
    PARAMOD_SOR_LEARNER_COMPOSITE = 0, /**< omega*(context) of the model as the
                                            prior, and a search over multiples of
                                            2 - omega around it */
    PARAMOD_SOR_LEARNER_FIXED = 1,     /**< `omega`, always */
    PARAMOD_SOR_LEARNER_TSALLIS = 2,   /**< Tsallis-INF on a grid, in each of `bins`
                                            intervals of contexts by itself */
    PARAMOD_SOR_LEARNER_CHEBCB = 3,    /**< Chebyshev regression of the cost on the
                                            context for each omega of a grid, and
                                            inverse gap weighting */
    PARAMOD_SOR_LEARNER_THOMPSON = 4,  /**< Thompson sampling, normal means */
    PARAMOD_SOR_LEARNER_UCB = 5,       /**< least mean - sd sqrt(2 log t / n) */
    PARAMOD_SOR_LEARNER_SPECTRAL = 6   /**< the model alone: omega*(context) from
                                            one calibrating solve */
} paramod_sor_learner;

typedef enum paramod_sor_estimator {
    PARAMOD_SOR_REDUCED_VARIANCE = 0,   /**< with the baseline 1/2, steps 4/sqrt(t) */
    PARAMOD_SOR_IMPORTANCE_WEIGHTED = 1 /**< loss / probability, steps 2/sqrt(t) */
} paramod_sor_estimator;

typedef enum paramod_sor_cost {
    PARAMOD_SOR_COST_ITERATIONS = 0, /**< counts, at least 1 */
    PARAMOD_SOR_COST_SECONDS = 1,    /**< positive */
    PARAMOD_SOR_COST_FLOPS = 2       /**< positive; paramod_sor_flops() has a model */
} paramod_sor_cost;

/** How the Jacobi radius beta depends on the context c; r, one number, is
 *  given or learnt. */
typedef enum paramod_sor_model {
    PARAMOD_SOR_MODEL_NONE = 0,     /**< in no known way */
    PARAMOD_SOR_MODEL_SHIFT = 1,    /**< A + c I, diagonal d: r / (d + c) */
    PARAMOD_SOR_MODEL_SCALE = 2,    /**< I + c A, diagonal of A d: c r / (1 + c d) */
    PARAMOD_SOR_MODEL_CONSTANT = 3  /**< r */
} paramod_sor_model;

typedef enum paramod_sor_drift {
    PARAMOD_SOR_DRIFT_DEFAULT = 0, /**< restart for a composite without a model,
                                        else ignore */
    PARAMOD_SOR_DRIFT_IGNORE = 1,
    PARAMOD_SOR_DRIFT_RESTART = 2  /**< forget everything when costs have changed */
} paramod_sor_drift;

typedef struct paramod_sor_tuner_options {
    size_t size;            /**< sizeof(paramod_sor_tuner_options) */
    uint64_t learner;       /**< a paramod_sor_learner */
    uint64_t method;        /**< a paramod_sor_tune */
    uint64_t seed;          /**< of the random numbers */
    size_t arms;            /**< 20: the grid has arms equal steps .. */
    double omega_min;       /**< 1: .. from here, above 0 .. */
    double omega_max;       /**< 1.95: .. to here, below 2 */
    double omega;           /**< of the fixed learner (1), and where a composite
                                 without a model begins (1.5) */
    double safe_omega;      /**< 1: after a failed solve */
    double cap;             /**< 10000: cost of a failed solve */
    uint64_t cost;          /**< a paramod_sor_cost */
    double context_min, context_max; /**< the interval of contexts; both 0: the
                                 contexts are not used, except by a model */
    size_t bins;            /**< 1; 32 for a composite without a model */
    size_t features;        /**< 6 Chebyshev polynomials, at most 16 */
    uint64_t estimator;     /**< a paramod_sor_estimator */
    size_t rounds;          /**< T: theory steps 1/sqrt(T); 0: anytime steps */
    double most;            /**< K, most cost above 1; 0: the mean cost so far */
    double lipschitz;       /**< of the cost in the context; 0: most / interval */
    uint64_t model;         /**< a paramod_sor_model */
    double diagonal;        /**< d of the model */
    double radius;          /**< r of the model; 0: learnt by a calibrating solve,
                                 for SSOR and SSOR-PCG d, which bounds it */
    double tolerance;       /**< 1e-8: of the solves, to calibrate by their counts */
    uint64_t adaptive;      /**< 1: the caller can adapt omega within a solve */
    uint64_t drift;         /**< a paramod_sor_drift */
    double drift_threshold; /**< 15 standard deviations, summed (CUSUM) */
    size_t restart_every;   /**< 0: never; else forgets after so many rounds */
    size_t tickets;         /**< 64: solves that may be under way; one more ask
                                 abandons the oldest */
    uint64_t published;     /**< 1: Tsallis-INF with the Newton iteration of the
                                 published code, which overshoots its root from
                                 about round 120 on; only to remake its figures */
} paramod_sor_tuner_options;

typedef enum paramod_sor_advice_kind {
    PARAMOD_SOR_ADVICE_LEARNT = 0,    /**< use omega */
    PARAMOD_SOR_ADVICE_CALIBRATE = 1, /**< solve by SOR with this omega, 1, and tell
                                           the rate: paramod_sor_tuner_report() */
    PARAMOD_SOR_ADVICE_FALLBACK = 2   /**< the safe omega, after a failure */
} paramod_sor_advice_kind;

typedef struct paramod_sor_advice {
    size_t size;         /**< sizeof(paramod_sor_advice), set by caller */
    uint64_t ticket;     /**< names this solve in tell(); never 0 */
    uint64_t kind;       /**< a paramod_sor_advice_kind */
    size_t arm;          /**< place on the grid; SIZE_MAX off it */
    double omega;        /**< in (0, 2) */
    double beta;         /**< the Jacobi radius whose omega* that is, from omega 1 on;
                              the Chebyshev iteration takes it in place of omega */
    double probability;  /**< with which this arm was drawn; 1 without chance */
    uint64_t adapt;      /**< 1: adapt within this solve (only if `adaptive`) */
} paramod_sor_advice;

typedef enum paramod_sor_outcome_status {
    PARAMOD_SOR_SOLVED = 0, /**< the cost counts */
    PARAMOD_SOR_FAILED = 1  /**< diverged or at its limit: costs the cap, and
                                 the next advice is the safe omega, to solve the
                                 same system again */
} paramod_sor_outcome_status;

/** What a solver may know besides its cost; zero: not known. */
typedef struct paramod_sor_outcome {
    size_t size;     /**< sizeof(paramod_sor_outcome) */
    double cost;     /**< in the unit of the tuner */
    uint64_t status; /**< a paramod_sor_outcome_status */
    double rate;     /**< ||r_k|| / ||r_{k-1}|| late in a solve by plain SOR with
                          the advised omega */
    double beta;     /**< Jacobi radius that adaptation found */
} paramod_sor_outcome;

/**
 * A tuner that knows nothing yet.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, an option that is none
 * \retval PARAMOD_ERR_DOMAIN    a number outside its range
 * \retval PARAMOD_ERR_MEMORY    out of memory; later calls take none
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_create(const paramod_sor_tuner_options *options, paramod_sor_tuner **tuner_out);
PARAMOD_API void paramod_sor_tuner_destroy(paramod_sor_tuner *tuner);

/**
 * The omega of the next solve.
 *
 * \param[in]  context  what is known of the system, such as its shift; outside
 *                      [context_min, context_max] the nearest end is meant
 * \param[out] advice   omega and the ticket under which to tell its cost
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer
 * \retval PARAMOD_ERR_DOMAIN    a context that is not finite, or for which the model
 *                               has no positive diagonal
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_ask(paramod_sor_tuner *tuner, double context, paramod_sor_advice *advice);

/**
 * The cost of a solve, in any order; costs above the cap count as the cap.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such status, or an unknown
 *         ticket: never given, told already, abandoned, or pushed out by newer ones
 * \retval PARAMOD_ERR_DOMAIN    a cost that is not finite, is not positive, or for
 *         iterations is below 1
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_tell(paramod_sor_tuner *tuner, uint64_t ticket, double cost, paramod_sor_outcome_status status);

/** The same with what else is known of the solve.
 *  \retval PARAMOD_ERR_DOMAIN  also a rate or beta outside [0, 1) */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_report(paramod_sor_tuner *tuner, uint64_t ticket, const paramod_sor_outcome *outcome);

/** Forgets a ticket whose cost will never be known.  Nothing is learnt.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer or an unknown ticket */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_abandon(paramod_sor_tuner *tuner, uint64_t ticket);

/** 1: from now on costs are counted, but nothing is learnt, and advice is the
 *  best known omega; 0: learns again. */
PARAMOD_API void paramod_sor_tuner_freeze(paramod_sor_tuner *tuner, int frozen);

/** Forgets what was learnt, not the tickets, sums and random numbers. */
PARAMOD_API void paramod_sor_tuner_restart(paramod_sor_tuner *tuner);

/**
 * Adds what another tuner with equal options (seeds apart) has learnt, as after
 * runs in parallel, or to start warm from an earlier one.  Counts, means and
 * regressions merge exactly, to rounding; a radius is taken over where there is
 * none.
 *
 * \retval PARAMOD_ERR_ARGUMENT     a null pointer, or options that differ
 * \retval PARAMOD_ERR_UNSUPPORTED  Tsallis-INF, whose steps depend on the order
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_merge(paramod_sor_tuner *tuner, const paramod_sor_tuner *other);

/** omega[arms] of the grid. */
PARAMOD_API void paramod_sor_tuner_omegas(const paramod_sor_tuner *tuner, double *omega);

/** p[arms], the probabilities with which the next ask would draw from the grid.
 *  \retval PARAMOD_ERR_ARGUMENT     a null pointer
 *  \retval PARAMOD_ERR_DOMAIN       a context that is not finite
 *  \retval PARAMOD_ERR_UNSUPPORTED  a learner that does not draw arms of the grid
 *          with known probabilities: others than Tsallis-INF and ChebCB */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_probabilities(const paramod_sor_tuner *tuner, double context, double *p);

typedef struct paramod_sor_tuner_stats {
    size_t size;         /**< sizeof(paramod_sor_tuner_stats), set by caller */
    uint64_t asked, told, abandoned, failed, fallbacks, restarts;
    uint64_t pending;    /**< tickets that are open */
    double total_cost;   /**< of all told, failed ones at the cap */
    double mean_cost;    /**< NaN before the first */
    double radius;       /**< r of the model; NaN while it is not known */
} paramod_sor_tuner_stats;

/** What has happened so far, into the struct whose size member is set. */
PARAMOD_API void paramod_sor_tuner_statistics(const paramod_sor_tuner *tuner, paramod_sor_tuner_stats *stats);

/**
 * Writes the whole state, random numbers and open tickets included, as bytes
 * that mean the same on every machine; resuming from them equals never having
 * stopped, to the bit.  They carry a version and a checksum.
 *
 * \param[out] bytes     room for them, or null with room 0 to ask for the length
 * \param[in]  room      of bytes
 * \param[out] length    their length, always the same for the same options
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or too little room
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_save(const paramod_sor_tuner *tuner, void *bytes, size_t room, size_t *length);

/** A tuner out of such bytes.
 *  \retval PARAMOD_ERR_ARGUMENT     a null pointer
 *  \retval PARAMOD_ERR_FORMAT       cut off, changed, or no checkpoint of a tuner
 *  \retval PARAMOD_ERR_UNSUPPORTED  of a later version
 *  \retval PARAMOD_ERR_MEMORY       out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_tuner_restore(const void *bytes, size_t length, paramod_sor_tuner **tuner_out);

/** Floating-point operations of a solve that took the given iterations, for a
 *  matrix with so many rows and entries: SOR and Chebyshev 2 entries + 4 rows
 *  an iteration with the residual, SSOR twice that, CG 2 entries + 10 rows,
 *  SSOR-PCG by Eisenstat's trick 2 entries + 14 rows; NaN for no such method. */
PARAMOD_API double paramod_sor_flops(paramod_sor_tune method, double rows, double entries, double iterations);

/**
 * Adaptation of omega within a solve by SOR, for consistently ordered A: the
 * rule of ITPACK 2C (Kincaid, Respess, Young, Grimes, ACM TOMS 8 (1982)
 * 302-322).  While the updates of x shrink more slowly than ((omega - 1)^0.75),
 * omega is below the best one, their ratio gives beta by Young's formula, and
 * omega is raised.  A plain value; its members are for the library only.
 */
typedef struct paramod_sor_adaptation {
    size_t size;
    double omega;     /**< in use */
    double beta;      /**< estimated; 0 while there is none */
    double update;    /**< norm of the last update */
    double ratio;     /**< of the last two norms */
    uint64_t sweeps;  /**< since omega changed */
    uint64_t changes; /**< of omega */
} paramod_sor_adaptation;

/** To begin with: omega 1 for a cold start, or a learner's for a warm one. */
PARAMOD_API paramod_sor_adaptation paramod_sor_adaptation_begin(double omega);
/** After a sweep: the omega of the next one, given ||x_k - x_{k-1}||_2. */
PARAMOD_API double paramod_sor_adaptation_step(paramod_sor_adaptation *adaptation, double update);
/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_SOR_H */
