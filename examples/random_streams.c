/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Monte Carlo on any number of threads with the same answer: pi from points in
 * a square.  Task i draws from stream i, so it matters neither which thread
 * runs it nor when.
 *
 *     cc random_streams.c $(pkg-config --cflags --libs paramod)
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

#define TASKS 64
#define POINTS 10000

/* Counts the points of one stream that fall into the quarter disc. */
static paramod_status count_inside(size_t index, void *result, void *data)
{
    const uint64_t seed = *(const uint64_t *)data;
    paramod_random random = paramod_random_stream(seed, index);
    uint64_t inside = 0;

    for (int i = 0; i < POINTS; i++) {
        const double x = paramod_random_uniform(&random);
        const double y = paramod_random_uniform(&random);

        inside += x * x + y * y < 1.0;
    }
    *(uint64_t *)result = inside;
    return PARAMOD_OK;
}

static uint64_t total(paramod_executor executor, uint64_t seed)
{
    uint64_t inside[TASKS], sum = 0;

    if (executor.run(TASKS, sizeof inside[0], inside, count_inside, &seed,
                     executor.self) != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
    for (size_t i = 0; i < TASKS; i++)
        sum += inside[i];
    return sum;
}

int main(void)
{
    const uint64_t one = total(paramod_executor_serial(), 2020);
    const uint64_t many = total(paramod_executor_threads(3), 2020);

    printf("inside: %llu of %d\n", (unsigned long long)one, TASKS * POINTS);
    printf("pi is about %.5f\n", 4.0 * (double)one / (TASKS * POINTS));
    printf("three threads: %s\n", one == many ? "the same" : "different");
    return one == many ? EXIT_SUCCESS : EXIT_FAILURE;
}
