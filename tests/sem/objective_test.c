/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Derivatives of the discrepancies, and the likelihood of rows with gaps. */

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/objective_impl.h"
#include "sem/sem_data.h"
#include "sem/starts_impl.h"

#include <paramod/random.h>

typedef struct instance {
    const char *name, *text;
    paramod_i_discrepancy kind;
    bool means, minus_one;
    size_t p, rows;
    double missing;
    bool structured;   /* takes the way through the latent variables */
} instance;

#define EIGHTS(f, a) f " =~ " a "1+" a "2+" a "3+" a "4+" a "5+" a "6+" a "7+" a "8;"

static const instance instances[] = {
    { .name = "factors", .text = "f=~a1+a2+a3; g=~a4+a5+a6; g~f; a1~~a4", .p = 6,
      .rows = 90 },
    { .name = "means", .text = "f=~a1+a2+a3+x*a4; a5~f+x*a6; a1~1; a6~~a6; a6~m*1",
      .p = 6, .rows = 90, .means = true },
    { .name = "structured", .text = EIGHTS("f", "a") EIGHTS("g", "b") EIGHTS("h", "c")
      "a1~~b1; a2~~u*a3; b2~~u*b3", .p = 24, .rows = 120, .structured = true },
    { .name = "structured, means", .text = EIGHTS("f", "a") EIGHTS("g", "b")
      EIGHTS("h", "c") "h~f+g; a1~i*1; b1~i*1; c1~~c5", .p = 24, .rows = 120,
      .means = true, .structured = true },
    { .name = "feedback", .text = "a1~a2+a3; a2~a1+a4; a3~~a4; a3~~a3; a4~~a4", .p = 4,
      .rows = 60 },
    { .name = "gls", .text = "f=~a1+a2+a3; g=~a4+a5+a6", .kind = PARAMOD_I_GLS, .p = 6,
      .rows = 80, .minus_one = true },
    { .name = "uls", .text = "f=~a1+a2+a3; a4~f+a5; a5~~a5; a1~1", .means = true,
      .kind = PARAMOD_I_ULS, .p = 5, .rows = 80, .minus_one = true },
    { .name = "wls", .text = "f=~a1+a2+a3+a4; a1~1", .kind = PARAMOD_I_WLS, .means = true,
      .p = 4, .rows = 200, .minus_one = true },
    { .name = "fiml", .text = "f=~a1+a2+a3; g=~a4+a5+a6; g~f", .kind = PARAMOD_I_FIML,
      .means = true, .p = 6, .rows = 150, .missing = 0.15 },
    { .name = "fiml, few seen", .text = "f=~a1+a2+a3+a4+a5+a6+a7+a8",
      .kind = PARAMOD_I_FIML, .means = true, .p = 8, .rows = 400, .missing = 0.6 },
};

enum { INSTANCES = sizeof instances / sizeof instances[0], MOST_Q = 120 };

typedef struct setup {
    paramod_sem_model *model;
    paramod_sem_data *data;
    paramod_i_sample *sample;
    paramod_i_objective *objective;
    double theta[MOST_Q], f;
} setup;

/* One factor and noise, from a1 to a8, b1 to b8, c1 to c8 as needed. */
static void make_data(const instance *c, setup *s)
{
    paramod_random random = paramod_random_stream(77, (uint64_t)c->rows + c->p);
    double *const x = malloc(c->rows * c->p * sizeof *x);
    char name[24][4];
    const char *names[24];

    for (size_t j = 0; j < c->p; j++) {
        (void)snprintf(name[j], sizeof name[j], "%c%zu", (char)('a' + j / 8), j % 8 + 1);
        names[j] = name[j];
    }
    for (size_t i = 0; i < c->rows; i++) {
        const double common = paramod_random_normal(&random);

        for (size_t j = 0; j < c->p; j++) {
            x[i * c->p + j] = 3.0 + (double)(j % 3) + common +
                              0.8 * paramod_random_normal(&random);
            if (paramod_random_uniform(&random) < c->missing)
                x[i * c->p + j] = NAN;
        }
    }
    MUST(paramod_sem_data_create(c->p, names, &s->data));
    MUST(paramod_sem_data_add_rows(s->data, NULL, c->rows, x));
    free(x);
}

