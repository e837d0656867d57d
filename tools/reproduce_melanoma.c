/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eight models M(.) of the melanoma data (ECOG trial E1684), and of lung
 * cancer data that the user supplies: the paper's own are not public. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "model_table.h"
#include "progress.h"
#include "reproduce.h"
#include "survival_plot.h"

/* phi, lambda and gamma carry covariates; kappa selects the baseline. */
enum { EIGHT_MODELS = 7 };

/* One analysis: options as a user of 'fit' would write them, and the fits. */
typedef struct analysis {
    options options;
    regressions base;
    survival_input input;
    model_table table;
} analysis;

static bool add_words(options *o, size_t count, const char *const *words,
                      const options *outer)
{
    for (size_t k = 0; k + 1 < count; k += 2) {
        o->given = room_for_one_more(o->given, o->count, sizeof *o->given);
        o->given[o->count++] = (given) { words[k], words[k + 1] };
    }
    for (size_t k = 0; k < outer->count; k++)
        if (strcmp(outer->given[k].name, "threads") == 0
            || strcmp(outer->given[k].name, "quiet") == 0) {
            o->given = room_for_one_more(o->given, o->count, sizeof *o->given);
            o->given[o->count++] = outer->given[k];
        }
    return true;
}

static bool analyse(const options *outer, const char *file, size_t count,
                    const char *const *words, analysis *a)
{
    design_choice all = { 0 };
    bool good;

    *a = (analysis) { .options = { .problem = outer->problem } };
    good = add_words(&a->options, count, words, outer)
        && regressions_read(&a->options, paramod_family_find("apgw"), true, &a->base)
        && survival_input_read(&a->options, file, 1, &a->base, &a->input);
    if (!good)
        return false;
    all.count = a->input.design.count;
    all.covariate = take(all.count, sizeof *all.covariate);
    for (size_t j = 0; j < all.count; j++)
        all.covariate[j] = j;
    good = model_table_add_combinations(&a->table, &a->options, &a->input, &a->base,
                                        EIGHT_MODELS, &all, "");
    design_choice_release(&all);
    return good;
}

static void analysis_release(analysis *a)
{
    model_table_release(&a->table);
    survival_input_release(&a->input);
    regressions_release(&a->base);
    options_release(&a->options);
}

static void print(const analysis *a, const char *title)
{
    (void)printf("%s: %zu rows, %zu events\n\n", title,
                 paramod_survival_data_rows(a->input.data),
                 paramod_survival_data_events(a->input.data));
    model_table_print(&a->table, stdout);
}

/* The model with the least AIC; nothing if an interruption left none. */
static bool plot_best(const analysis *a, const char *file)
{
    const size_t best = model_table_best(&a->table, false);

    if (best == a->table.count)
        return true;
    if (!survival_plot(&a->table.entry[best].job, file, a->options.problem))
        return false;
    (void)printf("\nfitted %s against Kaplan-Meier: '%s'\n",
                 a->table.entry[best].name, file);
    return true;
}

static void print_cure(const analysis *a)
{
    static const double treated[] = { 0.0, 1.0 };
    const size_t best = model_table_best(&a->table, true);

    if (best == a->table.count)
        return;
    (void)printf("\n%s (best BIC): share that never has the event, 95 %% limits\n",
                 a->table.entry[best].name);
    for (size_t k = 0; k < 2; k++) {
        paramod_predicted cure;

        if (paramod_survival_predict(a->table.entry[best].job.fit,
                                     PARAMOD_PREDICT_CURE, &treated[k], NULL, 1,
                                     &treated[0], 0.95, &cure) == PARAMOD_OK)
            (void)printf("  TRT = %g: %.4g (%.3g to %.3g)\n", treated[k],
                         cure.estimate, cure.lower, cure.upper);
    }
}

/* The installed file, unless the user names another. */
static const char *melanoma_file(const options *o, problem *p)
{
    static const char installed[] = PARAMOD_DATA_FOLDER "/e1684.csv";
    const char *file = options_text(o, "data");

    if (file != NULL || access(installed, R_OK) == 0)
        return file != NULL ? file : installed;
    (void)problem_set(p, "the melanoma data are not at '%s': '--data FILE' names "
                      "them (examples/data/e1684.csv of the source)", installed);
    return NULL;
}

static bool melanoma_complete(const options *o, const char *file, int *status)
{
    static const char *const words[] = {
        "time", "FAILTIME", "status", "FAILCENS", "covariates", "TRT",
        "complete", "AGE", "complete", "SEX",
    };
    analysis a;
    const bool good = analyse(o, file, sizeof words / sizeof words[0], words, &a);

    if (good) {
        (void)putchar('\n');
        print(&a, "Melanoma (E1684), rows with age and sex");
        *status = model_table_status(&a.table);
    }
    analysis_release(&a);
    return good;
}

bool reproduce_melanoma(const options *o, int *status)
{
    static const char *const words[] = { "time", "FAILTIME", "status", "FAILCENS",
                                         "covariates", "TRT" };
    const char *file = melanoma_file(o, o->problem);
    const char *plot = options_text(o, "plot");
    char path[4096];
    analysis a;
    int second = EXIT_SOLVED;
    bool good;

    if (file == NULL)
        return false;
    if (plot == NULL)
        plot = reproduce_path(o, "melanoma.svg", path, sizeof path);
    good = analyse(o, file, sizeof words / sizeof words[0], words, &a);
    if (good) {
        print(&a, "Melanoma (E1684), all rows");
        (void)printf("\nEstimates (standard errors) of log phi, log lambda, log gamma "
                     "and log(kappa + 1)\n\n");
        model_table_print_estimates(&a.table, stdout);
        print_cure(&a);
        good = plot_best(&a, plot) && melanoma_complete(o, file, &second);
        *status = model_table_status(&a.table);
        *status = second > *status ? second : *status;
    }
    analysis_release(&a);
    return good;
}

static const char *text_or(const options *o, const char *name, const char *otherwise)
{
    const char *text = options_text(o, name);

    return text != NULL ? text : otherwise;
}

bool reproduce_lung(const options *o, int *status)
{
    const char *const words[] = {
        "time", text_or(o, "time", "time"), "status", text_or(o, "status", "status"),
        "covariates", text_or(o, "covariates", "age + sex"),
    };
    char path[4096];
    analysis a;
    bool good = analyse(o, options_text(o, "lung"), sizeof words / sizeof words[0],
                        words, &a);

    if (good) {
        print(&a, "Lung cancer");
        (void)putchar('\n');
        model_table_print_estimates(&a.table, stdout);
        good = plot_best(&a, reproduce_path(o, "lung.svg", path, sizeof path));
        *status = model_table_status(&a.table);
    }
    analysis_release(&a);
    return good;
}
