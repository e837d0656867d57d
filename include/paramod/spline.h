/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/spline.h  Splines, and knots placed to meet a requested error. */

#ifndef PARAMOD_SPLINE_H
#define PARAMOD_SPLINE_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/parallel.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- The spline ---------------------------------------------------------- */

/**
 * A piecewise polynomial s(x) on [x_0, x_n].  Opaque and immutable: it has no
 * accelerator and no hidden state, so any number of threads may evaluate one
 * object at the same time.
 *
 * An evaluation finds its piece through a table of equal cells (of x, or of the
 * logarithm of the distance from x_0 where knots are graded towards it) and a
 * fixed number of comparisons without branches.  At a knot the piece on its
 * right counts, at x_n the last one.  A NaN gives a NaN.
 */
typedef struct paramod_spline paramod_spline;

/** What joins the data points. */
typedef enum paramod_spline_kind {
    PARAMOD_SPLINE_NOT_A_KNOT = 0, /**< S''' is continuous at the outermost
                                        inner knots; of order h^4 up to the
                                        ends */
    PARAMOD_SPLINE_NATURAL  = 1, /**< S'' = 0 at both ends; cubic */
    PARAMOD_SPLINE_CLAMPED  = 2, /**< S' given at both ends; cubic */
    PARAMOD_SPLINE_PERIODIC = 3, /**< S, S', S'' agree at the ends, and x is taken
                                      modulo x_n - x_0; cubic */
    PARAMOD_SPLINE_MONOTONE = 4, /**< cubic Hermite that rises, falls and turns
                                      where the data do (Fritsch and Butland 1984,
                                      the weighted harmonic mean of Brodlie);
                                      once differentiable */
    PARAMOD_SPLINE_AKIMA    = 5, /**< cubic Hermite with the local slopes of Akima
                                      (1970); once differentiable */
    PARAMOD_SPLINE_MAKIMA   = 6  /**< the same with weights that keep flat parts
                                      flat (modified Akima) */
} paramod_spline_kind;

/** What s is outside [x_0, x_n]; a periodic spline needs none. */
typedef enum paramod_spline_outside {
    PARAMOD_OUTSIDE_NAN      = 0, /**< NaN */
    PARAMOD_OUTSIDE_CONSTANT = 1, /**< the value at the end */
    PARAMOD_OUTSIDE_LINEAR   = 2, /**< value and slope at the end */
    PARAMOD_OUTSIDE_CONTINUE = 3  /**< the end piece goes on */
} paramod_spline_outside;

/** Zero in any member but size means the default. */
typedef struct paramod_spline_options {
    size_t size;        /**< sizeof(paramod_spline_options) */
    uint64_t kind;      /**< a paramod_spline_kind; not-a-knot */
    uint64_t degree;    /**< 3, the only one now */
    uint64_t outside;   /**< a paramod_spline_outside; NaN */
    double left_slope;  /**< S'(x_0) of a clamped spline */
    double right_slope; /**< S'(x_n) of a clamped spline */
} paramod_spline_options;

/**
 * The spline through count points.
 *
 * A not-a-knot spline of up to four points is the polynomial through them.
 * Two points give a line, except where slopes are given.  Built in O(count) operations, in units of the
 * data, so that values of 1e300 and of 1e-310 do no harm.
 *
 * \param[in]  count       number of points, at least 2 (periodic: 3)
 * \param[in]  x           count abscissas, each above the one before
 * \param[in]  y           count ordinates; periodic: the first equals the last
 * \param[in]  options     null for all defaults
 * \param[out] spline_out  the spline; destroy it with paramod_spline_destroy()
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, too few points, an unknown kind or
 *                               a degree that the kind does not have
 * \retval PARAMOD_ERR_DOMAIN    x does not rise, or a number is not finite; the
 *                               message names the index
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_spline_create(size_t count, const double *x, const double *y,
                      const paramod_spline_options *options,
                      paramod_spline **spline_out);

/** Releases a spline; null is allowed. */
PARAMOD_API void paramod_spline_destroy(paramod_spline *spline);

