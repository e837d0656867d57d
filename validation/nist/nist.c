/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nist.h"

/* ---- models --------------------------------------------------------------- */

static double misra1a(const double *b, const double *x, double *g)
{
    const double e = exp(-b[1] * x[0]);

    if (g != NULL) {
        g[0] = 1.0 - e;
        g[1] = b[0] * x[0] * e;
    }
    return b[0] * (1.0 - e);
}

static double misra1b(const double *b, const double *x, double *g)
{
    const double q = 1.0 + 0.5 * b[1] * x[0];

    if (g != NULL) {
        g[0] = 1.0 - 1.0 / (q * q);
        g[1] = b[0] * x[0] / (q * q * q);
    }
    return b[0] * (1.0 - 1.0 / (q * q));
}

static double misra1c(const double *b, const double *x, double *g)
{
    const double q = 1.0 + 2.0 * b[1] * x[0];

    if (g != NULL) {
        g[0] = 1.0 - 1.0 / sqrt(q);
        g[1] = b[0] * x[0] / (q * sqrt(q));
    }
    return b[0] * (1.0 - 1.0 / sqrt(q));
}

static double misra1d(const double *b, const double *x, double *g)
{
    const double q = 1.0 + b[1] * x[0];

    if (g != NULL) {
        g[0] = b[1] * x[0] / q;
        g[1] = b[0] * x[0] / (q * q);
    }
    return b[0] * b[1] * x[0] / q;
}

static double chwirut(const double *b, const double *x, double *g)
{
    const double q = b[1] + b[2] * x[0];
    const double y = exp(-b[0] * x[0]) / q;

    if (g != NULL) {
        g[0] = -x[0] * y;
        g[1] = -y / q;
        g[2] = -x[0] * y / q;
    }
    return y;
}

/* Shared by Lanczos1 to 3. */
static double lanczos(const double *b, const double *x, double *g)
{
    double y = 0.0;

    for (size_t i = 0; i < 6; i += 2) {
        const double e = exp(-b[i + 1] * x[0]);

        y += b[i] * e;
        if (g != NULL) {
            g[i] = e;
            g[i + 1] = -b[i] * x[0] * e;
        }
    }
    return y;
}

/* Shared by Gauss1 to 3. */
static double gauss(const double *b, const double *x, double *g)
{
    const double decay = exp(-b[1] * x[0]);
    double y = b[0] * decay;

    if (g != NULL) {
        g[0] = decay;
        g[1] = -b[0] * x[0] * decay;
    }
    for (size_t i = 2; i < 8; i += 3) {
        const double z = (x[0] - b[i + 1]) / b[i + 2];
        const double e = exp(-z * z);

        y += b[i] * e;
        if (g != NULL) {
            g[i] = e;
            g[i + 1] = b[i] * e * 2.0 * z / b[i + 2];
            g[i + 2] = b[i] * e * 2.0 * z * z / b[i + 2];
        }
    }
    return y;
}

static double danwood(const double *b, const double *x, double *g)
{
    const double p = pow(x[0], b[1]);

    if (g != NULL) {
        g[0] = p;
        g[1] = b[0] * p * log(x[0]);
    }
    return b[0] * p;
}

/* A quotient of polynomials: `above` coefficients in the numerator, and in the
 * denominator those of x, x^2 .. behind a leading 1. */
static double rational(const double *b, double x, size_t above, size_t below,
                       double *g)
{
    double p = 0.0, q = 0.0, power = 1.0;

    for (size_t i = above; i-- > 0;)
        p = p * x + b[i];
    for (size_t i = below; i-- > 0;)
        q = (q + b[above + i]) * x;
    q += 1.0;
    if (g == NULL)
        return p / q;
    for (size_t i = 0; i < above || i <= below; i++, power *= x) {
        if (i < above)
            g[i] = power / q;
        if (i > 0 && i <= below)
            g[above + i - 1] = -p * power / (q * q);
    }
    return p / q;
}

static double kirby2(const double *b, const double *x, double *g)
{
    return rational(b, x[0], 3, 2, g);
}

/* Shared by Hahn1 and Thurber. */
static double cubic(const double *b, const double *x, double *g)
{
    return rational(b, x[0], 4, 3, g);
}

