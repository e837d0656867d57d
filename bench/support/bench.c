/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/bench.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_REPEATS = 64 };

static double read_clock(clockid_t id)
{
    struct timespec now;

    if (clock_gettime(id, &now) != 0)
        return NAN;
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_cpu(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

timing bench_time(size_t repeats, double (*clock)(void), void (*work)(void *),
                  void *data)
{
    double seconds[MOST_REPEATS];
    const size_t n = repeats < MOST_REPEATS ? repeats : MOST_REPEATS;

    work(data);
    for (size_t i = 0; i < n; i++) {
        const double before = clock();

        work(data);
        seconds[i] = clock() - before;
    }
    qsort(seconds, n, sizeof *seconds, ascending);
    return (timing){ .median = n % 2 == 1
                                   ? seconds[n / 2]
                                   : 0.5 * (seconds[n / 2 - 1] + seconds[n / 2]),
                     .least = seconds[0], .most = seconds[n - 1], .repeats = n };
}

timing bench_once(double seconds)
{
    return (timing){ seconds, seconds, seconds, 1 };
}

bench bench_open(const char *path)
{
    bench b = { .csv = fopen(path, "w") };

    if (b.csv == NULL) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(2);
    }
    fputs("what,median_s,least_s,most_s,repeats,against,figure,wanted,verdict\n",
          b.csv);
    printf("%-44s %10s %21s  %-24s %9s %9s\n", "what", "median, s",
           "(least .. most)", "against", "figure", "wanted");
    return b;
}

static const char *judge(bench *b, double figure, bench_wish wish, double limit)
{
    const bool good = wish == BENCH_AT_LEAST ? figure >= limit : figure <= limit;

    if (isnan(figure)) {
        b->unmeasured++;
        return "not measured";
    }
    if (wish == BENCH_FACT)
        return "";
    b->met += good;
    b->missed += !good;
    return good ? "met" : "MISSED";
}

void bench_report(bench *b, const char *what, const timing *t,
                  const char *against, double figure, bench_wish wish,
                  double limit)
{
    const char *verdict = judge(b, figure, wish, limit);
    char wanted[32] = "";

    if (wish != BENCH_FACT)
        snprintf(wanted, sizeof wanted, "%s%.3g",
                 wish == BENCH_AT_LEAST ? ">=" : "<=", limit);
    printf("%-44s %10.4g (%9.4g .. %7.4g)  %-24s %9.4g %9s %s\n", what, t->median,
           t->least, t->most, against, figure, wanted, verdict);
    fflush(stdout);
    fprintf(b->csv, "%s,%.6g,%.6g,%.6g,%zu,%s,%.6g,%s,%s\n", what, t->median,
            t->least, t->most, t->repeats, against, figure, wanted, verdict);
}

bool bench_close(bench *b)
{
    printf("%zu limits met, %zu missed, %zu not measured\n", b->met, b->missed,
           b->unmeasured);
    if (fclose(b->csv) != 0)
        perror("the CSV file");
    return b->missed == 0;
}