/** s(x).  Two evaluations of one x are equal to the bit, alone or in an array. */
PARAMOD_API double paramod_spline_value(const paramod_spline *spline, double x);

/** The derivative of the given order of s at x; order 0 is the value. */
PARAMOD_API double paramod_spline_derivative(const paramod_spline *spline,
                                             size_t order, double x);

/** The integral of s from \p from to \p to, which may be the smaller one.
 *  Outside [x_0, x_n] it continues as s does, NaN included.  Partial sums are
 *  kept with twice the precision, so a short integral is as accurate as s. */
PARAMOD_API double paramod_spline_integral(const paramod_spline *spline,
                                           double from, double to);

/** y[i] = s(x[i]) for count numbers in any order; x and y may be one array.
 *  Ascending stretches are found and take less time. */
PARAMOD_API void paramod_spline_values(const paramod_spline *spline, size_t count,
                                       const double *x, double *y);

/** y[i] = the derivative of the given order at x[i]; otherwise as above. */
PARAMOD_API void paramod_spline_derivatives(const paramod_spline *spline,
                                            size_t order, size_t count,
                                            const double *x, double *y);

/** Number of pieces. */
PARAMOD_API size_t paramod_spline_pieces(const paramod_spline *spline);
/** The pieces + 1 knots x_0 < .. < x_n; owned by the spline. */
PARAMOD_API const double *paramod_spline_knots(const paramod_spline *spline);
/** The largest degree of its pieces. */
PARAMOD_API size_t paramod_spline_degree(const paramod_spline *spline);


/* ---- Noisy data ---------------------------------------------------------- */

/** A spline fitted to noisy data.  Opaque and immutable. */
typedef struct paramod_spline_fit paramod_spline_fit;

/** Where the knots come from. */
typedef enum paramod_spline_knots_rule {
    PARAMOD_SPLINE_KNOTS_CHOSEN = 0, /**< number and places by the data: the better
                                          by BIC of forward addition, where the
                                          residuals are largest, and of backward
                                          deletion by Wald statistics from many;
                                          then moved to a lesser sum of squares */
    PARAMOD_SPLINE_KNOTS_GIVEN  = 1, /**< those of the options */
    PARAMOD_SPLINE_KNOTS_FREE   = 2  /**< a number of knots, moved to the least sum
                                          of squares, from deletion and from random
                                          starts (variable projection with Jupp's
                                          1978 transform) */
} paramod_spline_knots_rule;

/** Zero in any member but size means the default. */
typedef struct paramod_spline_fit_options {
    size_t size;          /**< sizeof(paramod_spline_fit_options) */
    uint64_t rule;        /**< a paramod_spline_knots_rule; chosen */
    uint64_t degree;      /**< 1 to 5; by default 3, but for chosen knots the best
                               by BIC of 2, 3 and 5 */
    size_t knot_count;    /**< inner knots: given or free; chosen: the most to start
                               with, by default as many as the data determine, but
                               not more than max(100, 4e6 / count) */
    const double *knots;  /**< knot_count ascending inner knots, for given */
    const double *weight; /**< one for each datum, of the squares; ones */
    size_t starts;        /**< of free knots; 100 */
    uint64_t seed;        /**< of random starts */
    uint64_t outside;     /**< a paramod_spline_outside; NaN */
    const paramod_executor *executor; /**< spreads the starts; serial */
} paramod_spline_fit_options;

