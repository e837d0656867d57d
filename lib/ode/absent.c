/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a build without SUNDIALS has in place of an integrator.  No object can
 * be made there, so nothing but the first function is ever reached. */

#include "core/status_impl.h"
#include "ode/integrator_impl.h"

bool paramod_i_integrator_available(void)
{
    return false;
}

static paramod_status absent(void)
{
    return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "there is no integrator");
}

paramod_status paramod_i_augmented_create(paramod_ode *ode, size_t k,
                                          paramod_i_integrator **out)
{
    (void)ode, (void)k, (void)out;
    return absent();
}

paramod_status paramod_i_stock_create(paramod_ode *ode, size_t k,
                                      paramod_i_integrator **out)
{
    (void)ode, (void)k, (void)out;
    return absent();
}

paramod_status paramod_i_adjoint_gradient(paramod_ode *ode, paramod_ode_loss loss,
                                          void *data, double *value,
                                          double *gradient)
{
    (void)ode, (void)loss, (void)data, (void)value, (void)gradient;
    return absent();
}
