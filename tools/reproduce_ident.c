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

#include "command.h"
#include "ident_plot.h"
#include "memory.h"
#include "reproduce_ident.h"

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

enum { MOST = 9, MOST_TIMES = 32, DENSE = 101 };

typedef struct example {
    const char *name;      /**< also of the figure */
    const char *head;      /**< of the model file, up to the data */
    size_t times;
    double time[MOST_TIMES]; /**< or none: equal steps from the first to the second */
    const char *values[5]; /**< formulas of what is observed, ended by null */
    size_t k;
    double eigenvalue[MOST], k_inf[MOST]; /**< correct, 8 digits */
    double published[MOST], published_k[MOST]; /**< of the authors' code; 0: the same */
    double tolerance;
    double threshold;      /**< what the authors count as 0 */
    double sigma2[2];      /**< of their bands, null directions and all; 0: no figure */
} example;

const char reproduce_lotka_volterra[] =
    "{\"states\":[\"x\",\"y\"],\"parameters\":[\"alpha\",\"beta\",\"delta\","
    "\"gamma\"],\"nominal\":[0.5,0.1,0.06,2],\"experiments\":[{\"rhs\":{\"x\":"
    "\"alpha*x - beta*x*y\",\"y\":\"delta*x*y - gamma*y\"},\"x0\":{\"x\":40,\"y\":9},"
    "\"data\":[";
const char reproduce_seir[] =
    "{\"states\":[\"S\",\"E\",\"I\",\"R\"],\"parameters\":[\"beta\",\"sigma\","
    "\"gamma\"],\"nominal\":[0.2,0.1,0.06],\"experiments\":[{\"rhs\":{\"S\":"
    "\"-beta*S*I\",\"E\":\"beta*S*I - sigma*E\",\"I\":\"sigma*E - gamma*I\",\"R\":"
    "\"gamma*I\"},\"x0\":{\"S\":0.99,\"E\":0.01,\"I\":0,\"R\":0},\"data\":[";
static const char michaelis_menten[] =
    "{\"states\":[\"s\",\"e\",\"c\",\"p\"],\"parameters\":[\"k1\",\"k2\",\"k3\"],"
    "\"nominal\":[0.7,1e-4,0.1],\"experiments\":[{\"rhs\":{\"s\":\"-k1*s*e + k2*c\","
    "\"e\":\"-k1*s*e + (k2 + k3)*c\",\"c\":\"k1*s*e - (k2 + k3)*c\",\"p\":\"k3*c\"},"
    "\"x0\":{\"s\":\"5/7\",\"e\":\"2/7\",\"c\":0,\"p\":0},\"data\":[";
/* t counts from age 50, where the code's data begin. */
static const char alzheimer[] =
    "{\"states\":[\"A\",\"T\",\"N\",\"C\"],\"parameters\":[\"lambda_A\","
    "\"lambda_T\",\"lambda_N\",\"lambda_C\",\"lambda_CT\",\"K_A\",\"K_T\",\"K_N\","
    "\"K_C\"],\"nominal\":[0.0635,0.15,0.059,0.167,8.3e-4,259.44,123.35,1,50.48],"
    "\"experiments\":[{\"rhs\":{\"A\":\"lambda_A*A*(1 - A/K_A)\",\"T\":"
    "\"lambda_T*A*(1 - T/K_T)\",\"N\":\"lambda_N*T*(1 - N/K_N)\",\"C\":"
    "\"(lambda_C*N + lambda_CT*T)*(1 - C/K_C)\"},\"x0\":{\"A\":36.03,\"T\":12.38,"
    "\"N\":0.18,\"C\":1.68},\"data\":[";
static const char hill[] =
    "{\"parameters\":[\"V\",\"K\",\"n\"],\"nominal\":[1,3,8],\"experiments\":[{"
    "\"data\":[";
static const char polynomial[] =
    "{\"parameters\":[\"a\",\"b\",\"c\"],\"nominal\":[1,1,1],\"experiments\":[{"
    "\"data\":[";
