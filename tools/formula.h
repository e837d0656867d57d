/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file formula.h  "trt + log(age) + celltype:sex": which covariates a
 * parameter carries.
 *
 *   formula := ['~'] term { ('+' | '-') term }      '-' only before 1
 *   term    := '0' | '1' | factor { (':' | '*') factor }
 *   factor  := name | function '(' name ')'         a*b is a + b + a:b
 *   name    := letters, digits, '.', '_', bytes >= 128; or any text in `` ` ``
 *   function := factor | log | log2 | log10 | exp | sqrt
 */

#ifndef PARAMOD_TOOLS_FORMULA_H
#define PARAMOD_TOOLS_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

typedef enum transformation {
    AS_IT_IS = 0,
    AS_FACTOR = 1, /**< a number counts as the name of a category */
    AS_LOG = 2,
    AS_LOG2 = 3,
    AS_LOG10 = 4,
    AS_EXP = 5,
    AS_SQRT = 6
} transformation;

/** A column and what is done to it. */
typedef struct variable {
    char *column;
    transformation how;
} variable;

enum { MOST_FACTORS = 4 };

/** A product of up to four variables. */
typedef struct term {
    size_t factors;
    variable factor[MOST_FACTORS];
} term;

typedef struct formula {
    bool intercept;
    size_t count;
    term *term; /**< each once, in order of appearance */
} formula;

/** Reads a formula.
 *  \return false and a sentence that shows where it cannot be read */
bool formula_read(const char *text, formula *f, problem *p);
void formula_release(formula *f);

/** "log", "factor", ...; "" for AS_IT_IS. */
const char *transformation_name(transformation how);
/** "age", "log(age)", "factor(trt)": the start of a coefficient's name. */
void variable_label(const variable *v, char *text, size_t size);
bool variable_equal(const variable *a, const variable *b);

/** Calls visit() with each column that the formula names. */
void formula_columns(const formula *f,
                     void (*visit)(const variable *v, void *data), void *data);

#endif /* PARAMOD_TOOLS_FORMULA_H */
