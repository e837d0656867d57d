/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sor bound */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "sor_problem.h"

static const option own_options[] = {
    { "omegas", "LIST", "as 1,1.5,1.9 or 1:0.05:1.95 (default)", false },
    { "tol", "EPS", "tolerance of the solves (default 1e-8)", false },
    { "tau", "T", "asymptocity; the default is computed from powers of the defect "
      "matrix", false },
    { "rounds", "T", "systems of the sequence, for the regret bounds (default 5000)",
      false },
    { "arms", "D", "omegas that a learner chooses from (default 20)", false },
    { "shifts", "MIN,MAX", "interval of shifts, for contextual bounds", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sor bound FILE.mtx|--laplacian S:12 [OPTION]...\n\n"
                 "What theory says of SOR and SSOR-PCG on A + C I: Young's rate and omega,\n"
                 "bounds on the iterations, and bounds on the regret of learning omega.\n\n"
                 "System\n");
    options_print(sor_problem_options);
    (void)printf("\nBounds\n");
    options_print(own_options);
}

/* One omega. */
typedef struct line {
    double omega, rate, asymptocity;
    size_t iterations;
    bool converged;
} line;

typedef struct report {
    sor_problem system;
    paramod_sor_spectrum spectrum;
    bool two_cyclic;  /* A has a red-black ordering */
    double tolerance, tau;
    bool tau_given;
    size_t lines;
    line *line;
    paramod_sor_regret regret;
    double best;      /* Young's omega */
    double diagonal_min, shift_min;
} report;

/* ---- computing -------------------------------------------------------------------- */

static bool find_graph(report *r, problem *p)
{
    paramod_sor_matrix *coloured = NULL;

    if (paramod_sor_matrix_coloured(r->system.matrix, &coloured) != PARAMOD_OK)
        return problem_from_library(p);
    r->two_cyclic = paramod_sor_matrix_colours(coloured) <= 2;
    paramod_sor_matrix_destroy(coloured);
    return true;
}

static bool count_iterations(const report *r, line *l, paramod_sor_workspace *work,
                             problem *p)
{
    paramod_sor_options o = { .size = sizeof o, .omega = l->omega,
                              .shift = r->system.shift, .tolerance = r->tolerance,
                              .max_iterations = 1000000 };
    paramod_sor_result result = { .size = sizeof result };
    double *x = take(r->system.n, sizeof *x);
    const bool good = paramod_sor_solve(r->system.matrix, &o, r->system.b, x, work,
                                        &result) == PARAMOD_OK;

    free(x);
    l->iterations = result.iterations;
    l->converged = good && result.ending == PARAMOD_SOR_CONVERGED;
    return good || problem_from_library(p);
}

/* ||C^{k-1}||^{1/(k-1)} - rho for the k of an actual solve. */
static bool measure(report *r, line *l, paramod_sor_workspace *work, problem *p)
{
    double norm = 0.0;

    l->rate = paramod_sor_rate(l->omega, r->spectrum.beta);
    if (!count_iterations(r, l, work, p))
        return false;
    l->asymptocity = (double)NAN;
    if (r->tau_given || !l->converged || l->iterations < 2)
        return true;
    if (paramod_sor_defect_norm(r->system.matrix, r->system.shift, l->omega,
                                l->iterations - 1, &norm) != PARAMOD_OK)
        return problem_from_library(p);
    l->asymptocity = paramod_sor_asymptocity(norm, l->iterations, l->rate);
    r->tau = fmax(r->tau, l->asymptocity / (1.0 - l->rate));
    return true;
}

static bool measure_all(report *r, problem *p)
{
    paramod_sor_workspace *work = NULL;
    bool good = paramod_sor_workspace_create(r->system.matrix, &work) == PARAMOD_OK ||
                problem_from_library(p);

    for (size_t k = 0; good && k < r->lines; k++)
        good = measure(r, &r->line[k], work, p);
    paramod_sor_workspace_destroy(work);
    return good;
}

