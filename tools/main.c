/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <string.h>

#include <paramod/version.h>

#include "command.h"
#include "nearest.h"
#include "problem.h"

static const struct command {
    const char *module, *name;
    int (*run)(int words, char **word);
    const char *help;
} commands[] = {
    { "chroma", "simulate", chroma_simulate_command, "concentrations at a column's outlet" },
    { "chroma", "fit", chroma_fit_command, "rates from a chromatogram" },
    { "chroma", "moments", chroma_moments_command,
      "moments, plates, height and resolution of the peaks" },
    { "chroma", "invert", chroma_invert_command,
      "a peak by general methods of inverting Laplace transforms" },
    { "chroma", "j", chroma_j_command, "Goldstein's J and its complement" },
    { "survival", "fit", survival_fit_command, "fit a model to data" },
    { "survival", "predict", survival_predict_command,
      "survival, hazards, quantiles, means and ratios of a fit" },
    { "survival", "simulate", survival_simulate_command,
      "random times from a fit, or from parameters" },
    { "survival", "compare", survival_compare_command,
      "families and combinations of regressions in one table" },
    { "sem", "covariance", sem_covariance_command,
      "the covariance matrix of a mixed graph as fractions" },
    { "sem", "identify", sem_identify_command,
      "what the covariance matrix of a mixed graph determines" },
    { "sem", "ideal", sem_ideal_command,
      "the constraints on the covariance matrix of a mixed graph" },
    { "sem", "fit", sem_fit_command, "fit a structural equation model" },
    { "sem", "simulate", sem_simulate_command,
      "observations from a structural equation model" },
    { "sor", "solve", sor_solve_command, "solve a system by SOR, SSOR or SSOR-PCG" },
    { "sor", "bound", sor_bound_command,
      "rates, bounds on iterations and regret, from the spectrum" },
    { "sor", "tune", sor_tune_command, "learn omega over a sequence of systems" },
    { "sor", "replay", sor_replay_command,
      "learners on recorded costs of your own simulation" },
    { "spline", "knots", spline_knots_command,
      "knots of a cubic spline that meets a tolerance" },
    { "reproduce", "chroma", reproduce_chroma_command,
      "tables and figures of the paper on gas chromatography" },
    { "ident", "analyze", ident_analyze_command,
      "which parameters the data of a model determine" },
    { "ident", "fit", ident_fit_command, "fit a model of a JSON file, in its box" },
    { "ident", "profile", ident_profile_command,
      "profile likelihoods and their intervals" },
    { "ident", "design", ident_design_command, "which data tell most" },
    { "ident", "simulate", ident_simulate_command, "values of a model, and random data" },
    { "reproduce", "ident", reproduce_ident_command,
      "the examples of Wang and Hao on practical identifiability" },
    { "reproduce", "sem", reproduce_sem_command,
      "the one-connection rule, theorems and tables around it" },
    { "reproduce", "sor", reproduce_sor_command, "the experiments of 'Learning to relax'" },
    { "reproduce", "survival", reproduce_survival_command,
      "the experiments of the APGW paper" },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void help(void)
{
    (void)printf("Usage: paramod MODULE COMMAND [OPTION]... [FILE]\n\n"
                 "Parametric models; each command has its own --help.\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        (void)printf("  paramod %-9s %-10s %s\n", commands[i].module,
                     commands[i].name, commands[i].help);
    (void)printf("\n  paramod --version\n\nExit status: 0 solved, 1 ended without a "
                 "regular solution,\n2 bad input or usage, 130 interrupted.\n");
}

/* Hints at the second word if the first names a module, else at the first. */
static int refuse(const char *module, const char *name)
{
    nearest first = nearest_to(module), second = nearest_to(name);
    bool known = false;
    char hint[128];
    problem p;

    for (size_t i = 0; i < COMMANDS; i++) {
        nearest_try(&first, commands[i].module);
        if (strcmp(commands[i].module, module) == 0) {
            known = true;
            nearest_try(&second, commands[i].name);
        }
    }
    if (known && name[0] == '\0')
        (void)problem_set(&p, "'%s' needs a command: see 'paramod --help'", module);
    else if (known)
        (void)problem_set(&p, "there is no command '%s %s'%s", module, name,
                          nearest_hint(&second, "", hint, sizeof hint));
    else
        (void)problem_set(&p, "there is no command '%s'%s", module,
                          nearest_hint(&first, "", hint, sizeof hint));
    return problem_report(&p);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        (void)printf("paramod %s\nLicence GPLv3+: GNU GPL version 3 or later\n",
                     paramod_version());
        return EXIT_SOLVED;
    }
    if (argc < 2) {
        help();
        return EXIT_REFUSED;
    }
    if (strcmp(argv[1], "--help") == 0) {
        help();
        return EXIT_SOLVED;
    }
    for (size_t i = 0; argc > 2 && i < COMMANDS; i++)
        if (strcmp(commands[i].module, argv[1]) == 0
            && strcmp(commands[i].name, argv[2]) == 0) {
            const int status = commands[i].run(argc - 3, argv + 3);

            if (fflush(stdout) != 0 || ferror(stdout)) {
                note("cannot write to the standard output");
                return EXIT_REFUSED;
            }
            return status;
        }
    return refuse(argv[1], argc > 2 ? argv[2] : "");
}
