/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Bounds of the machine.  Compiled with the flags of the library's kernels,
 * and with the same choice of instruction sets at run time, so that the bounds
 * are those of the code that is measured against them.
 */

#include <config.h>

#include <math.h>
#include <stdlib.h>

#include "support/bench.h"

#ifdef PARAMOD_VECTOR_MATH
__attribute__((simd("notinbranch"))) double exp(double);
__attribute__((simd("notinbranch"))) double log1p(double);
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

enum { BLOCK = 256, LANES = 64, ROUNDS = 1 << 14 };

static const size_t doubles_in_memory = (size_t)1 << 24; /* 128 MB */

typedef struct block {
    double in[BLOCK], out[BLOCK];
} block;

/* Read and added up in as many independent sums as a vector unit can hold. */
CLONES static void read_memory(const double *x, size_t n, double *sum)
{
    for (size_t i = 0; i + LANES <= n; i += LANES) {
        for (size_t j = 0; j < LANES; j++)
            sum[j] += x[i + j];
    }
}

typedef struct memory {
    double *x;
    double sum[LANES];
} memory;

static void read_all(void *data)
{
    memory *m = data;

    read_memory(m->x, doubles_in_memory, m->sum);
}

double machine_bandwidth(void)
{
    memory m = { .x = malloc(doubles_in_memory * sizeof(double)) };
    timing t;

    if (m.x == NULL)
        return NAN;
    for (size_t i = 0; i < doubles_in_memory; i++)
        m.x[i] = 1e-9 * (double)i;
    t = bench_time(7, bench_cpu, read_all, &m);
    free(m.x);
    return (double)(doubles_in_memory * sizeof(double)) / t.least;
}

CLONES static void exponentials(const double *x, double *y)
{
    for (size_t i = 0; i < BLOCK; i++)
        y[i] = exp(x[i]);
}

CLONES static void logarithms(const double *x, double *y)
{
    for (size_t i = 0; i < BLOCK; i++)
        y[i] = log1p(x[i]);
}

static void many_exponentials(void *data)
{
    block *b = data;

    for (int r = 0; r < ROUNDS / 4; r++)
        exponentials(b->in, b->out);
}

static void many_logarithms(void *data)
{
    block *b = data;

    for (int r = 0; r < ROUNDS / 4; r++)
        logarithms(b->in, b->out);
}

static double per_element(void (*work)(void *))
{
    block b;

    for (size_t i = 0; i < BLOCK; i++)
        b.in[i] = 0.01 * (double)i;
    return bench_time(9, bench_cpu, work, &b).least / (ROUNDS / 4 * BLOCK);
}

double machine_exponential(void)
{
    return per_element(many_exponentials);
}

double machine_logarithm(void)
{
    return per_element(many_logarithms);
}

/* CHAINS independent chains of vectors, held in registers. */
enum { CHAINS = 8, WIDTH = 8 };

typedef double vector __attribute__((vector_size(WIDTH * sizeof(double))));

CLONES static void multiply_add(double *x)
{
    const vector factor = { 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9 };
    vector a = { x[0] }, b = { x[1] }, c = { x[2] }, d = { x[3] };
    vector e = { x[4] }, f = { x[5] }, g = { x[6] }, h = { x[7] };

    for (int r = 0; r < ROUNDS; r++) {
        a = a * factor + factor;
        b = b * factor + factor;
        c = c * factor + factor;
        d = d * factor + factor;
        e = e * factor + factor;
        f = f * factor + factor;
        g = g * factor + factor;
        h = h * factor + factor;
    }
    a = ((a + b) + (c + d)) + ((e + f) + (g + h));
    for (size_t j = 0; j < WIDTH; j++)
        x[j] = a[j];
}

static void many_multiply_adds(void *data)
{
    for (int r = 0; r < 16; r++)
        multiply_add(data);
}

double machine_multiply_add(void)
{
    double x[WIDTH] = { 0 };

    return bench_time(9, bench_cpu, many_multiply_adds, x).least
           / (16.0 * ROUNDS * CHAINS * WIDTH);
}
