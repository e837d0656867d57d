/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod reproduce survival */

#include <stdio.h>
#include <string.h>

#include "command.h"
#include "progress.h"
#include "reproduce.h"

static const option own_options[] = {
    { "melanoma", NULL, "the eight models M(.) of the melanoma data", false },
    { "shapes", NULL, "the figure of hazard shapes, as SVG and CSV", false },
    { "study", "quick|full", "the simulation study", false },
    { "lung", "FILE.csv", "the eight models of lung cancer data that you supply", false },
    { "data", "FILE.csv", "the melanoma data, where they are not installed", false },
    { "plot", "FILE.svg", "where to draw the melanoma fit", false },
    { "output", "FOLDER", "where to write figures and tables (default: here)", false },
    { "time", "COLUMN", "lung data: times (default time)", false },
    { "status", "COLUMN", "lung data: status (default status)", false },
    { "covariates", "FORMULA", "lung data: covariates (default age + sex)", false },
    { "replicates", "N", "study: replicates of each cell", false },
    { "seed", "S", "study: seed (default 1)", false },
    { "threads", "N", "threads (default: one per processor)", false },
    { "quiet", NULL, "no progress on the terminal", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf(
        "Usage: paramod reproduce survival [OPTION]...\n\n"
        "The experiments of K. Burke, M. C. Jones, A. Noufaily, JRSS C 69 (2020)\n"
        "429-457, with settings of our own where the paper's are not known.\n"
        "Without options: melanoma, shapes and the quick study.\n\n");
    options_print(own_options);
}

const char *reproduce_path(const options *o, const char *name, char *text,
                           size_t size)
{
    const char *folder = options_text(o, "output");

    (void)snprintf(text, size, "%s%s%s", folder != NULL ? folder : "",
                   folder != NULL ? "/" : "", name);
    return text;
}

static bool run(const options *o, int *status)
{
    static const char *const sizes[] = { "quick", "full", NULL };
    size_t size = 0;
    const bool some = options_has(o, "melanoma") || options_has(o, "shapes")
        || options_has(o, "study") || options_has(o, "lung");
    int part = EXIT_SOLVED;
    bool good = options_choice(o, "study", sizes, &size);

    if (o->operands > 0)
        return problem_set(o->problem, "'%s' is not expected; see --help",
                           o->operand[0]);
    if (good && (!some || options_has(o, "melanoma"))) {
        good = reproduce_melanoma(o, &part);
        *status = part > *status ? part : *status;
    }
    if (good && (!some || options_has(o, "shapes")) && !interrupt_asked())
        good = reproduce_shapes(o, &part);
    if (good && (!some || options_has(o, "study")) && !interrupt_asked()) {
        good = reproduce_study(o, size == 1, &part);
        *status = part > *status ? part : *status;
    }
    if (good && options_has(o, "lung") && !interrupt_asked()) {
        good = reproduce_lung(o, &part);
        *status = part > *status ? part : *status;
    }
    if (interrupt_asked())
        *status = EXIT_INTERRUPTED;
    return good;
}

int reproduce_survival_command(int words, char **word)
{
    const option *const tables[] = { own_options, NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;

    if (!options_read(words, word, tables, &o, &p)) {
        status = problem_report(&p);
    } else if (options_has(&o, "help")) {
        help();
    } else {
        interrupt_catch();
        if (!run(&o, &status))
            status = interrupt_or_refuse(&p);
    }
    options_release(&o);
    return status;
}
