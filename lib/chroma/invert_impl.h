/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file invert_impl.h  Methods of inverting a Laplace transform.
 *
 * They see G(s) = F(s + abscissa), whose singularities have real parts of at most 0,
 * and return g(t) = exp(-abscissa t) f(t) at times t > 0.
 */

#ifndef PARAMOD_CHROMA_INVERT_IMPL_H
#define PARAMOD_CHROMA_INVERT_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/chroma.h>

#include "core/complex_impl.h"

/** F, and what became of its evaluations. */
typedef struct paramod_i_image {
    paramod_chroma_transform function;
    void *data;
    double abscissa;
    uint64_t evaluations;
    bool stopped; /**< PARAMOD_EVAL_STOP has been returned */
} paramod_i_image;

/** G(s); NaN where it has no value. */
double complex paramod_i_image_at(paramod_i_image *image, double complex s);

/** One run of a method. */
typedef struct paramod_i_inversion {
    paramod_i_image *image;
    size_t terms;
    double stretch; /**< 1, or larger to invert with other values of G */
    size_t count;
    const double *times;
    double complex *room; /**< as much as the method's room() asks for */
    double *g;
    double *rounding; /**< how much a relative error of 2^-53 in each G changes g, and
                           what the method knows to have left out */
} paramod_i_inversion;

/** The longest of the times up to `below`; 0 if there is none. */
double paramod_i_longest(const double *times, size_t count, double below);

/** exp(-2 * 15): what repeats in the Fourier series. */
#define PARAMOD_I_SERIES_ALIAS 1e-13

/** Numbers that a method needs beside its results. */
size_t paramod_i_series_room(size_t terms);
size_t paramod_i_weeks_room(size_t terms);
size_t paramod_i_contour_room(size_t terms);

void paramod_i_de_hoog(const paramod_i_inversion *run);
void paramod_i_durbin(const paramod_i_inversion *run);
void paramod_i_weeks(const paramod_i_inversion *run);
void paramod_i_talbot(const paramod_i_inversion *run);
void paramod_i_euler(const paramod_i_inversion *run);
void paramod_i_stehfest(const paramod_i_inversion *run);

#endif /* PARAMOD_CHROMA_INVERT_IMPL_H */
