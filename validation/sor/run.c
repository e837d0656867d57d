/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * SOR, SSOR and SSOR-PCG against the published code and other references: see
 * README.md.
 *
 *     validation/sor/run FOLDER
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sor.h>

#include "support/table.h"
#include "support/verdict.h"

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(2);
    }
}

/* ---- solving -------------------------------------------------------------------- */

static paramod_sor_matrix *grid(char region, size_t side)
{
    paramod_sor_matrix *matrix = NULL;

    check(paramod_sor_matrix_laplacian(region == 'L' ? PARAMOD_SOR_L
                                                     : PARAMOD_SOR_SQUARE, side, &matrix));
    return matrix;
}

static paramod_sor_result solve(const paramod_sor_matrix *matrix, const char *side,
                                paramod_sor_options o)
{
    const size_t n = paramod_sor_matrix_size(matrix);
    paramod_sor_result result = { .size = sizeof result };
    paramod_sor_workspace *work = NULL;
    double *const b = calloc(2 * n, sizeof *b);

    for (size_t i = 0; i < n; i++)
        b[i] = strcmp(side, "sin") == 0 ? sin((double)i + 1.0) : 1.0;
    o.size = sizeof o;
    check(paramod_sor_workspace_create(matrix, &work));
    check(paramod_sor_solve(matrix, &o, b, b + n, work, &result));
    paramod_sor_workspace_destroy(work);
    free(b);
    return result;
}

/* ---- tables of the published code --------------------------------------------------- */

static FILE *open_table(const char *folder, const char *name)
{
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    return file;
}

static bool next_line(FILE *file, char *line, size_t size)
{
    while (fgets(line, (int)size, file) != NULL)
        if (line[0] != '#')
            return true;
    return false;
}

static size_t count_lines(const char *folder, const char *name)
{
    FILE *const file = open_table(folder, name);
    size_t lines = 0;
    char line[512];

    while (next_line(file, line, sizeof line))
        lines++;
    fclose(file);
    return lines;
}

/* One row: region, side, n, shift, [right-hand side,] omega, iterations. */
typedef struct count {
    char region, side[16], text[96];
    size_t points, n;
    double shift, omega, iterations;
} count;

static count read_count_row(const char *line, bool has_side)
{
    count c = { .side = "sin" };
    const int fields =
        has_side ? sscanf(line, "%c %zu %zu %lf %15s %lf %lf", &c.region, &c.points, &c.n,
                          &c.shift, c.side, &c.omega, &c.iterations) - 1
                 : sscanf(line, "%c %zu %zu %lf %lf %lf", &c.region, &c.points, &c.n,
                          &c.shift, &c.omega, &c.iterations);

    if (fields != 6) {
        fprintf(stderr, "this is no row of counts: %s", line);
        exit(2);
    }
    snprintf(c.text, sizeof c.text, "%c%zu %+.3g %s %.4g", c.region, c.points, c.shift,
             c.side, c.omega);
    return c;
}

static bool validate_counts(const char *folder, const char *name, uint64_t method,
                            double tolerance)
{
    static const char *const sweeps[] = { "", " textbook", " single", " blocked" };
    const bool is_sor = method == PARAMOD_SOR_SOR;
    verdict v = verdict_open(name, count_lines(folder, name));
    FILE *const file = open_table(folder, name);
    size_t exact = 0, compared = 0;
    char line[512], what[128];

    while (next_line(file, line, sizeof line)) {
        const count c = read_count_row(line, method != PARAMOD_SOR_SSOR);
        paramod_sor_matrix *const matrix = grid(c.region, c.points);

        if (paramod_sor_matrix_size(matrix) != c.n)
            verdict_failure(&v, c.text, "the grid has another size");
        for (uint64_t sweep = is_sor ? 1 : 0; sweep <= (is_sor ? 3u : 0u); sweep++) {
            const paramod_sor_options o = {
                .method = method, .omega = c.omega, .shift = c.shift, .sweep = sweep,
                .order = method == PARAMOD_SOR_SSOR_PCG ? PARAMOD_SOR_BACKWARD
                                                        : PARAMOD_SOR_FORWARD
            };
            const paramod_sor_result r = solve(matrix, c.side, o);

            snprintf(what, sizeof what, "%s%s", c.text, sweeps[sweep]);
            verdict_number(&v, what, c.iterations, (double)r.iterations, tolerance);
            if (r.ending != PARAMOD_SOR_CONVERGED || !(r.relative_residual <= 1e-8))
                verdict_failure(&v, what, "it did not converge");
            exact += (double)r.iterations == c.iterations ? 1 : 0;
            compared++;
        }
        verdict_row(&v);
        paramod_sor_matrix_destroy(matrix);
    }
    fclose(file);
    printf("%zu of %zu counts are equal\n", exact, compared);
    return verdict_close(&v);
}

/* ---- the asymptotic table --------------------------------------------------------------- */

