/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sor.h  Successive over-relaxation, and the choice of omega over a sequence of systems. */

#ifndef PARAMOD_SOR_H
#define PARAMOD_SOR_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/parallel.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Solvers ------------------------------------------------------------- */

/** \name Matrices
 *  A = D + L + U of n rows, D its diagonal.  Rows are counted from 1 in
 *  messages, as MatrixMarket files do, and from 0 in arrays.
 *  \{ */

/** A matrix as the sweeps want it.  Opaque; constant once created, so that any
 *  number of threads may solve with it, each with its own workspace. */
typedef struct paramod_sor_matrix paramod_sor_matrix;

typedef enum paramod_sor_triangle {
    PARAMOD_SOR_FULL  = 0, /**< all entries are given */
    PARAMOD_SOR_LOWER = 1  /**< A is symmetric, entries with column <= row are given */
} paramod_sor_triangle;

/**
 * Compressed rows: row i has its entries at start[i] .. start[i + 1] - 1.
 * Columns of a row may be in any order, and repeated ones are summed.  Indices
 * come as size_t or, with the other two members null, as 32-bit integers.
 */
typedef struct paramod_sor_csr {
    size_t size;            /**< sizeof(paramod_sor_csr) */
    size_t rows;            /**< n, below 2^32 */
    const size_t *start;    /**< n + 1 */
    const size_t *column;   /**< from 0 */
    const int32_t *start32, *column32; /**< used where start is null */
    const double *value;
    uint64_t triangle;      /**< a paramod_sor_triangle */
} paramod_sor_csr;

/**
 * Copies a matrix.  A full one is looked through for symmetry, in O(entries);
 * of a symmetric matrix only the lower triangle is kept.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, starts that descend, a column
 *         outside the matrix or, in a lower triangle, above the diagonal
 * \retval PARAMOD_ERR_DOMAIN    an entry is not finite
 * \retval PARAMOD_ERR_MEMORY    out of memory, or 2^32 rows or entries
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_create(const paramod_sor_csr *csr, paramod_sor_matrix **matrix_out);

/** A matrix that exists as a function only. */
typedef struct paramod_sor_rows {
    size_t size;     /**< sizeof(paramod_sor_rows) */
    size_t rows;     /**< n, below 2^32 */
    size_t most;     /**< most entries of a row */
    void *data;      /**< handed to row(), and kept as a pointer */
    /** Writes the entries of row \p index, its diagonal among them, into
     *  column[most] and value[most], in any order, none twice; their number is
     *  returned, more than most to give up.  May be called from several threads. */
    size_t (*row)(size_t index, size_t *column, double *value, void *data);
    uint64_t symmetric; /**< 1 if A is symmetric, which is not checked; the
                             conjugate-gradient methods insist on it */
} paramod_sor_rows;

/** A matrix given by its rows; every row is read once, for the diagonal.
 *  Statuses as of paramod_sor_matrix_create(), and
 *  \retval PARAMOD_ERR_CALLBACK  row() gave up */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_create_rows(const paramod_sor_rows *rows, paramod_sor_matrix **matrix_out);

/** The matrix in \p length bytes of text in the MatrixMarket exchange format
 *  (Boisvert, Pozo, Remington, NISTIR 5935, 1996): real, integer or pattern;
 *  general or symmetric.
 *  \retval PARAMOD_ERR_FORMAT    anything else, or a matrix that is not square;
 *                                the message names the line */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_read(const char *text, size_t length, paramod_sor_matrix **matrix_out);
/** The same from a file; PARAMOD_ERR_FORMAT if that cannot be read. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_read_file(const char *path, paramod_sor_matrix **matrix_out);
/** One right-hand side: reads a MatrixMarket matrix of a single column (or row)
 *  into vector[count]; PARAMOD_ERR_FORMAT unless it has \p count entries. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_vector_read_file(const char *path, size_t count, double *vector);

typedef enum paramod_sor_region {
    PARAMOD_SOR_SQUARE = 0, /**< numgrid('S', side): (side-2)^2 points */
    PARAMOD_SOR_L = 1       /**< numgrid('L', side): the points with x > 0 or y > 0 */
} paramod_sor_region;

