/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sor.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- formulas against 50 digits ----------------------------------------------------- */

static double omega(const double *a) { return paramod_sor_omega(a[0]); }
static double omega_gap(const double *a) { return paramod_sor_omega_from_gap(a[0]); }
static double rate(const double *a) { return paramod_sor_rate(a[0], a[1]); }
static double inverse(const double *a) { return paramod_sor_rate_inverse(a[0], a[1]); }
static double alpha(const double *a)
{
    return paramod_sor_surrogate_alpha(a[0], a[1], a[2]);
}
static double surrogate(const double *a)
{
    return paramod_sor_surrogate(a[0], a[1], a[2], a[3]);
}
static double lipschitz(const double *a)
{
    return paramod_sor_surrogate_lipschitz(a[0], a[1], a[2], a[3]);
}
static double energy_rate(const double *a)
{
    return paramod_sor_energy_rate(a[0], a[1], a[2]);
}
static double energy(const double *a)
{
    return paramod_sor_energy_bound(a[0], a[1], a[2], a[3], a[4]);
}
static double energy_ssor(const double *a)
{
    return paramod_sor_energy_bound_ssor(a[0], a[1], a[2], a[3], a[4], a[5]);
}
static double cg_omega(const double *a) { return paramod_sor_cg_omega(a[0], a[1]); }
static double cg_condition(const double *a)
{
    return paramod_sor_cg_condition(a[0], a[1], a[2]);
}
static double cg_surrogate(const double *a)
{
    return paramod_sor_cg_surrogate(a[0], a[1], a[2], a[3], a[4], a[5]);
}
static double policy(const double *a)
{
    return paramod_sor_policy_lipschitz(a[0], a[1], a[2]);
}
static double needed(const double *a) { return paramod_sor_rounds_needed(a[0]); }

static paramod_sor_regret regret_of(double rounds, double arms)
{
    return (paramod_sor_regret){ .size = sizeof(paramod_sor_regret), .rounds = rounds,
                                 .arms = arms };
}

static double fixed(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], a[1]);

    r.alpha = a[2];
    r.epsilon = a[3];
    return paramod_sor_regret_fixed(&r);
}

static double fixed_best(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], 0.0);

    r.alpha = a[1];
    r.epsilon = a[2];
    return paramod_sor_regret_fixed(&r);
}

static double contextual(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], 0.0);

    r.alpha = a[1];
    r.epsilon = a[2];
    r.contexts = a[3];
    r.lipschitz = a[4];
    return paramod_sor_regret_contextual(&r);
}

/* the line holds both theorems: the first is compared here, the second below */
static double tsallis(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], a[1]);

    r.most = a[2];
    CU_ASSERT_DOUBLE_EQUAL(paramod_sor_regret_tsallis(&r, 1), a[4], 1e-12 * a[4]);
    return paramod_sor_regret_tsallis(&r, 0);
}

static double binned(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], a[1]);

    r.most = a[2];
    r.bins = a[3];
    r.contexts = a[4];
    r.lipschitz = a[5];
    return paramod_sor_regret_binned(&r, a[6], a[7]);
}

static double random_sides(const double *a)
{
    paramod_sor_regret r = regret_of(a[0], a[1]);

    r.most = a[2];
    return paramod_sor_regret_random(&r, a[3], a[4], a[5]);
}

static const struct { const char *name; size_t arguments; double (*f)(const double *); }
formulas[] = {
    { "omega", 1, omega }, { "omega_from_gap", 1, omega_gap }, { "rate", 2, rate },
    { "surrogate", 4, surrogate }, { "rate_inverse", 2, inverse },
    { "energy_rate", 3, energy_rate }, { "energy_bound", 5, energy },
    { "energy_bound_ssor", 6, energy_ssor }, { "cg_omega", 2, cg_omega },
    { "cg_condition", 3, cg_condition }, { "cg_surrogate", 6, cg_surrogate },
    { "alpha", 3, alpha }, { "lipschitz", 4, lipschitz }, { "fixed", 4, fixed },
    { "fixed_best", 3, fixed_best }, { "contextual", 5, contextual },
    { "tsallis", 3, tsallis }, { "binned", 8, binned }, { "random", 6, random_sides },
    { "policy", 3, policy }, { "needed", 1, needed },
};

