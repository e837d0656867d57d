/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file surrogate_impl.h  A piecewise polynomial model of a costly function.
 *
 * The pieces are leaves of a binary tree over the interval of u.  Each holds
 * the interpolant through samples in it, as Chebyshev coefficients.  When a
 * piece is halved its halves keep its samples and are completed by Leja points
 * (each the place where the product of distances to all others is largest), so
 * no value of f is wasted; and what is new tests what was fitted before.
 *
 * Where the tolerance is relative and a component vanishes at an end of a piece
 * with multiplicity k, its interpolant is that of f / (u - end)^k: the relative
 * error then stays bounded up to the zero.
 */

#ifndef PARAMOD_SPLINE_SURROGATE_IMPL_H
#define PARAMOD_SPLINE_SURROGATE_IMPL_H

#include "spline/allocation_impl.h"

enum {
    PARAMOD_I_MOST_POINTS = 72, /**< samples of a piece */
    PARAMOD_I_NO_PIECE = -1
};

typedef enum paramod_i_fate {
    PARAMOD_I_OPEN = 0,     /**< awaits values, or a decision */
    PARAMOD_I_SPLIT,        /**< no leaf any more */
    PARAMOD_I_GOOD,         /**< passes its tests */
    PARAMOD_I_NOISY,        /**< as good as the noise of f allows */
    PARAMOD_I_JUMP,         /**< a bracket of a few roundings with a jump */
    PARAMOD_I_UNDEFINED,    /**< f is not finite here */
    PARAMOD_I_LOST          /**< too short to be halved, or out of evaluations */
} paramod_i_fate;

/** How an end of a piece, for one component, is a zero of f. */
typedef struct paramod_i_zeros {
    unsigned char left, right; /**< multiplicities */
} paramod_i_zeros;

typedef struct paramod_i_piece {
    double a, b;          /**< in u */
    double low, high;     /**< where it was fitted; [a, b] may have grown since */
    int parent;           /**< whose fit predicts, or PARAMOD_I_NO_PIECE */
    int before, after;    /**< neighbours among the leaves */
    size_t depth;
    paramod_i_fate fate;
    size_t points, fresh; /**< samples, of which the last `fresh` are new */
    size_t *point;        /**< their indices */
    size_t fitted;        /**< terms of the interpolant, 0: none */
    double *term;         /**< components x fitted */
    paramod_i_zeros *zero; /**< one a component */
    double residual;      /**< of the last fit at the fresh samples / tolerance */
    double tail;          /**< last terms / tolerance */
    double rate;          /**< at which terms fall */
    size_t bad;           /**< samples that are not finite */
    double level;         /**< last terms, in units of the values */
    double error;         /**< estimate / tolerance, of a finished piece */
    size_t waited;        /**< passes for its neighbours, since it was measured */
    size_t searches;      /**< points spent on a zero or an edge */
    bool kink;            /**< f has a kink at b */
    bool pinned;          /**< |f| has a small minimum at b: a knot must be there */
    bool verified;        /**< was tested where it was not fitted */
    int graded;           /**< -1, 1: fitted in the logarithm of the distance from
                               its left or right end; 0: it is not */
    double offset;        /**< added to that distance */
    bool looked;          /**< was tested beside its ends */
    bool probed;          /**< was tested for noise */
    enum { PARAMOD_I_FITTING = 0, PARAMOD_I_PROBING, PARAMOD_I_ZERO,
           PARAMOD_I_EDGE, PARAMOD_I_VERIFYING } search; /**< what the fresh samples are for */
} paramod_i_piece;

typedef struct paramod_i_surrogate {
    const paramod_i_task *task;
    paramod_i_samples *samples;
    paramod_i_piece *piece;
    size_t count, capacity;
    size_t open;          /**< pieces not yet finished */
    double *work;         /**< see surrogate_fit.c */
    double noise;         /**< largest level of noise found, relative to f */
    double share;         /**< of the tolerance that the model may use */
    bool exhausted;       /**< no evaluations are left */
    bool rounded;         /**< f is rounded near a zero that it only touches */
} paramod_i_surrogate;

/* ---- fits (surrogate_fit.c) ---------------------------------------------- */

/** Doubles of work space that fits need. */
size_t paramod_i_fit_work(void);
/** Interpolates all components through the samples of the piece; false if
 *  memory runs out. */
bool paramod_i_fit(paramod_i_surrogate *s, paramod_i_piece *p);
/** Value of the interpolant of component j at u, also outside the piece. */
double paramod_i_fit_value(const paramod_i_piece *p, size_t j, double u);
/** The same, but at a zero the value of f, which need not be exactly 0. */
double paramod_i_fit_end(const paramod_i_surrogate *s, const paramod_i_piece *p,
                         size_t j, double u);
