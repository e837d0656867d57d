/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the data do not determine, in the user's own names. */

#include <math.h>

#include <paramod/infer.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "infer/solution_impl.h"

enum {
    MOST_TERMS = 6,      /* of one combination, then "..." */
    MOST_DIRECTIONS = 4, /* in one sentence, then how many more */
    SENTENCE = 400       /* leaves room in a message for what surrounds it */
};

/* ---- directions ----------------------------------------------------------- */

/* Entries of a null vector below this are rounding of 0: an eigenvector errs
 * by about the noise of the matrix over the gap, which is near 1. */
static double noise_level(const paramod_i_information *information)
{
    return fmax(1e-6, 16.0 * information->tolerance);
}

static double largest_magnitude(size_t k, const double *x)
{
    double largest = 0.0;

    for (size_t j = 0; j < k; j++)
        largest = fmax(largest, fabs(x[j]));
    return largest;
}

/* The entry that is made 1: the first of those that are largest but for
 * rounding; 0 where all slopes underflow. */
static double leading_entry(size_t k, const double *x)
{
    const double largest = largest_magnitude(k, x);
    size_t j = 0;

    while (j + 1 < k && fabs(x[j]) < largest * (1.0 - 1e-6))
        j++;
    return x[j];
}

void paramod_i_natural_direction(const paramod_i_solution *solution,
                                 const paramod_i_information *information,
                                 const double *v, double *direction)
{
    const size_t k = information->k;
    const double level = noise_level(information) * largest_magnitude(k, v);
    double lead;

    for (size_t j = 0; j < k; j++)
        direction[j] = fabs(v[j]) > level
                           ? v[j] / information->scale[j] * solution->slope[j]
                           : 0.0;
    lead = leading_entry(k, direction);
    for (size_t j = 0; j < k && lead != 0.0; j++)
        direction[j] /= lead;
}

static size_t null_size(const paramod_i_information *information)
{
    return information->k - paramod_i_information_positive(information) -
           paramod_i_information_negative(information);
}

/* All null directions in natural parameters, one after the other. */
static paramod_status null_directions(const paramod_i_solution *solution,
                                      const paramod_i_information *information,
                                      double **directions_out)
{
    const size_t k = information->k;
    const size_t z = null_size(information);
    double *const directions =
        paramod_i_resize(NULL, z + 1, (k + 1) * sizeof *directions);
    size_t *const lead = paramod_i_resize(NULL, z + 1, sizeof *lead);

    if (directions == NULL || lead == NULL) {
        paramod_i_free(directions);
        paramod_i_free(lead);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY,
                            "out of memory for %zu directions", z);
    }
    paramod_i_information_null_basis(information, directions, lead);
    paramod_i_free(lead);
    for (size_t c = 0; c < z; c++)
        paramod_i_natural_direction(solution, information, directions + c * k,
                                    directions + c * k);
    *directions_out = directions;
    return PARAMOD_OK;
}

paramod_status paramod_fit_null_direction(const paramod_fit *fit, size_t index,
                                          double *direction)
{
    paramod_i_solution *solution;
    double *directions = NULL;
    paramod_status status;
    size_t z;

    if (fit == NULL || direction == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or direction is null");
    status = paramod_i_solution_create(fit, __func__, &solution);
    if (status != PARAMOD_OK)
        return status;
    z = null_size(solution->information);
    if (index >= z)
        status = PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                              "index %zu, but there are %zu null directions",
                              index, z);
    else
        status = null_directions(solution, solution->information, &directions);
    if (status == PARAMOD_OK) {
        for (size_t i = 0; i < fit->n; i++)
            direction[i] = 0.0;
        for (size_t j = 0; j < fit->k; j++)
            direction[solution->index[j]] = directions[index * fit->k + j];
    }
    paramod_i_free(directions);
    paramod_i_solution_destroy(solution);
    return status;
}

/* ---- words ---------------------------------------------------------------- */

static void say_term(paramod_i_sentence *s, bool first, double c, const char *name)
{
    if (!first)
        paramod_i_say(s, c < 0.0 ? " - " : " + ");
    if (fabs(fabs(c) - 1.0) > 5e-4)
        paramod_i_say(s, "%.3g ", fabs(c));
    paramod_i_say(s, "'%s'", name);
}