static double nelson(const double *b, const double *x, double *g)
{
    const double e = exp(-b[2] * x[1]);

    if (g != NULL) {
        g[0] = 1.0;
        g[1] = -x[0] * e;
        g[2] = b[1] * x[0] * x[1] * e;
    }
    return b[0] - b[1] * x[0] * e;
}

static double mgh17(const double *b, const double *x, double *g)
{
    const double first = exp(-x[0] * b[3]);
    const double second = exp(-x[0] * b[4]);

    if (g != NULL) {
        g[0] = 1.0;
        g[1] = first;
        g[2] = second;
        g[3] = -b[1] * x[0] * first;
        g[4] = -b[2] * x[0] * second;
    }
    return b[0] + b[1] * first + b[2] * second;
}

static double roszman1(const double *b, const double *x, double *g)
{
    const double pi = 3.141592653589793238462643383279;
    const double d = x[0] - b[3];
    const double s = d * d + b[2] * b[2];

    if (g != NULL) {
        g[0] = 1.0;
        g[1] = -x[0];
        g[2] = -d / s / pi;
        g[3] = -b[2] / s / pi;
    }
    return b[0] - b[1] * x[0] - atan(b[2] / d) / pi;
}

static double enso(const double *b, const double *x, double *g)
{
    const double turn = 2.0 * 3.141592653589793238462643383279 * x[0];
    double y = b[0] + b[1] * cos(turn / 12.0) + b[2] * sin(turn / 12.0);

    if (g != NULL) {
        g[0] = 1.0;
        g[1] = cos(turn / 12.0);
        g[2] = sin(turn / 12.0);
    }
    for (size_t i = 3; i < 9; i += 3) {
        const double c = cos(turn / b[i]);
        const double s = sin(turn / b[i]);

        y += b[i + 1] * c + b[i + 2] * s;
        if (g != NULL) {
            g[i] = (b[i + 1] * s - b[i + 2] * c) * turn / (b[i] * b[i]);
            g[i + 1] = c;
            g[i + 2] = s;
        }
    }
    return y;
}

static double mgh09(const double *b, const double *x, double *g)
{
    const double p = x[0] * (x[0] + b[1]);
    const double q = x[0] * (x[0] + b[2]) + b[3];

    if (g != NULL) {
        g[0] = p / q;
        g[1] = b[0] * x[0] / q;
        g[2] = -b[0] * p * x[0] / (q * q);
        g[3] = -b[0] * p / (q * q);
    }
    return b[0] * p / q;
}

static double mgh10(const double *b, const double *x, double *g)
{
    const double d = x[0] + b[2];
    const double e = exp(b[1] / d);

    if (g != NULL) {
        g[0] = e;
        g[1] = b[0] * e / d;
        g[2] = -b[0] * e * b[1] / (d * d);
    }
    return b[0] * e;
}

static double rat42(const double *b, const double *x, double *g)
{
    const double e = exp(b[1] - b[2] * x[0]);
    const double q = 1.0 + e;

    if (g != NULL) {
        g[0] = 1.0 / q;
        g[1] = -b[0] * e / (q * q);
        g[2] = b[0] * x[0] * e / (q * q);
    }
    return b[0] / q;
}

static double rat43(const double *b, const double *x, double *g)
{
    const double e = exp(b[1] - b[2] * x[0]);
    const double y = b[0] * pow(1.0 + e, -1.0 / b[3]);

    if (g != NULL) {
        g[0] = y / b[0];
        g[1] = -y * e / (1.0 + e) / b[3];
        g[2] = x[0] * y * e / (1.0 + e) / b[3];
        g[3] = y * log1p(e) / (b[3] * b[3]);
    }
    return y;
}

static double eckerle4(const double *b, const double *x, double *g)
{
    const double z = (x[0] - b[2]) / b[1];
    const double e = exp(-0.5 * z * z);
    const double y = b[0] / b[1] * e;

    if (g != NULL) {
        g[0] = e / b[1];
        g[1] = y * (z * z - 1.0) / b[1];
        g[2] = y * z / b[1];
    }
    return y;
}

