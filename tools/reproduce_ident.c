/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * paramod reproduce ident: the examples of S. Wang and W. Hao, "A systematic
 * computational framework for practical identifiability analysis in mathematical
 * models arising from biology", Advanced Science 12 (2025) e04346.
 *
 * The column "published" has what the authors' code gives where it differs: their
 * derivative of Hill's function by n has log2 for log, that of the product of
 * Michaelis-Menten's model lacks a term.  Set-ups and those numbers are of the code
 * that was published with the paper, not of its text.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>

#include "command.h"
#include "ident_plot.h"
#include "memory.h"

static const option own_options[] = {
    { "folder", "FOLDER", "put a figure of each example there (default: none)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod reproduce ident [OPTION]...\n\n"
                 "Eigenvalues and K of the examples of Wang and Hao, correct and as their\n"
                 "code has them.  Exit status 1 if a number is not what it should be.\n\n");
    options_print(own_options);
}

/* ---- examples ------------------------------------------------------------------------- */

enum { MOST = 9, TEXT = 65536 };

typedef struct example {
    const char *name;      /**< also of the figure */
    const char *head;      /**< of the model file, up to the data */
    double from, step, to; /**< times */
    const char *values[4]; /**< formulas of what is observed, ended by null */
    size_t k;
    double eigenvalue[MOST], k_inf[MOST]; /**< correct, 8 digits */
    double published[MOST]; /**< eigenvalues of the authors' code; 0: the same */
    double tolerance;
} example;

#define LOTKA_VOLTERRA                                                              \
    "{\"states\":[\"x\",\"y\"],\"parameters\":[\"alpha\",\"beta\",\"delta\","        \
    "\"gamma\"],\"nominal\":[0.5,0.1,0.06,2],\"experiments\":[{\"rhs\":{\"x\":"      \
    "\"alpha*x - beta*x*y\",\"y\":\"delta*x*y - gamma*y\"},\"x0\":{\"x\":40,\"y\":9},"
#define MICHAELIS_MENTEN                                                            \
    "{\"states\":[\"s\",\"e\",\"c\",\"p\"],\"parameters\":[\"k1\",\"k2\",\"k3\"],"   \
    "\"nominal\":[0.7,1e-4,0.1],\"experiments\":[{\"rhs\":{\"s\":\"-k1*s*e + k2*c\","  \
    "\"e\":\"-k1*s*e + (k2 + k3)*c\",\"c\":\"k1*s*e - (k2 + k3)*c\",\"p\":\"k3*c\"},"  \
    "\"x0\":{\"s\":\"5/7\",\"e\":\"2/7\",\"c\":0,\"p\":0},"
#define SEIR                                                                        \
    "{\"states\":[\"S\",\"E\",\"I\",\"R\"],\"parameters\":[\"beta\",\"sigma\","      \
    "\"gamma\"],\"nominal\":[0.2,0.1,0.06],\"experiments\":[{\"rhs\":{\"S\":"         \
    "\"-beta*S*I\",\"E\":\"beta*S*I - sigma*E\",\"I\":\"sigma*E - gamma*I\",\"R\":"   \
    "\"gamma*I\"},\"x0\":{\"S\":0.99,\"E\":0.01,\"I\":0,\"R\":0},"
#define HILL                                                                        \
    "{\"parameters\":[\"V\",\"K\",\"n\"],\"nominal\":[1,3,8],\"experiments\":[{"
#define HILL_VALUE "V*time_t**n/(K**n + time_t**n)"
#define POLYNOMIAL                                                                  \
    "{\"parameters\":[\"a\",\"b\",\"c\"],\"nominal\":[1,1,1],\"experiments\":[{"
#define POLYNOMIAL_VALUE "a + b*time_t**2 + c*((time_t-1)*(time_t-2)*(time_t-3) + 2)"

