/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A build without an integrator. */

#include <paramod/ode.h>

#include "core/status_impl.h"

#define ABSENT() \
    PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "this library was built without an ODE " \
                 "integrator; install SUNDIALS >= 6.0 and configure it anew")

int paramod_ode_available(void)
{

    return 0;
}

paramod_status paramod_ode_create(const paramod_ode_system *system,
                   const paramod_ode_options *options, paramod_ode **ode_out)
{
    (void)system;
    (void)options;
    (void)ode_out;
    return ABSENT();
}

paramod_status paramod_ode_copy(const paramod_ode *ode, paramod_ode **ode_out)
{
    (void)ode;
    (void)ode_out;
    return ABSENT();
}

void paramod_ode_destroy(paramod_ode *ode)
{
    (void)ode;

}

paramod_status paramod_ode_add(paramod_ode *ode, const paramod_ode_experiment *experiment)
{
    (void)ode;
    (void)experiment;
    return ABSENT();
}

size_t paramod_ode_experiments(const paramod_ode *ode)
{
    (void)ode;
    return 0;
}

paramod_status paramod_ode_solve(paramod_ode *ode, size_t experiment, const double *theta,
                  double *values, double *sensitivity)
{
    (void)ode;
    (void)experiment;
    (void)theta;
    (void)values;
    (void)sensitivity;
    return ABSENT();
}

paramod_status paramod_ode_solve_twice(paramod_ode *ode, size_t experiment, const double *theta,
                        double *values, double *value_error,
                        double *sensitivity, double *sensitivity_error)
{
    (void)ode;
    (void)experiment;
    (void)theta;
    (void)values;
    (void)value_error;
    (void)sensitivity;
    (void)sensitivity_error;
    return ABSENT();
}

paramod_status paramod_ode_gradient(paramod_ode *ode, size_t experiment, const double *theta,
                     paramod_ode_loss loss, void *data, double *value,
                     double *gradient)
{
    (void)ode;
    (void)experiment;
    (void)theta;
    (void)loss;
    (void)data;
    (void)value;
    (void)gradient;
    return ABSENT();
}

paramod_status paramod_ode_steady_state(paramod_ode *ode, size_t experiment,
                         const double *theta, double *y, double *sensitivity)
{
    (void)ode;
    (void)experiment;
    (void)theta;
    (void)y;
    (void)sensitivity;
    return ABSENT();
}

paramod_status paramod_ode_set_tolerances(paramod_ode *ode, double relative, double absolute)
{
    (void)ode;
    (void)relative;
    (void)absolute;
    return ABSENT();
}

paramod_status paramod_ode_get_statistics(const paramod_ode *ode,
                           paramod_ode_statistics *statistics)
{
    (void)ode;
    (void)statistics;
    return ABSENT();
}

paramod_status paramod_ode_get_trouble(const paramod_ode *ode, paramod_ode_trouble *trouble)
{
    (void)ode;
    (void)trouble;
    return ABSENT();
}

paramod_status paramod_ode_check(paramod_ode *ode, const paramod_ode_point *at,
                  paramod_derivative_report *report)
{
    (void)ode;
    (void)at;
    (void)report;
    return ABSENT();
}
