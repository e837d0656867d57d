/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Terms that stop falling at a small level are noise of f, or a feature too
 * narrow for the piece.  Points very close together tell one from the other:
 * there a smooth f is a parabola, and what third differences leave is noise
 * (Hamming 1962; More and Wild, SIAM J. Sci. Comput. 33 (2011) 1292).
 */

#include <float.h>
#include <math.h>

#include "spline/surrogate_impl.h"

enum { CLUSTER = 6 };

/* Standard deviation of the noise of component j in a cluster of samples:
 * third differences of independent errors have variance 20 sigma^2. */
static double noise_of(const paramod_i_samples *all, const size_t *point, size_t j)
{
    const size_t m = all->components;
    double sum = 0.0;

    for (size_t i = 0; i + 3 < CLUSTER; i++) {
        const double *y[4];
        double third;

        for (size_t k = 0; k < 4; k++)
            y[k] = &all->y[point[i + k] * m + j];
        third = (*y[3] - *y[0]) - 3.0 * (*y[2] - *y[1]);
        sum += third * third;
    }
    return sqrt(sum / (20.0 * (CLUSTER - 3)));
}

static paramod_i_turn ask_cluster(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];
    const double middle = p->a + 0.43 * (p->b - p->a);
    const double h = fmax(1e-7 * (p->b - p->a), 32.0 * DBL_EPSILON * fabs(middle));

    for (int i = 0; i < CLUSTER; i++)
        if (!paramod_i_piece_ask_at(s, piece, middle + h * i))
            return PARAMOD_I_NO_MEMORY;
    p->fresh = CLUSTER;
    p->search = PARAMOD_I_PROBING;
    return PARAMOD_I_ASKED;
}

/* The cluster is taken out again: fits want points apart. */
static paramod_i_turn conclude(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];
    bool noisy = true;

    p->search = PARAMOD_I_FITTING;
    p->probed = true;
    p->points -= CLUSTER;
    p->fresh = 0;
    for (size_t j = 0; j < s->task->components; j++) {
        const double sigma = noise_of(s->samples, p->point + p->points, j);
        double level = 0.0, most = 0.0;

        for (size_t k = 0; k < p->fitted; k++) {
            const double term = fabs(p->term[j * p->fitted + k]);

            most = fmax(most, term);
            level = k + 2 >= p->fitted ? fmax(level, term) : level;
        }
        noisy = noisy && level <= 12.0 * sigma + 4.0 * DBL_EPSILON * most;
        if (noisy && most > 0.0)
            s->noise = fmax(s->noise, sigma / most);
    }
    if (!noisy)
        return PARAMOD_I_NOTHING;
    paramod_i_piece_close(s, piece, PARAMOD_I_NOISY, p->tail);
    return PARAMOD_I_SETTLED;
}

paramod_i_turn paramod_i_find_noise(paramod_i_surrogate *s, int piece)
{
    const paramod_i_piece *p = &s->piece[piece];
    double most = 0.0;

    if (p->search == PARAMOD_I_PROBING)
        return conclude(s, piece);
    for (size_t k = 0; k < p->fitted * s->task->components; k++)
        most = fmax(most, fabs(p->term[k]));
    if (p->probed || p->fitted < 9 || p->depth < 2 || !(p->level <= 1e-6 * most)
        || p->points + CLUSTER > PARAMOD_I_MOST_POINTS)
        return PARAMOD_I_NOTHING;
    return ask_cluster(s, piece);
}
