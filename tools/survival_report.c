/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "progress.h"
#include "survival_report.h"

const char *degenerate_code(paramod_degenerate degenerate)
{
    switch (degenerate) {
    case PARAMOD_REGULAR:             return NULL;
    case PARAMOD_DEGENERATE_R1:       return "R1";
    case PARAMOD_DEGENERATE_R2:       return "R2";
    case PARAMOD_DEGENERATE_R3:       return "R3";
    case PARAMOD_DEGENERATE_R4:       return "R4";
    case PARAMOD_DEGENERATE_MONOTONE: return "monotone";
    case PARAMOD_DEGENERATE_SINGULAR: return "singular";
    }
    return "unknown";
}

int survival_exit_status(const paramod_survival_summary *summary)
{
    if (summary->ending == PARAMOD_FIT_INTERRUPTED)
        return EXIT_INTERRUPTED;
    if (summary->degenerate != PARAMOD_REGULAR)
        return EXIT_IRREGULAR;
    return summary->ending == PARAMOD_FIT_GRADIENT
        || summary->ending == PARAMOD_FIT_STEP ? EXIT_SOLVED : EXIT_IRREGULAR;
}

bool survival_level(const options *o, double *level)
{
    *level = 0.95;
    if (!options_number(o, "level", level))
        return false;
    if (*level > 0.0 && *level < 1.0)
        return true;
    return problem_set(o->problem, "option '--level': %s is not between 0 and 1",
                       options_text(o, "level"));
}

paramod_survival_summary survival_summary(const paramod_survival_fit *fit)
{
    paramod_survival_summary summary = { .size = sizeof summary };

    if (paramod_survival_fit_summary(fit, &summary) != PARAMOD_OK)
        summary.ending = PARAMOD_FIT_LIMIT; /* of a null fit; never a solution */
    /* the best of the starts before Ctrl-C may have ended by itself */
    if (interrupt_asked())
        summary.ending = PARAMOD_FIT_INTERRUPTED;
    return summary;
}

/* Coefficient number index; false past the last one. */
static bool coefficient(const survival_job *job, size_t index,
                        paramod_coefficient *c)
{
    return index < paramod_survival_model_size(job->model)
        && paramod_survival_fit_coefficient(job->fit, index, job->level, c)
           == PARAMOD_OK;
}

/* ---- text ------------------------------------------------------------------ */

static void print_rows(const survival_job *job,
                       const paramod_survival_summary *s, FILE *file)
{
    (void)fprintf(file, "Family %s: %zu rows, %zu events",
                  paramod_family_name(job->regressions->family), s->rows, s->events);
    if (job->input->rows.missing > 0)
        (void)fprintf(file, "; %zu left out for missing cells",
                      job->input->rows.missing);
    if (s->dropped > 0)
        (void)fprintf(file, "; %zu of weight 0 left out", s->dropped);
    (void)fputc('\n', file);
}

/* Width of the column of names. */
static int name_width(const survival_job *job)
{
    paramod_coefficient c;
    int width = 11;
    char text[256];

    for (size_t i = 0; coefficient(job, i, &c); i++) {
        const int length = (int)strlen(survival_coefficient_name(
            job->input, c.name, text, sizeof text));

        width = length > width ? length : width;
    }
    return width < 40 ? width : 40;
}

static void print_value(FILE *file, double value)
{
    if (isnan(value))
        (void)fprintf(file, " %12s", "-");
    else
        (void)fprintf(file, " %12.6g", value);
}

/* "log phi": what the numbers of the block are. */
static const char *block_scale(const survival_job *job, const char *block)
{
    const paramod_family *family = job->regressions->family;

    for (size_t i = 0; i < paramod_family_size(family); i++) {
        if (strcmp(paramod_family_parameter(family, i), block) != 0)
            continue;
        switch (paramod_family_link(family, i)) {
        case PARAMOD_LINK_LOG:   return "log";
        case PARAMOD_LINK_LOG1P: return "log 1+";
        default:                 return "";
        }
    }
    return "log"; /* the variance of a frailty */
}