/**
 * Minimises sum_i w_i (y_i - s(x_i))^2 over splines s of the degree on inner
 * knots as the rule says.
 *
 * \param[in]  count    number of data
 * \param[in]  x        count abscissas, not falling; ties are welcome
 * \param[in]  y        count ordinates
 * \param[in]  options  null for all defaults
 * \param[out] fit_out  the fit; destroy it with paramod_spline_fit_destroy()
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, too few data, an unknown rule, or
 *                               a degree that is not 1 to 5
 * \retval PARAMOD_ERR_DOMAIN    a number is not finite, x falls, a weight is
 *                               negative, or knots do not rise inside the data
 * \retval PARAMOD_ERR_SINGULAR  the data do not determine each coefficient: there
 *                               must be an x of its own inside the support of
 *                               each B-spline (Schoenberg and Whitney 1953); the
 *                               message names the interval that lacks one
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_spline_fit_create(size_t count, const double *x, const double *y,
                          const paramod_spline_fit_options *options,
                          paramod_spline_fit **fit_out);

/** Releases a fit and its spline; null is allowed. */
PARAMOD_API void paramod_spline_fit_destroy(paramod_spline_fit *fit);

/** The fitted spline; owned by the fit. */
PARAMOD_API const paramod_spline *paramod_spline_fit_spline(const paramod_spline_fit *fit);
/** sum_i w_i (y_i - s(x_i))^2 */
PARAMOD_API double paramod_spline_fit_sum_of_squares(const paramod_spline_fit *fit);
/** Degrees of freedom of the spline: its coefficients, knots not counted. */
PARAMOD_API double paramod_spline_fit_df(const paramod_spline_fit *fit);
/** sigma = sqrt(S / (N - df)), for data of weight 1; NaN if N = df. */
PARAMOD_API double paramod_spline_fit_sigma(const paramod_spline_fit *fit);
/** Generalised cross-validation, N S / (N - df)^2. */
PARAMOD_API double paramod_spline_fit_gcv(const paramod_spline_fit *fit);
/** N log(S / N) + log(N) p, where p counts coefficients, and knots as well
 *  unless they were given. */
PARAMOD_API double paramod_spline_fit_bic(const paramod_spline_fit *fit);
/** The standard error of s(x), from the covariance of the coefficients with
 *  the knots taken as fixed: s(x) +- 1.96 of it is a pointwise 95 % band.  NaN
 *  outside the data. */
PARAMOD_API double paramod_spline_fit_error(const paramod_spline_fit *fit, double x);


/* ---- Knots that meet a tolerance ----------------------------------------- */

/**
 * Knots and values of a cubic spline s that stands for a costly function f:
 *
 *     |f(x) - s(x)| <= tolerance (|f(x)| + scale)   for all x of [from, to].
 *
 * The default method keeps a piecewise polynomial model of f, which takes far
 * fewer values of f than the spline has knots, tests it where it was not
 * fitted, and places the knots by the model.  The other methods are those of
 * Vitenti, de Simoni, Penna-Lima and Barroso, "AutoKnots: adaptive knot
 * allocation for spline interpolation", Astronomy and Computing (2025) 100970,
 * with the same knots, bit by bit, as their own program.
 *
 * No finite number of values proves a tolerance everywhere: a feature between
 * all points of the first passes is seen by no method.  \p probes adds points.
 */
typedef enum paramod_knots_mode {
    PARAMOD_KNOTS_DEFAULT = 0,     /**< model and optimal knots */
    PARAMOD_KNOTS_COMPATIBLE = 1,  /**< the paper's bisection, with refinement */
    PARAMOD_KNOTS_CLOSURE = 2,     /**< the same with the closure of the mesh */
    PARAMOD_KNOTS_FOUR_POINTS = 3, /**< the older trisection by local cubics */
    PARAMOD_KNOTS_UNIFORM = 4      /**< equal steps of the map, without a test */
} paramod_knots_mode;

/** The variable u in which intervals are halved and equal steps are taken. */
typedef enum paramod_knots_map {
    PARAMOD_KNOTS_LINEAR = 0, /**< u = x */
    PARAMOD_KNOTS_LOG = 1,    /**< u = log x; needs from > 0 */
    PARAMOD_KNOTS_SINH = 2    /**< u = asinh x */
} paramod_knots_map;