static double bennett5(const double *b, const double *x, double *g)
{
    const double q = b[1] + x[0];
    const double p = pow(q, -1.0 / b[2]);

    if (g != NULL) {
        g[0] = p;
        g[1] = -b[0] * p / (b[2] * q);
        g[2] = b[0] * p * log(q) / (b[2] * b[2]);
    }
    return b[0] * p;
}

const nist_problem nist_problems[NIST_PROBLEMS] = {
    { "Misra1a",  "lower",   misra1a,  2, 1, false },
    { "Chwirut2", "lower",   chwirut,  3, 1, false },
    { "Chwirut1", "lower",   chwirut,  3, 1, false },
    { "Lanczos3", "lower",   lanczos,  6, 1, false },
    { "Gauss1",   "lower",   gauss,    8, 1, false },
    { "Gauss2",   "lower",   gauss,    8, 1, false },
    { "DanWood",  "lower",   danwood,  2, 1, false },
    { "Misra1b",  "lower",   misra1b,  2, 1, false },
    { "Kirby2",   "average", kirby2,   5, 1, false },
    { "Hahn1",    "average", cubic,    7, 1, false },
    { "Nelson",   "average", nelson,   3, 2, true  },
    { "MGH17",    "average", mgh17,    5, 1, false },
    { "Lanczos1", "average", lanczos,  6, 1, false },
    { "Lanczos2", "average", lanczos,  6, 1, false },
    { "Gauss3",   "average", gauss,    8, 1, false },
    { "Misra1c",  "average", misra1c,  2, 1, false },
    { "Misra1d",  "average", misra1d,  2, 1, false },
    { "Roszman1", "average", roszman1, 4, 1, false },
    { "ENSO",     "average", enso,     9, 1, false },
    { "MGH09",    "higher",  mgh09,    4, 1, false },
    { "Thurber",  "higher",  cubic,    7, 1, false },
    { "BoxBOD",   "higher",  misra1a,  2, 1, false },
    { "Rat42",    "higher",  rat42,    3, 1, false },
    { "MGH10",    "higher",  mgh10,    3, 1, false },
    { "Eckerle4", "higher",  eckerle4, 3, 1, false },
    { "Rat43",    "higher",  rat43,    4, 1, false },
    { "Bennett5", "higher",  bennett5, 3, 1, false },
};

/* ---- files ---------------------------------------------------------------- */

/* "b3 = start1 start2 certified deviation", wherever it stands. */
static void read_parameter(nist_data *data, const char *line)
{
    const char *text = strchr(line, 'b');
    char *rest;
    unsigned long index;
    double number[4];

    if (text == NULL || strspn(line, " ") != (size_t)(text - line))
        return;
    index = strtoul(text + 1, &rest, 10);
    rest += strspn(rest, " ");
    if (*rest != '=' || index < 1 || index > data->problem->parameters)
        return;
    text = rest + 1;
    for (size_t i = 0; i < 4; i++) {
        number[i] = strtod(text, &rest);
        if (rest == text)
            return;
        text = rest;
    }
    data->start[0][index - 1] = number[0];
    data->start[1][index - 1] = number[1];
    data->certified[index - 1] = number[2];
    data->deviation[index - 1] = number[3];
}

static void read_squares(nist_data *data, const char *line)
{
    const char *label = "Residual Sum of Squares:";

    if (strncmp(line, label, strlen(label)) == 0)
        data->squares = strtod(line + strlen(label), NULL);
}

static void read_row(nist_data *data, const char *line)
{
    const size_t predictors = data->problem->predictors;
    double number[3];
    char *rest;

    for (size_t i = 0; i <= predictors; i++) {
        number[i] = strtod(line, &rest);
        if (rest == line)
            return;
        line = rest;
    }
    if (data->rows == NIST_MOST_ROWS)
        return;
    data->y[data->rows] = data->problem->log_response ? log(number[0]) : number[0];
    for (size_t i = 0; i < predictors; i++)
        data->x[data->rows * predictors + i] = number[1 + i];
    data->rows++;
}