static bool validate_asymptotic(const char *folder)
{
    static const char name[] = "asymptotic_S12_sin.tsv";
    const double tau = 0.1911810096;
    verdict v = verdict_open(name, count_lines(folder, name));
    FILE *const file = open_table(folder, name);
    paramod_sor_matrix *const matrix = grid('S', 12);
    paramod_sor_spectrum s = { .size = sizeof s };
    double worst = 0.0;
    char line[512];

    check(paramod_sor_spectrum_compute(matrix, 0.0, &s));
    while (next_line(file, line, sizeof line)) {
        double omega, found_at, rho, asymptocity, surrogate, asymptotic, energy, norm, found;
        double rate;

        if (sscanf(line, "%lf %lf %lf %lf %lf %lf %lf", &omega, &found_at, &rho, &asymptocity,
                   &surrogate, &asymptotic, &energy) != 7)
            continue;
        rate = paramod_sor_rate(omega, s.beta);
        check(paramod_sor_defect_norm(matrix, 0.0, omega, (size_t)found_at - 1, &norm));
        found = paramod_sor_asymptocity(norm, (size_t)found_at, rate);
        worst = fmax(worst, found / (1.0 - rate));
        verdict_number(&v, "iterations", found_at, (double)solve(matrix, "sin",
                       (paramod_sor_options){ .omega = omega }).iterations, 0.0);
        /* rho and what follows from it were made with a beta of 11 digits */
        verdict_number(&v, "rho", rho, rate, 1e-7);
        verdict_number(&v, "asymptocity", asymptocity, found, 1e-8);
        verdict_number(&v, "U", surrogate,
                       paramod_sor_surrogate(omega, s.beta, tau, 1e-8), 3e-7 * surrogate);
        verdict_number(&v, "asymptotic", asymptotic, paramod_sor_asymptotic(rate, 1e-8),
                       3e-7 * asymptotic);
        verdict_number(&v, "energy bound", energy,
                       paramod_sor_energy_bound(omega, s.gamma, s.lower, s.condition,
                                                1e-8), 1e-7 * energy);
        verdict_at_least(&v, "U is a bound", found_at,
                         paramod_sor_surrogate(omega, s.beta, tau, 1e-8), 0.0);
        verdict_row(&v);
    }
    verdict_number(&v, "tau", tau, worst, 1e-8);
    fclose(file);
    paramod_sor_matrix_destroy(matrix);
    return verdict_close(&v);
}

/* ---- matrices that are no model problems -------------------------------------------------- */

static paramod_sor_matrix *read_matrix(const char *folder, const char *name)
{
    paramod_sor_matrix *matrix = NULL;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    check(paramod_sor_matrix_read_file(path, &matrix));
    return matrix;
}

static void validate_other_row(verdict *v, const table *t, size_t row, const char *folder)
{
    const char *method = table_text(t, row, "method");
    const double iterations = table_number(t, row, "iterations");
    const double relative = table_number(t, row, "relative");
    paramod_sor_matrix *const matrix = read_matrix(folder, table_text(t, row, "matrix"));
    paramod_sor_options o = { .omega = table_number(t, row, "omega"),
                              .shift = table_number(t, row, "shift"),
                              .stop = PARAMOD_SOR_STOP_RIGHT };
    paramod_sor_result r;
    char what[128];

    snprintf(what, sizeof what, "%s %s shift %g omega %g", table_text(t, row, "matrix"),
             method, o.shift, o.omega);
    o.max_iterations = 2000;
    if (strcmp(method, "ssor") == 0) {
        o.method = PARAMOD_SOR_SSOR;
        o.max_iterations = 50;
        o.tolerance = 1e-300;
    } else if (strcmp(method, "ssorpcg") == 0) {
        o.method = PARAMOD_SOR_SSOR_PCG;
        o.order = PARAMOD_SOR_BACKWARD;
    }
    r = solve(matrix, "sin", o);
    verdict_number(v, what, iterations, (double)r.iterations, 0.0);
    /* relative to the residual, but no better than the rounding of b - A x, some
     * 8 eps ||b|| for these rows of up to 20 entries */
    verdict_number(v, "  relative residual", relative, r.relative_residual,
                   1e-6 * relative + 8.0 * 0x1p-52);
    verdict_row(v);
    paramod_sor_matrix_destroy(matrix);
}

static bool validate_other(const char *folder)
{
    table *const t = table_read(folder, "other.csv");
    verdict v = verdict_open("other.csv", t->rows);

    for (size_t row = 0; row < t->rows; row++)
        validate_other_row(&v, t, row, folder);
    table_destroy(t);
    return verdict_close(&v);
}

int main(int argc, char *argv[])
{
    bool good;

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    good = validate_counts(argv[1], "sor_counts.tsv", PARAMOD_SOR_SOR, 0.0);
    good = validate_counts(argv[1], "ssor_counts.tsv", PARAMOD_SOR_SSOR, 0.0) && good;
    good = validate_counts(argv[1], "ssorpcg_counts.tsv", PARAMOD_SOR_SSOR_PCG, 1.0) &&
           good;
    good = validate_asymptotic(argv[1]) && good;
    good = validate_other(argv[1]) && good;
    puts(good ? "\nsor: every row agrees" : "\nsor: some rows do not agree");
    return good ? 0 : 1;
}