static void set_regret(report *r)
{
    double most = 0.0, *diagonal = take(r->system.n, sizeof *diagonal);

    for (size_t k = 0; k < r->lines; k++)
        most = fmax(most, r->line[k].omega);
    paramod_sor_matrix_diagonal(r->system.matrix, diagonal);
    r->diagonal_min = diagonal[0];
    for (size_t i = 1; i < r->system.n; i++)
        r->diagonal_min = fmin(r->diagonal_min, diagonal[i]);
    free(diagonal);
    r->best = paramod_sor_omega_from_gap(r->spectrum.gamma);
    r->regret.epsilon = r->tolerance;
    r->regret.alpha = paramod_sor_surrogate_alpha(r->spectrum.beta, most,
                                                  fmin(r->tau, 1.0 - 1e-15));
    r->regret.lipschitz = paramod_sor_policy_lipschitz(r->spectrum.beta, r->diagonal_min,
                                                       r->shift_min);
}

static bool compute(report *r, problem *p)
{
    r->spectrum.size = sizeof r->spectrum;
    if (paramod_sor_spectrum_compute(r->system.matrix, r->system.shift, &r->spectrum) !=
        PARAMOD_OK)
        return problem_from_library(p);
    if (!find_graph(r, p) || !measure_all(r, p))
        return false;
    set_regret(r);
    return true;
}

/* ---- output -------------------------------------------------------------------------- */

static double bound_of(const report *r, const line *l)
{
    return paramod_sor_surrogate(l->omega, r->spectrum.beta, r->tau, r->tolerance);
}

static double energy_of(const report *r, const line *l)
{
    return paramod_sor_energy_bound(l->omega, r->spectrum.gamma, r->spectrum.lower,
                                    r->spectrum.condition, r->tolerance);
}

static double cg_of(const report *r, const line *l)
{
    return paramod_sor_cg_surrogate(l->omega, r->spectrum.mu, r->spectrum.nu,
                                    r->spectrum.condition, 1.0, r->tolerance);
}

static json_t *lines_json(const report *r)
{
    json_t *list = json_array();

    for (size_t k = 0; k < r->lines; k++) {
        const line *l = &r->line[k];
        json_t *o = json_object();

        json_put_number(o, "omega", l->omega);
        json_put(o, "iterations", l->converged ? json_count(l->iterations) : json_null());
        json_put_number(o, "rate", l->rate);
        json_put_number(o, "asymptotic", paramod_sor_asymptotic(l->rate, r->tolerance));
        json_put_number(o, "asymptocity", l->asymptocity);
        json_put_number(o, "surrogate", bound_of(r, l));
        json_put_number(o, "energy_bound", energy_of(r, l));
        json_put_number(o, "cg_condition", paramod_sor_cg_condition(
                            l->omega, r->spectrum.mu, r->spectrum.nu));
        json_put_number(o, "cg_bound", cg_of(r, l));
        (void)json_array_append_new(list, o);
    }
    return list;
}

/* Theorem 3.1, with the constants of this shift for those of all. */
static double random_regret(const report *r)
{
    return paramod_sor_regret_random(&r->regret, r->spectrum.beta, r->spectrum.condition,
                                     (double)r->system.n);
}

/* Theorem B.4 for U, with the Lipschitz constant of Lemma 2.1 for each system; NaN
 * where the lemma has none. */
static double binned_regret(const report *r)
{
    double least = INFINITY, most = 0.0;

    for (size_t k = 0; k < r->lines; k++) {
        least = fmin(least, r->line[k].omega);
        most = fmax(most, r->line[k].omega);
    }
    return paramod_sor_regret_binned(
        &r->regret, most - least, r->regret.rounds
        * paramod_sor_surrogate_lipschitz(r->spectrum.beta, most, r->tau, r->tolerance));
}