bool nist_read(const char *folder, const nist_problem *problem, nist_data *data)
{
    enum { HEADER = 60 }; /* lines before the data, in every file */
    char text[1024];
    FILE *file;

    *data = (nist_data){ .problem = problem };
    (void)snprintf(text, sizeof text, "%s/%s.dat", folder, problem->name);
    file = fopen(text, "r");
    if (file == NULL)
        return false;
    for (int line = 1; fgets(text, sizeof text, file) != NULL; line++) {
        if (line > HEADER) {
            read_row(data, text);
            continue;
        }
        read_parameter(data, text);
        read_squares(data, text);
    }
    (void)fclose(file);
    return data->rows > problem->parameters && data->squares > 0.0 &&
           data->deviation[problem->parameters - 1] > 0.0;
}

/* ---- models as residuals -------------------------------------------------- */

paramod_eval nist_residual(const double *theta, double *residual, void *data)
{
    nist_data *d = data;
    const nist_problem *p = d->problem;

    d->residual_calls++;
    for (size_t i = 0; i < d->rows; i++)
        residual[i] = p->model(theta, d->x + i * p->predictors, NULL) - d->y[i];
    return PARAMOD_EVAL_OK;
}

paramod_eval nist_jacobian(const double *theta, double *jacobian, void *data)
{
    nist_data *d = data;
    const nist_problem *p = d->problem;

    d->jacobian_calls++;
    for (size_t i = 0; i < d->rows; i++)
        (void)p->model(theta, d->x + i * p->predictors,
                       jacobian + i * p->parameters);
    return PARAMOD_EVAL_OK;
}

paramod_residuals nist_residuals(nist_data *data)
{
    return (paramod_residuals){ .size = sizeof(paramod_residuals), .data = data,
                                .count = data->rows, .residual = nist_residual,
                                .jacobian = nist_jacobian };
}

/* R of A = Q R, rows x columns and column-major, by Householder reflections;
 * the signs of its rows are of no interest here. */
static void triangularise(size_t m, size_t n, double *a)
{
    for (size_t j = 0; j < n; j++) {
        double *const v = a + j * m;
        double norm = 0.0, product;

        for (size_t i = j; i < m; i++)
            norm = hypot(norm, v[i]);
        norm = copysign(norm, v[j]);
        v[j] += norm;
        for (size_t l = j + 1; l < n; l++) {
            product = 0.0;
            for (size_t i = j; i < m; i++)
                product += v[i] * a[i + l * m];
            product /= norm * v[j];
            for (size_t i = j; i < m; i++)
                a[i + l * m] -= product * v[i];
        }
        v[j] = -norm;
    }
}

/* (J'J)^-1 = R^-1 R'^-1: entry j of its diagonal is the squared length of row j
 * of R^-1, the solution of R'z = e_j.  Columns of unit length keep units out. */
void nist_deviations(const nist_data *data, const double *theta, double squares,
                     double *deviation)
{
    const nist_problem *p = data->problem;
    const size_t m = data->rows, n = p->parameters;
    double a[NIST_MOST_ROWS * NIST_MOST_PARAMETERS];
    double gradient[NIST_MOST_PARAMETERS], norm[NIST_MOST_PARAMETERS] = { 0.0 };
    const double s = sqrt(squares / (double)(m - n));

    for (size_t i = 0; i < m; i++) {
        (void)p->model(theta, data->x + i * p->predictors, gradient);
        for (size_t j = 0; j < n; j++) {
            a[i + j * m] = gradient[j];
            norm[j] = hypot(norm[j], gradient[j]);
        }
    }
    for (size_t i = 0; i < m * n; i++)
        a[i] /= norm[i / m];
    triangularise(m, n, a);
    for (size_t j = 0; j < n; j++) {
        double z[NIST_MOST_PARAMETERS] = { 0.0 }, length = 0.0;

        for (size_t i = j; i < n; i++) {
            z[i] = i == j ? 1.0 : 0.0;
            for (size_t l = j; l < i; l++)
                z[i] -= a[l + i * m] * z[l];
            z[i] /= a[i + i * m];
            length = hypot(length, z[i]);
        }
        deviation[j] = s * length / norm[j];
    }
}

double nist_digits(size_t count, const double *computed, const double *certified)
{
    double digits = 11.0;

    for (size_t i = 0; i < count; i++) {
        const double error = fabs(computed[i] - certified[i]) / fabs(certified[i]);

        if (!(error < 1.0))
            return 0.0;
        digits = error > 0.0 ? fmin(digits, -log10(error)) : digits;
    }
    return digits;
}
