/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables out of CSV text. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/csv_file.h"
#include "../../tools/factor.h"
#include "support/support.h"

static table *read(const char *text, problem *p)
{
    return csv_read_bytes("x.csv", text, strlen(text), NULL, NULL, p);
}

static void test_reads_what_the_standard_allows(void)
{
    static const char *const same[] = {
        "a,b\n1,x\n-2.5e3,\"y, \"\"z\"\"\"\n",
        "a,b\n1,x\n-2.5e3,\"y, \"\"z\"\"\"",          /* no last end of line */
        "a,b\r\n1,x\r\n-2.5e3,\"y, \"\"z\"\"\"\r\n",  /* CRLF */
        "\xEF\xBB\xBF\"a\",b\n1,x\n-2500,\"y, \"\"z\"\"\"\n", /* BOM */
        "a,b\n\n1,x\n\n-2.5e3,\"y, \"\"z\"\"\"\n\n",  /* empty lines */
        " a , b \n 1 , x \n -2.5e3 , \"y, \"\"z\"\"\" \n", /* blanks */
    };

    for (size_t k = 0; k < sizeof same / sizeof same[0]; k++) {
        problem p = { "" };
        table *t = read(same[k], &p);

        CU_ASSERT_PTR_NOT_NULL_FATAL(t);
        CU_ASSERT_EQUAL(t->rows, 2);
        CU_ASSERT_EQUAL(t->columns, 2);
        CU_ASSERT_STRING_EQUAL(t->column[0].name, "a");
        CU_ASSERT_STRING_EQUAL(t->column[1].name, "b");
        CU_ASSERT(column_is_numeric(&t->column[0]));
        CU_ASSERT_EQUAL(t->column[0].number[0], 1.0);
        CU_ASSERT_EQUAL(t->column[0].number[1], -2500.0);
        CU_ASSERT_EQUAL(t->column[1].texts, 2);
        CU_ASSERT_STRING_EQUAL(t->column[1].levels.text[1], "y, \"z\"");
        table_destroy(t);
    }
}

static void test_missing_cells(void)
{
    problem p = { "" };
    table *t = read("a,b\nNA,x\n,NA\n3,\n", &p);
    char text[64];

    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    CU_ASSERT_EQUAL(t->column[0].missing, 2);
    CU_ASSERT_EQUAL(t->column[1].missing, 2);
    CU_ASSERT(cell_is_missing(&t->column[0], 0));
    CU_ASSERT(cell_is_missing(&t->column[0], 1));
    CU_ASSERT(!cell_is_missing(&t->column[0], 2));
    CU_ASSERT(isnan(t->column[0].number[0]));
    CU_ASSERT_STRING_EQUAL(cell_text(&t->column[0], 2, text, sizeof text), "3");
    CU_ASSERT_STRING_EQUAL(cell_text(&t->column[1], 0, text, sizeof text), "x");
    CU_ASSERT_STRING_EQUAL(cell_text(&t->column[1], 1, text, sizeof text), "NA");
    table_destroy(t);
}

static void test_refusals_name_the_place(void)
{
    static const struct {
        const char *text, *message;
    } bad[] = {
        { "", "'x.csv' is empty" },
        { "\n\n", "'x.csv' is empty" },
        { "a,b\n", "'x.csv' has a header, but no rows" },
        { "a,b\n1,2\n3\n", "row 2 of 'x.csv' has 1 field, but the header names 2 "
                           "columns" },
        { "a,b\n1,2,3\n", "row 1 of 'x.csv' has 3 fields, but the header names 2 "
                          "columns" },
        { "a,b\n1,2\n\"3,4\n", "row 2 of 'x.csv': a quotation mark is where none may "
                               "be, or one is missing" },
        { "a,b\n1,\"2\"x\n", "row 1 of 'x.csv': a quotation mark is where none may "
                             "be, or one is missing" },
    };
    problem p = { "" };

    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        CU_ASSERT_PTR_NULL(read(bad[k].text, &p));
        CU_ASSERT_STRING_EQUAL(p.text, bad[k].message);
    }
    CU_ASSERT_PTR_NULL(csv_read_bytes("x.csv", "a,b\n1,\0002\n", 9, NULL, NULL, &p));
    CU_ASSERT_STRING_EQUAL(p.text, "row 1, column 'b': the cell of 'x.csv' holds a "
                                   "byte of value 0, so this is not a text file");
    CU_ASSERT_PTR_NULL(csv_read_file("/nonexistent/x.csv", NULL, NULL, &p));
    CU_ASSERT_STRING_EQUAL(p.text, "cannot open '/nonexistent/x.csv': No such file or "
                                   "directory");
}

