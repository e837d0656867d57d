/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file integrator_impl.h  What the rest of the layer knows of SUNDIALS: nothing.
 *
 * An integrator holds states y and the sensitivities s of k parameters, and
 * carries both from one time to a later one.  The files behind this header are
 * absent from a build without SUNDIALS, but for absent.c.
 */

#ifndef PARAMOD_ODE_INTEGRATOR_IMPL_H
#define PARAMOD_ODE_INTEGRATOR_IMPL_H

#include <stdbool.h>

#include "ode/ode_impl.h"

typedef struct paramod_i_integrator_class {
    void (*destroy)(paramod_i_integrator *self);
    /** Begins at time t with what is in y and s; no step goes beyond stop. */
    paramod_eval (*begin)(paramod_i_integrator *self, double t, double stop);
    /** Goes on to time t <= stop, and puts the solution into y and s. */
    paramod_eval (*advance)(paramod_i_integrator *self, double t);
} paramod_i_integrator_class;

struct paramod_i_integrator {
    const paramod_i_integrator_class *class;
    paramod_ode *ode;
    size_t k;
    const size_t *active; /**< k parameters; of the experiment */
    double *y;            /**< d */
    double *s;            /**< d x stride, columns k .. stride - 1 are 0 */
    size_t stride;
};

/** False in a build without SUNDIALS. */
bool paramod_i_integrator_available(void);
/** States and sensitivities as one system. */
paramod_status paramod_i_augmented_create(paramod_ode *ode, size_t k,
                                          paramod_i_integrator **out);
/** CVODES as it is delivered. */
paramod_status paramod_i_stock_create(paramod_ode *ode, size_t k,
                                      paramod_i_integrator **out);

/** The integrator for k sensitivities, made at the first call. */
paramod_status paramod_i_integrator_for(paramod_ode *ode, size_t k,
                                        paramod_i_integrator **out);
void paramod_i_integrator_destroy(paramod_i_integrator *integrator);

/** The gradient of a loss, see paramod_ode_gradient(); the arguments have been
 *  checked and ode->k is 0.  All memory it takes is released. */
paramod_status paramod_i_adjoint_gradient(paramod_ode *ode, paramod_ode_loss loss,
                                          void *data, double *value,
                                          double *gradient);

#endif /* PARAMOD_ODE_INTEGRATOR_IMPL_H */
