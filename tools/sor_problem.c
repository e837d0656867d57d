/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>

#include "memory.h"
#include "number.h"
#include "sor_problem.h"

const option sor_problem_options[] = {
    { "matrix", "FILE.mtx", "A, a MatrixMarket file (also as the operand)", false },
    { "laplacian", "REGION:SIDE", "A = delsq(numgrid(REGION, SIDE)), such as S:12 or "
      "L:12", false },
    { "shift", "C", "solve with A + C I (default 0)", false },
    { "rhs", "WHAT", "ones (default), sin, random, or a MatrixMarket file", false },
    { "seed", "S", "seed of random right-hand sides (default 1)", false },
    { NULL, NULL, NULL, false },
};

bool sor_problem_laplacian(const char *text, paramod_sor_matrix **matrix, problem *p)
{
    unsigned long long side;

    if ((text[0] != 'S' && text[0] != 'L') || text[1] != ':' ||
        !read_count(text + 2, &side))
        return problem_set(p, "option '--laplacian': '%s' is neither S:SIDE nor L:SIDE",
                           text);
    if (paramod_sor_matrix_laplacian(text[0] == 'S' ? PARAMOD_SOR_SQUARE : PARAMOD_SOR_L,
                                     (size_t)side, matrix) != PARAMOD_OK)
        return problem_from_library(p);
    return true;
}

bool sor_problem_matrix(const options *o, paramod_sor_matrix **matrix)
{
    const char *grid = options_text(o, "laplacian"), *file = options_text(o, "matrix");

    if (o->operands > 1)
        return problem_set(o->problem, "'%s' is one operand too many", o->operand[1]);
    if (o->operands == 1 && file != NULL)
        return problem_set(o->problem, "there are two matrices, '%s' and '%s'",
                           o->operand[0], file);
    if (o->operands == 1)
        file = o->operand[0];
    if (grid != NULL && file != NULL)
        return problem_set(o->problem, "there are two matrices, '%s' and '%s'", grid,
                           file);
    if (grid != NULL)
        return sor_problem_laplacian(grid, matrix, o->problem);
    if (file == NULL)
        return problem_set(o->problem, "there is no matrix: give '--laplacian S:12' or a "
                           "MatrixMarket file");
    if (paramod_sor_matrix_read_file(file, matrix) == PARAMOD_OK)
        return true;
    (void)problem_from_library(o->problem);
    if (strncmp(o->problem->text, "line ", 5) == 0) {
        problem inner = *o->problem;

        inner.text[sizeof inner.text - 300] = '\0';
        (void)problem_set(o->problem, "'%.200s': %s", file, inner.text);
    }
    return false;
}

/* Normal numbers, drawn again until ||b||^2 <= n, which happens more often than
 * not. */
static void draw(uint64_t seed, size_t n, double *b)
{
    paramod_random random = paramod_random_stream(seed, 0);
    double square;

    do {
        square = 0.0;
        for (size_t i = 0; i < n; i++) {
            b[i] = paramod_random_normal(&random);
            square += b[i] * b[i];
        }
    } while (square > (double)n);
}

bool sor_problem_side(const char *text, uint64_t seed, size_t n, double *b, problem *p)
{
    if (strcmp(text, "random") == 0)
        draw(seed, n, b);
    else if (strcmp(text, "ones") == 0 || strcmp(text, "sin") == 0)
        for (size_t i = 0; i < n; i++)
            b[i] = text[0] == 'o' ? 1.0 : sin((double)i + 1.0);
    else if (paramod_sor_vector_read_file(text, n, b) != PARAMOD_OK)
        return problem_from_library(p);
    return true;
}

bool sor_problem_read(const options *o, sor_problem *s)
{
    const char *side = options_text(o, "rhs");
    uint64_t seed = 1;

    *s = (sor_problem) { .matrix = NULL };
    if (!options_number(o, "shift", &s->shift) || !options_count(o, "seed", &seed) ||
        !sor_problem_matrix(o, &s->matrix))
        return false;
    s->n = paramod_sor_matrix_size(s->matrix);
    s->b = take(s->n, sizeof *s->b);
    return sor_problem_side(side != NULL ? side : "ones", seed, s->n, s->b, o->problem);
}

void sor_problem_release(sor_problem *s)
{
    paramod_sor_matrix_destroy(s->matrix);
    free(s->b);
}
