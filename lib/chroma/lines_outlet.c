/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A chromatogram by the method of lines: the object's column and analytes as a problem
 * of lines_impl.h, concentrations in units of the largest one injected. */

#include <float.h>
#include <math.h>

#include "chroma/chroma_impl.h"
#include "chroma/lines_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

enum { LEAST_CELLS = 6, MOST_DEGREE = 10 };

typedef struct source {
    const paramod_chroma *chroma;
    double unit; /* mol/m3 */
    double last; /* time */
} source;

static double concentration_of(const paramod_i_species *s)
{
    return s->analyte.concentration > 0.0 ? s->analyte.concentration : 1.0;
}

/* An exponential tail of a rectangle, from its own formula. */
static double tailed(const paramod_chroma_injection *i, double t)
{
    const double since = t - i->delay;

    if (since < 0.0)
        return 0.0;
    if (since < i->duration)
        return -expm1(-since / i->tail);
    return -expm1(-i->duration / i->tail) * exp(-(since - i->duration) / i->tail);
}

/* At a restart point the segment tells the two sides apart: the middle of the segment is
 * on the same side. */
static void inlet(double t, size_t segment, double *c_in, void *data)
{
    const source *const s = data;
    const paramod_chroma_injection *const i = &s->chroma->injection;
    double value = i->tail > 0.0 ? tailed(i, t) : paramod_i_injection_value(i, t);

    if (i->kind == PARAMOD_CHROMA_RECTANGLE && i->tail == 0.0)
        value = segment == (i->delay > 0.0 ? 1 : 0) ? 1.0 : 0.0;
    if (i->kind == PARAMOD_CHROMA_POLYNOMIAL) {
        const double *const b = i->breaks;
        const size_t skip = i->delay + b[0] > 0.0 ? 1 : 0;

        value = segment < skip || segment - skip >= i->pieces
                    ? 0.0
                    : paramod_i_injection_value(
                          i, fmin(fmax(t, i->delay + b[segment - skip]),
                                  nextafter(i->delay + b[segment - skip + 1], -DBL_MAX)));
    }
    for (size_t j = 0; j < s->chroma->count; j++)
        c_in[j] = value * concentration_of(&s->chroma->species[j]) / s->unit;
}

/* Where the injection jumps, after time 0. */
static size_t find_restarts(const paramod_chroma_injection *i, double *restarts)
{
    const size_t candidates = i->kind == PARAMOD_CHROMA_POLYNOMIAL ? i->pieces + 1 : 2;
    size_t count = 0;

    if (i->kind == PARAMOD_CHROMA_GAUSSIAN)
        return 0;
    for (size_t k = 0; k < candidates; k++) {
        const double t = i->delay + (i->kind == PARAMOD_CHROMA_POLYNOMIAL
                                         ? i->breaks[k]
                                         : (k == 0 ? 0.0 : i->duration));

        if (t > 0.0 && t <= DBL_MAX && (count == 0 || t > restarts[count - 1]))
            restarts[count++] = t;
    }
    return count;
}

static paramod_status check(const paramod_chroma *chroma, const double *times, size_t count)
{
    const paramod_chroma_injection *const i = &chroma->injection;

    for (size_t j = 0; j < chroma->count; j++)
        if (chroma->species[j].analyte.model != PARAMOD_CHROMA_KINETIC)
            return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "analyte %zu is "
                                "not KINETIC", j);
    if (i->kind == PARAMOD_CHROMA_DIRAC ||
        (i->tail > 0.0 && i->kind != PARAMOD_CHROMA_RECTANGLE))
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "an injection that "
                            "is %s; use a short rectangle",
                            i->kind == PARAMOD_CHROMA_DIRAC ? "a Dirac pulse"
                                                            : "not a rectangle with a tail");
    for (size_t j = 0; j < count; j++)
        if (!(times[j] >= (j == 0 ? 0.0 : times[j - 1]) && times[j] <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "time %zu = %g; times "
                                "must ascend and be at least 0", j, times[j]);
    return PARAMOD_OK;
}

