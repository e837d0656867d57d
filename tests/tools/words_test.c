/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers, names, options, formulas and assignments as users type them. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/assignments.h"
#include "../../tools/formula.h"
#include "../../tools/nearest.h"
#include "../../tools/number.h"
#include "../../tools/options.h"
#include "support/support.h"

static void test_numbers_are_read_exactly(void)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "0", 0.0 }, { "-12.625", -12.625 }, { ".5", 0.5 }, { "5.", 5.0 },
        { "0.1", 0.1 }, { "123456789012345", 123456789012345.0 },
        { "1234567890123456789", 1234567890123456789.0 }, { "1e300", 1e300 },
        { "0.000000000000001", 1e-15 }, { "+3", 3.0 }, { " 7 ", 7.0 },
        { "0x1.8p1", 3.0 }, { "inf", INFINITY }, { "-Inf", -INFINITY },
    };
    static const char *const bad[] = { "", " ", "-", ".", "1,5", "1x", "1 2", "e5",
                                       "nan(3)", "--1", "1e" };
    double value;

    for (size_t k = 0; k < sizeof good / sizeof good[0]; k++) {
        value = NAN;
        CU_ASSERT(read_number(good[k].text, &value));
        CU_ASSERT(value == good[k].value);
    }
    value = 42.0;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++)
        CU_ASSERT(!read_number(bad[k], &value));
    CU_ASSERT_EQUAL(value, 42.0);
    CU_ASSERT(read_number("NaN", &value) && isnan(value));
    for (long r = rounds(2000); r > 0; r--) { /* the fast path and strtod agree */
        char text[64];
        const double x = wild();

        CU_ASSERT(read_number(write_number(x, text), &value) && value == x);
        (void)snprintf(text, sizeof text, "%.4f", 1000.0 * uniform() - 500.0);
        CU_ASSERT(read_number(text, &value) && value == strtod(text, NULL));
    }
}

static void test_lists_of_numbers(void)
{
    double *x = NULL;

    CU_ASSERT_EQUAL_FATAL(read_numbers("1,2.5,-3", &x), 3);
    CU_ASSERT(x[0] == 1.0 && x[1] == 2.5 && x[2] == -3.0);
    free(x);
    CU_ASSERT_EQUAL_FATAL(read_numbers("0:0.1:1", &x), 11);
    CU_ASSERT(x[0] == 0.0 && fabs(x[10] - 1.0) < 1e-15);
    free(x);
    CU_ASSERT_EQUAL(read_numbers("1,,2", &x), 0);
    CU_ASSERT_EQUAL(read_numbers("", &x), 0);
    CU_ASSERT_EQUAL(read_numbers("0:0:1", &x), 0);
    CU_ASSERT_EQUAL(read_numbers("1:1:0", &x), 0);
    CU_ASSERT_EQUAL(read_numbers("0:1", &x), 0);
}

static void test_edit_distances(void)
{
    static const struct {
        const char *a, *b;
        size_t distance;
    } pairs[] = {
        { "", "", 0 }, { "abc", "", 3 }, { "time", "TIME", 0 }, { "tmie", "time", 1 },
        { "kitten", "sitting", 3 }, { "ab", "ba", 1 }, { "status", "statsu", 1 },
    };
    char hint[64];
    nearest n = nearest_to("x");

    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        CU_ASSERT_EQUAL(edit_distance(pairs[k].a, pairs[k].b), pairs[k].distance);
        CU_ASSERT_EQUAL(edit_distance(pairs[k].b, pairs[k].a), pairs[k].distance);
    }
    nearest_try(&n, "gamma");
    CU_ASSERT_STRING_EQUAL(nearest_hint(&n, "--", hint, sizeof hint), "");
}

static const option table_of_options[] = {
    { "time", "COLUMN", "h", false },
    { "fix", "X", "h", true },
    { "json", NULL, "h", false },
    { NULL, NULL, NULL, false },
};

static bool take_apart(int count, const char *const *words, options *o, problem *p)
{
    static const option *const tables[] = { table_of_options, NULL };
    static char copies[8][64];
    char *list[9] = { NULL };

    for (int i = 0; i < count; i++)
        list[i] = strcpy(copies[i], words[i]);
    return options_read(count, list, tables, o, p);
}

static void test_options(void)
{
    static const char *const words[] = { "--time", "T", "x.csv", "--fix=a=1", "--fix",
                                         "-1", "--json", "-" };
    problem p = { "" };
    options o;

    CU_ASSERT_FATAL(take_apart(8, words, &o, &p));
    CU_ASSERT_STRING_EQUAL(options_text(&o, "time"), "T");
    CU_ASSERT_STRING_EQUAL(options_repeated(&o, "fix", 0), "a=1");
    CU_ASSERT_STRING_EQUAL(options_repeated(&o, "fix", 1), "-1");
    CU_ASSERT_PTR_NULL(options_repeated(&o, "fix", 2));
    CU_ASSERT(options_has(&o, "json"));
    CU_ASSERT_EQUAL(o.operands, 2);
    CU_ASSERT_STRING_EQUAL(o.operand[1], "-");
    options_release(&o);
}

