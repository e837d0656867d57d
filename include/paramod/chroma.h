/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/chroma.h
 * Chromatography through its Laplace solutions.
 *
 * Paper: A. Cabrera-Codony, A. Valverde, K. Born, O. A. I. Noreldin,
 * T. G. Myers, "Mathematical modelling of flow and adsorption in a gas
 * chromatograph", arXiv:2501.00001 (2024).
 */

#ifndef PARAMOD_CHROMA_H
#define PARAMOD_CHROMA_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/infer.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name Goldstein's J
 *  \{ */

/**
 * J(a, b) = 1 - e^-b integral from 0 to a of e^-t I0(2 sqrt(b t)) dt: the
 * response at the outlet to a step at the inlet, a being the expected number of
 * adsorptions during the passage and b = kd (t - t0).  Also the probability
 * that independent Poisson variables of means a, b satisfy N_b >= N_a, and
 * Marcum's Q_1(sqrt(2 b), sqrt(2 a)).
 *
 * The smaller of J and 1 - J, down to 1e-300, has a relative error of about
 * (4 + s^2) 1e-15 with s = sqrt(a) - sqrt(b); numbers a and b that are
 * themselves rounded add s sqrt(a) times their relative error.
 *
 * \param[in]  a, b        at least 0; infinity has its limit
 * \param[out] complement  1 - J(a, b), not formed by that difference; or null
 * \return J(a, b); NaN for a negative argument, a NaN, or two infinities
 *
 * Source: S. Goldstein, Proc. R. Soc. A 219 (1953) 151-171.
 */
PARAMOD_API double paramod_chroma_goldstein(double a, double b,
                                            double *complement);

/**
 * Derivatives of J at finite a, b >= 0; relative error about 1e-13 (1 + s^2), of
 * the second ones in relation to the size of their terms around their zeros.
 *
 * \param[out] gradient  J_a, J_b
 * \param[out] hessian   J_aa, J_ab, J_bb
 */
PARAMOD_API void paramod_chroma_goldstein_derivatives(double a, double b,
                                                      double gradient[2],
                                                      double hessian[3]);

/** \} */

/** \name The linear peak in closed form
 *  \{ */

/**
 * One analyte at one place of a column without dispersion, in the numbers on
 * which its concentration depends (paper, eqs 45-51):
 *
 *     c(t) / c0 = J(a, kd (t - t0)) H(t - t0) - J(a, kd (t - t0 - t1)) H(t - t0 - t1)
 *
 * for an injection of concentration c0 from 0 to t1, H(0) = 1: at t0 the front
 * exp(-a) has arrived, at t0 + t1 it has left.  Multiply by the local pressure
 * p(x) / p0 where the carrier is compressible.
 */
typedef struct paramod_chroma_peak {
    size_t size; /**< sizeof(paramod_chroma_peak) */
    double a;    /**< expected adsorptions, alpha ka t0; at least 0 */
    double kd;   /**< rate of desorption in 1/s; at least 0 */
    double t0;   /**< time of the carrier to this place in s; at least 0 */
    double t1;   /**< duration of the injection in s; INFINITY for a step */
} paramod_chroma_peak;

/**
 * c(t) / c0, and its derivatives with respect to (a, kd, t0, t1).
 *
 * A pulse is one integral over its own window, not a difference of two J, so it
 * is exact however short it is.  The cost, some tens of nanoseconds a time,
 * does not depend on a.
 *
 * \param[in]  times        count times in s, in any order
 * \param[out] c            count values
 * \param[out] gradient     count x 4; null when not wanted
 * \param[out] hessian      count x 4 x 4, symmetric; null when not wanted
 * \param[out] error_bound  largest absolute error of c: rounding inside, and
 *             what a relative rounding of 2^-53 in a and kd (t - t0) does to J;
 *             null when not wanted
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    a member that is negative or not finite (t1 may
 *         be infinite), or a time that is NaN
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_peak_evaluate(const paramod_chroma_peak *peak, const double *times,
                             size_t count, double *c, double *gradient,
                             double *hessian, double *error_bound);

/** \} */

/** \name Columns, analytes and injections
 *  SI units throughout: m, s, Pa, mol/m^3.  A zero in a member means that it is not
 *  given.
 *  \{ */

/** What holds at the ends of a column with dispersion. */
typedef enum paramod_chroma_boundary {
    PARAMOD_CHROMA_DIRICHLET  = 0, /**< c given at the inlet, column unbounded */
    PARAMOD_CHROMA_DANCKWERTS = 1, /**< flux given at the inlet, c_x = 0 at the outlet */
    PARAMOD_CHROMA_OPEN       = 2  /**< unbounded to both sides, c measured inside */
} paramod_chroma_boundary;

/** Where the dispersion coefficient D at the inlet is taken from; it grows along the
 *  column as the pressure falls, like the velocity. */
typedef enum paramod_chroma_dispersion {
    PARAMOD_CHROMA_NO_DISPERSION = 0,
    PARAMOD_CHROMA_MOLECULAR     = 1, /**< the analyte's diffusivity */
    /** Golay's D (1 + (u R / D)^2 (1 + 6 k + 11 k^2) / (48 (1 + k)^2)), D the
     *  diffusivity, k the retention factor F K: M. Golay, Gas Chromatography 1958,
     *  36-55 */
    PARAMOD_CHROMA_GOLAY         = 2,
    PARAMOD_CHROMA_USER          = 3  /**< the analyte's dispersion */
} paramod_chroma_dispersion;

/** A column and its carrier.  The velocity at the inlet is `speed` if that is given,
 *  else it follows from the pressures and the viscosity (Poiseuille), else from the
 *  flow at the outlet.  With both pressures the carrier expands (paper, eqs 20, 21);
 *  with none its velocity is constant. */
typedef struct paramod_chroma_column {
    size_t size;   /**< sizeof(paramod_chroma_column) */
    double length;
    double radius; /**< of the open tube */
    double film;   /**< thickness of the stationary film */
    double phase_ratio; /**< F, stationary to mobile volume; if not given 2 film / radius,
                             or (1 - bed_porosity) / bed_porosity */
    double speed;  /**< u at the inlet, m/s */
    double inlet_pressure, outlet_pressure;
    double viscosity;   /**< Pa s */
    double outlet_flow; /**< m^3/s at the pressure of the outlet */
    uint64_t boundary;   /**< a paramod_chroma_boundary */
    uint64_t dispersion; /**< a paramod_chroma_dispersion */
    double bed_porosity, particle_porosity, particle_radius; /**< of a packed bed */
} paramod_chroma_column;

typedef enum paramod_chroma_speed_source {
    PARAMOD_CHROMA_SPEED_GIVEN = 0,
    PARAMOD_CHROMA_SPEED_FROM_PRESSURES = 1,
    PARAMOD_CHROMA_SPEED_FROM_FLOW = 2
} paramod_chroma_speed_source;

/** What follows from a column. */
typedef struct paramod_chroma_carrier {
    size_t size;           /**< sizeof(paramod_chroma_carrier), set by the caller */
    uint64_t source;       /**< a paramod_chroma_speed_source */
    double speed;          /**< u at the inlet */
    double outlet_speed;
    double pressure_ratio; /**< pL / p0; 1 for a constant velocity */
    double compression;    /**< James and Martin's j = 3 (P^2 - 1) / (2 (P^3 - 1)),
                                P = p0 / pL */
    double dead_time;      /**< t0, the carrier's passage: L / (j outlet_speed) */
    double phase_ratio;    /**< F */
    double other_speed;    /**< by the next source in the order above that the column
                                has; 0 if it has none */
    double disagreement;   /**< |other_speed / speed - 1|; above 0.01 the column
                                contradicts itself */
} paramod_chroma_carrier;

/**
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    a member is negative or not finite, the outlet's
 *         pressure exceeds the inlet's, or no velocity or no length is given
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_carrier_of(const paramod_chroma_column *column,
                          paramod_chroma_carrier *carrier);

/** How an analyte is retained.  phi(s) below makes exp(-phi t0) of the transfer
 *  function of a column without dispersion. */
typedef enum paramod_chroma_model {
    /** adsorption and desorption of first order, also the lumped rate model:
     *  phi = s (1 + F ka / (s + kd)) */
    PARAMOD_CHROMA_KINETIC = 0,
    /** phi = s (1 + F ka / kd) */
    PARAMOD_CHROMA_EQUILIBRIUM = 1,
    /** the lumped rate model with pores: phi = s + F g s B / (g + s B) with
     *  g = 3 kf / rp, B = ep + (1 - ep) ka / (s + kd) */
    PARAMOD_CHROMA_LUMPED_PORE = 2,
    /** the general rate model: phi = s + F g m / (kf + m) with
     *  m = ep Dp / rp (psi coth psi - 1), psi = rp sqrt(s B / (ep Dp)) */
    PARAMOD_CHROMA_GENERAL_RATE = 3
} paramod_chroma_model;

typedef struct paramod_chroma_analyte {
    size_t size;      /**< sizeof(paramod_chroma_analyte) */
    const char *name; /**< for messages; may be null */
    uint64_t model;   /**< a paramod_chroma_model */
    double ka, kd;    /**< 1/s; the partition coefficient is ka / kd */
    double film_transfer;  /**< kf, m/s */
    double pore_diffusion; /**< Dp, m^2/s */
    double diffusivity;    /**< in the carrier at the inlet, m^2/s */
    double dispersion;     /**< for PARAMOD_CHROMA_USER, m^2/s */
    double capacity;       /**< qm of Langmuir's kinetics, mol/m^3; 0: linear */
    double concentration;  /**< c0 of the injection; 0 for 1 */
    double detector;       /**< signal per concentration at the outlet; 0 for 1 */
} paramod_chroma_analyte;

/** Injections of one amount c0 duration at the inlet. */
typedef enum paramod_chroma_injection_kind {
    PARAMOD_CHROMA_RECTANGLE  = 0, /**< c0 for the duration, which may be infinite */
    PARAMOD_CHROMA_DIRAC      = 1, /**< all at once */
    PARAMOD_CHROMA_GAUSSIAN   = 2, /**< of standard deviation sigma about time `delay` */
    PARAMOD_CHROMA_POLYNOMIAL = 3  /**< c0 times a piecewise polynomial */
} paramod_chroma_injection_kind;

typedef struct paramod_chroma_injection {
    size_t size;     /**< sizeof(paramod_chroma_injection) */
    uint64_t kind;   /**< a paramod_chroma_injection_kind */
    double duration; /**< t1 */
    double delay;    /**< begins so late */
    double sigma;    /**< of a Gaussian */
    double tail;     /**< time constant of an exponential tail: any of the kinds
                          convoluted with exp(-t / tail) / tail; 0 for none */
    size_t pieces, degree;
    const double *breaks;       /**< pieces + 1 times, ascending */
    const double *coefficients; /**< pieces x (degree + 1): piece k is the sum of
                                     coefficient j times (t - breaks[k])^j */
} paramod_chroma_injection;

/** \}
 *  \name Chromatograms
 *  \{ */

typedef enum paramod_chroma_engine {
    PARAMOD_CHROMA_AUTOMATIC = 0,
    PARAMOD_CHROMA_CLOSED    = 1, /**< Goldstein's J: KINETIC without dispersion, a
                                       rectangle without tail */
    PARAMOD_CHROMA_FOURIER   = 2, /**< a Fourier series over the window that holds
                                       the peak: any linear analyte */
    PARAMOD_CHROMA_LANGMUIR  = 3, /**< exact Langmuir kinetics at constant velocity
                                       without dispersion */
    PARAMOD_CHROMA_LINES     = 4  /**< the method of lines: KINETIC, linear or
                                       Langmuir with competition */
} paramod_chroma_engine;

typedef struct paramod_chroma_options {
    size_t size;      /**< sizeof(paramod_chroma_options) */
    double tolerance; /**< 1e-13: error wanted, relative to the peak.  What rounding
                           does not allow is reported, not refused */
    uint64_t engine;  /**< a paramod_chroma_engine */
} paramod_chroma_options;

/** What a chromatogram is worth. */
typedef struct paramod_chroma_report {
    size_t size;          /**< sizeof(paramod_chroma_report), set by the caller */
    uint64_t engine;      /**< that made it, a paramod_chroma_engine */
    const char *name;     /**< of the engine: "closed form", "fourier", ... */
    double error_bound;   /**< largest absolute error of c / c0 */
    uint64_t proven;      /**< 1: a bound; 0: an estimate */
    uint64_t frequencies; /**< of the series; steps of the method of lines */
} paramod_chroma_report;

/** A column with analytes and an injection.  One object per thread: it keeps the
 *  memory that its calls work in. */
typedef struct paramod_chroma paramod_chroma;

/**
 * \param[in]  column, analyte, injection  copied, with the pieces of a polynomial
 *              but not the names
 * \param[in]  count    analytes, at least 1
 * \param[in]  options  null for the defaults
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a size member not set, an unknown
 *         model, kind, boundary or engine
 * \retval PARAMOD_ERR_DOMAIN    a member out of its range; the message names it
 * \retval PARAMOD_ERR_UNSUPPORTED  the engine asked for cannot do this: its message
 *         says what can
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_create(const paramod_chroma_column *column,
                      const paramod_chroma_analyte *analyte, size_t count,
                      const paramod_chroma_injection *injection,
                      const paramod_chroma_options *options, paramod_chroma **out);
/** Another object of the same, for another thread.
 *  \retval PARAMOD_ERR_MEMORY  out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_copy(const paramod_chroma *chroma, paramod_chroma **out);
/** Null is allowed. */
PARAMOD_API void paramod_chroma_destroy(paramod_chroma *chroma);

/**
 * Concentrations at the outlet.
 *
 * \param[in]  times   count times in any order
 * \param[out] c       count x m, in the unit of `concentration`
 * \param[out] report  null when not wanted; of the least accurate analyte
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    a time that is NaN
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_outlet(paramod_chroma *chroma, const double *times, size_t count,
                      double *c, paramod_chroma_report *report);

/** The detector's signal[count]: the sum of detector times concentration; otherwise
 *  as paramod_chroma_outlet(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_signal(paramod_chroma *chroma, const double *times, size_t count,
                      double *signal, paramod_chroma_report *report);

/**
 * Concentrations inside the column at one time, of linear analytes, and of Langmuir's
 * at constant velocity; an expanding carrier must have no dispersion.
 *
 * \param[in]  x  count places, 0 to length
 * \param[out] c  count x m in the carrier
 * \param[out] q  count x m on the stationary phase (averaged over a particle); null
 *              when not wanted
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    a place outside the column, or a time that is NaN
 * \retval PARAMOD_ERR_UNSUPPORTED  dispersion in an expanding carrier
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_profile(paramod_chroma *chroma, double t, const double *x, size_t count,
                       double *c, double *q, paramod_chroma_report *report);

/** Physical parameters with respect to which chromatograms are differentiated. */
typedef enum paramod_chroma_parameter {
    PARAMOD_CHROMA_BY_KA = 0, PARAMOD_CHROMA_BY_KD,
    PARAMOD_CHROMA_BY_DEAD_TIME, PARAMOD_CHROMA_BY_PHASE_RATIO,
    PARAMOD_CHROMA_BY_DISPERSION,     /**< of D at the inlet */
    PARAMOD_CHROMA_BY_FILM_TRANSFER, PARAMOD_CHROMA_BY_PORE_DIFFUSION,
    PARAMOD_CHROMA_BY_PARTICLE_POROSITY, PARAMOD_CHROMA_BY_PARTICLE_RADIUS,
    PARAMOD_CHROMA_BY_DURATION, PARAMOD_CHROMA_BY_DELAY, PARAMOD_CHROMA_BY_SIGMA,
    PARAMOD_CHROMA_BY_TAIL,
    PARAMOD_CHROMA_PARAMETERS
} paramod_chroma_parameter;

/**
 * Of one linear analyte at the outlet, its value and the derivatives with respect to
 * the parameters above, each with the others held: a parameter that the model does
 * not have has the derivative 0.  The dispersion coefficient is held in the units of
 * D / u^2 by BY_DEAD_TIME, which is therefore the derivative by the length too.
 *
 * \param[out] c         count
 * \param[out] gradient  count x PARAMOD_CHROMA_PARAMETERS
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such analyte
 * \retval PARAMOD_ERR_UNSUPPORTED  Langmuir, or dispersion in an expanding carrier
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_sensitivities(paramod_chroma *chroma, size_t analyte,
                             const double *times, size_t count, double *c,
                             double *gradient, paramod_chroma_report *report);

/** \}
 *  \name The method of lines
 *  The full model without Laplace's transform, to check the other engines and for what
 *  they cannot do: finite volumes or discontinuous polynomials along the column,
 *  integrated by paramod/ode.h.  From an empty column, with the flux u c_in at the inlet
 *  and c_x = 0 at the outlet, for KINETIC analytes, which may compete for the stationary
 *  phase: q_t = ka c (1 - sum of q_j / capacity_j) - kd q.
 *  \{ */

typedef enum paramod_chroma_scheme {
    PARAMOD_CHROMA_FIFTH_ORDER = 0, /**< finite volumes, upwind biased, without limiter */
    PARAMOD_CHROMA_WENO        = 1, /**< WENO5, for the shocks of Langmuir's kinetics */
    PARAMOD_CHROMA_GALERKIN    = 2, /**< discontinuous Galerkin */
    PARAMOD_CHROMA_THIRD_ORDER = 3,
    PARAMOD_CHROMA_UPWIND      = 4
} paramod_chroma_scheme;

typedef struct paramod_chroma_lines_options {
    size_t size;      /**< sizeof(paramod_chroma_lines_options) */
    uint64_t scheme;  /**< a paramod_chroma_scheme */
    size_t cells;     /**< 1000; 128 elements of GALERKIN */
    size_t degree;    /**< 5; 1 to 10, of GALERKIN's polynomials */
    double relative_tolerance; /**< of the integrator: 1e-6; GALERKIN 1e-10 */
    double absolute_tolerance; /**< in units of the largest c0: 1e-3 of that */
    uint64_t max_steps;        /**< 100000 between two times */
} paramod_chroma_lines_options;

/**
 * Concentrations at the outlet, as by paramod_chroma_outlet(); the times must ascend and
 * be at least 0.  For a second estimate of the error compare two numbers of cells.
 *
 * \param[in]  options  null for the defaults
 * \param[out] report   null when not wanted; its bound is NaN
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, an unknown scheme or a size not set
 * \retval PARAMOD_ERR_DOMAIN    fewer than 6 cells, a degree out of range, times not as
 *         above, or the integrator's trouble, which the message tells
 * \retval PARAMOD_ERR_UNSUPPORTED  an analyte that is not KINETIC, a DIRAC injection, or a
 *         library without SUNDIALS
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_lines(paramod_chroma *chroma, const paramod_chroma_lines_options *options,
                     const double *times, size_t count, double *c,
                     paramod_chroma_report *report);

/** \}
 *  \name Results
 *  \{ */

/** One analyte's peak at the outlet. */
typedef struct paramod_chroma_summary {
    size_t size;         /**< sizeof(paramod_chroma_summary), set by the caller */
    double cumulant[4];  /**< of the time of arrival, injection included: mean,
                              variance, third and fourth, exact to rounding */
    double area;         /**< integral of c */
    double skewness, kurtosis; /**< k3 / k2^1.5 and k4 / k2^2 */
    double plates;       /**< N = mean^2 / variance */
    double plate_height; /**< HETP, length / N */
    double retention_factor; /**< k' of the column alone: mean / t0 - 1 */
    double peak_time, height; /**< of the largest concentration */
    double width;        /**< at half height */
    double asymmetry;    /**< at a tenth of the height: right over left part */
} paramod_chroma_summary;

/**
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a size member not set, or no such
 *         analyte
 * \retval PARAMOD_ERR_UNSUPPORTED  Langmuir's kinetics have no closed moments, an
 *         infinite injection has none
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_summarise(paramod_chroma *chroma, size_t analyte,
                         paramod_chroma_summary *summary);

/** Rs = 2 (t2 - t1) / (w1 + w2) with w = 4 standard deviations, from two summaries. */
PARAMOD_API double paramod_chroma_resolution(const paramod_chroma_summary *first,
                                             const paramod_chroma_summary *second);

/** \} */

/** \name Inverse Laplace transforms
 *  \{ */

/**
 * A transform F(s) = integral from 0 to infinity of e^(-s t) f(t) dt of a real f, as
 * accurate as a double allows.  s and f hold a real and an imaginary part.  A value that
 * is not finite, or PARAMOD_EVAL_RETRY, spoils the methods that need it; PARAMOD_EVAL_STOP
 * ends the inversion.
 */
typedef paramod_eval (*paramod_chroma_transform)(const double s[2], double f[2],
                                                 void *data);

typedef enum paramod_chroma_method {
    PARAMOD_CHROMA_METHOD_AUTOMATIC = 0, /**< the best of the first three */
    /** Fourier series accelerated by a continued fraction; 2 terms + 1 values: F. de Hoog,
     *  J. Knight, A. Stokes, SIAM J. Sci. Stat. Comput. 3 (1982) 357-366 */
    PARAMOD_CHROMA_DE_HOOG  = 1,
    /** the Fourier series itself: F. Durbin, Comput. J. 17 (1974) 371-376 */
    PARAMOD_CHROMA_DURBIN   = 2,
    /** Laguerre's functions, scale and shift chosen for the least error: W. Weeks, J. ACM
     *  13 (1966) 419-429; J. Weideman, SIAM J. Sci. Comput. 21 (1999) 111-128 */
    PARAMOD_CHROMA_WEEKS    = 3,
    /** the trapezoidal rule on a cotangent contour, for singularities near the negative
     *  axis: L. Trefethen, J. Weideman, T. Schmelzer, BIT 46 (2006) 653-670 */
    PARAMOD_CHROMA_TALBOT   = 4,
    /** Euler's summation: J. Abate, W. Whitt, INFORMS J. Comput. 18 (2006) 408-421 */
    PARAMOD_CHROMA_EULER    = 5,
    /** real s alone, for smooth f and few digits: H. Stehfest, Commun. ACM 13 (1970)
     *  47-49 */
    PARAMOD_CHROMA_STEHFEST = 6
} paramod_chroma_method;

typedef struct paramod_chroma_inversion_options {
    size_t size;      /**< sizeof(paramod_chroma_inversion_options) */
    uint64_t method;  /**< a paramod_chroma_method */
    uint64_t terms;   /**< 0: 40, 2048, 128, 24, 16 and 14 in the order above, and as many
                           as it takes for the automatic choice */
    double abscissa;  /**< all singularities of F have a real part of at most this */
    double delay;     /**< d, if the transform is e^(-s d) F(s): f is 0 before d.  A delay
                           inside F costs most methods their accuracy */
    double tolerance; /**< 1e-10: error at which the automatic choice rests, relative to
                           the largest |f| */
} paramod_chroma_inversion_options;

/** How an inversion went. */
typedef struct paramod_chroma_inversion {
    size_t size;          /**< sizeof(paramod_chroma_inversion), set by the caller */
    uint64_t method;      /**< of the least accurate time, a paramod_chroma_method */
    const char *name;     /**< of that method */
    double error;         /**< largest of the errors */
    uint64_t evaluations; /**< of F */
    uint64_t converged;   /**< 1 if the error is at most tolerance times max |f| */
} paramod_chroma_inversion;

/**
 * f(t) from F(s).
 *
 * Every method runs three times, with other terms and other values of F; the error reported
 * is twice the largest difference among times of one magnitude, plus what rounding in F
 * does to the sum.  Methods on contours, which may all pass by the same singularity, are
 * held against de Hoog's as well.  It is an estimate, and wrong only where every run errs
 * alike.  At t = d it is the limit of s F(s) for large s.
 *
 * \param[in]  transform, data  F
 * \param[in]  times   count times in any order; f is 0 before the delay
 * \param[in]  options null for the defaults
 * \param[out] f       count values; NaN, with an infinite error, where no run came to an
 *              end
 * \param[out] error   count absolute errors; null when not wanted
 * \param[out] report  null when not wanted
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a size member not set, or no such method
 * \retval PARAMOD_ERR_DOMAIN    a time that is NaN or infinite, an option that is not
 *         finite or negative (the abscissa may be), or more than 100000 terms (170 of
 *         Euler's method, 20 of Stehfest's)
 * \retval PARAMOD_ERR_CALLBACK  F gave up
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_invert(paramod_chroma_transform transform, void *data,
                      const double *times, size_t count,
                      const paramod_chroma_inversion_options *options, double *f,
                      double *error, paramod_chroma_inversion *report);

/** \} */

/** \name Fitting chromatograms
 *  Rates of adsorption and desorption from a measured signal, for linear analytes at the
 *  outlet.  The signal is the sum of amplitude times c / c0 of the analytes, and of a
 *  baseline; amplitudes and baseline are eliminated (variable projection), so that only
 *  rates are searched for.
 *  \{ */

enum { PARAMOD_CHROMA_FIT_ANALYTES = 64 };

typedef enum paramod_chroma_loss {
    PARAMOD_CHROMA_LEAST_SQUARES = 0,
    PARAMOD_CHROMA_HUBER    = 1, /**< weights fall beyond 1.345 standard deviations */
    PARAMOD_CHROMA_BISQUARE = 2  /**< and are 0 beyond 4.685 of them */
} paramod_chroma_loss;

/** Zero in any member but size means the default given here. */
typedef struct paramod_chroma_fit_options {
    size_t size;
    const double *sigma; /**< count standard deviations of the signal; 1 */
    uint64_t unit_variance; /**< 1: sigma is known, not up to a factor */
    uint64_t loss;       /**< a paramod_chroma_loss */
    uint64_t baseline;   /**< number of terms of a polynomial: 0 none, 1 constant, up to 6;
                              Chebyshev's polynomials of time from -1 to 1 */
    uint64_t fixed_amplitudes; /**< 1: they are detector times concentration */
    uint64_t fit_dead_time;    /**< 1: t0 of the column too */
    uint64_t fit_tail;         /**< 1: the injection's tail too */
    const double *windows; /**< analytes x 2: from when to when each peak lasts, for the
                                start; default: the highest peaks, in the order of time */
    const double *lower, *upper; /**< analytes x 2: bounds of ka and kd, exclusive; 0 for
                                      none */
} paramod_chroma_fit_options;

/** What a fit is worth. */
typedef struct paramod_chroma_fit_report {
    size_t size;           /**< sizeof(paramod_chroma_fit_report), set by the caller */
    double sum_of_squares; /**< weighted */
    double degrees;        /**< points less parameters and coefficients */
    double variance;       /**< s^2, sum of squares / degrees */
    double r_squared;      /**< 1 - sum of squares / that about the mean */
    double autocorrelation; /**< of neighbouring residuals: near 0 for noise, near 1 where
                                 the model misses the shape */
    uint64_t reweightings; /**< of a robust fit */
    uint64_t uniform;      /**< 1 if the times are equally spaced: faster */
} paramod_chroma_fit_report;

/** A fit of a chromatogram. */
typedef struct paramod_chroma_fit paramod_chroma_fit;

/**
 * Fits ka and kd of each analyte (EQUILIBRIUM: ka at the given kd) by trust-region
 * Levenberg-Marquardt.  Analytes with both rates positive start there; others from the
 * moments of their peaks.  Everything else is as in \p chroma.
 *
 * \param[in]  times, signal  count points, times ascending
 * \param[in]  options  null for the defaults
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, a size member not set, no such option
 * \retval PARAMOD_ERR_DOMAIN    fewer than 3 points, points that are not finite or not
 *         ascending, a sigma that is not positive; for a start from moments: a peak whose
 *         area is not positive, whose mean is not after the dead time, or which is not
 *         wider than the injection
 * \retval PARAMOD_ERR_UNSUPPORTED  Langmuir, an infinite injection, Golay's dispersion,
 *         dispersion in an expanding carrier, or more than 64 analytes
 * \retval PARAMOD_ERR_CALLBACK  no curve at the start
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_fit_create(const paramod_chroma *chroma, const double *times,
                          const double *signal, size_t count,
                          const paramod_chroma_fit_options *options,
                          paramod_chroma_fit **out);
/** Null is allowed. */
PARAMOD_API void paramod_chroma_fit_destroy(paramod_chroma_fit *fit);

/** The search behind a fit: how it ended, its certificate, its space, whose parameters are
 *  called "benzene.ka", "benzene.kd", "t0", "tail".  Owned by the fit. */
PARAMOD_API const paramod_fit *paramod_chroma_fit_base(const paramod_chroma_fit *fit);
/** q: amplitudes, where they are fitted, and terms of the baseline. */
PARAMOD_API size_t paramod_chroma_fit_coefficients(const paramod_chroma_fit *fit);

/**
 * The fitted curve.
 *
 * \param[out] coefficients  q: amplitudes, signal per c / c0, then the baseline; or null
 * \param[out] curve   count; or null
 * \param[out] report  or null
 * \retval PARAMOD_ERR_ARGUMENT  a null fit, or a size member not set
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_fit_curve(paramod_chroma_fit *fit, double *coefficients, double *curve,
                         paramod_chroma_fit_report *report);

/**
 * Covariance of the n parameters and the q coefficients: s^2 (or 1 for unit_variance) times
 * the inverse of J'J of the whole problem.  Robust weights count as given.
 *
 * \param[out] covariance  (n + q) x (n + q)
 * \retval PARAMOD_ERR_SINGULAR  the data do not determine the parameters; the message says
 *         which
 * \retval PARAMOD_ERR_DOMAIN    no degrees of freedom
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_fit_covariance(paramod_chroma_fit *fit, double *covariance);

/** Profile-likelihood interval of parameter \p index, all other parameters and all
 *  coefficients refitted; otherwise as paramod_fit_profile_interval(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_fit_interval(const paramod_chroma_fit *fit, size_t index, double level,
                            paramod_interval *interval);

/** One sentence on what the data do not determine: that of paramod_fit_verdict(), or on
 *  parameters whose standard error exceeds half their value, and with which others they
 *  are confounded; "" when there is nothing to say.  Cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_fit_verdict(paramod_chroma_fit *fit, char *text, size_t size);

/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_CHROMA_H */
