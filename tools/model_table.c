/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "model_table.h"
#include "progress.h"

/* ---- fitting --------------------------------------------------------------- */

static design_choice copy_choice(const design_choice *choice)
{
    design_choice copy = { .count = choice->count };

    copy.covariate = take(choice->count, sizeof *copy.covariate);
    if (choice->count > 0)
        memcpy(copy.covariate, choice->covariate,
               choice->count * sizeof *copy.covariate);
    return copy;
}

/* Only choices and intercepts matter to a model; the formulas stay behind. */
static regressions copy_regressions(const regressions *r)
{
    regressions copy = { .family = r->family, .parameters = r->parameters };

    for (size_t i = 0; i < r->parameters; i++) {
        copy.given[i] = r->given[i];
        copy.formula[i].intercept = r->formula[i].intercept;
        copy.choice[i] = copy_choice(&r->choice[i]);
    }
    return copy;
}

/* The entry keeps pointers into itself, so entries are never moved. */
static model_entry *new_entry(model_table *t, const regressions *r,
                              const char *name)
{
    model_entry *e = &t->entry[t->count++];

    *e = (model_entry) { .regressions = copy_regressions(r) };
    (void)snprintf(e->name, sizeof e->name, "%s", name);
    return e;
}

static bool fit_entry(model_entry *e, const options *o, survival_input *in)
{
    if (!survival_fit_model(o, in, &e->regressions, &e->job))
        return false;
    e->summary = survival_summary(e->job.fit);
    return true;
}

static void reserve(model_table *t, size_t more)
{
    model_entry *moved = take(t->count + more, sizeof *moved);

    for (size_t k = 0; k < t->count; k++) {
        moved[k] = t->entry[k];
        moved[k].job.regressions = &moved[k].regressions;
    }
    free(t->entry);
    t->entry = moved;
}

bool model_table_add(model_table *t, const options *o, survival_input *in,
                     const regressions *r, const char *name)
{
    reserve(t, 1);
    return fit_entry(new_entry(t, r, name), o, in);
}

bool model_table_add_combinations(model_table *t, const options *o,
                                  survival_input *in, const regressions *base,
                                  uint64_t blocks, const design_choice *choice,
                                  const char *prefix)
{
    reserve(t, (size_t)1 << base->parameters);
    for (uint64_t bits = 0; bits < (uint64_t)1 << base->parameters; bits++) {
        char name[128], combination[96];
        model_entry *e;

        if ((bits & ~blocks) != 0 || interrupt_asked())
            continue;
        (void)snprintf(name, sizeof name, "%s%s", prefix, survival_combination(
                       base->family, bits, combination, sizeof combination));
        e = new_entry(t, base, name);
        for (size_t i = 0; i < base->parameters; i++) {
            if ((blocks >> i & 1) == 0)
                continue;
            design_choice_release(&e->regressions.choice[i]);
            e->regressions.given[i] = true;
            if ((bits >> i & 1) != 0)
                e->regressions.choice[i] = copy_choice(choice);
        }
        if (!fit_entry(e, o, in))
            return false;
    }
    return true;
}

void model_table_release(model_table *t)
{
    for (size_t k = 0; k < t->count; k++) {
        survival_job_release(&t->entry[k].job);
        regressions_release(&t->entry[k].regressions);
    }
    free(t->entry);
    *t = (model_table) { 0 };
}

size_t model_table_best(const model_table *t, bool by_bic)
{
    size_t best = t->count;
    double least = INFINITY;

    for (size_t k = 0; k < t->count; k++) {
        const paramod_survival_summary *s = &t->entry[k].summary;
        const double criterion = by_bic ? s->bic : s->aic;

        if (survival_exit_status(s) == EXIT_SOLVED && criterion < least) {
            least = criterion;
            best = k;
        }
    }
    return best;
}

int model_table_status(const model_table *t)
{
    int worst = EXIT_SOLVED;

    for (size_t k = 0; k < t->count; k++) {
        const int status = survival_exit_status(&t->entry[k].summary);

        worst = status > worst ? status : worst;
    }
    return interrupt_asked() ? EXIT_INTERRUPTED : worst;
}

/* ---- output ---------------------------------------------------------------- */

static int name_width(const model_table *t)
{
    size_t width = 6;

    for (size_t k = 0; k < t->count; k++)
        if (strlen(t->entry[k].name) > width)
            width = strlen(t->entry[k].name);
    return (int)width;
}

