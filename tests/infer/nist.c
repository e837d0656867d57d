/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "infer/nist.h"
#include "support/support.h"

FILE *open_data(const char *name)
{
    const char *const directory = getenv("PARAMOD_TEST_DATA");
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s",
                   directory == NULL ? "tests/data" : directory, name);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    return file;
}

double relative(double a, double b)
{
    return fabs(a / b - 1.0);
}

bool nist_read(FILE *file, nist_problem *p)
{
    char line[256];

    do
        if (fgets(line, sizeof line, file) == NULL)
            return false;
    while (line[0] == '#');
    CU_ASSERT_EQUAL_FATAL(sscanf(line, "%31s %zu %zu %lf", p->name, &p->k, &p->m,
                                 &p->sum_of_squares), 4);
    CU_ASSERT_FATAL(p->k <= NIST_MOST && p->m <= NIST_MOST_ROWS);
    for (size_t i = 0; i < p->m; i++)
        CU_ASSERT_EQUAL_FATAL(fscanf(file, "%lf %lf\n", &p->x[i], &p->y[i]), 2);
    for (size_t i = 0; i < p->k; i++)
        CU_ASSERT_EQUAL_FATAL(fscanf(file, "%lf %lf %lf %lf %lf\n", &p->start[i],
                                     &p->theta[i], &p->error[i], &p->lower[i],
                                     &p->upper[i]), 5);
    return true;
}

/* ---- the models: value, and derivatives unless d is null --------------------- */

static double saturation(const double *b, double x, double *d)
{
    const double e = exp(-b[1] * x);

    if (d != NULL) {
        d[0] = -expm1(-b[1] * x);
        d[1] = b[0] * x * e;
    }
    return b[0] * -expm1(-b[1] * x);
}

static double peak(const double *b, double x, double *d)
{
    const double z = (x - b[2]) / b[1];
    const double f = b[0] / b[1] * exp(-0.5 * z * z);

    if (d != NULL) {
        d[0] = f / b[0];
        d[1] = f * (z * z - 1.0) / b[1];
        d[2] = f * z / b[1];
    }
    return f;
}

static double sigmoid(const double *b, double x, double *d)
{
    const double e = exp(b[1] - b[2] * x);
    const double f = b[0] / (1.0 + e);

    if (d != NULL) {
        d[0] = 1.0 / (1.0 + e);
        d[1] = -f * e / (1.0 + e);
        d[2] = f * e / (1.0 + e) * x;
    }
    return f;
}

static double kowalik(const double *b, double x, double *d)
{
    const double below = x * x + x * b[2] + b[3];
    const double above = x * x + x * b[1];

    if (d != NULL) {
        d[0] = above / below;
        d[1] = b[0] * x / below;
        d[2] = -b[0] * above * x / (below * below);
        d[3] = -b[0] * above / (below * below);
    }
    return b[0] * above / below;
}

static double cubic_ratio(const double *b, double x, double *d)
{
    const double above = b[0] + x * (b[1] + x * (b[2] + x * b[3]));
    const double below = 1.0 + x * (b[4] + x * (b[5] + x * b[6]));
    double power = 1.0;

    for (int i = 0; d != NULL && i < 4; i++, power *= x) {
        d[i] = power / below;
        if (i > 0)
            d[3 + i] = -above * power / (below * below);
    }
    return above / below;
}

typedef double (*curve)(const double *b, double x, double *d);

static curve curve_of(const nist_problem *p)
{
    static const struct { const char *name; curve f; } known[] = {
        { "Misra1a", saturation }, { "BoxBOD", saturation }, { "Eckerle4", peak },
        { "Rat42", sigmoid }, { "MGH09", kowalik }, { "Thurber", cubic_ratio },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, p->name) == 0)
            return known[i].f;
    CU_FAIL_FATAL("unknown problem");
    return NULL;
}

static paramod_eval residual(const double *theta, double *r, void *data)
{
    const nist_problem *const p = data;
    const curve f = curve_of(p);

    for (size_t i = 0; i < p->m; i++)
        r[i] = f(theta, p->x[i], NULL) - p->y[i];
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *j, void *data)
{
    const nist_problem *const p = data;
    const curve f = curve_of(p);

    for (size_t i = 0; i < p->m; i++)
        (void)f(theta, p->x[i], j + i * p->k);
    return PARAMOD_EVAL_OK;
}

paramod_residuals nist_model(nist_problem *p)
{
    return (paramod_residuals){ .size = sizeof(paramod_residuals), .data = p,
                                .count = p->m, .residual = residual,
                                .jacobian = jacobian };
}

paramod_space *nist_space(const nist_problem *p)
{
    paramod_space *space = NULL;

    CU_ASSERT_EQUAL_FATAL(paramod_space_create(&space), PARAMOD_OK);
    for (size_t i = 0; i < p->k; i++) {
        const char name[] = { 'b', (char)('1' + i), '\0' };

        CU_ASSERT_EQUAL_FATAL(paramod_space_add(space, name, "1", -INFINITY,
                                                INFINITY), PARAMOD_OK);
    }
    return space;
}

paramod_fit *nist_fit(nist_problem *p)
{
    const paramod_residuals model = nist_model(p);
    paramod_space *const space = nist_space(p);
    paramod_fit *fit = NULL;
    double theta[NIST_MOST];

    (void)memcpy(theta, p->start, sizeof theta);
    CU_ASSERT_EQUAL_FATAL(paramod_fit_least_squares(space, &model, NULL, theta, &fit),
                          PARAMOD_OK);
    paramod_space_destroy(space);
    return fit;
}
