/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a chromatographer reads off one peak. */

#include <math.h>

#include "chroma/chroma_impl.h"
#include "core/status_impl.h"

enum { GRID = 513, HALVINGS = 60 };

typedef struct peak {
    paramod_chroma *chroma;
    size_t analyte;
    double begin, end; /* where it is not nothing */
    double time, height;
    paramod_status status;
} peak;

static double value_at(peak *p, double t)
{
    double c = NAN;

    if (p->status == PARAMOD_OK)
        p->status = paramod_i_chroma_outlet(p->chroma, p->analyte, &t, 1, &c, 1, NULL);
    return c;
}

/* The maximum of a function with one of them on [a, b]: golden section. */
static double climb(peak *p, double a, double b)
{
    const double golden = 0.6180339887498949;
    double x = b - golden * (b - a), y = a + golden * (b - a);
    double fx = value_at(p, x), fy = value_at(p, y);

    for (int i = 0; i < HALVINGS && b - a > 1e-9 * p->end; i++)
        if (fx >= fy) {
            b = y;
            y = x;
            fy = fx;
            x = b - golden * (b - a);
            fx = value_at(p, x);
        } else {
            a = x;
            x = y;
            fx = fy;
            y = a + golden * (b - a);
            fy = value_at(p, y);
        }
    return 0.5 * (a + b);
}

static void find_maximum(peak *p)
{
    double *const c = paramod_i_chroma_scratch(p->chroma, 2 * GRID);
    double *const times = c + GRID;
    size_t best = 0;

    if (c == NULL) {
        p->status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %d times", GRID);
        return;
    }
    for (size_t j = 0; j < GRID; j++)
        times[j] = p->begin + (p->end - p->begin) * (double)j / (GRID - 1.0);
    p->status = paramod_i_chroma_outlet(p->chroma, p->analyte, times, GRID, c, 1, NULL);
    for (size_t j = 0; j < GRID; j++)
        best = c[j] > c[best] ? j : best;
    {
        const double before = times[best > 0 ? best - 1 : 0];
        const double after = times[best + 1 < GRID ? best + 1 : GRID - 1];

        p->time = climb(p, before, after);
    }
    p->height = value_at(p, p->time);
}

/* Where the flank between the peak and `far` falls below a fraction of the height. */
static double flank(peak *p, double far, double fraction)
{
    double high = p->time, low = far;

    for (int i = 0; i < HALVINGS; i++) {
        const double middle = 0.5 * (high + low);

        if (value_at(p, middle) > fraction * p->height)
            high = middle;
        else
            low = middle;
    }
    return 0.5 * (high + low);
}

static double concentration(const paramod_chroma *chroma, size_t analyte)
{
    const double c0 = chroma->species[analyte].analyte.concentration;

    return c0 > 0.0 ? c0 : 1.0;
}

/* Cumulants of the sum of the times in the injector and in the column. */
static bool cumulants(const paramod_chroma *chroma, size_t analyte,
                      paramod_chroma_summary *s)
{
    const paramod_i_species *const species = &chroma->species[analyte];
    double column[4], injection[4];

    if (!paramod_i_transfer_cumulants(&species->transfer, column))
        return false;
    if (species->expansion != NULL)
        paramod_i_expansion_cumulants(species->expansion, column);
    paramod_i_injection_cumulants(&chroma->injection, injection);
    for (int k = 0; k < 4; k++)
        s->cumulant[k] = column[k] + injection[k];
    s->retention_factor = column[0] / chroma->carrier.dead_time - 1.0;
    return true;
}

static void fill(paramod_chroma_summary *s, peak *p)
{
    const paramod_chroma *const chroma = p->chroma;
    const double c0 = concentration(chroma, p->analyte);

    s->area = c0 * chroma->carrier.pressure_ratio * paramod_i_injection_area(&chroma->injection);
    s->skewness = s->cumulant[2] / pow(s->cumulant[1], 1.5);
    s->kurtosis = s->cumulant[3] / (s->cumulant[1] * s->cumulant[1]);
    s->plates = s->cumulant[0] * s->cumulant[0] / s->cumulant[1];
    s->plate_height = chroma->column.length / s->plates;
    find_maximum(p);
    s->peak_time = p->time;
    s->height = c0 * p->height;
    s->width = flank(p, p->end, 0.5) - flank(p, p->begin, 0.5);
    s->asymmetry = (flank(p, p->end, 0.1) - p->time) / (p->time - flank(p, p->begin, 0.1));
}

paramod_status paramod_chroma_summarise(paramod_chroma *chroma, size_t analyte,
                                        paramod_chroma_summary *summary)
{
    paramod_chroma_summary s = { .size = sizeof s };
    peak p = { .chroma = chroma, .analyte = analyte };

    if (chroma == NULL || summary == NULL || summary->size != sizeof *summary ||
        analyte >= chroma->count)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, a "
                            "summary whose size is not set, or no analyte %zu", analyte);
    if (paramod_i_chroma_is_nonlinear(chroma, analyte) || isinf(chroma->injection.duration) ||
        !cumulants(chroma, analyte, &s))
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "Langmuir's "
                            "kinetics, an infinite injection and kd = 0 have no moments");
    p.status = paramod_i_chroma_window(chroma, analyte, &p.begin, &p.end);
    if (p.status == PARAMOD_OK)
        fill(&s, &p);
    if (p.status == PARAMOD_OK)
        *summary = s;
    return p.status;
}

double paramod_chroma_resolution(const paramod_chroma_summary *first,
                                 const paramod_chroma_summary *second)
{
    return 0.5 * (second->cumulant[0] - first->cumulant[0]) /
           (sqrt(first->cumulant[1]) + sqrt(second->cumulant[1]));
}