/** delsq(numgrid(region, side)): the five-point Laplacian, 4 on the diagonal
 *  and -1 for each neighbour, on the inner points of a side x side grid on
 *  [-1, 1]^2, numbered by columns.
 *  \retval PARAMOD_ERR_DOMAIN  side below 3, or too large */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_laplacian(paramod_sor_region region, size_t side, paramod_sor_matrix **matrix_out);

/**
 * The same matrix in a multicolour ordering: greedy colouring in the order of
 * the rows, so the same colours on every run, and two of them (red and black)
 * wherever the graph of A has no odd cycle.  Sweeps go from colour to colour,
 * the rows of one colour in parallel on the executor of the options; results
 * do not depend on the number of threads.  Right-hand sides and solutions keep
 * the numbering of A.
 *
 * \retval PARAMOD_ERR_ARGUMENT     a null pointer
 * \retval PARAMOD_ERR_UNSUPPORTED  the matrix is given by a function
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_coloured(const paramod_sor_matrix *matrix, paramod_sor_matrix **matrix_out);

/** Releases a matrix; null is allowed. */
PARAMOD_API void paramod_sor_matrix_destroy(paramod_sor_matrix *matrix);

/** n. */
PARAMOD_API size_t paramod_sor_matrix_size(const paramod_sor_matrix *matrix);
/** Entries of A, both triangles; 0 for a matrix given by a function. */
PARAMOD_API size_t paramod_sor_matrix_entries(const paramod_sor_matrix *matrix);
/** 1 if A is symmetric, to the bit. */
PARAMOD_API int paramod_sor_matrix_symmetric(const paramod_sor_matrix *matrix);
/** Colours of the ordering; 0 for the natural one. */
PARAMOD_API size_t paramod_sor_matrix_colours(const paramod_sor_matrix *matrix);
/** Largest |i - j| over the entries of the natural ordering. */
PARAMOD_API size_t paramod_sor_matrix_bandwidth(const paramod_sor_matrix *matrix);
/** diagonal[n] of A. */
PARAMOD_API void paramod_sor_matrix_diagonal(const paramod_sor_matrix *matrix, double *diagonal);
/** y = (A + shift I) x; x and y have n entries and do not overlap.
 *  \retval PARAMOD_ERR_CALLBACK  the function of the rows gave up
 *  \retval PARAMOD_ERR_MEMORY    out of memory; inside of solves nothing is taken */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_matrix_times(const paramod_sor_matrix *matrix, double shift, const double *x, double *y);

/** \}
 *  \name Solving (A + c I) x = b
 *  \{ */

typedef enum paramod_sor_method {
    PARAMOD_SOR_SOR = 0,       /**< x += (D/omega + L)^-1 r */
    PARAMOD_SOR_SSOR = 1,      /**< a sweep forward, then one backward */
    PARAMOD_SOR_SSOR_PCG = 2,  /**< conjugate gradients preconditioned by SSOR,
                                    by Eisenstat's trick: SIAM J. Sci. Stat.
                                    Comput. 2 (1981) 1-4 */
    PARAMOD_SOR_CG = 3,        /**< conjugate gradients */
    PARAMOD_SOR_CHEBYSHEV = 4  /**< cyclic Chebyshev semi-iteration (Golub and
                                    Varga, Numer. Math. 3 (1961) 147-168), on
                                    matrices with a red-black ordering; takes
                                    beta in place of omega */
} paramod_sor_method;

typedef enum paramod_sor_order {
    PARAMOD_SOR_FORWARD = 0, /**< first row first; in SSOR-PCG M = (D + omega L)
                                  D^-1 (D + omega L') / (omega (2 - omega)) */
    PARAMOD_SOR_BACKWARD = 1 /**< last row first; in SSOR-PCG L and L' change
                                  places, as in the code of Khodak et al. */
} paramod_sor_order;

/** What the norm of the residual is held against. */
typedef enum paramod_sor_stop {
    PARAMOD_SOR_STOP_DEFAULT = 0,  /**< the first residual for SOR and
                                        Chebyshev, b for conjugate gradients,
                                        absolute for SSOR */
    PARAMOD_SOR_STOP_INITIAL = 1,  /**< tolerance ||r_0|| */
    PARAMOD_SOR_STOP_RIGHT = 2,    /**< tolerance ||b|| */
    PARAMOD_SOR_STOP_ABSOLUTE = 3  /**< tolerance */
} paramod_sor_stop;