static void print_coefficients(const survival_job *job, FILE *file)
{
    const int width = name_width(job);
    paramod_coefficient c;
    char text[256], percent[32];

    (void)snprintf(percent, sizeof percent, "%g %% limits", 100.0 * job->level);
    (void)fprintf(file, "\n%-6s %-8s %-*s %12s %12s %25s\n", "scale", "block",
                  width, "coefficient", "estimate", "std. error", percent);
    for (size_t i = 0; coefficient(job, i, &c); i++) {
        (void)fprintf(file, "%-6s %-8s %-*s", block_scale(job, c.block), c.block,
                      width, survival_coefficient_name(job->input, c.name, text,
                                                       sizeof text));
        if (c.aliased) {
            (void)fprintf(file, " %12s  constant, or a combination of others\n", "-");
            continue;
        }
        print_value(file, c.estimate);
        if (c.fixed) {
            (void)fputs("        fixed\n", file);
            continue;
        }
        print_value(file, c.se);
        print_value(file, c.lower);
        print_value(file, c.upper);
        (void)fputc('\n', file);
    }
}

/* APGW selects its baseline by kappa: its interval, and what that contains. */
static void print_kappa(const survival_job *job, FILE *file)
{
    paramod_coefficient c, kappa = { .block = NULL };
    size_t count = 0;

    for (size_t i = 0; coefficient(job, i, &c); i++)
        if (strcmp(c.block, "kappa") == 0) {
            kappa = c;
            count++;
        }
    if (count != 1 || kappa.fixed || isnan(kappa.se)
        || strcmp(paramod_family_name(job->regressions->family), "apgw") != 0)
        return;
    (void)fprintf(file, "\nkappa %.4g (%g %%: %.4g to %.4g): the interval %s 0 (Burr XII "
                  "laws) and\n%s 1 (Weibull laws); below 0 a share never has the "
                  "event\n", expm1(kappa.estimate), 100.0 * job->level,
                  expm1(kappa.lower), expm1(kappa.upper),
                  kappa.lower <= 0.0 && kappa.upper >= 0.0 ? "contains" : "excludes",
                  kappa.lower <= M_LN2 && kappa.upper >= M_LN2 ? "contains"
                                                               : "excludes");
}

static void print_ending(const paramod_survival_summary *s, const survival_job *job,
                         FILE *file)
{
    const char *sentence = paramod_survival_fit_sentence(job->fit);
    char decrement[32];

    (void)fprintf(file, "\nlog-likelihood %.10f with %zu coefficients; AIC %.4f, "
                  "BIC %.4f (N = rows)\n", s->log_likelihood, s->free, s->aic, s->bic);
    /* the digits of a decrement at rounding level mean nothing */
    if (s->decrement < 1e-15)
        (void)snprintf(decrement, sizeof decrement, "below 1e-15");
    else
        (void)snprintf(decrement, sizeof decrement, "%.2g", s->decrement);
    (void)fprintf(file, "ended by %s: Newton decrement %s; condition %.3g; "
                  "%zu start%s agree%s\n", paramod_fit_end_name(s->ending),
                  decrement, s->condition, s->starts_agreeing,
                  s->starts_agreeing == 1 ? "" : "s",
                  s->starts_agreeing == 1 ? "s" : "");
    if (s->degenerate != PARAMOD_REGULAR)
        (void)fprintf(file, "DEGENERATE: %s\n", sentence);
    else if (sentence[0] != '\0')
        (void)fprintf(file, "%s\n", sentence);
    if (s->ridge != PARAMOD_REGULAR && isfinite(s->ridge_log_likelihood))
        (void)fprintf(file, "beside it a ridge of kind %s reaches log-likelihood "
                      "%.6f; --ridge reports that\n", degenerate_code(s->ridge),
                      s->ridge_log_likelihood);
}

void survival_report_text(const survival_job *job, FILE *file)
{
    const paramod_survival_summary s = survival_summary(job->fit);

    print_rows(job, &s, file);
    print_coefficients(job, file);
    print_kappa(job, file);
    print_ending(&s, job, file);
}