static void set_up(const instance *c, setup *s)
{
    paramod_sem_model_options mo = { .size = sizeof mo };
    const paramod_i_sample_options so = {
        .missing = c->missing > 0.0, .divisor_n = !c->minus_one, .need_rows = true,
        .need_mean = c->means, .caller = "test" };
    paramod_random random = paramod_random_stream(5, 5);

    (void)memset(s, 0, sizeof *s);
    mo.means = c->means ? 1 : 2;
    mo.free_exogenous = 1;
    make_data(c, s);
    MUST(paramod_sem_model_create(c->text, &mo, &s->model));
    MUST(paramod_i_sample_create(s->model, s->data, 0, &so, &s->sample));
    MUST(paramod_i_objective_create(s->model, c->kind,
                                    (const paramod_i_sample *const *)&s->sample,
                                    c->minus_one, "test", &s->objective));
    CU_ASSERT_FATAL(s->objective->q <= MOST_Q);
    MUST(paramod_i_starts(s->objective, "test", s->theta));
    for (size_t k = 0; k < s->objective->q; k++) /* not at a minimum */
        s->theta[k] += 0.05 * paramod_random_uniform(&random);
    CU_ASSERT_FATAL(paramod_i_objective_value(s->objective, s->theta, &s->f));
    CU_ASSERT_EQUAL(s->objective->part[0].structured, c->structured);
}

static void tear_down(setup *s)
{
    paramod_i_objective_destroy(s->objective);
    paramod_i_sample_destroy(s->sample);
    paramod_sem_data_destroy(s->data);
    paramod_sem_model_destroy(s->model);
}

static void gradient_at(setup *s, const double *theta, double *f, double *g)
{
    CU_ASSERT_FATAL(paramod_i_objective_value(s->objective, theta, f));
    paramod_i_objective_derivatives(s->objective, g, NULL, NULL);
}

/* Central differences of values and of gradients, extrapolated once: errors of
 * h^4 and of eps / h. */
static double worst_of(setup *s, double *worst_hessian)
{
    const size_t q = s->objective->q;
    double *const H = malloc(q * q * sizeof *H), g[MOST_Q], side[4][MOST_Q], f[4];
    double worst = 0.0, largest = 0.0, size = 0.0;

    paramod_i_objective_derivatives(s->objective, g, NULL, H);
    for (size_t k = 0; k < q; k++)
        size = fmax(size, fabs(g[k]));
    for (size_t i = 0; i < q * q; i++)
        largest = fmax(largest, fabs(H[i]));
    for (size_t k = 0; k < q; k++) {
        const double h = 2e-4;

        for (int i = 0; i < 4; i++) {
            double theta[MOST_Q];

            (void)memcpy(theta, s->theta, sizeof theta);
            theta[k] += h * (double[]){ 1.0, -1.0, 2.0, -2.0 }[i];
            gradient_at(s, theta, f + i, side[i]);
        }
        worst = fmax(worst, fabs((8.0 * (f[0] - f[1]) - (f[2] - f[3])) / (12.0 * h) - g[k])
                            / size);
        for (size_t j = 0; j < q; j++)
            *worst_hessian = fmax(*worst_hessian,
                                  fabs((8.0 * (side[0][j] - side[1][j]) -
                                        (side[2][j] - side[3][j])) / (12.0 * h) -
                                       H[k * q + j]) / largest);
    }
    free(H);
    return worst;
}

static void test_derivatives(void)
{
    for (size_t i = 0; i < INSTANCES; i++) {
        double gradient, hessian = 0.0;
        setup s;

        set_up(instances + i, &s);
        gradient = worst_of(&s, &hessian);
        if (!(gradient < 2e-8 && hessian < 2e-8))
            printf("%s: %.1e %.1e\n", instances[i].name, gradient, hessian);
        CU_ASSERT(gradient < 2e-8);
        CU_ASSERT(hessian < 2e-8);
        tear_down(&s);
    }
}

