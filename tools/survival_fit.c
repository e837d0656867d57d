/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod survival fit */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "memory.h"
#include "progress.h"
#include "survival_fitting.h"
#include "survival_plot.h"

static const option own_options[] = {
    { "search", "aic|bic", "try the covariates in every combination of parameters", false },
    { "search-blocks", "A,B", "parameters that the search covers (default: not kappa)", false },
    { "json", NULL, "print JSON", false },
    { "plot", "FILE.svg", "draw fitted against Kaplan-Meier survival", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf(
        "Usage: paramod survival fit DATA.csv --time T [--status D] [OPTION]...\n\n"
        "Fits a parametric survival model.  Each parameter of the family is an\n"
        "option that takes a formula: --phi \"trt + age\", --lambda 1, ...\n\n"
        "Data\n");
    options_print(survival_data_options);
    (void)printf("\nModel\n");
    options_print(survival_model_options);
    (void)printf("  %-24s %s\n", "--PARAMETER FORMULA",
                 "covariates of a parameter; 1 for its intercept alone");
    (void)printf("\nFitting\n");
    options_print(survival_fit_options);
    (void)printf("\nOutput\n");
    options_print(own_options);
    (void)printf(
        "\nFormulas: a + b, a:b, a*b, 0, log(a), log2, log10, exp, sqrt, factor(a).\n"
        "Text columns are factors; their first level in byte order is the reference.\n"
        "Exit status: 0 solved, 1 ended without a regular solution, 2 bad input,\n"
        "130 interrupted.\n\nFamilies and their parameters\n");
    for (size_t k = 0; paramod_family_at(k) != NULL; k++) {
        const paramod_family *family = paramod_family_at(k);

        (void)printf("  %-12s", paramod_family_name(family));
        for (size_t i = 0; i < paramod_family_size(family); i++)
            (void)printf(" %s", paramod_family_parameter(family, i));
        (void)printf("\n");
    }
}

/* ---- search ---------------------------------------------------------------- */

typedef struct search {
    uint64_t blocks;
    design_choice covariates; /* of all formulas together */
    size_t count;             /* 2^(bits of blocks) */
    paramod_survival_candidate *candidate;
    size_t best;              /* count if no candidate is regular */
    bool by_bic;
} search;

static bool read_blocks(const options *o, const paramod_family *family,
                        uint64_t *blocks)
{
    const char *text = options_text(o, "search-blocks");

    *blocks = survival_search_blocks(family);
    if (text == NULL)
        return true;
    *blocks = 0;
    for (const char *at = text; *at != '\0'; at += *at == ',') {
        const size_t length = strcspn(at, ",");
        size_t i = 0;

        while (i < paramod_family_size(family)
               && (strlen(paramod_family_parameter(family, i)) != length
                   || strncmp(paramod_family_parameter(family, i), at, length) != 0))
            i++;
        if (i == paramod_family_size(family))
            return problem_set(o->problem, "option '--search-blocks': family '%s' "
                               "has no parameter '%.*s'",
                               paramod_family_name(family), (int)length, at);
        *blocks |= (uint64_t)1 << i;
        at += length;
    }
    return true;
}

/* All covariates that any formula names. */
static design_choice all_covariates(const survival_input *in)
{
    design_choice choice = { .count = in->design.count };

    choice.covariate = take(choice.count, sizeof *choice.covariate);
    for (size_t j = 0; j < choice.count; j++)
        choice.covariate[j] = j;
    return choice;
}

static bool is_regular(const paramod_survival_candidate *c)
{
    return c->degenerate == PARAMOD_REGULAR
        && (c->ending == PARAMOD_FIT_GRADIENT || c->ending == PARAMOD_FIT_STEP);
}

static double criterion(const search *s, size_t k)
{
    return s->by_bic ? s->candidate[k].bic : s->candidate[k].aic;
}

static void find_best(search *s)
{
    s->best = s->count;
    for (size_t k = 0; k < s->count; k++)
        if (is_regular(&s->candidate[k])
            && (s->best == s->count || criterion(s, k) < criterion(s, s->best)))
            s->best = k;
}

/* The regressions of the best candidate replace those of the options. */
static void apply_best(const search *s, regressions *r)
{
    for (size_t i = 0; i < r->parameters; i++) {
        const uint64_t bit = (uint64_t)1 << i;
        design_choice *choice = &r->choice[i];

        if ((s->blocks & bit) == 0)
            continue;
        design_choice_release(choice);
        r->given[i] = true;
        if ((s->candidate[s->best].blocks & bit) == 0)
            continue;
        choice->count = s->covariates.count;
        choice->covariate = take(choice->count, sizeof *choice->covariate);
        memcpy(choice->covariate, s->covariates.covariate,
               choice->count * sizeof *choice->covariate);
    }
}

static bool run_search(const options *o, survival_input *in, regressions *r,
                       search *s)
{
    static const char *const criteria[] = { "aic", "bic", NULL };
    size_t choice = 0, bits = 0;

    if (!options_choice(o, "search", criteria, &choice)
        || !read_blocks(o, r->family, &s->blocks))
        return false;
    if (in->design.count == 0)
        return problem_set(o->problem, "option '--search' needs covariates, in "
                           "'--covariates' or in any formula");
    for (size_t i = 0; i < r->parameters; i++)
        bits += s->blocks >> i & 1;
    s->by_bic = choice == 1;
    s->count = (size_t)1 << bits;
    s->candidate = take(s->count, sizeof *s->candidate);
    s->covariates = all_covariates(in);
    if (!survival_search_all(o, in, r, s->blocks, &s->covariates, s->candidate))
        return false;
    find_best(s);
    if (s->best < s->count)
        apply_best(s, r);
    return true;
}

static void search_release(search *s)
{
    design_choice_release(&s->covariates);
    free(s->candidate);
}

static void print_search(const search *s, const paramod_family *family)
{
    char name[128];

    (void)printf("%-24s %3s %16s %12s %12s\n", "model", "k", "log-likelihood", "AIC",
                 "BIC");
    for (size_t k = 0; k < s->count; k++) {
        const paramod_survival_candidate *c = &s->candidate[k];
        const char *code = degenerate_code(c->degenerate);

        (void)printf("%-24s %3zu %16.8f %12.4f %12.4f%s%s%s\n",
                     survival_combination(family, c->blocks, name, sizeof name),
                     c->free, c->log_likelihood, c->aic, c->bic,
                     k == s->best ? (s->by_bic ? "  best by BIC" : "  best by AIC") : "",
                     code != NULL ? "  degenerate: " : "", code != NULL ? code : "");
    }
    if (s->best == s->count)
        (void)printf("no candidate has a regular solution; the model of the options "
                     "follows\n");
    (void)printf("\n");
}

static json_t *search_json(const search *s, const paramod_family *family)
{
    json_t *list = json_array();
    char name[128];

    for (size_t k = 0; k < s->count; k++) {
        const paramod_survival_candidate *c = &s->candidate[k];
        const char *code = degenerate_code(c->degenerate);
        json_t *one = json_object();

        json_put_text(one, "model",
                      survival_combination(family, c->blocks, name, sizeof name));
        json_put_count(one, "free", c->free);
        json_put_number(one, "loglik", c->log_likelihood);
        json_put_number(one, "aic", c->aic);
        json_put_number(one, "bic", c->bic);
        json_put_text(one, "ending", paramod_fit_end_name(c->ending));
        json_put(one, "degenerate", code != NULL ? json_string(code) : json_null());
        json_put(one, "best", json_boolean(k == s->best));
        (void)json_array_append_new(list, one);
    }
    return list;
}

/* ---- the command ----------------------------------------------------------- */

static void tell_coding(const survival_rows *rows)
{
    if (rows->coding == STATUS_ONE_TWO)
        note("column '%s' holds 1 and 2 only: read as 1 censored, 2 event",
             rows->columns.status->name);
}

static bool output(const survival_job *job, const search *s)
{
    const options *o = job->options;
    const char *plot = options_text(o, "plot");

    if (plot != NULL && !survival_plot(job, plot, o->problem))
        return false;
    if (options_has(o, "json")) {
        json_t *object = survival_report_json(job);

        if (s->count > 0)
            json_put(object, "search", search_json(s, job->regressions->family));
        json_print(object);
        return true;
    }
    if (s->count > 0)
        print_search(s, job->regressions->family);
    survival_report_text(job, stdout);
    if (plot != NULL)
        (void)printf("plot written to '%s'\n", plot);
    return true;
}

static bool run(const options *o, int *status)
{
    const char *file = survival_operand(o);
    const char *name = options_text(o, "family");
    const paramod_family *family;
    survival_input in = { 0 };
    regressions r = { 0 };
    survival_job job = { 0 };
    search s = { 0 };
    bool good = file != NULL
        && (family = survival_family(name != NULL ? name : "apgw", o->problem)) != NULL
        && regressions_read(o, family, true, &r)
        && survival_input_read(o, file, 1, &r, &in);

    if (good)
        tell_coding(&in.rows);
    good = good && (!options_has(o, "search") || run_search(o, &in, &r, &s))
        && survival_fit_model(o, &in, &r, &job) && output(&job, &s);
    if (good) {
        const paramod_survival_summary summary = survival_summary(job.fit);

        *status = survival_exit_status(&summary);
    }
    search_release(&s);
    survival_job_release(&job);
    survival_input_release(&in);
    regressions_release(&r);
    return good;
}

int survival_fit_command(int words, char **word)
{
    const option *const tables[] = { survival_data_options, survival_model_options,
                                     survival_fit_options, own_options,
                                     survival_parameter_options(), NULL };
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