static paramod_status read_grid(const paramod_chroma_lines_options *given,
                                paramod_i_lines_grid *grid)
{
    static const paramod_i_lines_scheme schemes[] = {
        PARAMOD_I_LINES_FIFTH, PARAMOD_I_LINES_WENO, PARAMOD_I_LINES_GALERKIN,
        PARAMOD_I_LINES_THIRD, PARAMOD_I_LINES_UPWIND
    };
    paramod_chroma_lines_options o;
    const paramod_status status = paramod_i_options_read(&o, sizeof o, given);
    bool galerkin;

    if (status != PARAMOD_OK)
        return status;
    if (o.scheme >= sizeof schemes / sizeof schemes[0])
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no scheme "
                            "%zu", (size_t)o.scheme);
    galerkin = o.scheme == PARAMOD_CHROMA_GALERKIN;
    *grid = (paramod_i_lines_grid){
        .scheme = schemes[o.scheme], .cells = o.cells > 0 ? o.cells : galerkin ? 128 : 1000,
        .degree = o.degree > 0 ? o.degree : 5, .max_steps = o.max_steps,
        .relative_tolerance = o.relative_tolerance > 0.0 ? o.relative_tolerance
                              : galerkin                 ? 1e-10
                                                         : 1e-6
    };
    grid->absolute_tolerance = o.absolute_tolerance > 0.0 ? o.absolute_tolerance
                                                          : 1e-3 * grid->relative_tolerance;
    if (grid->cells < (galerkin ? 1 : LEAST_CELLS) || grid->degree > MOST_DEGREE)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%zu cells, degree %zu; "
                            "at least %d cells and at most degree %d", grid->cells,
                            grid->degree, LEAST_CELLS, MOST_DEGREE);
    return PARAMOD_OK;
}

static paramod_status solve(const source *s, const paramod_i_lines_grid *grid,
                            const double *times, size_t count, double *c,
                            double *restarts, paramod_i_lines_component *component,
                            uint64_t *steps)
{
    const paramod_chroma *const chroma = s->chroma;
    const paramod_i_lines_problem problem = {
        .flow = { chroma->column.length, chroma->carrier.speed,
                  chroma->carrier.pressure_ratio, chroma->species[0].dispersion },
        .phase_ratio = chroma->carrier.phase_ratio, .count = chroma->count,
        .component = component, .inlet = inlet, .data = (void *)(uintptr_t)s,
        .restart_count = find_restarts(&chroma->injection, restarts), .restarts = restarts
    };
    paramod_status status;

    for (size_t j = 0; j < chroma->count; j++) {
        const paramod_chroma_analyte *const a = &chroma->species[j].analyte;

        component[j] = (paramod_i_lines_component){
            a->ka, a->kd, a->capacity > 0.0 ? a->capacity / s->unit : INFINITY
        };
    }
    status = paramod_i_lines_solve(&problem, grid, times, count, c, steps);
    for (size_t k = 0; status == PARAMOD_OK && k < count * chroma->count; k++)
        c[k] *= s->unit;
    return status;
}

paramod_status paramod_chroma_lines(paramod_chroma *chroma,
                                    const paramod_chroma_lines_options *options,
                                    const double *times, size_t count, double *c,
                                    paramod_chroma_report *report)
{
    source s = { .chroma = chroma };
    paramod_i_lines_grid grid;
    paramod_i_lines_component *component;
    double *restarts;
    uint64_t steps = 0;
    paramod_status status;

    if (chroma == NULL || times == NULL || c == NULL || count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, or no "
                            "times");
    status = read_grid(options, &grid);
    if (status == PARAMOD_OK)
        status = check(chroma, times, count);
    if (status != PARAMOD_OK)
        return status;
    for (size_t j = 0; j < chroma->count; j++)
        s.unit = fmax(s.unit, concentration_of(&chroma->species[j]));
    component = paramod_i_resize(NULL, chroma->count, sizeof *component);
    restarts = paramod_i_resize(NULL, chroma->injection.pieces + 2, sizeof *restarts);
    status = component != NULL && restarts != NULL
                 ? solve(&s, &grid, times, count, c, restarts, component, &steps)
                 : PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu analytes",
                                chroma->count);
    paramod_i_free(component);
    paramod_i_free(restarts);
    if (status == PARAMOD_OK && report != NULL)
        *report = (paramod_chroma_report){ sizeof *report, PARAMOD_CHROMA_LINES,
                                           "method of lines", NAN, 0, steps };
    return status;
}