/* By patterns, the expected Hessian by tables is D'Q D with Q in the moments. */
static void test_expected_by_patterns(void)
{
    for (size_t i = 0; i < INSTANCES; i++) {
        setup s;
        size_t q, P;
        double *expected, *exact, *delta, *Q, *row, g[MOST_Q], worst = 0.0, size = 0.0;

        if (instances[i].kind != PARAMOD_I_FIML)
            continue;
        set_up(instances + i, &s);
        q = s.objective->q;
        P = s.objective->part[0].moments;
        expected = malloc((2 * q * q + P * q + P * P + P) * sizeof *expected);
        exact = expected + q * q;
        delta = exact + q * q;
        Q = delta + P * q;
        row = Q + P * P;
        paramod_i_objective_derivatives(s.objective, g, expected, exact);
        paramod_i_ram_jacobian(s.objective->part[0].ram, q, delta);
        for (int pass = 0; pass < 2; pass++) {
            CU_ASSERT_FATAL(paramod_i_patterns_outer(s.sample,
                                                     s.objective->part[0].ram->sigma,
                                                     false, Q, s.objective->part[0].work));
            for (size_t a = 0; a < P; a++)
                for (size_t b = 0; b < a; b++)
                    Q[b * P + a] = Q[a * P + b];
        }
        for (size_t a = 0; a < q; a++) {
            for (size_t m = 0; m < P; m++) {
                row[m] = 0.0;
                for (size_t l = 0; l < P; l++)
                    row[m] += Q[m * P + l] * delta[l * q + a];
            }
            for (size_t b = 0; b < q; b++) {
                double sum = 0.0;

                for (size_t m = 0; m < P; m++)
                    sum += delta[m * q + b] * row[m];
                worst = fmax(worst, fabs(sum - expected[a * q + b]));
                size = fmax(size, fabs(sum));
            }
        }
        CU_ASSERT(worst < 1e-12 * size);
        free(expected);
        tear_down(&s);
    }
}

/* log|Sigma_o| + (y - mu)_o' Sigma_o^-1 (y - mu)_o of one row. */
static double minus_two_log(const paramod_i_ram *ram, const double *row)
{
    const size_t p = ram->p, w = ram->width;
    size_t seen[24], n = 0;
    double l[24 * 24], r[24], sum;

    for (size_t j = 0; j < p; j++)
        if (!isnan(row[j]))
            seen[n++] = j;
    for (size_t a = 0; a < n; a++) {
        const double da = ram->mean[seen[a]] - ram->centre[seen[a]];

        r[a] = row[seen[a]] - da;
        for (size_t b = 0; b < n; b++)
            l[a * n + b] = ram->sigma[seen[a] * w + seen[b]] -
                           da * (ram->mean[seen[b]] - ram->centre[seen[b]]);
    }
    CU_ASSERT_FATAL(paramod_i_cholesky(n, l));
    sum = paramod_i_cholesky_log_det(n, l);
    paramod_i_cholesky_forward(n, l, r);
    return sum + paramod_i_dot(n, r, r);
}

static void test_likelihood_of_rows(void)
{
    for (size_t i = 0; i < INSTANCES; i++) {
        setup s;
        double sum = 0.0;

        if (instances[i].kind != PARAMOD_I_FIML)
            continue;
        set_up(instances + i, &s);
        for (size_t r = 0; r < s.sample->rows; r++)
            sum += minus_two_log(s.objective->part[0].ram,
                                 s.sample->row + r * s.sample->p);
        check_close("likelihood", s.f + s.objective->part[0].offset, sum / s.sample->n,
                    1e-13);
        tear_down(&s);
    }
}

static void test_evaluations_take_no_memory(void)
{
    for (size_t i = 0; i < INSTANCES; i++) {
        setup s;
        long attempts;
        double *H, g[MOST_Q];

        set_up(instances + i, &s);
        H = malloc(2 * MOST_Q * MOST_Q * sizeof *H);
        attempts = memory_attempts();
        CU_ASSERT(paramod_i_objective_value(s.objective, s.theta, &s.f));
        paramod_i_objective_derivatives(s.objective, g, H, H + MOST_Q * MOST_Q);
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        free(H);
        tear_down(&s);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "gradients and Hessians are derivatives", test_derivatives },
        { "the expected Hessian by patterns", test_expected_by_patterns },
        { "the likelihood is that of the rows", test_likelihood_of_rows },
        { "evaluations take no memory", test_evaluations_take_no_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("discrepancies", tests);
}