#define HILL_VALUE "V*time_t**n/(K**n + time_t**n)"
#define POLYNOMIAL_VALUE "a + b*time_t**2 + c*((time_t-1)*(time_t-2)*(time_t-3) + 2)"

static const example examples[] = {
    { "polynomial", polynomial, 3, { 1, 2, 3 }, { POLYNOMIAL_VALUE }, 3,
      { 108.48317035, 4.5168296465, 0 }, { 0, 4.3333333333, 0 }, { 0 }, { 0 }, 1e-8, 1e-4,
      { 10.0, 0.1 } },
    { "polynomial_0", polynomial, 4, { 0, 1, 2, 3 }, { POLYNOMIAL_VALUE }, 3,
      { 109.6450060819, 18.6276375672, 1.7273563509 },
      { 1.0285714286, 4.3333333333, 3.0 }, { 0 }, { 0 }, 1e-8, 1e-4, { 0 } },
    { "hill", hill, 5, { 1.6, 3.2, 4.8, 6.4, 8.0 }, { HILL_VALUE }, 3,
      { 3.4109739220716778, 0.3245769098048984, 6.6472704278274993e-5 },
      { 0.9632319123601106, 0.2071686018310884, 0.0056504786384702465 },
      { 3.4137919, 0.3338935, 6.4564585e-5 }, { 0.96323191, 0.032893144, 0.0056504786 },
      1e-8, 1e-4, { 10.0, 1e-3 } },
    { "hill_critical", hill, 3, { 1.6, 3.2, 5.8 }, { HILL_VALUE }, 3,
      { 1.5262479345136247, 0.24612385401373725, 1.9736080833202715e-5 },
      { 0.6694335565086391, 0.18459395704672686, 0.0044415301799895583 },
      { 1.5317930, 0.2524559, 1.9171411e-5 }, { 0.66943356, 0.025660823, 0.0044415302 },
      1e-8, 1e-4, { 0 } },
    { "lotka_volterra", reproduce_lotka_volterra, 21, { 0, 20 }, { "x", "y" }, 4,
      { 10127443.255330676, 497256.91177415155, 179649.8647988752, 37.502227103766614 },
      { 6.68642747889083, 69.28111043921287, 51.92073483696612, 1.5703585277189094 },
      { 0 }, { 0 }, 1e-7, 1e2, { 0.5, 1e-5 } },
    { "michaelis_menten", michaelis_menten, 6, { 0, 60 }, { "s", "p" }, 3,
      { 27.727875853534755, 1.2010543675987388, 0.0062865056720887574 },
      { 0.05500116596216284, 0.3122769773404074, 0.9582673569718356 },
      { 91.015081, 11.358013, 0.016499494 }, { 0.075275078, 4.6350645, 0.81068491 }, 1e-7,
      1e-6, { 0 } },
    { "michaelis_menten_first", michaelis_menten, 3, { 0, 10, 20 }, { "p" }, 3,
      { 8.900704015909499, 0.014981061617195677, 0 }, { 0, 0, 0 },
      { 10.638356, 0.20923982, 1.8e-33 }, { 0 }, 1e-7, 1e-6, { 0.5, 5e-4 } },
    { "michaelis_menten_critical", michaelis_menten, 4, { 0, 10, 20, 50 }, { "p" }, 3,
      { 10.971665631186946, 0.14340524588774936, 6.658718332255358e-5 },
      { 0.006215754621666765, 0.35418336875724815, 0.0935522811594071 },
      { 34.871801, 5.0311744, 6.6906309e-5 }, { 0.0068628161, 3.7490347, 0.11290884 },
      1e-7, 1e-6, { 0 } },
    { "seir_I", reproduce_seir, 21, { 0, 150 }, { "I" }, 3,
      { 162.99753018452842, 29.00805452022662, 0.04370591161442738 },
      { 0.10420090993872984, 0.12823831974950645, 1.4409542900379597 }, { 0 }, { 0 }, 1e-7,
      0.1, { 1e-2, 1e-5 } },
    { "seir_SI", reproduce_seir, 21, { 0, 150 }, { "S", "I" }, 3,
      { 1070.6874846507149, 46.5805567037723, 2.004156433753997 },
      { 0.6477020645015932, 0.6552679806418178, 3.058819249488051 }, { 0 }, { 0 }, 1e-7,
      0.1, { 0 } },
    { "seir_EI", reproduce_seir, 21, { 0, 150 }, { "E", "I" }, 3,
      { 207.3272430338552, 42.43275961077397, 5.273017195348137 },
      { 1.0113151801163378, 1.591438268615986, 3.398573660557271 }, { 0 }, { 0 }, 1e-7, 0.1,
      { 0 } },
    { "seir_SEI", reproduce_seir, 21, { 0, 150 }, { "S", "E", "I" }, 3,
      { 1118.6766853088977, 56.43100615100969, 7.14823555194063 },
      { 0.9135863854911013, 1.5303323218335967, 3.309110969983357 }, { 0 }, { 0 }, 1e-7, 0.1,
      { 0 } },
    /* at the values that the authors' fit begins with; their data may not be shipped,
     * and their stored K are those of its end */
    { "alzheimer", alzheimer, 11, { 0, 50 }, { "A", "T", "N", "C" }, 9,
      { 44125940.919919126, 28607583.887880497, 264045.78386295994, 134.41670838857686,
        9.79245784992633, 3.922036852478121, 1.4645310788440717, 0.12488700644682339,
        8.141292812297665e-6 },
      { 898.1894861345427, 233.3885217222404, 0.859240545207608, 1.5814553263782103,
        77.1663823441856, 0.2332650055093398, 0.9849604936467411, 1.0,
        0.0015766250184877035 },
      { 0 }, { 3.94374, 88.3516, 4.855e-3, 0.0154052, 0.890472, 0.461678, 0.0112778,
               0.353081, 6.08801e-3 }, 1e-7, 1e-3, { 1e-4, 1e-4 } },
};

