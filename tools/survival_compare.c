/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod survival compare */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "memory.h"
#include "model_table.h"
#include "progress.h"

static const option own_options[] = {
    { "models", NULL, "every combination M(.) of parameters with covariates", false },
    { "estimates", NULL, "print estimates and standard errors too (one family)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf(
        "Usage: paramod survival compare DATA.csv --time T [--status D]\n"
        "         --covariates FORMULA [--family A,B,...|all] [--models] [OPTION]...\n\n"
        "Fits several families, each with the covariates on its first parameter, or\n"
        "with --models every combination of parameters that carry them, and prints\n"
        "one table.  The other options are those of 'paramod survival fit'.\n\n");
    options_print(own_options);
}

/* The families of "--family a,b" or "all", each with its regressions. */
typedef struct families {
    size_t count;
    regressions *of;
} families;

static bool add_family(const options *o, const paramod_family *family, families *f)
{
    f->of = room_for_one_more(f->of, f->count, sizeof *f->of);
    return regressions_read(o, family, false, &f->of[f->count++]);
}

/* All families of positive times: others are on another scale of likelihood
 * only in name, but cannot be meant for the same data as a rule. */
static bool add_all(const options *o, families *f)
{
    const paramod_family *family;
    bool good = true;

    for (size_t k = 0; good && (family = paramod_family_at(k)) != NULL; k++)
        if (!survival_family_is_real(family))
            good = add_family(o, family, f);
    return good;
}

static bool read_families(const options *o, families *f)
{
    const char *text = options_text(o, "family");
    bool good = true;

    if (text != NULL && strcmp(text, "all") == 0)
        return add_all(o, f);
    for (const char *at = text != NULL ? text : "apgw"; good && *at != '\0';) {
        const size_t length = strcspn(at, ",");
        char *name = copy_bytes(at, length);
        const paramod_family *family = survival_family(name, o->problem);

        good = family != NULL && add_family(o, family, f);
        free(name);
        at += length + (at[length] == ',');
    }
    return good;
}

static bool fit_family(const options *o, survival_input *in, const regressions *r,
                       bool several, model_table *t)
{
    const char *family = paramod_family_name(r->family);
    design_choice all = { .count = in->design.count };
    char prefix[64] = "";
    bool good;

    if (!options_has(o, "models"))
        return model_table_add(t, o, in, r, family);
    if (several)
        (void)snprintf(prefix, sizeof prefix, "%s ", family);
    all.covariate = take(all.count, sizeof *all.covariate);
    for (size_t j = 0; j < all.count; j++)
        all.covariate[j] = j;
    good = model_table_add_combinations(t, o, in, r,
                                        survival_search_blocks(r->family), &all,
                                        prefix);
    design_choice_release(&all);
    return good;
}

static bool run(const options *o, int *status)
{
    const char *file = survival_operand(o);
    families f = { 0 };
    survival_input in = { 0 };
    model_table t = { 0 };
    bool good = file != NULL && read_families(o, &f)
        && survival_input_read(o, file, f.count, f.of, &in);

    for (size_t k = 0; good && k < f.count && !interrupt_asked(); k++)
        good = fit_family(o, &in, &f.of[k], f.count > 1, &t);
    if (good && options_has(o, "json")) {
        json_print(model_table_json(&t));
    } else if (good) {
        model_table_print(&t, stdout);
        if (options_has(o, "estimates") && f.count == 1) {
            (void)putchar('\n');
            model_table_print_estimates(&t, stdout);
        }
    }
    *status = model_table_status(&t);
    model_table_release(&t);
    survival_input_release(&in);
    for (size_t k = 0; k < f.count; k++)
        regressions_release(&f.of[k]);
    free(f.of);
    return good;
}

int survival_compare_command(int words, char **word)
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