/** The same with terms below `negligible` dropped from the end. */
double paramod_i_fit_extend(const paramod_i_piece *p, size_t j, double u,
                            double negligible);
/** u at the place t of [-1, 1] of the fit. */
double paramod_i_fit_place(const paramod_i_piece *p, double t);
/** The reverse. */
double paramod_i_fit_unit(const paramod_i_piece *p, double u);
/** Its derivative with respect to u. */
double paramod_i_fit_slope(const paramod_i_piece *p, size_t j, double u);
/** Places for `count` more samples, by Leja's rule. */
void paramod_i_leja(paramod_i_surrogate *s, const paramod_i_piece *p, size_t count,
                    double *u);

/* ---- the tree (surrogate.c) ---------------------------------------------- */

bool paramod_i_surrogate_begin(paramod_i_surrogate *s, const paramod_i_task *task,
                               paramod_i_samples *samples);
void paramod_i_surrogate_release(paramod_i_surrogate *s);
/** Decides on every piece whose values have come, and asks for more. */
bool paramod_i_surrogate_advance(paramod_i_surrogate *s);
/** Asks for `count` points of the piece by Leja's rule, or for one at u. */
bool paramod_i_piece_ask(paramod_i_surrogate *s, int piece, size_t count);
bool paramod_i_piece_ask_at(paramod_i_surrogate *s, int piece, double u);
/** Halves the piece at u; the halves share out its samples. */
bool paramod_i_piece_split(paramod_i_surrogate *s, int piece, double u);
void paramod_i_piece_close(paramod_i_surrogate *s, int piece, paramod_i_fate fate,
                           double error);
/** delta (|y| + scale) of component j at a sample, or what its error allows. */
double paramod_i_tolerance(const paramod_i_surrogate *s, size_t sample, size_t j);
/** The first leaf; further ones by `after`. */
int paramod_i_first_leaf(const paramod_i_surrogate *s);
/** The leaf of u, near the leaf `hint`. */
int paramod_i_leaf_of(const paramod_i_surrogate *s, double u, int hint);

/** Asks for points at which leaves that are good, but not verified, are tested;
 *  and takes them in.  False if memory runs out (verify.c). */
bool paramod_i_verify_ask(paramod_i_surrogate *s);
bool paramod_i_verify_take(paramod_i_surrogate *s, size_t first);
/** The leaf goes; its neighbours meet at u. */
void paramod_i_piece_remove(paramod_i_surrogate *s, int piece, double u);

/* ---- decisions (surrogate_judge.c) --------------------------------------- */

/** The fresh samples of an open piece have their values: fits it, and closes it
 *  if it is good; false if memory runs out. */
bool paramod_i_measure(paramod_i_surrogate *s, int piece);
/** What is to be done if it is not.  All pieces of a pass are measured before
 *  any is refined, because good neighbours help. */
bool paramod_i_refine(paramod_i_surrogate *s, int piece);
/** True if the tolerance of component j has to be followed down to its zeros:
 *  where it vanishes, the scale alone allows next to nothing. */
bool paramod_i_is_relative(const paramod_i_surrogate *s, const paramod_i_piece *p,
                           size_t j);

/** What a search makes of a piece. */
typedef enum paramod_i_turn {
    PARAMOD_I_NOTHING,  /**< there is nothing to search */
    PARAMOD_I_ASKED,    /**< points were asked for */
    PARAMOD_I_SETTLED,  /**< the piece was closed, split or removed */
    PARAMOD_I_NO_MEMORY
} paramod_i_turn;

/** Zeros of components with a relative tolerance, in a piece that is otherwise
 *  good (zeros.c). */
paramod_i_turn paramod_i_find_zeros(paramod_i_surrogate *s, int piece);
/** Where |f| has a minimum inside the piece, small beside the rest; false if it
 *  has none (zeros.c). */
bool paramod_i_small_minimum(const paramod_i_surrogate *s, int piece, size_t j,
                             double *u);
/** Cuts a piece towards a small minimum of |f| that is no zero (zeros.c). */
paramod_i_turn paramod_i_grade_minimum(paramod_i_surrogate *s, int piece);
/** A kink or a jump between two good neighbours (breaks.c). */
paramod_i_turn paramod_i_find_edge(paramod_i_surrogate *s, int piece);
/** Noise, where terms stop falling (noise.c). */
paramod_i_turn paramod_i_find_noise(paramod_i_surrogate *s, int piece);

#endif /* PARAMOD_SPLINE_SURROGATE_IMPL_H */
