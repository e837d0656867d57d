/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>

#include <muParserDLL.h>

#include "expression.h"
#include "memory.h"

struct expression {
    muParserHandle_t parser;
    muFloat_t x;
};

/* muParser has no door to the error functions and to Bessel's. */
static muFloat_t error_function(muFloat_t x) { return erf(x); }
static muFloat_t error_complement(muFloat_t x) { return erfc(x); }
static muFloat_t bessel_0(muFloat_t x) { return j0(x); }
static muFloat_t bessel_1(muFloat_t x) { return j1(x); }
static muFloat_t gamma_function(muFloat_t x) { return tgamma(x); }
static muFloat_t power(muFloat_t x, muFloat_t y) { return pow(x, y); }

/* An error is asked for after each call; the handler keeps muParser from
 * printing it. */
static void silence(muParserHandle_t parser)
{
    (void)parser;
}

expression *expression_create(const char *text, problem *p)
{
    expression *e = take(1, sizeof *e);

    *e = (expression) { .parser = mupCreate(muBASETYPE_FLOAT) };
    mupSetErrorHandler(e->parser, silence);
    mupDefineVar(e->parser, "x", &e->x);
    mupDefineConst(e->parser, "pi", 3.14159265358979323846);
    mupDefineFun1(e->parser, "erf", error_function, 1);
    mupDefineFun1(e->parser, "erfc", error_complement, 1);
    mupDefineFun1(e->parser, "j0", bessel_0, 1);
    mupDefineFun1(e->parser, "j1", bessel_1, 1);
    mupDefineFun1(e->parser, "gamma", gamma_function, 1);
    mupDefineFun2(e->parser, "pow", power, 1);
    mupSetExpr(e->parser, text);
    e->x = 0.5;
    (void)mupEval(e->parser);
    if (mupError(e->parser) == 0)
        return e;
    (void)problem_set(p, "--expr '%s': %s", text, mupGetErrorMsg(e->parser));
    expression_destroy(e);
    return NULL;
}

void expression_destroy(expression *e)
{
    if (e == NULL)
        return;
    mupRelease(e->parser);
    free(e);
}

double expression_value(expression *e, double x)
{
    double y;

    e->x = x;
    y = mupEval(e->parser);
    return mupError(e->parser) == 0 ? y : (double)NAN;
}