static json_t *regret_json(const report *r)
{
    paramod_sor_regret best = r->regret;
    json_t *o = json_object();

    best.arms = 0.0;
    json_put_number(o, "rounds", r->regret.rounds);
    json_put_number(o, "arms", r->regret.arms);
    json_put_number(o, "alpha", r->regret.alpha);
    json_put_number(o, "fixed", paramod_sor_regret_fixed(&r->regret));
    json_put_number(o, "fixed_optimised", paramod_sor_regret_fixed(&best));
    json_put_number(o, "rounds_needed", paramod_sor_rounds_needed(r->regret.alpha));
    json_put_number(o, "tsallis", paramod_sor_regret_tsallis(&r->regret, 0));
    json_put_number(o, "tsallis_anytime", paramod_sor_regret_tsallis(&r->regret, 1));
    json_put_number(o, "contextual", paramod_sor_regret_contextual(&r->regret));
    json_put_number(o, "binned", binned_regret(r));
    json_put_number(o, "random", random_regret(r));
    json_put_number(o, "policy_lipschitz", r->regret.lipschitz);
    return o;
}

static void print_json(const report *r)
{
    const paramod_sor_spectrum *s = &r->spectrum;
    json_t *o = json_object();

    json_put_count(o, "n", r->system.n);
    json_put_number(o, "shift", r->system.shift);
    json_put(o, "two_cyclic", json_boolean(r->two_cyclic));
    json_put_number(o, "lambda_min", s->lambda_min);
    json_put_number(o, "lambda_max", s->lambda_max);
    json_put_number(o, "condition", s->condition);
    json_put_number(o, "beta", s->beta);
    json_put_number(o, "gamma", s->gamma);
    json_put_number(o, "lower", s->lower);
    json_put_number(o, "mu", s->mu);
    json_put_number(o, "nu", s->nu);
    json_put_number(o, "omega", r->best);
    json_put_number(o, "rate", r->best - 1.0);
    json_put_number(o, "cg_omega", paramod_sor_cg_omega(s->mu, s->nu));
    json_put_number(o, "tau", r->tau);
    json_put(o, "omegas", lines_json(r));
    json_put(o, "regret", regret_json(r));
    json_print(o);
}

static void print_regret(const report *r)
{
    paramod_sor_regret best = r->regret;

    best.arms = 0.0;
    (void)printf("\nRegret over T = %.0f systems with %.0f omegas, alpha = %.6g\n",
                 r->regret.rounds, r->regret.arms, r->regret.alpha);
    (void)printf("  Theorem 2.1, against the best fixed bound U   %.6g\n",
                 paramod_sor_regret_fixed(&r->regret));
    (void)printf("    with the number of omegas that is best      %.6g\n",
                 paramod_sor_regret_fixed(&best));
    (void)printf("    says something from T on                    %.6g\n",
                 paramod_sor_rounds_needed(r->regret.alpha));
    (void)printf("  Theorem B.1, against the best omega           %.6g\n",
                 paramod_sor_regret_tsallis(&r->regret, 0));
    (void)printf("  Theorem B.2, steps 2/sqrt(t)                  %.6g\n",
                 paramod_sor_regret_tsallis(&r->regret, 1));
    (void)printf("  Theorem 3.1, random right-hand sides          %.6g\n", random_regret(r));
    if (r->regret.contexts > 0.0 && !isnan(binned_regret(r)))
        (void)printf("  Theorem B.4, one interval of shifts           %.6g\n",
                     binned_regret(r));
    if (r->regret.contexts > 0.0)
        (void)printf("  Theorem 2.2, against omega*(c)                %.6g\n",
                     paramod_sor_regret_contextual(&r->regret));
}