/* ---- JSON ------------------------------------------------------------------ */

static json_t *coefficient_json(const survival_job *job, const paramod_coefficient *c)
{
    json_t *object = json_object();
    char text[256];

    json_put_text(object, "block", c->block);
    json_put_text(object, "name", survival_coefficient_name(job->input, c->name, text,
                                                            sizeof text));
    json_put_number(object, "estimate", c->aliased ? NAN : c->estimate);
    json_put_number(object, "se", c->se);
    json_put_number(object, "lower", c->lower);
    json_put_number(object, "upper", c->upper);
    return object;
}

/* Coefficients that were fixed have no errors: they stand apart. */
static void put_coefficients(const survival_job *job, json_t *object)
{
    json_t *estimated = json_array(), *fixed = json_array(), *aliased = json_array();
    paramod_coefficient c;

    for (size_t i = 0; coefficient(job, i, &c); i++) {
        if (c.fixed && !c.aliased) {
            json_t *one = json_object();

            json_put_text(one, "block", c.block);
            json_put_text(one, "name", c.name);
            json_put(one, "value", isinf(c.estimate) ? json_string("inf")
                                                     : json_number(c.estimate));
            (void)json_array_append_new(fixed, one);
            continue;
        }
        if (c.aliased) {
            char text[512];

            (void)snprintf(text, sizeof text, "%s:%s", c.block, c.name);
            (void)json_array_append_new(aliased, json_string(text));
            c.se = c.lower = c.upper = NAN;
        }
        (void)json_array_append_new(estimated, coefficient_json(job, &c));
    }
    json_put(object, "parameters", estimated);
    json_put(object, "fixed", fixed);
    json_put(object, "aliased", aliased);
}

/* The library's sentence begins with the code: "R3: the likelihood rises ..." */
static void put_degenerate(const survival_job *job,
                           const paramod_survival_summary *s, json_t *object)
{
    const char *code = degenerate_code(s->degenerate);
    const char *sentence = paramod_survival_fit_sentence(job->fit);

    if (code == NULL) {
        json_put(object, "degenerate", json_null());
        json_put(object, "degenerate_code", json_null());
    } else {
        json_put_text(object, "degenerate", sentence);
        json_put_text(object, "degenerate_code", code);
    }
    json_put_text(object, "sentence", sentence);
}

static void put_ridge(const paramod_survival_summary *s, json_t *object)
{
    json_t *ridge;

    if (s->ridge == PARAMOD_REGULAR || !isfinite(s->ridge_log_likelihood)) {
        json_put(object, "ridge", json_null());
        return;
    }
    ridge = json_object();
    json_put_text(ridge, "code", degenerate_code(s->ridge));
    json_put_number(ridge, "loglik", s->ridge_log_likelihood);
    json_put(object, "ridge", ridge);
}

json_t *survival_report_json(const survival_job *job)
{
    const paramod_survival_summary s = survival_summary(job->fit);
    json_t *object = json_object();

    json_put_text(object, "family", paramod_family_name(job->regressions->family));
    json_put_count(object, "n", s.rows);
    json_put_count(object, "events", s.events);
    json_put_count(object, "rows_missing", job->input->rows.missing);
    json_put_count(object, "rows_weight_zero", s.dropped);
    json_put_number(object, "loglik", s.log_likelihood);
    json_put_count(object, "free", s.free);
    json_put_number(object, "aic", s.aic);
    json_put_number(object, "bic", s.bic);
    json_put_number(object, "aicc", s.aicc);
    json_put_text(object, "ending", paramod_fit_end_name(s.ending));
    json_put_number(object, "newton_decrement", s.decrement);
    json_put_number(object, "condition", s.condition);
    put_degenerate(job, &s, object);
    put_ridge(&s, object);
    json_put_count(object, "starts_agreeing", s.starts_agreeing);
    json_put_number(object, "level", job->level);
    put_coefficients(job, object);
    return object;
}
