/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file bench.h  Timing, and figures that are held against limits.
 *
 * Times are of the CPU unless said otherwise, so that a busy machine disturbs
 * them little; still, a figure is the median of several runs and is printed
 * with the least and the most.  What a figure is compared with (a peer, a bound
 * of the machine) is timed in the same run.
 */

#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Seconds of CPU time of this process, all threads together. */
double bench_cpu(void);
/** Seconds on the wall. */
double bench_wall(void);

typedef struct timing {
    double median, least, most;
    size_t repeats;
} timing;

/** Runs work(data) once to warm up, then \p repeats times by the clock. */
timing bench_time(size_t repeats, double (*clock)(void), void (*work)(void *),
                  void *data);
/** A timing of one run whose seconds are already known. */
timing bench_once(double seconds);

/** Where figures go. */
typedef struct bench {
    FILE *csv;
    size_t met, missed, unmeasured;
} bench;

/** Creates the CSV file; ends the program if that cannot be done. */
bench bench_open(const char *path);

typedef enum bench_wish {
    BENCH_AT_LEAST, /**< figure >= limit */
    BENCH_AT_MOST,  /**< figure <= limit */
    BENCH_FACT      /**< no limit: printed for orientation */
} bench_wish;

/** One line: what was timed, and a figure (a ratio to \p against, or seconds);
 *  a NaN figure is "not measured", which is neither met nor missed. */
void bench_report(bench *b, const char *what, const timing *t,
                  const char *against, double figure, bench_wish wish,
                  double limit);
/** Prints the sums; false if a limit was missed. */
bool bench_close(bench *b);

/** \name What one thread of this machine can do (support/machine.c)
 *  \{ */
/** Bytes per second read from memory, far outside the caches. */
double machine_bandwidth(void);
/** Seconds for one exp() in a loop over a block in cache. */
double machine_exponential(void);
/** Seconds for one log1p() in a loop over a block in cache. */
double machine_logarithm(void);
/** Seconds for one multiplication and one addition, not fused, on vectors. */
double machine_multiply_add(void);
/** \} */

#endif /* BENCH_BENCH_H */