/* ---- models --------------------------------------------------------------------------- */

char *reproduce_ident_model(const char *head, const char *const *values, size_t count,
                            const double *time, size_t *length)
{
    char *text = take(REPRODUCE_IDENT_TEXT, 1);
    const char *comma = "";
    size_t at = (size_t)snprintf(text, REPRODUCE_IDENT_TEXT, "%s", head);

    for (size_t v = 0; values[v] != NULL; v++)
        for (size_t i = 0; i < count; i++) {
            at += (size_t)snprintf(text + at, REPRODUCE_IDENT_TEXT - at,
                                   "%s{\"t\":%.17g,\"y\":\"%s\"}", comma, time[i],
                                   values[v]);
            comma = ",";
        }
    at += (size_t)snprintf(text + at, REPRODUCE_IDENT_TEXT - at, "]}]}");
    *length = at;
    return text;
}

bool reproduce_ident_solve(const char *text, size_t length, const char *name,
                           double threshold, ident_problem *q, paramod_ident_report *r,
                           problem *p)
{
    const ident_tolerances tolerances = { 1e-12, 1e-14 };
    const paramod_ident_options analysis = { .size = sizeof analysis,
                                             .threshold = threshold };

    q->model = ident_model_parse(text, length, name, p);
    if (q->model == NULL || !ident_model_build(q->model, &tolerances, false, p))
        return false;
    return (paramod_ident_analyze(q->model->ident, q->model->nominal, &analysis,
                                  &q->analysis) == PARAMOD_OK &&
            paramod_ident_get_report(q->analysis, r) == PARAMOD_OK) ||
           problem_from_library(p);
}

static size_t times_of(const example *e, size_t dense, double *time)
{
    const size_t count = dense > 0 ? dense : e->times;
    const bool listed = e->time[2] > 0.0;
    const double from = e->time[0], to = e->time[listed ? e->times - 1 : 1];

    for (size_t i = 0; i < count; i++)
        time[i] = listed && dense == 0
                      ? e->time[i] : from + (to - from) * (double)i / (double)(count - 1);
    return count;
}

