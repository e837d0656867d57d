/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "infer/nist.h"
#include "infer/weibull.h"
#include "support/support.h"

static const double times[WEIBULL_ROWS] = { 0.5, 0.9, 1.1, 1.3, 1.4, 1.8,
                                            2.2, 2.3, 2.9, 3.5, 4.1, 6.0 };

const size_t weibull_cluster[WEIBULL_ROWS] = { 7, 7, 3, 3, 3, 900,
                                               900, 1, 1, 1, 7, 900 };

void reference(const char *key, size_t count, double *value)
{
    FILE *const file = open_data("infer.ref");
    char line[512];
    size_t read = 0;

    while (fgets(line, sizeof line, file) != NULL) {
        const char *rest = line + strlen(key);
        int used;

        if (strncmp(line, key, strlen(key)) != 0 || *rest != ' ')
            continue;
        while (read < count && sscanf(rest, "%lf%n", &value[read], &used) == 1) {
            rest += used;
            read++;
        }
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL_FATAL(read, count);
}

/* log L = sum of log a - a log b + (a - 1) log t - (t / b)^a */
static paramod_eval hessian(const double *theta, double *value, double *gradient,
                            double *h, void *data)
{
    const double a = theta[0], b = theta[1];

    (void)data;
    *value = 0.0;
    (void)memset(gradient, 0, 2 * sizeof *gradient);
    (void)memset(h, 0, 4 * sizeof *h);
    for (size_t i = 0; i < WEIBULL_ROWS; i++) {
        const double z = log(times[i] / b);
        const double w = exp(a * z);

        *value += log(a) - log(b) + (a - 1.0) * z - w;
        gradient[0] += 1.0 / a + z - w * z;
        gradient[1] += a / b * (w - 1.0);
        h[0] -= 1.0 / (a * a) + w * z * z;
        h[1] += (w - 1.0 + a * w * z) / b;
        h[3] -= a / (b * b) * (w - 1.0 + a * w);
    }
    h[2] = h[1];
    return PARAMOD_EVAL_OK;
}

static paramod_eval gradient_only(const double *theta, double *value,
                                  double *gradient, void *data)
{
    double h[4];

    return hessian(theta, value, gradient, h, data);
}

static paramod_eval value_only(const double *theta, double *value, void *data)
{
    double g[2];

    return gradient_only(theta, value, g, data);
}

static paramod_eval scores(const double *theta, double *score, void *data)
{
    (void)data;
    for (size_t i = 0; i < WEIBULL_ROWS; i++) {
        const double z = log(times[i] / theta[1]);
        const double w = exp(theta[0] * z);

        score[2 * i] = 1.0 / theta[0] + z - w * z;
        score[2 * i + 1] = theta[0] / theta[1] * (w - 1.0);
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval information(const double *theta, double *fisher, void *data)
{
    const double n = WEIBULL_ROWS, a = theta[0], b = theta[1];
    const double one = 1.0 - 0.57721566490153286061;
    const double variance = 1.6449340668482264365; /* pi^2 / 6 */

    (void)data;
    fisher[0] = n / (a * a) * (variance + one * one);
    fisher[1] = fisher[2] = -n * one / b;
    fisher[3] = n * a * a / (b * b);
    return PARAMOD_EVAL_OK;
}

paramod_likelihood weibull_model(bool with_information)
{
    return (paramod_likelihood){ .size = sizeof(paramod_likelihood),
                                 .value = value_only, .gradient = gradient_only,
                                 .hessian = hessian, .scores = scores,
                                 .information = with_information ? information : NULL,
                                 .observations = WEIBULL_ROWS };
}

paramod_space *weibull_space(void)
{
    paramod_space *space = NULL;

    CU_ASSERT_EQUAL_FATAL(paramod_space_create(&space), PARAMOD_OK);
    CU_ASSERT_EQUAL_FATAL(paramod_space_add(space, "shape", "1", 0.0, INFINITY),
                          PARAMOD_OK);
    CU_ASSERT_EQUAL_FATAL(paramod_space_add(space, "scale", "s", 0.0, INFINITY),
                          PARAMOD_OK);
    return space;
}

paramod_fit *weibull_fit(const paramod_likelihood *model, bool fixed)
{
    paramod_space *const space = weibull_space();
    paramod_fit *fit = NULL;
    double theta[2] = { 1.0, 2.0 };

    if (fixed)
        CU_ASSERT_EQUAL_FATAL(paramod_space_fix(space, 0, 1.0), PARAMOD_OK);
    CU_ASSERT_EQUAL_FATAL(paramod_fit_likelihood(space, model, NULL, theta, &fit),
                          PARAMOD_OK);
    paramod_space_destroy(space);
    return fit;
}