static void compare_line(const char *name, const double *number)
{
    for (size_t k = 0; k < sizeof formulas / sizeof formulas[0]; k++)
        if (strcmp(name, formulas[k].name) == 0) {
            const double expected = number[formulas[k].arguments];
            const double found = formulas[k].f(number);

            if (!(fabs(found - expected) <= 4e-14 * fabs(expected)))
                printf("%s: %.17g, expected %.17g\n", name, found, expected);
            CU_ASSERT_DOUBLE_EQUAL(found, expected, 4e-14 * fabs(expected));
            return;
        }
    CU_FAIL("a formula that is not tested");
}

static void test_formulas_agree_with_50_digits(void)
{
    char path[4096], line[512], name[32];
    int lines = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/sor/theory.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file) != NULL) {
        double number[10] = { 0.0 };
        int used = 0, step = 0;

        if (line[0] == '#' || sscanf(line, "%31s%n", name, &used) != 1)
            continue;
        for (size_t k = 0; k < 10 && sscanf(line + used, "%lf%n", &number[k], &step) == 1;
             k++)
            used += step;
        compare_line(name, number);
        lines++;
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(lines, 148);
}

/* ---- what the formulas have to do with one another -------------------------------------- */

static void test_the_best_omega_is_the_best(void)
{
    for (long round = rounds(2000); round > 0; round--) {
        const double beta = 1.0 - pow(10.0, -8.0 * uniform()), w = 1e-3 + 1.998 * uniform();
        const double best = paramod_sor_omega(beta), rho = paramod_sor_rate(w, beta);

        CU_ASSERT(rho >= best - 1.0 - 1e-15 && rho < 1.0);
        if (w < best - 1e-6)
            CU_ASSERT_DOUBLE_EQUAL(paramod_sor_rate_inverse(w, rho), beta, 1e-9);
        CU_ASSERT(paramod_sor_surrogate(w, beta, 0.1, 1e-8) >
                  paramod_sor_asymptotic(rho, 1e-8));
    }
}

static void test_outside_their_domain_formulas_are_nan(void)
{
    paramod_sor_regret r = regret_of(10.0, 0.0);

    CU_ASSERT(isnan(paramod_sor_omega(1.0)) && isnan(paramod_sor_omega(-0.1)));
    CU_ASSERT(isnan(paramod_sor_omega_from_gap(0.0)));
    CU_ASSERT(isnan(paramod_sor_rate(2.0, 0.5)) && isnan(paramod_sor_rate(1.0, 1.0)));
    CU_ASSERT(isnan(paramod_sor_rate_inverse(1.5, 0.4)));
    CU_ASSERT(isnan(paramod_sor_beta_shifted(4.0, 1.0, -4.0)));
    CU_ASSERT(isnan(paramod_sor_surrogate(1.0, 0.5, 1.0, 1e-8)));
    CU_ASSERT(isnan(paramod_sor_surrogate(1.0, 0.5, 0.1, 0.0)));
    CU_ASSERT(isnan(paramod_sor_surrogate_lipschitz(0.1, 1.1, 0.0, 1e-8)));
    CU_ASSERT(isnan(paramod_sor_asymptocity(0.5, 1, 0.3)));
    CU_ASSERT(isnan(paramod_sor_energy_rate(2.0, 0.1, 0.25)));
    CU_ASSERT(isnan(paramod_sor_cg_omega(0.0, 0.0)));
    CU_ASSERT(isnan(paramod_sor_regret_fixed(NULL)));
    CU_ASSERT(isnan(paramod_sor_regret_fixed(&r)));
    CU_ASSERT(isnan(paramod_sor_regret_contextual(&r)));
    CU_ASSERT(isnan(paramod_sor_regret_tsallis(&r, 1)));
    CU_ASSERT_DOUBLE_EQUAL(paramod_sor_beta_shifted(4.0, 0.16202810554201, 0.2),
                           0.9138028321, 1e-9);
}

/* ---- spectra --------------------------------------------------------------------------------- */

/* Spec values of the model problems, made with dense eigenvalues; eigenvalues of
 * the square are 4 (sin^2 + sin^2). */
