/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An analyte in a column: what is given is checked, what follows is computed. */

#include <float.h>
#include <math.h>

#include "chroma/chroma_impl.h"
#include "core/status_impl.h"

static const char *name_of(const paramod_chroma_analyte *a)
{
    return a->name != NULL ? a->name : "analyte";
}

static paramod_status check_numbers(const paramod_chroma_analyte *a)
{
    const struct { const char *name; double value; } member[] = {
        { "ka", a->ka }, { "kd", a->kd }, { "film_transfer", a->film_transfer },
        { "pore_diffusion", a->pore_diffusion }, { "diffusivity", a->diffusivity },
        { "dispersion", a->dispersion }, { "capacity", a->capacity },
        { "concentration", a->concentration }, { "detector", a->detector }
    };

    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++)
        if (!(member[i].value >= 0.0 && member[i].value <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                                "%s: %s = %g is not a finite number of at least 0", name_of(a),
                                member[i].name, member[i].value);
    return PARAMOD_OK;
}

/* A model's own parameters are there. */
static paramod_status check_model(const paramod_chroma *chroma,
                                  const paramod_chroma_analyte *a)
{
    const paramod_chroma_column *const c = &chroma->column;

    if (a->model > PARAMOD_CHROMA_GENERAL_RATE)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s: there is no model %zu", name_of(a),
                            (size_t)a->model);
    if (a->model == PARAMOD_CHROMA_EQUILIBRIUM && !(a->kd > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: kd = 0 has no equilibrium", name_of(a));
    if (a->model >= PARAMOD_CHROMA_LUMPED_PORE &&
        !(a->film_transfer > 0.0 && c->particle_radius > 0.0 && c->particle_porosity > 0.0 &&
          c->bed_porosity > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: a model with pores needs film_transfer, "
                            "and the column's particle_radius, particle_porosity and "
                            "bed_porosity", name_of(a));
    if (a->model == PARAMOD_CHROMA_GENERAL_RATE && !(a->pore_diffusion > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: the general rate model needs "
                            "pore_diffusion", name_of(a));
    if (a->capacity > 0.0 && a->model != PARAMOD_CHROMA_KINETIC)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "%s: a capacity belongs to the kinetic "
                            "model", name_of(a));
    return PARAMOD_OK;
}

static paramod_status check_dispersion(const paramod_chroma *chroma,
                                       const paramod_chroma_analyte *a)
{
    const paramod_chroma_column *const c = &chroma->column;

    if (c->dispersion == PARAMOD_CHROMA_GOLAY && !(a->diffusivity > 0.0 && c->radius > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: Golay's dispersion needs its diffusivity "
                            "and the column's radius", name_of(a));
    if (c->dispersion == PARAMOD_CHROMA_GOLAY && a->ka > 0.0 && a->kd == 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: kd = 0 has no retention factor for "
                            "Golay's dispersion", name_of(a));
    return PARAMOD_OK;
}

/* D at the inlet. */
static double dispersion_of(const paramod_chroma *chroma, const paramod_chroma_analyte *a)
{
    const double d = a->diffusivity;

    switch (chroma->column.dispersion) {
    case PARAMOD_CHROMA_MOLECULAR:
        return d;
    case PARAMOD_CHROMA_USER:
        return a->dispersion;
    case PARAMOD_CHROMA_GOLAY: {
        const double k = a->ka > 0.0 ? chroma->carrier.phase_ratio * a->ka / a->kd : 0.0;
        const double peclet = chroma->carrier.speed * chroma->column.radius / d;

        return d * (1.0 + peclet * peclet * (1.0 + k * (6.0 + 11.0 * k)) /
                              (48.0 * (1.0 + k) * (1.0 + k)));
    }
    default:
        return 0.0;
    }
}

static paramod_i_transfer transfer_of(const paramod_chroma *chroma,
                                      const paramod_i_species *species)
{
    const paramod_chroma_analyte *const a = &species->analyte;
    const double u = chroma->carrier.speed;

    return (paramod_i_transfer){
        .model = a->model, .boundary = chroma->column.boundary, .ka = a->ka, .kd = a->kd,
        .phase_ratio = chroma->carrier.phase_ratio, .dead_time = chroma->carrier.dead_time,
        .delta = chroma->carrier.pressure_ratio == 1.0 ? species->dispersion / (u * u) : 0.0,
        .xi = 1.0, .kf = a->film_transfer, .dp = a->pore_diffusion,
        .ep = chroma->column.particle_porosity, .rp = chroma->column.particle_radius
    };
}

paramod_status paramod_i_species_prepare(const paramod_chroma *chroma,
                                         paramod_i_species *species)
{
    const paramod_chroma_analyte *const a = &species->analyte;
    paramod_status status = check_numbers(a);

    if (status == PARAMOD_OK)
        status = check_model(chroma, a);
    if (status == PARAMOD_OK)
        status = check_dispersion(chroma, a);
    if (status != PARAMOD_OK)
        return status;
    species->dispersion = dispersion_of(chroma, a);
    species->transfer = transfer_of(chroma, species);
    if (chroma->carrier.pressure_ratio < 1.0 && species->dispersion > 0.0) {
        species->expansion = paramod_i_expansion_create(
            &species->transfer, chroma->column.length, chroma->carrier.speed,
            chroma->carrier.pressure_ratio, species->dispersion);
        if (species->expansion == NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %s", name_of(a));
    }
    return PARAMOD_OK;
}