void model_table_print(const model_table *t, FILE *file)
{
    const int width = name_width(t);
    const size_t aic = model_table_best(t, false), bic = model_table_best(t, true);

    (void)fprintf(file, "%-*s %3s %17s %11s %11s\n", width, "model", "k",
                  "log-likelihood", "AIC", "BIC");
    for (size_t k = 0; k < t->count; k++) {
        const paramod_survival_summary *s = &t->entry[k].summary;
        const char *code = degenerate_code(s->degenerate);

        (void)fprintf(file, "%-*s %3zu %17.10f %11.4f %11.4f%s%s", width,
                      t->entry[k].name, s->free, s->log_likelihood, s->aic, s->bic,
                      k == aic ? "  best AIC" : "", k == bic ? "  best BIC" : "");
        if (code != NULL)
            (void)fprintf(file, "  degenerate: %s", code);
        else if (survival_exit_status(s) != EXIT_SOLVED)
            (void)fprintf(file, "  ended by %s", paramod_fit_end_name(s->ending));
        (void)fputc('\n', file);
    }
}

static bool same_coefficient(const paramod_coefficient *a,
                             const paramod_coefficient *b)
{
    return strcmp(a->block, b->block) == 0 && strcmp(a->name, b->name) == 0;
}

/* The coefficients of all entries, each once, block by block in the order of
 * the family. */
typedef struct heads {
    size_t count;
    paramod_coefficient *of;
} heads;

static bool entry_coefficient(const model_entry *e, size_t index,
                              paramod_coefficient *c)
{
    return index < paramod_survival_model_size(e->job.model)
        && paramod_survival_fit_coefficient(e->job.fit, index, e->job.level, c)
           == PARAMOD_OK;
}

static void collect_block(const model_table *t, const char *block, heads *h)
{
    for (size_t k = 0; k < t->count; k++) {
        paramod_coefficient c;

        for (size_t i = 0; entry_coefficient(&t->entry[k], i, &c); i++) {
            size_t j = 0;

            while (j < h->count && !same_coefficient(&h->of[j], &c))
                j++;
            if (j < h->count || strcmp(c.block, block) != 0)
                continue;
            h->of = room_for_one_more(h->of, h->count, sizeof c);
            h->of[h->count++] = c;
        }
    }
}

static void print_heads(const heads *h, int width, FILE *file)
{
    (void)fprintf(file, "%-*s", width, "");
    for (size_t j = 0; j < h->count; j++)
        (void)fprintf(file, " %11.11s", j > 0 && strcmp(h->of[j].block,
                      h->of[j - 1].block) == 0 ? "" : h->of[j].block);
    (void)fprintf(file, "\n%-*s", width, "model");
    for (size_t j = 0; j < h->count; j++)
        (void)fprintf(file, " %11.11s", h->of[j].name);
    (void)fputc('\n', file);
}

static void print_value(const paramod_coefficient *c, bool error, FILE *file)
{
    char text[32] = "";

    if (c == NULL || c->aliased)
        (void)snprintf(text, sizeof text, "%s", error ? "" : "-");
    else if (!error)
        (void)snprintf(text, sizeof text, "%.5f", c->estimate);
    else if (c->fixed)
        (void)snprintf(text, sizeof text, "(fixed)");
    else if (!isnan(c->se))
        (void)snprintf(text, sizeof text, "(%.5f)", c->se);
    else
        (void)snprintf(text, sizeof text, "(-)");
    (void)fprintf(file, " %11s", text);
}

static void print_entry(const model_entry *e, const heads *h, int width, bool error,
                        FILE *file)
{
    (void)fprintf(file, "%-*s", width, error ? "" : e->name);
    for (size_t j = 0; j < h->count; j++) {
        paramod_coefficient c;
        const paramod_coefficient *found = NULL;

        for (size_t i = 0; found == NULL && entry_coefficient(e, i, &c); i++)
            if (same_coefficient(&h->of[j], &c))
                found = &c;
        print_value(found, error, file);
    }
    (void)fputc('\n', file);
}

void model_table_print_estimates(const model_table *t, FILE *file)
{
    const int width = name_width(t);
    heads h = { 0 };

    if (t->count == 0)
        return;
    for (size_t i = 0; i < t->entry[0].regressions.parameters; i++)
        collect_block(t, paramod_family_parameter(t->entry[0].regressions.family, i),
                      &h);
    print_heads(&h, width, file);
    for (size_t k = 0; k < t->count; k++) {
        print_entry(&t->entry[k], &h, width, false, file);
        print_entry(&t->entry[k], &h, width, true, file);
    }
    free(h.of);
}

json_t *model_table_json(const model_table *t)
{
    json_t *list = json_array();

    for (size_t k = 0; k < t->count; k++) {
        json_t *one = survival_report_json(&t->entry[k].job);

        json_put_text(one, "model", t->entry[k].name);
        (void)json_array_append_new(list, one);
    }
    return list;
}