/** How an allocation ended.  Only PARAMOD_KNOTS_MET claims the tolerance; the
 *  others still leave the best knots found. */
typedef enum paramod_knots_end {
    PARAMOD_KNOTS_MET = 1,           /**< every test of the mode is passed */
    PARAMOD_KNOTS_EVALUATIONS = 2,   /**< max_evaluations was reached */
    PARAMOD_KNOTS_FULL = 3,          /**< max_knots was reached */
    PARAMOD_KNOTS_NOISE = 4,         /**< rounding or noise of f is above the
                                          tolerance */
    PARAMOD_KNOTS_DISCONTINUOUS = 5, /**< f jumps; the report has the bracket */
    PARAMOD_KNOTS_NOT_FINITE = 6,    /**< f is NaN or infinite at the x of the
                                          report; the rest is resolved */
    PARAMOD_KNOTS_UNRESOLVED = 7,    /**< a part of the interval would not be
                                          resolved by any halving */
    PARAMOD_KNOTS_UNTESTED = 8       /**< uniform knots: nothing was tested */
} paramod_knots_end;

/** "met", "evaluations", "full", "noise", "discontinuous", "not finite",
 *  "unresolved", "untested". */
PARAMOD_API const char *paramod_knots_end_name(paramod_knots_end end);

/**
 * The function, in one of two forms; the other member is null.
 * What is not finite counts as undefined there, and is reported.
 */
typedef struct paramod_knots_function {
    size_t size; /**< sizeof(paramod_knots_function) */
    void *data;  /**< handed to both */
    /** f(x), of one component.  With an executor it is called from several
     *  threads at once. */
    double (*value)(double x, void *data);
    /** All points of a pass: y[count x components], row-major; slope (df/dx)
     *  and error (a bound on the error of y) have the same shape, and are null
     *  unless the options announce them.  PARAMOD_EVAL_RETRY counts as
     *  PARAMOD_EVAL_STOP. */
    paramod_eval (*batch)(size_t count, const double *x, double *y,
                          double *slope, double *error, void *data);
} paramod_knots_function;

typedef struct paramod_knots paramod_knots;

/** Stands for zero where zero means the default. */
#define PARAMOD_KNOTS_NONE ((size_t)-1)

/** Zero in any member but size means the default given here. */
typedef struct paramod_knots_options {
    size_t size;            /**< sizeof(paramod_knots_options) */
    double tolerance;       /**< 1e-8; below 4 machine epsilons it is raised to
                                 that, and the ending is then NOISE at best */
    double scale;           /**< 0: purely relative */
    const double *scales;   /**< one a component, in place of scale */
    size_t components;      /**< 1; all share the knots */
    uint64_t mode;          /**< a paramod_knots_mode */
    uint64_t map;           /**< a paramod_knots_map */
    size_t max_knots;       /**< 1 000 000 */
    size_t max_evaluations; /**< 1 000 000 */
    size_t refine;          /**< compatible mode: passes over wide intervals, 1;
                                 PARAMOD_KNOTS_NONE for none */
    double refine_deviations; /**< wide is mean + this many deviations, 1 */
    size_t uniform;         /**< number of uniform knots, 7 to 10^7 - 1; 100 */
    size_t probes;          /**< additional points of a low-discrepancy
                                 sequence at which the model is tested, 0 */
    const double *breaks;   /**< places inside (from, to), ascending, where f
                                 or a derivative may jump; pieces end there */
    size_t break_count;     /**< 0 */
    const paramod_knots *warm; /**< result for a similar function on the same
                                    interval: its pieces are tried first */
    uint64_t with_slope;    /**< 1 if batch gives slopes (default mode only) */
    uint64_t with_error;    /**< 1 if batch gives errors (default mode only):
                                 no test asks for more than they allow */
    const paramod_executor *executor; /**< serial; spreads calls of value */
} paramod_knots_options;