static void test_spectra_of_the_model_problems(void)
{
    static const struct {
        paramod_sor_region region; size_t side; double shift, mu, nu;
    } model[] = {
        { PARAMOD_SOR_L, 12, 0.0, 14.498766, -0.010422 },
        { PARAMOD_SOR_L, 12, 0.5, 5.799824, -0.037653 } };
    const double pi = acos(-1.0), s = sin(pi / 22.0);
    paramod_sor_spectrum found = { .size = sizeof found };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 12, &matrix));
    MUST(paramod_sor_spectrum_compute(matrix, 0.0, &found));
    CU_ASSERT_DOUBLE_EQUAL(found.lambda_min, 8.0 * s * s, 1e-11);
    CU_ASSERT_DOUBLE_EQUAL(found.lambda_max, 8.0 - 8.0 * s * s, 1e-10);
    CU_ASSERT_DOUBLE_EQUAL(found.condition, 48.3741500787, 1e-8);
    CU_ASSERT_DOUBLE_EQUAL(found.gamma, 0.0405070263855, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(found.beta, cos(pi / 11.0), 1e-11);
    CU_ASSERT_DOUBLE_EQUAL(found.lower, 0.243882064537, 1e-11);
    paramod_sor_matrix_destroy(matrix);
    for (size_t k = 0; k < 2; k++) {
        MUST(paramod_sor_matrix_laplacian(model[k].region, model[k].side, &matrix));
        MUST(paramod_sor_spectrum_compute(matrix, model[k].shift, &found));
        CU_ASSERT_DOUBLE_EQUAL(found.mu, model[k].mu, 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(found.nu, model[k].nu, 1e-6);
        paramod_sor_matrix_destroy(matrix);
    }
}

/* ||C^k|| for n = 1: C = 1 - omega; and the asymptotic table's first row,
 * omega = 1 after 131 iterations, of the authors' code. */
static void test_norms_of_powers(void)
{
    paramod_sor_matrix *matrix = NULL;
    double norm = 0.0;

    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 3, &matrix));
    MUST(paramod_sor_defect_norm(matrix, 0.0, 1.5, 3, &norm));
    CU_ASSERT_DOUBLE_EQUAL(norm, 0.125, 1e-15);
    paramod_sor_matrix_destroy(matrix);
    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 12, &matrix));
    MUST(paramod_sor_defect_norm(matrix, 0.0, 1.0, 130, &norm));
    CU_ASSERT_DOUBLE_EQUAL(paramod_sor_asymptocity(norm, 131, 0.920626766416),
                           0.00059233366, 1e-9);
    CU_ASSERT_EQUAL(paramod_sor_defect_norm(matrix, 0.0, 2.0, 3, &norm),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_defect_norm: omega is "
                           "2; it must lie inside (0, 2)");
    paramod_sor_matrix_destroy(matrix);
}

static void test_matrices_without_a_theory_are_refused(void)
{
    const size_t start[] = { 0, 2, 3 }, column[] = { 0, 1, 1 };
    const double value[] = { 2.0, 1.0, 2.0 };
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start = start,
                                  .column = column, .value = value };
    paramod_sor_spectrum found = { .size = sizeof found };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_create(&csr, &matrix));
    CU_ASSERT_EQUAL(paramod_sor_spectrum_compute(matrix, 0.0, &found),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_spectrum_compute: the "
                           "matrix is not symmetric");
    paramod_sor_matrix_destroy(matrix);
    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 12, &matrix));
    CU_ASSERT_EQUAL(paramod_sor_spectrum_compute(matrix, -0.5, &found),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_spectrum_compute: the "
                           "matrix with shift -0.5 is not positive definite");
    CU_ASSERT_EQUAL(paramod_sor_spectrum_compute(matrix, -5.0, &found),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_spectrum_compute: row 1: "
                           "the diagonal entry 4 plus the shift -5 is not positive");
    paramod_sor_matrix_destroy(matrix);
}

static void test_lack_of_memory_is_reported(void)
{
    paramod_sor_spectrum found = { .size = sizeof found };
    paramod_sor_matrix *matrix = NULL;
    paramod_status status;
    long allowed = 0;

    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 6, &matrix));
    do {
        memory_allow(allowed++);
        status = paramod_sor_spectrum_compute(matrix, 0.0, &found);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
    } while (status != PARAMOD_OK && allowed < 500);
    CU_ASSERT(allowed > 10 && allowed < 500);
    paramod_sor_matrix_destroy(matrix);
    CU_ASSERT_EQUAL(memory_live(), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "formulas agree with 50 digits", test_formulas_agree_with_50_digits },
        { "the best omega is the best", test_the_best_omega_is_the_best },
        { "outside their domain formulas are NaN",
          test_outside_their_domain_formulas_are_nan },
        { "spectra of the model problems", test_spectra_of_the_model_problems },
        { "norms of powers", test_norms_of_powers },
        { "matrices without a theory are refused",
          test_matrices_without_a_theory_are_refused },
        { "lack of memory is reported", test_lack_of_memory_is_reported },
        CU_TEST_INFO_NULL,
    };
    return run_tests("sor/theory", tests);
}
