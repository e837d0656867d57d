/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas: values against C, derivatives against differences, refusals. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tools/expression.h"
#include "support/support.h"

static const char *const names[] = { "a", "b", "time_t", "x" };

/* The node's value at a, b, t, x. */
static double value_at(expressions *pool, size_t node, const double *at)
{
    const size_t place = 0;
    program *p = program_create(pool, 1, &node, &place, 2);
    double *work = calloc(program_size(p) + 1, sizeof *work), out = (double)NAN;

    if (work != NULL) {
        (void)memcpy(work, at, 4 * sizeof *work);
        program_begin(p, work);
        program_run(p, work, true, &out);
    }
    free(work);
    program_destroy(p);
    return out;
}

static size_t read(expressions *pool, const char *text)
{
    problem p = { "" };
    size_t node = 0;

    CU_ASSERT_FATAL(expression_read(pool, text, "formula", &node, &p));
    return node;
}

static void test_values(void)
{
    const double at[4] = { 1.7, 0.6, 2.5, 3.1 };
    const double a = at[0], b = at[1], t = at[2], x = at[3];
    const struct {
        const char *text;
        double value;
    } cases[] = {
        { "1 + 2*3 - 4/8", 6.5 }, { "-2**2", -4.0 }, { "2^3^2", 512.0 },
        { "-a**2/b", -a * a / b }, { "a - b - x", a - b - x }, { "a/b/x", a / b / x },
        { "2.5e-3*time_t", 2.5e-3 * t }, { ".5*x", 0.5 * x },
        { "exp(-a*time_t)*(x + b)**-1.5", exp(-a * t) * pow(x + b, -1.5) },
        { "log(x) + log10(a) + ln(b)", log(x) + log10(a) + log(b) },
        { "sqrt(x**3)", sqrt(x * x * x) }, { "sin(a)*cos(b)/tan(x)", sin(a) * cos(b) / tan(x) },
        { "sinh(a)+cosh(b)+tanh(x)", sinh(a) + cosh(b) + tanh(x) },
        { "atan(-x) + abs(b - a)", atan(-x) + fabs(b - a) },
        { "x**a", pow(x, a) }, { "+-+a", -a }, { "0*x + 1*a", a } };
    expressions *pool = expressions_create(4, names);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CU_ASSERT(ulps_off(value_at(pool, read(pool, cases[i].text), at), cases[i].value,
                           cases[i].value) <= 8.0);
    expressions_destroy(pool);
}

static void test_derivatives(void)
{
    static const char *const texts[] = {
        "a*b**2*exp(-b*x)", "x**a", "a**x", "(a + x)/(b + x**2)", "sqrt(a*x + b)",
        "log(a + x)*log10(b)", "sin(a*x) - cos(b*x) + tan(a)", "sinh(a) + cosh(x) + tanh(b*x)",
        "atan(a*x)", "abs(a - 5)*x", "((a*x)**3 + b)**2.5", "a/(b/(x/a))",
        "0.32*a*x/(b*(1 + x*a/b)) + x**4" };
    expressions *pool = expressions_create(4, names);

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (size_t v = 0; v < 4; v++) {
            const size_t node = read(pool, texts[i]);
            double at[4] = { 1.7, 0.6, 2.5, 1.1 }, up, down;
            const double exact =
                value_at(pool, expression_derivative(pool, node, v), at);

            at[v] += 1e-5;
            up = value_at(pool, node, at);
            at[v] -= 2e-5;
            down = value_at(pool, node, at);
            CU_ASSERT(fabs((up - down) / 2e-5 - exact) <= 1e-7 * (1.0 + fabs(exact)));
            CU_ASSERT(expression_depends(pool, node, v) || exact == 0.0);
        }
    expressions_destroy(pool);
}

/* What depends on slow variables alone is kept until it is told to change. */
static void test_slow_variables(void)
{
    const size_t place = 0;
    expressions *pool = expressions_create(4, names);
    const size_t node = read(pool, "exp(a)*x");
    program *p = program_create(pool, 1, &node, &place, 2);
    double *work = calloc(program_size(p) + 1, sizeof *work), out;

    CU_ASSERT_FATAL(work != NULL);
    work[0] = 0.0;
    work[3] = 2.0;
    program_begin(p, work);
    program_run(p, work, true, &out);
    CU_ASSERT_EQUAL(out, 2.0);
    work[0] = 1.0;
    work[3] = 3.0;
    program_run(p, work, false, &out);
    CU_ASSERT_EQUAL(out, 3.0);
    program_run(p, work, true, &out);
    CU_ASSERT(fabs(out - 3.0 * exp(1.0)) < 1e-14);
    free(work);
    program_destroy(p);
    expressions_destroy(pool);
}

static void test_refusals(void)
{
    const struct {
        const char *text, *message;
    } cases[] = {
        { "", "y: the formula ends at character 1 of ''" },
        { "a +", "y: the formula ends at character 4 of 'a +'" },
        { "(a", "y: ')' is missing at character 3 of '(a'" },
        { "a b", "y: something left over at character 3 of 'a b'" },
        { "time", "y: there is no 'time'" },
        { "foo(a)", "y: an unknown function at character 1 of 'foo(a)'" },
        { "a $ b", "y: something left over at character 3 of 'a $ b'" },
        { "* a", "y: an unexpected character at character 1 of '* a'" } };
    expressions *pool = expressions_create(4, names);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        problem p = { "" };
        size_t node;

        CU_ASSERT(!expression_read(pool, cases[i].text, "y", &node, &p));
        CU_ASSERT(strncmp(p.text, cases[i].message, strlen(cases[i].message)) == 0);
        if (strncmp(p.text, cases[i].message, strlen(cases[i].message)) != 0)
            printf("%s\n", p.text);
    }
    expressions_destroy(pool);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values", test_values },
        { "derivatives", test_derivatives },
        { "slow variables", test_slow_variables },
        { "refusals", test_refusals },
        CU_TEST_INFO_NULL
    };

    return run_tests("formulas", tests);
}