typedef enum paramod_sor_test {
    PARAMOD_SOR_TEST_DEFAULT = 0, /**< strict for SOR and Chebyshev, else inclusive */
    PARAMOD_SOR_TEST_STRICT = 1,  /**< ||r|| <  limit */
    PARAMOD_SOR_TEST_INCLUSIVE = 2 /**< ||r|| <= limit */
} paramod_sor_test;

/** How a sweep of SOR over a symmetric matrix is computed.  All forms give the
 *  same iterates, to rounding, and stop at the same iteration. */
typedef enum paramod_sor_sweep {
    PARAMOD_SOR_SWEEP_DEFAULT = 0,  /**< the fastest that fits the matrix */
    PARAMOD_SOR_SWEEP_TEXTBOOK = 1, /**< a triangular solve, then r = b - A x */
    PARAMOD_SOR_SWEEP_SINGLE = 2,   /**< one pass over the lower triangle gives
                                         both the update and the residual */
    PARAMOD_SOR_SWEEP_BLOCKED = 3   /**< several sweeps at a time, each some
                                         bandwidths behind the last; falls back
                                         to single passes where the band is too
                                         wide for that */
} paramod_sor_sweep;

typedef enum paramod_sor_ending {
    PARAMOD_SOR_CONVERGED  = 0, /**< the true residual b - A x passed the test */
    PARAMOD_SOR_LIMIT      = 1, /**< max_iterations */
    PARAMOD_SOR_DIVERGED   = 2, /**< the residual grew by more than `divergence`,
                                     or was not finite */
    PARAMOD_SOR_INDEFINITE = 3, /**< p'A p <= 0 in conjugate gradients: A + c I
                                     is not positive definite */
    PARAMOD_SOR_STOPPED    = 4, /**< adapt() returned NaN */
    PARAMOD_SOR_STAGNATED  = 5  /**< conjugate gradients: the recursive residual
                                     fell and the true one did not */
} paramod_sor_ending;

/** Where a solve is, for adapt(). */
typedef struct paramod_sor_progress {
    size_t size;       /**< sizeof(paramod_sor_progress) */
    size_t iteration;  /**< k, from 1 */
    double omega;      /**< of this iteration; beta for Chebyshev */
    double residual;   /**< ||r_k||_2 */
    double update;     /**< ||x_k - x_{k-1}||_2 */
    double limit;      /**< what the residual has to fall below */
} paramod_sor_progress;

typedef struct paramod_sor_options {
    size_t size;            /**< sizeof(paramod_sor_options) */
    uint64_t method;        /**< a paramod_sor_method */
    double omega;           /**< in (0, 2); 0 for 1, which is Gauss-Seidel */
    double shift;           /**< c */
    double tolerance;       /**< 1e-8 */
    uint64_t stop;          /**< a paramod_sor_stop */
    uint64_t test;          /**< a paramod_sor_test */
    size_t max_iterations;  /**< 10000 */
    double divergence;      /**< 1e10: gives up at ||r|| > divergence ||r_0|| */
    uint64_t order;         /**< a paramod_sor_order */
    uint64_t sweep;         /**< a paramod_sor_sweep */
    double beta;            /**< Chebyshev: spectral radius of I - D^-1 A, in [0, 1) */
    double *history;        /**< null, or room for ||r_0||, ||r_1||, .. */
    size_t history_room;    /**< entries of history; later norms are left out */
    /** Null, or called after each iteration of SOR, SSOR and Chebyshev that does
     *  not end the solve: returns the omega (Chebyshev: beta, with which the
     *  schedule begins again) of the next one, 0 to keep it, NaN to stop. */
    double (*adapt)(const paramod_sor_progress *progress, void *data);
    void *adapt_data;
    const paramod_executor *executor; /**< serial; used on coloured matrices only */
} paramod_sor_options;

typedef struct paramod_sor_result {
    size_t size;              /**< sizeof(paramod_sor_result), set by caller */
    size_t iterations;
    uint64_t ending;          /**< a paramod_sor_ending */
    double initial;           /**< ||r_0||_2 */
    double residual;          /**< ||b - (A + c I) x||_2 of the x returned, computed
                                   from x, not by recursion */
    double reference;         /**< ||r_0||, ||b|| or 1 */
    double relative_residual; /**< residual / reference; 0 if both are 0 */
    double omega;             /**< of the last iteration; beta for Chebyshev */
    double rate;              /**< ||r_k|| / ||r_{k-1}|| of the last iteration, which a
                                   tuner's outcome takes as it is; NaN if there was none */
} paramod_sor_result;

