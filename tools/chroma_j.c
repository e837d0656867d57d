/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma j */

#include <math.h>
#include <stdio.h>

#include <paramod/chroma.h>

#include "command.h"
#include "json.h"
#include "number.h"
#include "options.h"

static const option table[] = {
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod chroma j A B [OPTION]...\n\n"
                 "Goldstein's J(a, b) and 1 - J(a, b), neither formed by a difference.\n\n");
    options_print(table);
}

static bool run(const options *o, problem *p)
{
    double x[2], j, complement;

    if (o->operands != 2)
        return problem_set(p, "two numbers are needed: A B");
    for (size_t k = 0; k < 2; k++)
        if (!read_number(o->operand[k], &x[k]))
            return problem_set(p, "'%s' is not a number", o->operand[k]);
    j = paramod_chroma_goldstein(x[0], x[1], &complement);
    if (isnan(j))
        return problem_set(p, "J(%g, %g) is not defined: both must be at least 0, and at most "
                           "one infinite", x[0], x[1]);
    if (options_has(o, "json")) {
        json_t *const root = json_object();

        json_put_number(root, "j", j);
        json_put_number(root, "complement", complement);
        json_print(root);
    } else {
        (void)printf("J      %.17g\n1 - J  %.17g\n", j, complement);
    }
    return true;
}

int chroma_j_command(int words, char **word)
{
    const option *const tables[] = { table, NULL };
    options o;
    problem p = { "" };
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else
        good = good && run(&o, &p);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