static const example examples[] = {
    { "polynomial", POLYNOMIAL, 1, 1, 3, { POLYNOMIAL_VALUE }, 3,
      { 108.48317035, 4.5168296465, 0 }, { 0, 4.3333333333, 0 }, { 0 }, 1e-8 },
    { "polynomial_0", POLYNOMIAL, 0, 1, 3, { POLYNOMIAL_VALUE }, 3,
      { 109.6450060819, 18.6276375672, 1.7273563509 },
      { 1.0285714286, 4.3333333333, 3.0 }, { 0 }, 1e-8 },
    { "hill", HILL, 1.6, 1.6, 8.0001, { HILL_VALUE }, 3,
      { 3.4109739221, 0.3245769098, 6.6472704278e-5 },
      { 0.9632319124, 0.2071686018, 0.0056504786385 },
      { 3.4137919, 0.3338935, 6.4564585e-5 }, 1e-8 },
    { "lotka_volterra", LOTKA_VOLTERRA, 0, 1, 20, { "x", "y" }, 4,
      { 10127443.255330676, 497256.91177415155, 179649.8647988752, 37.502227103766614 },
      { 6.68642747889083, 69.28111043921287, 51.92073483696612, 1.5703585277189094 },
      { 0 }, 1e-7 },
    { "michaelis_menten", MICHAELIS_MENTEN, 0, 12, 60, { "s", "p" }, 3,
      { 27.727875853534755, 1.2010543675987388, 0.0062865056720887574 },
      { 0.05500116596216284, 0.3122769773404074, 0.9582673569718356 },
      { 91.015081, 11.358013, 0.016499494 }, 1e-7 },
    { "seir_I", SEIR, 0, 7.5, 150, { "I" }, 3,
      { 162.99753018452842, 29.00805452022662, 0.04370591161442738 },
      { 0.10420090993872984, 0.12823831974950645, 1.4409542900379597 }, { 0 }, 1e-7 },
    { "seir_SI", SEIR, 0, 7.5, 150, { "S", "I" }, 3,
      { 1070.6874846507149, 46.5805567037723, 2.004156433753997 },
      { 0.6477020645015932, 0.6552679806418178, 3.058819249488051 }, { 0 }, 1e-7 },
    { "seir_EI", SEIR, 0, 7.5, 150, { "E", "I" }, 3,
      { 207.3272430338552, 42.43275961077397, 5.273017195348137 },
      { 1.0113151801163378, 1.591438268615986, 3.398573660557271 }, { 0 }, 1e-7 },
    { "seir_SEI", SEIR, 0, 7.5, 150, { "S", "E", "I" }, 3,
      { 1118.6766853088977, 56.43100615100969, 7.14823555194063 },
      { 0.9135863854911013, 1.5303323218335967, 3.309110969983357 }, { 0 }, 1e-7 },
};

/* The model file of an example. */
static char *write_model(const example *e, size_t *length)
{
    char *text = take(TEXT, 1);
    const char *comma = "";
    size_t at = (size_t)snprintf(text, TEXT, "%s\"data\":[", e->head);

    for (size_t v = 0; e->values[v] != NULL; v++)
        for (size_t i = 0; e->from + (double)i * e->step <= e->to; i++) {
            at += (size_t)snprintf(text + at, TEXT - at,
                                   "%s{\"t\":%.17g,\"y\":\"%s\"}", comma,
                                   e->from + (double)i * e->step, e->values[v]);
            comma = ",";
        }
    at += (size_t)snprintf(text + at, TEXT - at, "]}]}");
    *length = at;
    return text;
}

/* ---- one example ---------------------------------------------------------------------------- */

static bool agrees(double x, double reference, double tolerance, double size)
{
    return fabs(x - reference) <= tolerance * fabs(reference) +
                                      (reference == 0.0 ? 1e-15 * size : 0.0);
}

static bool compare(const example *e, const paramod_ident_report *r)
{
    bool good = true;

    (void)printf("\n%s\n  %-18s %-18s %-14s %-18s %-18s\n", e->name, "eigenvalue",
                 "reference", "as published", "K", "reference");
    for (size_t j = 0; j < e->k; j++) {
        const bool fine =
            agrees(r->eigenvalue[j], e->eigenvalue[j], e->tolerance, r->eigenvalue[0]) &&
            agrees(r->k_inf[j], e->k_inf[j], e->tolerance, 1.0);
        const double published = e->published[0] != 0.0 ? e->published[j]
                                                        : e->eigenvalue[j];

        (void)printf("  %-18.11g %-18.11g %-14.8g %-18.11g %-18.11g %s\n",
                     r->eigenvalue[j], e->eigenvalue[j], published, r->k_inf[j],
                     e->k_inf[j], fine ? "ok" : "FAILED");
        good = good && fine;
    }
    return good;
}