/** Vectors of a solve: made once, used for any number of them, by one thread at
 *  a time.  Opaque. */
typedef struct paramod_sor_workspace paramod_sor_workspace;

/** A workspace for every method on \p matrix, which it does not keep.
 *  \retval PARAMOD_ERR_MEMORY  out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_workspace_create(const paramod_sor_matrix *matrix, paramod_sor_workspace **workspace_out);
PARAMOD_API void paramod_sor_workspace_destroy(paramod_sor_workspace *workspace);

/**
 * Solves (A + c I) x = b from the x given.  Takes no memory, and converges,
 * for SOR, SSOR and SSOR-PCG with any omega in (0, 2), if A + c I is symmetric
 * positive definite.
 *
 * A residual of exactly 0 has converged, at iteration 0 too; b = 0 with
 * PARAMOD_SOR_STOP_RIGHT gives x = 0 after 0 iterations.  A solve that does
 * not converge is a result: x is then the last iterate, but after
 * PARAMOD_SOR_DIVERGED, PARAMOD_SOR_INDEFINITE and PARAMOD_SOR_STAGNATED the x
 * given where that has the smaller residual.  Residuals that come by recursion are
 * replaced by b - A x now and then, and always before the solve ends.
 *
 * \param[in]     matrix     A
 * \param[in]     options    null for Gauss-Seidel
 * \param[in]     b          n entries
 * \param[in,out] x          n entries: the start, then the solution
 * \param[in,out] workspace  of this matrix, or of one of the same kind and size
 * \param[out]    result     how it went
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, an option that is none, a matrix
 *         that is not symmetric for conjugate gradients or has no red-black
 *         ordering for Chebyshev, a workspace of another matrix
 * \retval PARAMOD_ERR_DOMAIN    omega outside (0, 2), a diagonal entry a_ii + c
 *         that is not positive, an entry of b or x that is not finite
 * \retval PARAMOD_ERR_CALLBACK  the function of the rows gave up; x is as it was
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_solve(const paramod_sor_matrix *matrix, const paramod_sor_options *options, const double *b, double *x, paramod_sor_workspace *workspace, paramod_sor_result *result);

/**
 * z = M^-1 r, for Krylov methods of one's own or of other libraries: SSOR as a
 * preconditioner, M = (D + omega L) D^-1 (D + omega L') / (omega (2 - omega)) with the
 * diagonal of A + c I, symmetric positive definite if A is symmetric and its
 * diagonal positive.  Of the options omega, shift and order count; backward
 * exchanges L and L'.  Takes no memory; r and z may be the same.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, an option that is none, a workspace
 *         of another matrix
 * \retval PARAMOD_ERR_DOMAIN    omega outside (0, 2), a diagonal entry a_ii + c
 *         that is not positive
 * \retval PARAMOD_ERR_CALLBACK  the function of the rows gave up
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_precondition(const paramod_sor_matrix *matrix, const paramod_sor_options *options, const double *r, double *z, paramod_sor_workspace *workspace);

/** \} */

/* ---- Theory -------------------------------------------------------------- */

/** \name Theory
 *  Scalar functions return NaN outside their domain.  beta is the spectral
 *  radius of the Jacobi matrix I - D^-1 A.
 *  \{ */

/** Young's best omega, 2 / (1 + sqrt((1 - beta)(1 + beta))), for 0 <= beta < 1. */
PARAMOD_API double paramod_sor_omega(double beta);
/** The same from the gap 1 - beta, which keeps its digits as beta -> 1. */
PARAMOD_API double paramod_sor_omega_from_gap(double gap);
/** Young's spectral radius of SOR for consistently ordered A: with
 *  u = omega beta, (u + sqrt(u^2 - 4 (omega - 1)))^2 / 4 below the best omega
 *  and omega - 1 from there on. */
PARAMOD_API double paramod_sor_rate(double omega, double beta);
/** The beta with paramod_sor_rate(omega, beta) = rate, (rate + omega - 1) /
 *  (omega sqrt(rate)); at rate = omega - 1 the least such beta, NaN below. */