/** What an allocation came to. */
typedef struct paramod_knots_report {
    size_t size;          /**< sizeof(paramod_knots_report), set by caller */
    uint64_t ending;      /**< a paramod_knots_end */
    size_t knots;         /**< number of knots */
    size_t components;    /**< columns of the values */
    size_t evaluations;   /**< points at which f was asked for */
    size_t passes;        /**< batches of points */
    double achieved_error; /**< estimate of max |f - s| / (|f| + scale); in the
                                compatible modes, before the last insertion */
    double worst_x;       /**< where that is */
    size_t unresolved;    /**< number of intervals that are not resolved */
    size_t breaks;        /**< knots at which pieces of the spline end */
    double jump_left, jump_right; /**< bracket of the first jump, or NaN */
    double not_finite_x;  /**< the first x where f is not finite, or NaN */
    double noise;         /**< level of the noise found in f, or 0 */
    size_t closures, flagged, failed; /**< closure mode: rounds, intervals
                                           reopened, and those that failed */
} paramod_knots_report;

/**
 * Places knots for f on [from, to].
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a size member not set, a mode,
 *                               map or count that does not exist
 * \retval PARAMOD_ERR_DOMAIN    bounds not finite or not ascending, a tolerance
 *                               or scale that is negative or not finite, a
 *                               logarithmic map with from <= 0, breaks outside
 * \retval PARAMOD_ERR_CALLBACK  batch gave up, or f is finite nowhere
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_knots_create(const paramod_knots_function *function, double from,
                     double to, const paramod_knots_options *options,
                     paramod_knots **knots_out);

/** Releases knots; null is allowed. */
PARAMOD_API void paramod_knots_destroy(paramod_knots *knots);

/** Copies what the allocation came to. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_knots_report_read(const paramod_knots *knots, paramod_knots_report *report);

/** The ending as a sentence with its numbers; lives as long as the knots. */
PARAMOD_API const char *paramod_knots_text(const paramod_knots *knots);

/** The knots, strictly ascending, the first and the last exactly from and to
 *  (unless f is not finite there); owned by the object. */
PARAMOD_API const double *paramod_knots_x(const paramod_knots *knots);

/** The values at the knots, knots x components, row-major; owned by the object. */
PARAMOD_API const double *paramod_knots_y(const paramod_knots *knots);

/** What happens at knot \p index: 0, the spline is smooth; 1, two pieces of it
 *  meet with different slopes; 2, the left end of a jump, whose right end is the
 *  next knot; 3, likewise of an interval in which f is not finite (the spline is
 *  NaN there). */
PARAMOD_API int paramod_knots_break(const paramod_knots *knots, size_t index);

/** Ends of the unresolved interval \p index.
 *  \retval PARAMOD_ERR_ARGUMENT  there are fewer */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_knots_unresolved(const paramod_knots *knots, size_t index, double *left,
                         double *right);

/** The spline of a component: not-a-knot cubics between the breaks, which is
 *  what was tested; owned by the knots.  Null if there is no such component. */
PARAMOD_API const paramod_spline *paramod_knots_spline(const paramod_knots *knots,
                                                       size_t component);

/** An allocation in progress, whose caller evaluates f. */
typedef struct paramod_allocation paramod_allocation;

/** Begins; the statuses are those of paramod_knots_create(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_allocation_create(double from, double to,
                          const paramod_knots_options *options,
                          paramod_allocation **allocation_out);

/** Releases it; null is allowed. */
PARAMOD_API void paramod_allocation_destroy(paramod_allocation *allocation);

/** The points of this pass, owned by the allocation; the same until they are
 *  told.  \return their number; 0 when the allocation has ended. */
PARAMOD_API size_t paramod_allocation_ask(const paramod_allocation *allocation,
                                          const double **x);

