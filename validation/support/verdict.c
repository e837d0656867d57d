/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/verdict.h"

#include <math.h>
#include <stdio.h>

verdict verdict_open(const char *file, size_t rows)
{
    printf("\n== %s ==\n%-38s %20s %20s %9s\n", file, "", "peer", "ours",
           "difference");
    return (verdict){ .file = file, .rows = rows };
}

void verdict_heading(const char *text)
{
    printf("%s\n", text);
}

static void judge(verdict *v, const char *what, double peer, double ours,
                  double excess, double tolerance)
{
    /* written so that a NaN fails */
    const bool good = excess <= tolerance;

    v->numbers++;
    if (!good) {
        v->failures++;
        v->row_failed = true;
    } else if (tolerance > 0 && excess / tolerance > v->worst) {
        v->worst = excess / tolerance;
    }
    printf("  %-36s %20.13g %20.13g %9.1e %s\n", what, peer, ours, ours - peer,
           good ? "ok" : "FAILED");
}

void verdict_number(verdict *v, const char *what, double peer, double ours,
                    double tolerance)
{
    /* equal infinities agree */
    judge(v, what, peer, ours, peer == ours ? 0 : fabs(ours - peer), tolerance);
}

void verdict_at_least(verdict *v, const char *what, double peer, double ours,
                      double tolerance)
{
    judge(v, what, peer, ours, peer - ours, tolerance);
}

void verdict_failure(verdict *v, const char *what, const char *why)
{
    v->failures++;
    v->row_failed = true;
    printf("  %-36s FAILED: %s\n", what, why);
}

void verdict_row(verdict *v)
{
    v->compared += !v->row_failed;
    v->row_failed = false;
}

void verdict_skip(verdict *v, size_t rows, const char *what, const char *why)
{
    v->skipped += rows;
    printf("  %zu rows left out: %s: %s\n", rows, what, why);
}

bool verdict_close(const verdict *v)
{
    const bool good = v->failures == 0 && v->compared + v->skipped == v->rows;

    printf("%s: %zu of %zu rows compared and in agreement", v->file, v->compared,
           v->rows);
    if (v->replaced > 0)
        printf(" (%zu of them with recomputed numbers)", v->replaced);
    printf(", %zu left out; %zu numbers, %zu failures; largest difference %.2g of "
           "its limit: %s\n", v->skipped, v->numbers, v->failures, v->worst,
           good ? "passed" : "FAILED");
    return good;
}
