/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A model of one's own, by least squares: y = A exp(-k t) + c.  Checks the
 * derivatives before they are relied upon, fits, and asks what the data say:
 * covariance, profile-likelihood interval, and a parametric bootstrap that
 * spreads over threads.
 *
 *     cc decay_fit.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

#define ROWS 8
#define REPLICATES 200

static const double t[ROWS] = { 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0 };

typedef struct decay {
    const paramod_space *space;
    double y[ROWS];
    double fitted[3]; /* what the bootstrap simulates from */
    double sigma;
} decay;

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

static double curve(const double *theta, double time)
{
    return theta[0] * exp(-theta[1] * time) + theta[2];
}

static paramod_eval residual(const double *theta, double *r, void *data)
{
    const decay *const d = data;

    for (int i = 0; i < ROWS; i++)
        r[i] = curve(theta, t[i]) - d->y[i];
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *j, void *data)
{
    (void)data;
    for (int i = 0; i < ROWS; i++) {
        const double e = exp(-theta[1] * t[i]);

        j[3 * i] = e;
        j[3 * i + 1] = -theta[0] * t[i] * e;
        j[3 * i + 2] = 1.0;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_residuals model_of(decay *data)
{
    return (paramod_residuals){ .size = sizeof(paramod_residuals),
                                .data = data, .count = ROWS,
                                .residual = residual, .jacobian = jacobian };
}

/* One replicate: new observations from the fitted curve, fitted again. */
static paramod_eval refit(size_t index, paramod_random *random, double *theta,
                          void *data)
{
    const decay *const original = data;
    decay copy = *original;
    const paramod_residuals model = model_of(&copy);

    (void)index;
    for (int i = 0; i < ROWS; i++)
        copy.y[i] = curve(original->fitted, t[i]) +
                    original->sigma * paramod_random_normal(random);
    for (int j = 0; j < 3; j++)
        theta[j] = original->fitted[j];
    return paramod_fit_least_squares(original->space, &model, NULL, theta, NULL)
           == PARAMOD_OK ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

static void print_intervals(const paramod_fit *fit, decay *data)
{
    const paramod_executor threads = paramod_executor_threads(0);
    static double estimates[REPLICATES * 3];
    paramod_interval profile;
    double percentile[2];
    size_t failed;

    check(paramod_fit_profile_interval(fit, 1, 0.95, &profile));
    printf("k, profile likelihood: %.3f to %.3f\n", profile.lower, profile.upper);
    check(paramod_bootstrap(3, REPLICATES, 1, &threads, refit, data, estimates,
                            &failed));
    check(paramod_bootstrap_interval(3, REPLICATES, estimates, 1, 0.95,
                                     percentile));
    printf("k, bootstrap: %.3f to %.3f (%zu failed)\n", percentile[0],
           percentile[1], failed);
}

int main(void)
{
    decay data = { .y = { 2.51, 1.84, 1.37, 1.17, 0.93, 0.66, 0.60, 0.48 } };
    const paramod_residuals model = model_of(&data);
    paramod_derivative_report report = { .size = sizeof report };
    double theta[] = { 1.0, 1.0, 0.1 }, v[9];
    paramod_space *space;
    paramod_fit *fit;

    check(paramod_space_create(&space));
    check(paramod_space_add(space, "A", "mV", 0.0, INFINITY));
    check(paramod_space_add(space, "k", "1/s", 0.0, INFINITY));
    check(paramod_space_add(space, "c", "mV", -INFINITY, INFINITY));
    data.space = space;

    check(paramod_residuals_check(space, &model, theta, &report));
    printf("Jacobian: %s\n", report.gradient_error < 1e-6 ? "right" : "wrong");
    check(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
    printf("%s\n", paramod_fit_ending(fit) <= PARAMOD_FIT_STEP
                       ? "solved" : paramod_fit_ending_text(fit));
    check(paramod_fit_covariance(fit, NULL, v));
    for (size_t i = 0; i < 3; i++) {
        printf("%s = %.4f +- %.4f %s\n", paramod_space_name(space, i), theta[i],
               sqrt(v[4 * i]), paramod_space_unit(space, i));
        data.fitted[i] = theta[i];
    }
    data.sigma = sqrt(paramod_fit_value(fit) / (ROWS - 3));
    print_intervals(fit, &data);

    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
    return EXIT_SUCCESS;
}
