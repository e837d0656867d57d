/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The carrier (paper, eqs 3, 20, 21).  With P the ratio of pressures p = pL / p0,
 * p^(x)^2 = 1 - (1 - p^2) x / L, u = u0 / p^, and the passage to x takes
 *
 *     t0(x) = (2 / 3) (L / u0) (1 - p^(x)^3) / (1 - p^2)
 *           = (2 / 3) (x / u0) (1 + p^ + p^^2) / (1 + p^),
 *
 * the second without cancellation. */

#include <float.h>
#include <math.h>

#include "chroma/carrier_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

static const double pi = 3.141592653589793;

double paramod_i_passage(double ratio, double length, double speed, double x)
{
    const double p = sqrt(1.0 - (1.0 - ratio) * (1.0 + ratio) * (x / length));

    return 2.0 / 3.0 * x / speed * (1.0 + p + p * p) / (1.0 + p);
}

/* u0 of a laminar flow of an ideal gas through an open tube. */
static double poiseuille(const paramod_chroma_column *c)
{
    const double p0 = c->inlet_pressure, pl = c->outlet_pressure;

    if (!(p0 > pl && c->viscosity > 0.0 && c->radius > 0.0))
        return 0.0;
    return c->radius * c->radius / (16.0 * c->viscosity * c->length) * (p0 - pl) *
           ((p0 + pl) / p0);
}

/* u0 by the flow at the outlet; a packed bed has its porosity for the carrier. */
static double by_flow(const paramod_chroma_column *c, double ratio)
{
    const double open = c->bed_porosity > 0.0 ? c->bed_porosity : 1.0;

    if (!(c->outlet_flow > 0.0 && c->radius > 0.0))
        return 0.0;
    return ratio * c->outlet_flow / (pi * c->radius * c->radius * open);
}

static paramod_status check_column(const paramod_chroma_column *c)
{
    const struct { const char *name; double value; } member[] = {
        { "length", c->length }, { "radius", c->radius }, { "film", c->film },
        { "phase_ratio", c->phase_ratio }, { "speed", c->speed },
        { "inlet_pressure", c->inlet_pressure }, { "outlet_pressure", c->outlet_pressure },
        { "viscosity", c->viscosity }, { "outlet_flow", c->outlet_flow },
        { "bed_porosity", c->bed_porosity }, { "particle_porosity", c->particle_porosity },
        { "particle_radius", c->particle_radius }
    };

    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++)
        if (!(member[i].value >= 0.0 && member[i].value <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                                "column: %s = %g is not a finite number of at least 0",
                                member[i].name, member[i].value);
    if (c->length == 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "column: length = 0 is not positive");
    if ((c->inlet_pressure > 0.0) != (c->outlet_pressure > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "column: inlet_pressure = %g and "
                            "outlet_pressure = %g; give both or none", c->inlet_pressure,
                            c->outlet_pressure);
    if (c->outlet_pressure > c->inlet_pressure)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "column: outlet_pressure = %g exceeds "
                            "inlet_pressure = %g", c->outlet_pressure, c->inlet_pressure);
    if (c->bed_porosity >= 1.0 || c->particle_porosity >= 1.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "column: %s = %g is not below 1",
                            c->bed_porosity >= 1.0 ? "bed_porosity" : "particle_porosity",
                            fmax(c->bed_porosity, c->particle_porosity));
    return PARAMOD_OK;
}

static double phase_ratio(const paramod_chroma_column *c)
{
    if (c->phase_ratio > 0.0)
        return c->phase_ratio;
    if (c->bed_porosity > 0.0)
        return (1.0 - c->bed_porosity) / c->bed_porosity;
    return c->radius > 0.0 ? 2.0 * c->film / c->radius : 0.0;
}

/* The first of the three velocities that is there, and the next one beside it. */
static void choose_speed(const paramod_chroma_column *column, paramod_chroma_carrier *c)
{
    const double speed[] = { column->speed, poiseuille(column),
                             by_flow(column, c->pressure_ratio) };

    c->speed = c->other_speed = 0.0;
    for (size_t i = sizeof speed / sizeof speed[0]; i-- > 0;)
        if (speed[i] > 0.0) {
            c->other_speed = c->speed;
            c->speed = speed[i];
            c->source = i;
        }
    c->disagreement = c->other_speed > 0.0 ? fabs(c->other_speed / c->speed - 1.0) : 0.0;
}

paramod_status paramod_chroma_carrier_of(const paramod_chroma_column *given,
                                         paramod_chroma_carrier *carrier)
{
    paramod_chroma_carrier c = { .size = sizeof c };
    paramod_chroma_column known;
    paramod_status status;

    if (given == NULL || carrier == NULL || carrier->size != sizeof *carrier)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, "
                            "or a carrier whose size is not set");
    status = paramod_i_options_read(&known, sizeof known, given);
    if (status == PARAMOD_OK)
        status = check_column(&known);
    if (status != PARAMOD_OK)
        return status;
    c.pressure_ratio = known.inlet_pressure > 0.0
                           ? known.outlet_pressure / known.inlet_pressure
                           : 1.0;
    choose_speed(&known, &c);
    if (!(c.speed > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "column: no velocity; give speed, or both "
                            "pressures with viscosity and radius, or outlet_flow with radius");
    c.outlet_speed = c.speed / c.pressure_ratio;
    c.dead_time = paramod_i_passage(c.pressure_ratio, known.length, c.speed, known.length);
    c.compression = known.length / (c.outlet_speed * c.dead_time);
    c.phase_ratio = phase_ratio(&known);
    *carrier = c;
    return PARAMOD_OK;
}
