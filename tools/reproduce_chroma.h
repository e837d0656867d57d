/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reproduce_chroma.h  The parts of 'paramod reproduce chroma'. */

#ifndef PARAMOD_TOOLS_REPRODUCE_CHROMA_H
#define PARAMOD_TOOLS_REPRODUCE_CHROMA_H

#include <stdbool.h>

#include <paramod/chroma.h>

#include "options.h"
#include "problem.h"

enum { BTEX = 5 };

/** A row of Tables 2 and 3; Pe^-1 in 1e-3, qe in 1e-3 mol/m^3, f in 1e8. */
typedef struct btex {
    const char *name;
    double ka, kd, k, beta, qe, dispersion, calibration, f;
} btex;

extern const btex paper_btex[BTEX];

/** Table 1: lengths in m, pressures in Pa, times in s. */
extern const struct paper {
    double length, radius, film, inlet, outlet, speed, flow, viscosity, c0, duration;
    double scale, tau, lengths, da; /**< Table 3: L scale, tau, L^, Da as printed */
} paper;

/** The molecular diffusivity that the printed Pe^-1, u0 and L scale mean together. */
double paper_diffusivity(const btex *b);
/** Twice c0 for the two xylenes that leave the column as one peak. */
double paper_concentration(const btex *b);

/** The five analytes in an expanding or a constant carrier. */
bool paper_column(bool expands, bool diffuses, paramod_chroma **chroma, problem *p);

/** Writes Figures 1 to 4 and prints how they compare. */
bool reproduce_chroma_figures(const options *o, problem *p);

#endif /* PARAMOD_TOOLS_REPRODUCE_CHROMA_H */
