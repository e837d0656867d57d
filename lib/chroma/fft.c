/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FFTW's planner is made safe for threads once; a plan is made for each length that is
 * asked for, by estimate so that results do not depend on timings, and kept. */

#include <pthread.h>
#include <string.h>

#include <complex.h> /* first: fftw_complex is then C's */
#include <fftw3.h>

#include "chroma/series_impl.h"
#include "core/memory_impl.h"

enum { KEPT = 4 };

typedef struct plan {
    size_t length;
    fftw_complex *spectrum; /* length / 2 + 1 */
    double *values;         /* length */
    fftw_plan plan;
} plan;

struct paramod_i_fft {
    plan plan[KEPT];
    size_t next;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_safe(void)
{
    fftw_make_planner_thread_safe();
}

size_t paramod_i_fft_length(size_t n)
{
    size_t best = 1;

    while (best < n)
        best *= 2;
    for (size_t five = 1; five < best; five *= 5)
        for (size_t odd = five; odd < best; odd *= 3) {
            size_t length = odd;

            while (length < n)
                length *= 2;
            if (length < best)
                best = length;
        }
    return best;
}

static void release(plan *p)
{
    if (p->plan != NULL)
        fftw_destroy_plan(p->plan);
    fftw_free(p->spectrum);
    fftw_free(p->values);
    memset(p, 0, sizeof *p);
}

/* The plan of that length, in the place of the oldest if it is new. */
static plan *plan_of(paramod_i_fft *fft, size_t length)
{
    plan *p;

    for (size_t i = 0; i < KEPT; i++)
        if (fft->plan[i].length == length)
            return &fft->plan[i];
    p = &fft->plan[fft->next++ % KEPT];
    release(p);
    (void)pthread_once(&once, make_safe);
    p->spectrum = fftw_alloc_complex(length / 2 + 1);
    p->values = fftw_alloc_real(length);
    if (p->spectrum != NULL && p->values != NULL)
        p->plan = fftw_plan_dft_c2r_1d((int)length, p->spectrum, p->values,
                                       FFTW_ESTIMATE | FFTW_DESTROY_INPUT);
    if (p->plan == NULL) {
        release(p);
        return NULL;
    }
    p->length = length;
    return p;
}

/* Frequencies that the grid cannot tell apart are added; c2r doubles all but the first
 * and, for even lengths, the last. */
static void fold(const paramod_i_series *series, plan *p)
{
    const size_t half = p->length / 2;

    memset(p->spectrum, 0, (half + 1) * sizeof *p->spectrum);
    for (size_t k = 0; k < series->count; k++) {
        const size_t bin = k % p->length;
        const double complex a = 0.5 * (series->re[k] + series->im[k] * (double complex)I);

        if (bin == 0 || (p->length % 2 == 0 && bin == half))
            p->spectrum[bin] += 2.0 * creal(a);
        else if (bin <= half)
            p->spectrum[bin] += a;
        else
            p->spectrum[p->length - bin] += conj(a);
    }
}

const double *paramod_i_fft_sum(paramod_i_fft **fft, size_t length,
                                const paramod_i_series *series)
{
    plan *p;

    if (*fft == NULL) {
        *fft = paramod_i_resize(NULL, 1, sizeof **fft);
        if (*fft == NULL)
            return NULL;
        memset(*fft, 0, sizeof **fft);
    }
    p = plan_of(*fft, length);
    if (p == NULL)
        return NULL;
    fold(series, p);
    fftw_execute(p->plan);
    return p->values;
}

void paramod_i_fft_destroy(paramod_i_fft *fft)
{
    if (fft == NULL)
        return;
    for (size_t i = 0; i < KEPT; i++)
        release(&fft->plan[i]);
    paramod_i_free(fft);
}