static void test_columns_by_name(void)
{
    problem p = { "" };
    table *t = read("time,age,age\n1,2,3\n2,x,4\n", &p);

    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    CU_ASSERT_PTR_EQUAL(table_find(t, "time", &p), &t->column[0]);
    CU_ASSERT_PTR_NULL(table_find(t, "tmie", &p));
    CU_ASSERT_STRING_EQUAL(p.text, "there is no column 'tmie' in 'x.csv'; did you "
                                   "mean 'time'?");
    CU_ASSERT_PTR_NULL(table_find(t, "weight", &p));
    CU_ASSERT_STRING_EQUAL(p.text, "there is no column 'weight' in 'x.csv'");
    CU_ASSERT_PTR_NULL(table_find(t, "age", &p));
    CU_ASSERT_STRING_EQUAL(p.text, "'x.csv' has two columns 'age'");
    free(t->column[2].name);
    t->column[2].name = strdup("size");
    CU_ASSERT_PTR_NULL(table_numbers(t, "age", &p));
    CU_ASSERT_STRING_EQUAL(p.text, "row 2, column 'age': 'x' is not a number");
    table_destroy(t);
}

/* Every cell comes back, however many rows and levels there are. */
static void test_random_tables_come_back(void)
{
    for (long r = rounds(20); r > 0; r--) {
        const size_t rows = 1 + (size_t)(3000.0 * uniform());
        double *x = calloc(rows, sizeof *x);
        int *level = calloc(rows, sizeof *level);
        char *text = malloc(64 * rows + 64), *at = text;
        problem p = { "" };
        char cell[64], expected[64];
        table *t;

        at += sprintf(at, "x,label\n");
        for (size_t i = 0; i < rows; i++) {
            x[i] = wild();
            level[i] = (int)(500.0 * uniform());
            at += sprintf(at, "%.17g,L%d\n", x[i], level[i]);
        }
        t = csv_read_bytes("x.csv", text, (size_t)(at - text), NULL, NULL, &p);
        CU_ASSERT_PTR_NOT_NULL_FATAL(t);
        CU_ASSERT_EQUAL(t->rows, rows);
        for (size_t i = 0; i < rows; i++) {
            CU_ASSERT(t->column[0].number[i] == x[i]);
            sprintf(expected, "L%d", level[i]);
            CU_ASSERT_STRING_EQUAL(cell_text(&t->column[1], i, cell, sizeof cell),
                                   expected);
        }
        table_destroy(t);
        free(x);
        free(level);
        free(text);
    }
}

static void test_levels_have_an_order(void)
{
    problem p = { "" };
    table *t = read("g\nb\n10\n2\na\n2\nB\n2.0\n", &p);
    static const char *const expected[] = { "2", "10", "B", "a", "b" };
    size_t row[] = { 0, 1, 2, 3, 4, 5, 6 };
    char hint[64];
    factor f;

    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    f = factor_of(&t->column[0], 7, row);
    CU_ASSERT_EQUAL_FATAL(f.count, 5);
    for (size_t k = 0; k < 5; k++)
        CU_ASSERT_STRING_EQUAL(f.level[k], expected[k]);
    CU_ASSERT_EQUAL(factor_level(&f, 0), 4);
    CU_ASSERT_EQUAL(factor_level(&f, 1), 1);
    CU_ASSERT_EQUAL(factor_level(&f, 6), 0);
    CU_ASSERT_EQUAL(factor_find(&f, "2.00"), 0);
    CU_ASSERT_EQUAL(factor_find(&f, "c"), 5);
    CU_ASSERT_STRING_EQUAL(factor_hint(&f, "100", hint, sizeof hint),
                           "; did you mean '10'?");
    factor_release(&f);
    f = factor_of(&t->column[0], 1, row + 3); /* only the levels in use count */
    CU_ASSERT_EQUAL(f.count, 1);
    CU_ASSERT_STRING_EQUAL(f.level[0], "a");
    factor_release(&f);
    table_destroy(t);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "reads what the standard allows", test_reads_what_the_standard_allows },
        { "missing cells", test_missing_cells },
        { "refusals name the place", test_refusals_name_the_place },
        { "columns by name", test_columns_by_name },
        { "random tables come back", test_random_tables_come_back },
        { "levels have an order", test_levels_have_an_order },
        CU_TEST_INFO_NULL,
    };

    return run_tests("table", tests);
}