static bool draw(const options *o, const example *e, const ident_problem *q,
                 const paramod_ident_report *r, problem *p)
{
    char file[1024];

    if (!options_has(o, "folder"))
        return true;
    (void)snprintf(file, sizeof file, "%s/%s.svg", options_text(o, "folder"), e->name);
    return ident_plot_analysis(q, r, file, p);
}

static bool run_example(const options *o, const example *e, bool *good, problem *p)
{
    const ident_tolerances tolerances = { 1e-12, 1e-14 };
    paramod_ident_report r = { .size = sizeof r };
    ident_problem q = { .model = NULL };
    char *text;
    size_t length;
    bool fine;

    if (strstr(e->head, "states") != NULL && !paramod_ode_available()) {
        (void)printf("\n%s: not computed, as this build lacks SUNDIALS\n", e->name);
        return true;
    }
    text = write_model(e, &length);
    q.model = ident_model_parse(text, length, e->name, p);
    fine = q.model != NULL && ident_model_build(q.model, &tolerances, false, p);
    if (fine)
        fine = (paramod_ident_analyze(q.model->ident, q.model->nominal, NULL,
                                      &q.analysis) == PARAMOD_OK &&
                paramod_ident_get_report(q.analysis, &r) == PARAMOD_OK) ||
               problem_from_library(p);
    if (fine) {
        *good = compare(e, &r) && *good;
        fine = draw(o, e, &q, &r, p);
    }
    ident_problem_release(&q);
    free(text);
    return fine;
}

/* ---- neural networks ---------------------------------------------------------------------------- */

/* sum omega tanh(alpha x + beta) at 20 points with weights of our own: whatever they
 * are, 20 data determine at most 20 of 3 M parameters, and no K is positive. */
static bool run_network(size_t neurons, bool *good, problem *p)
{
    enum { POINTS = 20 };
    const size_t k = 3 * neurons;
    double *s = take(POINTS * k, sizeof *s);
    paramod_random random = paramod_random_stream(2025, neurons);
    paramod_ident_analysis *a = NULL;
    paramod_ident_report r = { .size = sizeof r };
    bool fine, zero = true;

    for (size_t m = 0; m < neurons; m++) {
        const double omega = paramod_random_normal(&random);
        const double alpha = 6.0 * paramod_random_normal(&random);
        const double beta = 3.0 * paramod_random_normal(&random);

        for (size_t i = 0; i < POINTS; i++) {
            const double x = (double)i / (POINTS - 1), t = tanh(alpha * x + beta);

            s[i * k + m] = t;
            s[i * k + neurons + m] = omega * (1.0 - t * t) * x;
            s[i * k + 2 * neurons + m] = omega * (1.0 - t * t);
        }
    }
    fine = (paramod_ident_analyze_matrix(POINTS, k, s, NULL, NULL, &a) == PARAMOD_OK &&
            paramod_ident_get_report(a, &r) == PARAMOD_OK) || problem_from_library(p);
    for (size_t j = 0; j < k && fine; j++)
        zero = zero && r.k_inf[j] == 0.0;
    if (fine) {
        (void)printf("tanh network, %zu neurons: rank %zu of %zu parameters, %s\n",
                     neurons, r.rank, k, zero ? "all K are 0" : "some K are not 0");
        *good = *good && r.rank <= POINTS;
    }
    paramod_ident_analysis_destroy(a);
    free(s);
    return fine;
}

int reproduce_ident_command(int words, char **word)
{
    static const option *const tables[] = { own_options, NULL };
    problem p = { "" };
    options o;
    bool good = true, fine = options_read(words, word, tables, &o, &p);

    if (fine && options_has(&o, "help")) {
        help();
    } else if (fine) {
        for (size_t i = 0; i < sizeof examples / sizeof examples[0] && fine; i++)
            fine = run_example(&o, &examples[i], &good, &p);
        (void)printf("\n");
        for (size_t neurons = 10; neurons <= 30 && fine; neurons += 10)
            fine = run_network(neurons, &good, &p);
    }
    options_release(&o);
    if (!fine)
        return problem_report(&p);
    return good ? EXIT_SOLVED : EXIT_IRREGULAR;
}
