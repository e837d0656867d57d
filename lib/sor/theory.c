/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Rates of SOR and bounds on its iterations, as formulas.
 *
 * D. M. Young, Iterative Solution of Large Linear Systems (1971), chapters 5, 6.
 * M. Khodak, E. Chow, M.-F. Balcan, A. Talwalkar, "Learning to relax: setting
 * solver parameters across a sequence of linear system instances", ICLR 2024:
 * theorems and lemmas are named after that paper.
 */

#include <math.h>

#include <paramod/sor.h>

static const double undefined = (double)NAN;

static int is_omega(double omega)
{
    return omega > 0.0 && omega < 2.0;
}

/* ---- Young ---------------------------------------------------------------------- */

double paramod_sor_omega(double beta)
{
    if (!(beta >= 0.0 && beta < 1.0))
        return undefined;
    return 2.0 / (1.0 + sqrt((1.0 - beta) * (1.0 + beta)));
}

double paramod_sor_omega_from_gap(double gap)
{
    if (!(gap > 0.0 && gap <= 1.0))
        return undefined;
    return 2.0 / (1.0 + sqrt(gap * (2.0 - gap)));
}

/*
 * Below the best omega u^2 - 4 (omega - 1) > 0, a difference that cancels near
 * it.  As (u - 2 sqrt(omega - 1)) (u + 2 sqrt(omega - 1)) it is formed of
 * quantities with relative errors of a few eps, so the absolute error is as
 * small as that of the best omega itself allows.  For omega < 1 it is a sum.
 */
double paramod_sor_rate(double omega, double beta)
{
    const double u = omega * beta;
    double root;

    if (!is_omega(omega) || !(beta >= 0.0 && beta < 1.0))
        return undefined;
    if (omega >= paramod_sor_omega(beta))
        return omega - 1.0;
    if (omega <= 1.0) {
        root = hypot(u, 2.0 * sqrt(1.0 - omega));
    } else {
        const double w = 2.0 * sqrt(omega - 1.0);

        root = sqrt(fmax(0.0, (u - w) * (u + w)));
    }
    return 0.25 * (u + root) * (u + root);
}

/* 1 - rate without cancellation.  Below the best omega q = sqrt(rate) is the
 * larger root of q^2 - u q + omega - 1, whose value at 1 is omega (1 - beta); so
 * 1 - q = omega (1 - beta) / (1 - q2) with the other root q2 = (omega - 1) / q. */
static double rate_gap(double omega, double beta)
{
    const double rate = paramod_sor_rate(omega, beta), q = sqrt(rate);

    if (isnan(rate) || omega >= paramod_sor_omega(beta))
        return isnan(rate) ? undefined : 2.0 - omega;
    return (1.0 + q) * omega * (1.0 - beta) / (1.0 - (omega - 1.0) / q);
}

double paramod_sor_rate_inverse(double omega, double rate)
{
    if (!is_omega(omega) || !(rate > 0.0 && rate < 1.0) || rate < omega - 1.0)
        return undefined;
    return (rate + (omega - 1.0)) / (omega * sqrt(rate));
}

double paramod_sor_beta_shifted(double diagonal, double lambda_min, double shift)
{
    if (!(diagonal + shift > 0.0))
        return undefined;
    return (diagonal - lambda_min) / (diagonal + shift);
}

/* ---- near-asymptotic surrogate, section 2 ------------------------------------------ */

static int is_tolerance(double epsilon)
{
    return epsilon > 0.0 && epsilon < 1.0;
}

double paramod_sor_asymptotic(double rate, double epsilon)
{
    if (!(rate > 0.0 && rate < 1.0) || !is_tolerance(epsilon))
        return undefined;
    return log(epsilon) / log(rate);
}

/* log(rho + tau (1 - rho)) = log1p(-(1 - rho)(1 - tau)). */
double paramod_sor_surrogate(double omega, double beta, double tau, double epsilon)
{
    const double gap = rate_gap(omega, beta);

    if (!(tau >= 0.0 && tau < 1.0) || !is_tolerance(epsilon))
        return undefined;
    return 1.0 + log(epsilon) / log1p(-gap * (1.0 - tau));
}