/* The leading term first, the others in the order of the parameters. */
static void say_combination(paramod_i_sentence *s, const paramod_i_solution *solution,
                            const double *direction)
{
    const paramod_space *const space = solution->fit->space;
    const size_t k = solution->fit->k;
    size_t lead = 0, terms = 1;

    while (lead + 1 < k && direction[lead] != 1.0)
        lead++;
    say_term(s, true, 1.0, paramod_space_name(space, solution->index[lead]));
    for (size_t j = 0; j < k; j++) {
        if (j == lead || direction[j] == 0.0)
            continue;
        if (terms++ == MOST_TERMS) {
            paramod_i_say(s, " + ...");
            return;
        }
        say_term(s, false, direction[j],
                 paramod_space_name(space, solution->index[j]));
    }
}

static void say_list(paramod_i_sentence *s, const paramod_i_solution *solution,
                     size_t count, const double *directions)
{
    const size_t shown = count < MOST_DIRECTIONS ? count : MOST_DIRECTIONS;

    for (size_t c = 0; c < shown; c++) {
        if (c > 0)
            paramod_i_say(s, c + 1 == count ? " and " : ", ");
        say_combination(s, solution, directions + c * solution->fit->k);
    }
    if (count > shown)
        paramod_i_say(s, " and %zu more combinations", count - shown);
}

static paramod_status say_null(paramod_i_sentence *s, const paramod_i_solution *solution,
                               const paramod_i_information *information)
{
    double *directions;
    paramod_status status;

    if (null_size(information) == 0)
        return PARAMOD_OK;
    status = null_directions(solution, information, &directions);
    if (status != PARAMOD_OK)
        return status;
    paramod_i_say(s, "the data do not determine ");
    say_list(s, solution, null_size(information), directions);
    paramod_i_free(directions);
    return PARAMOD_OK;
}

/* The eigenvector of the most negative eigenvalue stands last. */
static paramod_status say_saddle(paramod_i_sentence *s, const paramod_i_solution *solution,
                                 const paramod_i_information *information)
{
    const size_t k = information->k;
    double *direction;

    if (paramod_i_information_negative(information) == 0)
        return PARAMOD_OK;
    direction = paramod_i_resize(NULL, k, sizeof *direction);
    if (direction == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    paramod_i_natural_direction(solution, information,
                                information->vector + (k - 1) * k, direction);
    paramod_i_say(s, "%sthe point is not a maximum, as log L rises along ",
        s->length > 0 ? "; " : "");
    say_combination(s, solution, direction);
    paramod_i_free(direction);
    return PARAMOD_OK;
}

static paramod_status describe(paramod_i_sentence *s, const paramod_i_solution *solution,
                               const paramod_i_information *information)
{
    const paramod_status status = say_null(s, solution, information);

    return status == PARAMOD_OK ? say_saddle(s, solution, information) : status;
}

paramod_status paramod_i_require_regular(const paramod_i_solution *solution,
                                         const paramod_i_information *information)
{
    char text[SENTENCE] = "";
    paramod_i_sentence s = { text, sizeof text, 0 };
    paramod_status status;

    if (paramod_i_information_is_regular(information))
        return PARAMOD_OK;
    status = describe(&s, solution, information);
    if (status != PARAMOD_OK)
        return status;
    return paramod_i_fail(PARAMOD_ERR_SINGULAR, solution->caller,
                          "the information is %s: %s",
                          paramod_i_information_negative(information) > 0
                              ? "indefinite" : "singular", text);
}

static void say_bounds(paramod_i_sentence *s, const paramod_i_solution *solution)
{
    const paramod_fit *const fit = solution->fit;

    for (size_t j = 0; j < fit->k; j++) {
        const size_t i = solution->index[j];
        const int side = paramod_i_solution_bound(solution, j);

        if (side != 0)
            paramod_i_say(s, "%s'%s' lies at its %s bound %g", s->length > 0 ? "; " : "",
                paramod_space_name(fit->space, i), side < 0 ? "lower" : "upper",
                side < 0 ? paramod_space_lower(fit->space, i)
                         : paramod_space_upper(fit->space, i));
    }
}

paramod_status paramod_fit_verdict(const paramod_fit *fit, char *text, size_t size)
{
    paramod_i_solution *solution;
    char full[PARAMOD_I_MESSAGE_SIZE] = "";
    paramod_i_sentence s = { full, sizeof full, 0 };
    paramod_status status;

    if (fit == NULL || text == NULL || size == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or text is null, or size is 0");
    status = paramod_i_solution_create(fit, __func__, &solution);
    if (status != PARAMOD_OK)
        return status;
    status = describe(&s, solution, solution->information);
    if (status == PARAMOD_OK) {
        say_bounds(&s, solution);
        (void)paramod_i_format(text, size, "%s", full);
    }
    paramod_i_solution_destroy(solution);
    return status;
}