static void print_text(const report *r)
{
    const paramod_sor_spectrum *s = &r->spectrum;

    (void)printf("n %zu, shift %g: eigenvalues %.10g to %.10g, condition %.6g\n",
                 r->system.n, r->system.shift, s->lambda_min, s->lambda_max,
                 s->condition);
    (void)printf("Jacobi radius beta %.12g (1 - beta = %.6e), mu %.8g, nu %.6g\n", s->beta,
                 s->gamma, s->mu, s->nu);
    (void)printf("Young: omega* %.10g, rate %.10g%s\n", r->best, r->best - 1.0,
                 r->two_cyclic ? "" : " (A has an odd cycle: not a theorem here)");
    (void)printf("SSOR-PCG: omega* %.10g\n", paramod_sor_cg_omega(s->mu, s->nu));
    (void)printf("asymptocity tau %.8g%s\n\n", r->tau, r->tau_given ? " (given)" : "");
    (void)printf("  omega  iterations       rate  asymptotic           U      energy\n");
    for (size_t k = 0; k < r->lines; k++) {
        const line *l = &r->line[k];

        (void)printf("%7.4f  %10zu %10.7f  %10.1f  %10.1f  %10.1f\n", l->omega,
                     l->iterations, l->rate,
                     paramod_sor_asymptotic(l->rate, r->tolerance), bound_of(r, l),
                     energy_of(r, l));
    }
    print_regret(r);
}

/* ---- options -------------------------------------------------------------------------- */

static bool read_shifts(const options *o, report *r)
{
    double *interval = NULL;
    size_t count = 0;

    r->shift_min = r->system.shift;
    if (options_has(o, "shifts"))
        count = read_numbers(options_text(o, "shifts"), &interval);
    if (count == 2 && interval[0] < interval[1]) {
        r->shift_min = interval[0];
        r->regret.contexts = interval[1] - interval[0];
    }
    free(interval);
    return !options_has(o, "shifts") || r->regret.contexts > 0.0 ||
           problem_set(o->problem, "option '--shifts': '%s' is not MIN,MAX",
                       options_text(o, "shifts"));
}

static bool read_omegas(const options *o, report *r)
{
    const char *text = options_text(o, "omegas");
    double *omega = NULL;

    r->lines = read_numbers(text != NULL ? text : "1:0.05:1.95", &omega);
    r->line = take(r->lines + 1, sizeof *r->line);
    for (size_t k = 0; k < r->lines; k++)
        r->line[k].omega = omega[k];
    free(omega);
    for (size_t k = 0; k < r->lines; k++)
        if (!(r->line[k].omega > 0.0 && r->line[k].omega < 2.0))
            return problem_set(o->problem, "omega is %g; it must lie inside (0, 2)",
                               r->line[k].omega);
    return r->lines > 0 ||
           problem_set(o->problem, "option '--omegas': '%s' is neither a list 1,1.5 nor "
                       "a range FROM:STEP:TO", text);
}

static bool read_report(const options *o, report *r)
{
    r->tolerance = 1e-8;
    r->regret = (paramod_sor_regret) { .size = sizeof r->regret, .rounds = 5000.0,
                                       .arms = 20.0 };
    if (!sor_problem_read(o, &r->system) || !read_omegas(o, r) || !read_shifts(o, r) ||
        !options_number(o, "tol", &r->tolerance) || !options_number(o, "tau", &r->tau) ||
        !options_number(o, "rounds", &r->regret.rounds) ||
        !options_number(o, "arms", &r->regret.arms))
        return false;
    r->tau_given = options_has(o, "tau");
    if (!(r->tolerance > 0.0 && r->tolerance < 1.0))
        return problem_set(o->problem, "option '--tol': %g is not inside (0, 1)",
                           r->tolerance);
    if (!(r->tau >= 0.0 && r->tau < 1.0))
        return problem_set(o->problem, "option '--tau': %g is not inside [0, 1)", r->tau);
    if (!(r->regret.rounds >= 1.0) || !(r->regret.arms >= 1.0))
        return problem_set(o->problem, "'--rounds' and '--arms' must be at least 1");
    return true;
}

int sor_bound_command(int words, char **word)
{
    static const option *const tables[] = { sor_problem_options, own_options, NULL };
    report r = { .tau = 0.0 };
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help")) {
        help();
    } else if (good) {
        good = read_report(&o, &r) && compute(&r, &p);
        if (good)
            (options_has(&o, "json") ? print_json : print_text)(&r);
    }
    sor_problem_release(&r.system);
    free(r.line);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