static void test_options_are_refused(void)
{
    static const struct {
        int count;
        const char *words[2];
        const char *message;
    } bad[] = {
        { 1, { "--tmie" }, "there is no option '--tmie'; did you mean '--time'?" },
        { 1, { "-x" }, "there is no option '-x': options begin with two dashes" },
        { 1, { "--time" }, "option '--time' needs a value: COLUMN" },
        { 2, { "--time", "--json" }, "option '--time' needs a value: COLUMN" },
        { 2, { "--time=1", "--time=2" }, "option '--time' is given twice" },
        { 1, { "--json=1" }, "option '--json' takes no value, but '1' is given" },
    };

    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        problem p = { "" };
        options o;

        CU_ASSERT(!take_apart(bad[k].count, bad[k].words, &o, &p));
        CU_ASSERT_STRING_EQUAL(p.text, bad[k].message);
        options_release(&o);
    }
}

/* The formula as "1 a b:c", in its own order. */
static const char *spell(const formula *f, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "%d", f->intercept);

    for (size_t k = 0; k < f->count; k++)
        for (size_t i = 0; i < f->term[k].factors; i++) {
            char label[64];

            variable_label(&f->term[k].factor[i], label, sizeof label);
            used += (size_t)snprintf(text + used, size - used, "%s%s",
                                     i > 0 ? ":" : " ", label);
        }
    return text;
}

static void test_formulas(void)
{
    static const struct {
        const char *text, *meaning;
    } good[] = {
        { "1", "1" }, { "0", "0" }, { "~ trt", "1 trt" }, { "trt+age", "1 trt age" },
        { "trt + trt", "1 trt" }, { "a*b", "1 a b a:b" }, { "a:b + b:a", "1 a:b" },
        { "a*b*c", "1 a b c a:b a:c b:c a:b:c" }, { "a*b:c", "1 a b:c a:b:c" },
        { "0 + log(age)", "0 log(age)" }, { "age - 1", "0 age" }, { "-1+age", "0 age" },
        { "`a b` + resid.ds", "1 a b resid.ds" }, { "factor( trt )", "1 factor(trt)" },
        { "1x", "1 1x" },
    };
    static const struct {
        const char *text, *message;
    } bad[] = {
        { "", "formula '': a column name is expected at 'its end'" },
        { "a +", "formula 'a +': a column name is expected at 'its end'" },
        { "a b", "formula 'a b': '+' is expected at 'b'" },
        { "a - b", "formula 'a - b': only 1 can be taken away at 'b'" },
        { "lgo(a)", "formula 'lgo(a)': there is no function 'lgo'; did you mean 'log'?" },
        { "log(a", "formula 'log(a': ')' is expected at 'its end'" },
        { "`a", "formula '`a': a name in backquotes has no end at '`a'" },
        { "a:b:c:d:e", "formula 'a:b:c:d:e': a product of more than 4 variables at "
                       "':e'" },
    };
    problem p = { "" };
    formula f;
    char text[256];

    for (size_t k = 0; k < sizeof good / sizeof good[0]; k++) {
        CU_ASSERT_FATAL(formula_read(good[k].text, &f, &p));
        CU_ASSERT_STRING_EQUAL(spell(&f, text, sizeof text), good[k].meaning);
        formula_release(&f);
    }
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        CU_ASSERT(!formula_read(bad[k].text, &f, &p));
        CU_ASSERT_STRING_EQUAL(p.text, bad[k].message);
    }
}

static void test_assignments(void)
{
    problem p = { "" };
    assignments a;

    CU_ASSERT_FATAL(assignments_read("trt=1, `a b` = \"x, y\",z=<=20", &a, &p));
    CU_ASSERT_EQUAL(a.count, 3);
    CU_ASSERT_STRING_EQUAL(assignments_value("trt", &a), "1");
    CU_ASSERT_STRING_EQUAL(assignments_value("a b", &a), "x, y");
    CU_ASSERT_PTR_NULL(assignments_value("b", &a));
    CU_ASSERT(!assignments_all_used(&a, &p));
    CU_ASSERT_STRING_EQUAL(assignments_value("z", &a), "<=20");
    CU_ASSERT(assignments_all_used(&a, &p));
    assignments_release(&a);
    CU_ASSERT(!assignments_read("trt", &a, &p));
    CU_ASSERT_STRING_EQUAL(p.text, "'trt' is not a list NAME=VALUE,NAME=VALUE");
    assignments_release(&a);
    CU_ASSERT(!assignments_read("trt=1,", &a, &p));
    assignments_release(&a);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "numbers are read exactly", test_numbers_are_read_exactly },
        { "lists of numbers", test_lists_of_numbers },
        { "edit distances", test_edit_distances },
        { "options", test_options },
        { "options are refused", test_options_are_refused },
        { "formulas", test_formulas },
        { "assignments", test_assignments },
        CU_TEST_INFO_NULL,
    };

    return run_tests("words", tests);
}
