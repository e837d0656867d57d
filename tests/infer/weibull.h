/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file weibull.h  The Weibull sample of tests/data/infer.py. */

#ifndef PARAMOD_TESTS_INFER_WEIBULL_H
#define PARAMOD_TESTS_INFER_WEIBULL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/paramod.h>

enum { WEIBULL_ROWS = 12 };

/** Labels of the clusters of the rows. */
extern const size_t weibull_cluster[WEIBULL_ROWS];

/** Reads the values of a key of infer.ref. */
void reference(const char *key, size_t count, double *value);

/** log L of shape and scale with all derivatives, scores, and the expected
 *  information unless that is left out. */
paramod_likelihood weibull_model(bool with_information);

/** shape and scale, both positive. */
paramod_space *weibull_space(void);

/** The fit with shape fixed at 1, or free. */
paramod_fit *weibull_fit(const paramod_likelihood *model, bool fixed);

#endif /* PARAMOD_TESTS_INFER_WEIBULL_H */
