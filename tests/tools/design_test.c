/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Covariates out of formulas, and the numbers at the axes of plots. */

#include <math.h>
#include <string.h>

#include "../../tools/assignments.h"
#include "../../tools/csv_file.h"
#include "../../tools/design.h"
#include "../../tools/svg.h"
#include "support/support.h"

static const char sample[] =
    "age,cell,trt,mix\n40,small,1,1\n50,adeno,2,a\n60,small,2,2\n30,large,1,3\n";

typedef struct fixture {
    table *table;
    design design;
    options options;
    design_choice choice;
    problem problem;
} fixture;

static const size_t all_rows[] = { 0, 1, 2, 3 };

/* "--ref" given as ref, or null. */
static bool make(fixture *x, const char *text, const char *ref)
{
    static given one;
    formula f;
    bool good;

    *x = (fixture) { 0 };
    one = (given) { "ref", ref };
    x->options = (options) { .count = ref != NULL, .given = &one,
                             .problem = &x->problem };
    x->table = csv_read_bytes("x.csv", sample, sizeof sample - 1, NULL, NULL,
                              &x->problem);
    design_begin(&x->design, x->table, 4, all_rows);
    CU_ASSERT_FATAL(formula_read(text, &f, &x->problem));
    good = design_add(&x->design, &f, &x->choice, &x->problem, &x->options)
        && design_check_references(&x->design, &x->options, &x->problem);
    formula_release(&f);
    return good;
}

static void discard(fixture *x)
{
    design_choice_release(&x->choice);
    design_release(&x->design);
    table_destroy(x->table);
}

static void check(const char *text, const char *ref, size_t count,
                  const char *const *names, const double (*values)[4])
{
    fixture x;

    CU_ASSERT_FATAL(make(&x, text, ref));
    CU_ASSERT_EQUAL_FATAL(x.design.count, count);
    CU_ASSERT_EQUAL(x.choice.count, count);
    for (size_t j = 0; j < count; j++) {
        CU_ASSERT_STRING_EQUAL(x.design.covariate[j].name, names[j]);
        CU_ASSERT(memcmp(x.design.covariate[j].value, values[j],
                         sizeof values[j]) == 0);
    }
    discard(&x);
}

static void test_treatment_coding(void)
{
    check("age + cell", NULL, 3,
          (const char *const[]) { "age", "celllarge", "cellsmall" },
          (const double[][4]) { { 40, 50, 60, 30 }, { 0, 0, 0, 1 }, { 1, 0, 1, 0 } });
    check("cell", "cell=small", 2, (const char *const[]) { "celladeno", "celllarge" },
          (const double[][4]) { { 0, 1, 0, 0 }, { 0, 0, 0, 1 } });
    check("factor(trt)", NULL, 1, (const char *const[]) { "factor(trt)2" },
          (const double[][4]) { { 0, 1, 1, 0 } });
    check("cell:age - 1", NULL, 3,
          (const char *const[]) { "celladeno:age", "celllarge:age", "cellsmall:age" },
          (const double[][4]) { { 0, 50, 0, 0 }, { 0, 0, 0, 30 }, { 40, 0, 60, 0 } });
    check("age + cell:age", NULL, 3,
          (const char *const[]) { "age", "celllarge:age", "cellsmall:age" },
          (const double[][4]) { { 40, 50, 60, 30 }, { 0, 0, 0, 30 },
                                { 40, 0, 60, 0 } });
    check("0 + cell", NULL, 3,
          (const char *const[]) { "celladeno", "celllarge", "cellsmall" },
          (const double[][4]) { { 0, 1, 0, 0 }, { 0, 0, 0, 1 }, { 1, 0, 1, 0 } });
    check("factor(mix)", NULL, 3,
          (const char *const[]) { "factor(mix)2", "factor(mix)3", "factor(mix)a" },
          (const double[][4]) { { 0, 0, 1, 0 }, { 0, 0, 0, 1 }, { 0, 1, 0, 0 } });
}

static void test_refusals(void)
{
    static const struct {
        const char *formula, *ref, *message;
    } bad[] = {
        { "aeg", NULL, "there is no column 'aeg' in 'x.csv'; did you mean 'age'?" },
        { "mix", NULL, "row 2, column 'mix': 'a' is not a number (factor(mix) makes "
                       "categories of numbers and texts)" },
        { "log(cell)", NULL, "row 1, column 'cell': 'small' is not a number" },
        { "cell", "cell=smal", "option '--ref': column 'cell' has no level 'smal'; "
                               "did you mean 'small'?" },
        { "trt", "trt=2", "option '--ref': the model has no factor 'trt'; "
                          "factor(trt) in a formula makes one of numbers" },
        { "cell", "small", "option '--ref': 'small' is not COLUMN=LEVEL" },
    };

    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        fixture x;

        CU_ASSERT(!make(&x, bad[k].formula, bad[k].ref));
        CU_ASSERT_STRING_EQUAL(x.problem.text, bad[k].message);
        discard(&x);
    }
}

static void test_single_points(void)
{
    fixture x;
    assignments a;
    double values[4];

    CU_ASSERT_FATAL(make(&x, "log(age) + cell", NULL));
    CU_ASSERT_FATAL(assignments_read("age=45,cell=large", &a, &x.problem));
    CU_ASSERT(design_point(&x.design, assignments_value, &a, values, &x.problem));
    CU_ASSERT(values[0] == log(45.0) && values[1] == 1.0 && values[2] == 0.0);
    assignments_release(&a);
    CU_ASSERT_FATAL(assignments_read("age=45,cell=lagre", &a, &x.problem));
    CU_ASSERT(!design_point(&x.design, assignments_value, &a, values, &x.problem));
    CU_ASSERT_STRING_EQUAL(x.problem.text, "column 'cell' has no level 'lagre'; did "
                                           "you mean 'large'?");
    assignments_release(&a);
    CU_ASSERT_FATAL(assignments_read("cell=large", &a, &x.problem));
    CU_ASSERT(!design_point(&x.design, assignments_value, &a, values, &x.problem));
    CU_ASSERT_STRING_EQUAL(x.problem.text, "there is no value for 'age'");
    assignments_release(&a);
    discard(&x);
}

/* Ticks are few, inside, evenly spaced by 1, 2 or 5 times a power of ten. */
static void test_ticks(void)
{
    for (long r = rounds(2000); r > 0; r--) {
        const double least = 200.0 * (uniform() - 0.5);
        const double width = pow(10.0, 12.0 * uniform() - 6.0);
        double ticks[MOST_TICKS];
        const size_t count = nice_ticks(least, least + width, 6, ticks);
        double step, digit;

        CU_ASSERT_FATAL(count >= 2 && count <= 8);
        step = ticks[1] - ticks[0];
        digit = step / pow(10.0, floor(log10(step * 1.0001)));
        CU_ASSERT(fabs(digit - 1) < 0.01 || fabs(digit - 2) < 0.01
                  || fabs(digit - 5) < 0.01);
        CU_ASSERT(ticks[0] >= least - 1e-6 * width);
        CU_ASSERT(ticks[count - 1] <= least + width * (1.0 + 1e-6));
        CU_ASSERT(ticks[0] - least <= step && least + width - ticks[count - 1] <= step);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "treatment coding", test_treatment_coding },
        { "refusals", test_refusals },
        { "single points", test_single_points },
        { "ticks", test_ticks },
        CU_TEST_INFO_NULL,
    };

    return run_tests("design", tests);
}