PARAMOD_API double paramod_sor_rate_inverse(double omega, double rate);
/** beta of A + c I with constant diagonal d: (d - lambda_min) / (d + c). */
PARAMOD_API double paramod_sor_beta_shifted(double diagonal, double lambda_min, double shift);

/** Asymptotic count log(epsilon) / log(rate). */
PARAMOD_API double paramod_sor_asymptotic(double rate, double epsilon);
/** The near-asymptotic surrogate of Khodak et al. (2024), Lemma 2.1:
 *  U = 1 + log(epsilon) / log(rho + tau (1 - rho)), an upper bound of the
 *  iterations if the asymptocity is tau. */
PARAMOD_API double paramod_sor_surrogate(double omega, double beta, double tau, double epsilon);
/** alpha = tau + (1 - tau) max(beta^2, omega_max - 1) of Lemma 2.1. */
PARAMOD_API double paramod_sor_surrogate_alpha(double beta, double omega_max, double tau);
/** Lipschitz constant of U to the right of the best omega,
 *  -(1 - tau) log(epsilon) / (alpha log^2 alpha); NaN unless tau >= 1/e^2 or
 *  beta^2 >= (4/e^2)(1 - 1/e^2), under which Lemma 2.1 has it. */
PARAMOD_API double paramod_sor_surrogate_lipschitz(double beta, double omega_max, double tau, double epsilon);

/** Rate in the energy norm (Theorem D.1): nu^2 = 1 - ((2-omega)/omega) gamma /
 *  (((2-omega)/(2 omega))^2 + gamma/omega + lower - 1/4), where
 *  gamma = 1 - rho(D^-1 (L + L')) and lower = rho(D^-1 L D^-1 L'). */
PARAMOD_API double paramod_sor_energy_rate(double omega, double gamma, double lower);
/** 1 + log(epsilon / (2 sqrt(condition))) / log(energy rate), which bounds the
 *  iterations of SOR (Corollary D.1). */
PARAMOD_API double paramod_sor_energy_bound(double omega, double gamma, double lower, double condition, double epsilon);
/** The same for SSOR stopped at the absolute tolerance epsilon:
 *  -2 log nu for -log nu, and epsilon / ||b|| for epsilon. */
PARAMOD_API double paramod_sor_energy_bound_ssor(double omega, double gamma, double lower, double condition, double epsilon, double norm_b);

/** kappa(omega) = (1 + mu (2-omega)^2/(4 omega) + omega nu) / (2-omega), the
 *  bound on the condition of SSOR-preconditioned A of Axelsson (Lemma E.2). */
PARAMOD_API double paramod_sor_cg_condition(double omega, double mu, double nu);
/** Its minimiser 2 / (1 + sqrt((2/mu)(1 + 2 nu))). */
PARAMOD_API double paramod_sor_cg_omega(double mu, double nu);
/** U_CG = 1 + tau log(sqrt(k)/epsilon + sqrt(k/epsilon^2 - 1)) /
 *  -log(1 - 2/(1 + sqrt(kappa(omega)))), k the condition of A. */
PARAMOD_API double paramod_sor_cg_surrogate(double omega, double mu, double nu, double condition, double tau, double epsilon);

/** Spectral constants of A + c I. */
typedef struct paramod_sor_spectrum {
    size_t size;       /**< sizeof(paramod_sor_spectrum), set by caller */
    double lambda_min, lambda_max; /**< of A + c I */
    double condition;  /**< lambda_max / lambda_min */
    double beta;       /**< rho(I - D^-1 A) */
    double gamma;      /**< 1 - beta */
    double lower;      /**< rho(D^-1 L D^-1 L') */
    double mu;         /**< lambda_max(D A^-1) */
    double nu;         /**< lambda_max((L D^-1 L' - D/4) A^-1), in [-1/4, 0] for
                            matrices that satisfy Lemma E.2 */
} paramod_sor_spectrum;

