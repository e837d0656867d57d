/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * T cells E, tumour T and inhibitor C in x, with no flow through the ends:
 *
 *     E_t = E_xx + sigma h(x) + rho C/(eta + T) - sigma E - mu E T + epsilon C,
 *     T_t = omega T_xx + beta1 T (1 - beta2 T) - phi E T + lambda C,
 *     C_t = mu E T - psi C.
 *
 * The parameters behind the authors' stored eigenvalues are not in what they
 * published with them; so ours are our own, and only orders can be compared: the
 * spread of the eigenvalues, and how few combinations are determined in practice.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ident_plot.h"
#include "memory.h"
#include "reproduce_ident.h"

enum { NODES = 17, TIMES = 6, PARAMETERS = 10 };

static const double stored[PARAMETERS] = {
    63944537.45346549, 1267297.6028116234, 9.249240202544041e-3, 1.5253492508313067e-3,
    2.778978785461498e-4, 6.82436819796681e-5, 1.5750293295736475e-6,
    5.357053727058473e-8, 3.2447753978935996e-10, 9.795924823431193e-13 };

typedef struct text {
    char *bytes;
    size_t length;
} text;

static void put(text *t, const char *bytes)
{
    const size_t length = strlen(bytes);

    (void)memcpy(t->bytes + t->length, bytes, length + 1);
    t->length += length;
}

/* (v_(i-1) - 2 v_i + v_(i+1)) / h^2, with mirror images at the ends. */
static void put_diffusion(text *t, char v, size_t i)
{
    const size_t before = i == 0 ? 1 : i - 1, after = i == NODES - 1 ? NODES - 2 : i + 1;
    char part[128];

    (void)snprintf(part, sizeof part, "(%c%zu - 2*%c%zu + %c%zu)*%d", v, before, v, i, v,
                   after, (NODES - 1) * (NODES - 1));
    put(t, part);
}

static void put_rates(text *t, size_t i)
{
    const double x = (double)i / (NODES - 1);
    char part[256];

    (void)snprintf(part, sizeof part, "%s\"E%zu\":\"", i == 0 ? "" : ",", i);
    put(t, part);
    put_diffusion(t, 'E', i);
    (void)snprintf(part, sizeof part, " + sigma*%.17g + rho*C%zu/(eta + T%zu) - sigma*E%zu "
                   "- mu*E%zu*T%zu + epsilon*C%zu\",\"T%zu\":\"omega*", exp(-4.0 * x), i, i,
                   i, i, i, i, i);
    put(t, part);
    put_diffusion(t, 'T', i);
    (void)snprintf(part, sizeof part, " + beta1*T%zu*(1 - beta2*T%zu) - phi*E%zu*T%zu + "
                   "lambda*C%zu\",\"C%zu\":\"mu*E%zu*T%zu - psi*C%zu\"", i, i, i, i, i, i,
                   i, i, i);
    put(t, part);
}

static void put_states(text *t)
{
    char part[64];

    put(t, "{\"states\":[");
    for (size_t i = 0; i < NODES; i++) {
        (void)snprintf(part, sizeof part, "%s\"E%zu\",\"T%zu\",\"C%zu\"",
                       i == 0 ? "" : ",", i, i, i);
        put(t, part);
    }
    put(t, "],\"parameters\":[\"rho\",\"eta\",\"sigma\",\"mu\",\"epsilon\",\"omega\","
           "\"beta1\",\"beta2\",\"phi\",\"lambda\"],\"nominal\":[0.4,0.5,0.12,0.3,0.05,"
           "0.01,0.43,0.2,0.25,0.02],\"experiments\":[{\"rhs\":{");
}

/* psi, which acts like a scale of C, is held: ten parameters are left, as stored. */
static void put_initial(text *t)
{
    char part[128];

    put(t, "},\"x0\":{");
    for (size_t i = 0; i < NODES; i++) {
        const double x = (double)i / (NODES - 1);

        (void)snprintf(part, sizeof part, "%s\"E%zu\":0.1,\"T%zu\":%.17g,\"C%zu\":0",
                       i == 0 ? "" : ",", i, i, 0.2 + exp(-25.0 * (x - 0.3) * (x - 0.3)),
                       i);
        put(t, part);
    }
    put(t, "},\"data\":[");
}

static void put_data(text *t)
{
    char part[96];

    for (size_t j = 1; j <= TIMES; j++)
        for (size_t i = 0; i < NODES; i++) {
            (void)snprintf(part, sizeof part, "%s{\"t\":%zu,\"y\":\"E%zu\"},{\"t\":%zu,"
                           "\"y\":\"T%zu\"}", i + j == 1 ? "" : ",", 2 * j, i, 2 * j, i);
            put(t, part);
        }
    put(t, "]}]}");
}

static char *replace_psi(text *t)
{
    char *at = t->bytes;

    while ((at = strstr(at, "psi*")) != NULL)
        (void)memcpy(at, "0.1*", 4);
    return t->bytes;
}

static void report(const paramod_ident_report *r, bool *good)
{
    double positive = r->eigenvalue[PARAMETERS - 1];
    const bool holds = r->free == PARAMETERS && positive > 0.0 &&
                       r->eigenvalue[0] / positive > 1e6;

    (void)printf("\nglioma, %d nodes, parameters of our own\n  %-18s %-10s %-18s\n", NODES,
                 "eigenvalue", "error", "stored by authors");
    for (size_t j = 0; j < PARAMETERS; j++)
        (void)printf("  %-18.8g %-10.1e %-18.8g\n", r->eigenvalue[j],
                     r->eigenvalue_error[j], stored[j]);
    (void)printf("  rank %zu of %zu; above the paper's 1e-5: %zu, of those stored 6  %s\n",
                 r->rank, r->free, r->threshold_rank, holds ? "ok" : "FAILED");
    *good = *good && holds;
}

bool reproduce_ident_glioma(const options *o, bool *good, problem *p)
{
    text t = { take(REPRODUCE_IDENT_TEXT, 1), 0 };
    paramod_ident_report r = { .size = sizeof r };
    ident_problem q = { .model = NULL };
    char file[1024];
    bool fine = true;

    if (paramod_ode_available()) {
        put_states(&t);
        for (size_t i = 0; i < NODES; i++)
            put_rates(&t, i);
        put_initial(&t);
        put_data(&t);
        fine = reproduce_ident_solve(replace_psi(&t), t.length, "glioma", 1e-5, &q, &r, p);
        if (fine)
            report(&r, good);
        if (fine && options_has(o, "folder")) {
            (void)snprintf(file, sizeof file, "%s/glioma.svg", options_text(o, "folder"));
            fine = ident_plot_analysis(&q, &r, file, p);
        }
    }
    ident_problem_release(&q);
    free(t.bytes);
    return fine;
}