/* ---- one example ---------------------------------------------------------------------------- */

bool reproduce_agrees(double x, double reference, double tolerance, double size)
{
    return fabs(x - reference) <= tolerance * fabs(reference) +
                                      (reference == 0.0 ? 1e-15 * size : 0.0);
}

static bool compare(const example *e, const paramod_ident_report *r)
{
    bool good = true;

    (void)printf("\n%s\n  %-18s %-18s %-14s %-18s %-18s %-12s\n", e->name, "eigenvalue",
                 "reference", "as published", "K", "reference", "as published");
    for (size_t j = 0; j < e->k; j++) {
        const bool fine = reproduce_agrees(r->eigenvalue[j], e->eigenvalue[j], e->tolerance,
                                           r->eigenvalue[0]) &&
                          reproduce_agrees(r->k_inf[j], e->k_inf[j], e->tolerance, 1.0);

        (void)printf("  %-18.11g %-18.11g %-14.8g %-18.11g %-18.11g %-12.8g %s\n",
                     r->eigenvalue[j], e->eigenvalue[j],
                     e->published[0] != 0.0 ? e->published[j] : e->eigenvalue[j],
                     r->k_inf[j], e->k_inf[j],
                     e->published_k[0] != 0.0 ? e->published_k[j] : e->k_inf[j],
                     fine ? "ok" : "FAILED");
        good = good && fine;
    }
    return good;
}

static bool draw_bands(const options *o, const example *e, const ident_problem *q,
                       problem *p)
{
    const char *const first[] = { e->values[0], NULL };
    paramod_ident_report r = { .size = sizeof r };
    ident_problem dense = { .model = NULL };
    double time[DENSE];
    size_t length;
    char *text;
    bool fine;

    if (e->sigma2[0] == 0.0)
        return true;
    (void)times_of(e, DENSE, time);
    text = reproduce_ident_model(e->head, first, DENSE, time, &length);
    fine = reproduce_ident_solve(text, length, e->name, 0.0, &dense, &r, p) &&
           reproduce_ident_band(o, e->name, q, &dense, &r, DENSE, time, e->sigma2, p);
    ident_problem_release(&dense);
    free(text);
    return fine;
}

static bool draw(const options *o, const example *e, const ident_problem *q,
                 const paramod_ident_report *r, problem *p)
{
    char file[1024];

    if (!options_has(o, "folder"))
        return true;
    (void)snprintf(file, sizeof file, "%s/%s.svg", options_text(o, "folder"), e->name);
    return ident_plot_analysis(q, r, file, p) && draw_bands(o, e, q, p);
}

static bool run_example(const options *o, const example *e, bool *good, problem *p)
{
    paramod_ident_report r = { .size = sizeof r };
    ident_problem q = { .model = NULL };
    double time[MOST_TIMES];
    size_t length;
    char *text;
    bool fine;

    if (strstr(e->head, "states") != NULL && !paramod_ode_available()) {
        (void)printf("\n%s: not computed, as this build lacks SUNDIALS\n", e->name);
        return true;
    }
    text = reproduce_ident_model(e->head, e->values, times_of(e, 0, time), time, &length);
    fine = reproduce_ident_solve(text, length, e->name, e->threshold, &q, &r, p);
    if (fine) {
        *good = compare(e, &r) && *good;
        fine = draw(o, e, &q, &r, p);
    }
    ident_problem_release(&q);
    free(text);
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
        fine = fine && reproduce_ident_curves(&o, &good, &p) &&
               reproduce_ident_networks(&good, &p) &&
               reproduce_ident_glioma(&o, &good, &p);
    }
    options_release(&o);
    if (!fine)
        return problem_report(&p);
    return good ? EXIT_SOLVED : EXIT_IRREGULAR;
}