/** Computes them: from dense eigenvalues up to 400 rows, else by Lanczos
 *  iterations with all vectors kept orthogonal, to about 1e-8.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a matrix that is not symmetric
 *  \retval PARAMOD_ERR_DOMAIN    A + c I is not positive definite
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_spectrum_compute(const paramod_sor_matrix *matrix, double shift, paramod_sor_spectrum *spectrum);

/** ||C^power||_2 of the defect matrix C = I - A (D/omega + L)^-1 of A + c I, by
 *  Lanczos iterations on the product with its transpose, to about 1e-10.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, a matrix that is not symmetric
 *  \retval PARAMOD_ERR_DOMAIN    omega outside (0, 2)
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sor_defect_norm(const paramod_sor_matrix *matrix, double shift, double omega, size_t power, double *norm);
/** Asymptocity at iteration k >= 2: ||C^{k-1}||^{1/(k-1)} - rho, given the norm.
 *  Divided by 1 - rho and maximised over omega it estimates tau. */
PARAMOD_API double paramod_sor_asymptocity(double defect_norm, size_t iterations, double rate);

/** Constants of the regret bounds. */
typedef struct paramod_sor_regret {
    size_t size;       /**< sizeof(paramod_sor_regret) */
    double rounds;     /**< T */
    double arms;       /**< d; 0 for the d that optimises the bound */
    double epsilon;    /**< tolerance of the solves */
    double alpha;      /**< largest alpha over the instances */
    double most;       /**< K, most iterations of a solve; 0 for log eps/log alpha */
    double contexts;   /**< C, length of the interval of shifts */
    double lipschitz;  /**< of c -> omega*(c), see paramod_sor_policy_lipschitz() */
    double bins;       /**< m, of the binned learner; 0 for 1 */
} paramod_sor_regret;

/** Theorem 2.1: 2 K sqrt(2 d T) + T log(1/eps) / (d log^2 alpha), by which
 *  Tsallis-INF exceeds the best fixed U; with arms 0 the optimised
 *  3 log(1/eps) (2 T^2 / log^4 alpha)^(1/3). */
PARAMOD_API double paramod_sor_regret_fixed(const paramod_sor_regret *regret);
/** Theorem 2.2: (54 C^3 L^3 T / log^2 alpha)^(1/4) +
 *  4 (log(1/eps)/log(1/alpha)) (24 C L T^3)^(1/4), by which the binned learner
 *  exceeds omega*(c). */
PARAMOD_API double paramod_sor_regret_contextual(const paramod_sor_regret *regret);
/** Theorem B.1 (theory steps): 2 K sqrt(2 d T); Theorem B.2 (anytime steps):
 *  4 K sqrt(d T) + 1, against the best arm. */
PARAMOD_API double paramod_sor_regret_tsallis(const paramod_sor_regret *regret, int anytime);
/** Theorem B.4: m + 4 K sqrt(d m T) + (C L_f / m + width / d) L_sum, for a policy
 *  f with Lipschitz constant L_f (`lipschitz`), arms over an interval of the
 *  given width and losses whose Lipschitz constants add up to \p loss_sum. */
PARAMOD_API double paramod_sor_regret_binned(const paramod_sor_regret *regret, double width, double loss_sum);
/** Theorem 3.1: 2 K sqrt(2 d T) + (32 K^4 T / (beta_min^4 d))
 *  sqrt(2 n kappa_max / pi), for random right-hand sides. */
PARAMOD_API double paramod_sor_regret_random(const paramod_sor_regret *regret, double beta_min, double kappa_max, double rows);
/** L of Theorem 2.2: ((1 + beta)/(beta sqrt(1 - beta^2)))
 *  ((d_min + c_min + 1)/(d_min + c_min))^2, for the largest beta. */
PARAMOD_API double paramod_sor_policy_lipschitz(double beta, double diagonal_min, double shift_min);
/** Rounds from which the optimised bound of Theorem 2.1 is below the
 *  T log(1/eps)/log(1/alpha) that costs nothing to prove: 54 / log^4 alpha. */
PARAMOD_API double paramod_sor_rounds_needed(double alpha);
/** \} */

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
                                 and again after failures, for SSOR and SSOR-PCG d,
                                 which bounds it */
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
    uint64_t adapt;      /**< 1: adapt omega within this solve, beginning with the one
                              advised (only if `adaptive`; never while calibrating) */
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
                          the advised omega, as paramod_sor_result has it; NaN, or 1
                          and more, says nothing, as 0 does */
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
 *  \retval PARAMOD_ERR_DOMAIN  also a negative rate, or beta outside [0, 1) */
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