double paramod_sor_surrogate_alpha(double beta, double omega_max, double tau)
{
    if (!(beta >= 0.0 && beta < 1.0) || !is_omega(omega_max) ||
        !(tau >= 0.0 && tau < 1.0))
        return undefined;
    return tau + (1.0 - tau) * fmax(beta * beta, omega_max - 1.0);
}

double paramod_sor_surrogate_lipschitz(double beta, double omega_max, double tau,
                                       double epsilon)
{
    const double alpha = paramod_sor_surrogate_alpha(beta, omega_max, tau);
    const double e2 = exp(-2.0), log_alpha = log(alpha);

    if (!is_tolerance(epsilon) ||
        !(tau >= e2 || beta * beta >= 4.0 * e2 * (1.0 - e2)))
        return undefined;
    return -(1.0 - tau) * log(epsilon) / (alpha * log_alpha * log_alpha);
}

double paramod_sor_asymptocity(double defect_norm, size_t iterations, double rate)
{
    if (iterations < 2 || !(defect_norm >= 0.0))
        return undefined;
    return pow(defect_norm, 1.0 / (double)(iterations - 1)) - rate;
}

/* ---- energy norm, appendix D ---------------------------------------------------------- */

double paramod_sor_energy_rate(double omega, double gamma, double lower)
{
    const double half = (2.0 - omega) / (2.0 * omega);
    const double below = half * half + gamma / omega + lower - 0.25;
    double square;

    if (!is_omega(omega) || !(gamma > 0.0) || !(below > 0.0))
        return undefined;
    square = 1.0 - (2.0 - omega) / omega * gamma / below;
    return square >= 0.0 ? sqrt(square) : undefined;
}

double paramod_sor_energy_bound(double omega, double gamma, double lower,
                                double condition, double epsilon)
{
    const double rate = paramod_sor_energy_rate(omega, gamma, lower);

    if (!is_tolerance(epsilon) || !(condition >= 1.0))
        return undefined;
    return 1.0 + log(epsilon / (2.0 * sqrt(condition))) / log(rate);
}

double paramod_sor_energy_bound_ssor(double omega, double gamma, double lower,
                                     double condition, double epsilon, double norm_b)
{
    const double rate = paramod_sor_energy_rate(omega, gamma, lower);

    if (!(epsilon > 0.0) || !(condition >= 1.0) || !(norm_b > 0.0))
        return undefined;
    return 1.0 + log(epsilon / norm_b / (2.0 * sqrt(condition))) / (2.0 * log(rate));
}

/* ---- conjugate gradients, appendix E ------------------------------------------------------ */

double paramod_sor_cg_condition(double omega, double mu, double nu)
{
    const double w = 2.0 - omega;

    if (!is_omega(omega) || !(mu > 0.0) || isnan(nu))
        return undefined;
    return (1.0 + mu * w * w / (4.0 * omega) + omega * nu) / w;
}

/* Section 1 of Axelsson's analysis: d kappa / d omega = 0. */
double paramod_sor_cg_omega(double mu, double nu)
{
    if (!(mu > 0.0) || !(1.0 + 2.0 * nu >= 0.0))
        return undefined;
    return 2.0 / (1.0 + sqrt(2.0 / mu * (1.0 + 2.0 * nu)));
}

/* log(z + sqrt(z^2 - 1)) = acosh(z / ..): with z = sqrt(k)/epsilon the paper has
 * sqrt(k/epsilon^2 - 1), that is acosh(sqrt(k)/epsilon).  And
 * -log(1 - 2/(1 + s)) = 2 atanh(1/s) for s = sqrt(kappa). */
double paramod_sor_cg_surrogate(double omega, double mu, double nu, double condition,
                                double tau, double epsilon)
{
    const double kappa = paramod_sor_cg_condition(omega, mu, nu);
    const double z = sqrt(condition) / epsilon;

    if (!is_tolerance(epsilon) || !(condition >= 1.0) || !(tau >= 0.0) || !(kappa > 1.0))
        return undefined;
    return 1.0 + tau * acosh(z) / (2.0 * atanh(1.0 / sqrt(kappa)));
}