/**
 * The values at these points, in the same order: y[count x components], and
 * slope and error likewise where the options announced them, else null.
 *
 * \retval PARAMOD_ERR_ARGUMENT  nothing was asked for, or an array is missing
 * \retval PARAMOD_ERR_MEMORY    out of memory: the allocation can only be
 *                               destroyed
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_allocation_tell(paramod_allocation *allocation, const double *y,
                        const double *slope, const double *error);

/**
 * The knots, at the end or at any time before it (the ending is then
 * PARAMOD_KNOTS_EVALUATIONS).
 *
 * \retval PARAMOD_ERR_CALLBACK  there are too few finite values for a spline
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_allocation_finish(paramod_allocation *allocation, paramod_knots **knots_out);



/* ---- Surface densities of halos ------------------------------------------ */

/** Density of a halo, in units of rho_s, at x = r / r_s. */
typedef enum paramod_halo {
    PARAMOD_HALO_NFW = 0,      /**< 1 / (x (1 + x)^2), Navarro, Frenk, White 1997 */
    PARAMOD_HALO_HERNQUIST = 1 /**< 1 / (x (1 + x)^3), Hernquist 1990 */
} paramod_halo;

/** rho(x) / rho_s; NaN unless x > 0. */
PARAMOD_API double paramod_halo_density(paramod_halo halo, double x);

/**
 * Surface density Sigma(X) / (rho_s r_s) at X = R / r_s.  With w = 1 - X^2 and
 * C = atanh(sqrt(w)) / sqrt(w), for X > 1 atan(sqrt(-w)) / sqrt(-w):
 *
 *     NFW 2 (C - 1) / w,    Hernquist ((3 - w) C - 3) / w^2
 *
 * (Wright and Brainerd 2000; Hernquist 1990).  Around X = 1 these are summed as
 * power series of w, which have no cancellation.
 *
 * \return NaN unless X > 0; relative error at most 3e-14
 */
PARAMOD_API double paramod_halo_surface_density(paramod_halo halo, double X);

/** Mean surface density inside X: 2 / X^2 times the integral of X Sigma(X);
 *  NaN unless X > 0; relative error at most 3e-14. */
PARAMOD_API double paramod_halo_mean_surface_density(paramod_halo halo, double X);

/** What paramod_halo_project() computes. */
typedef enum paramod_halo_quantity {
    PARAMOD_HALO_SURFACE = 0,     /**< Sigma(X) */
    PARAMOD_HALO_MEAN_SURFACE = 1 /**< its mean inside X */
} paramod_halo_quantity;

/**
 * The projection of any density at one X, by adaptive quadrature of
 *
 *     Sigma(X) = 2 X int_0^inf rho(X cosh w) cosh w dw,
 *     mean = 4 X int_0^inf [e^-3t rho(X e^-t) + rho(X cosh t) sinh t / (1 + tanh t)] dt
 *
 * \param[in]  density   rho(x) > 0, of which x^3 rho vanishes at 0 and x rho at
 *                       infinity, as powers of x
 * \param[in]  relative  tolerance of the quadrature; 0: 1e-14
 * \return NaN where the quadrature does not converge
 */
PARAMOD_API double paramod_halo_project(double (*density)(double x, void *data),
                                        void *data,
                                        paramod_halo_quantity quantity, double X,
                                        double relative);

/**
 * Knots of log(quantity) against log(X), X from \p from to \p to, such that
 *
 *     |exp(s(log X)) / quantity(X) - 1| <= tolerance,
 *
 * with one projection for each evaluation of the report.
 *
 * \param[in] tolerance  relative, for |log quantity| <= 25; the report has
 *                       errors of log quantity in units of 100 + |log quantity|
 * \retval PARAMOD_ERR_DOMAIN  from is not above 0, or not below to; otherwise as
 *                             paramod_knots_create()
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_halo_knots_create(double (*density)(double x, void *data), void *data,
                          paramod_halo_quantity quantity, double from, double to,
                          double tolerance, paramod_knots **knots_out);



PARAMOD_END_DECLS

#endif /* PARAMOD_SPLINE_H */
