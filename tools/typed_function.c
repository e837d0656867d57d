/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>

#include <muParserDLL.h>

#include "typed_function.h"
#include "memory.h"

struct typed_function {
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

typed_function *typed_function_create(const char *text, problem *p)
{
    typed_function *f = take(1, sizeof *f);

    *f = (typed_function) { .parser = mupCreate(muBASETYPE_FLOAT) };
    mupSetErrorHandler(f->parser, silence);
    mupDefineVar(f->parser, "x", &f->x);
    mupDefineConst(f->parser, "pi", 3.14159265358979323846);
    mupDefineFun1(f->parser, "erf", error_function, 1);
    mupDefineFun1(f->parser, "erfc", error_complement, 1);
    mupDefineFun1(f->parser, "j0", bessel_0, 1);
    mupDefineFun1(f->parser, "j1", bessel_1, 1);
    mupDefineFun1(f->parser, "gamma", gamma_function, 1);
    mupDefineFun2(f->parser, "pow", power, 1);
    mupSetExpr(f->parser, text);
    f->x = 0.5;
    (void)mupEval(f->parser);
    if (mupError(f->parser) == 0)
        return f;
    (void)problem_set(p, "--expr '%s': %s", text, mupGetErrorMsg(f->parser));
    typed_function_destroy(f);
    return NULL;
}

void typed_function_destroy(typed_function *f)
{
    if (f == NULL)
        return;
    mupRelease(f->parser);
    free(f);
}

double typed_function_value(typed_function *f, double x)
{
    double y;

    f->x = x;
    y = mupEval(f->parser);
    return mupError(f->parser) == 0 ? y : (double)NAN;
}
