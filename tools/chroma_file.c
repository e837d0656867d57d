/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chroma_file.h"
#include "json.h"
#include "memory.h"
#include "nearest.h"

/* A member of a struct: a number, or a choice by name. */
typedef struct member {
    const char *name;
    size_t offset;
    const char *const *choices; /* null for a number */
} member;

static const char *const boundaries[] = { "dirichlet", "danckwerts", "open", NULL };
static const char *const dispersions[] = { "none", "molecular", "golay", "user", NULL };
static const char *const models[] = { "kinetic", "equilibrium", "lumped pore",
                                      "general rate", NULL };
static const char *const kinds[] = { "rectangle", "dirac", "gaussian", "polynomial", NULL };

static const char *const none[] = { NULL };
static const char *const parts[] = { "column", "injection", "analytes", NULL };
static const char *const polynomial[] = { "breaks", "coefficients", NULL };
static const char *const title[] = { "name", NULL };

#define COLUMN(name) { #name, offsetof(paramod_chroma_column, name), NULL }
#define ANALYTE(name) { #name, offsetof(paramod_chroma_analyte, name), NULL }
#define INJECTION(name) { #name, offsetof(paramod_chroma_injection, name), NULL }

static const member column_members[] = {
    COLUMN(length), COLUMN(radius), COLUMN(film), COLUMN(phase_ratio), COLUMN(speed),
    COLUMN(inlet_pressure), COLUMN(outlet_pressure), COLUMN(viscosity), COLUMN(outlet_flow),
    COLUMN(bed_porosity), COLUMN(particle_porosity), COLUMN(particle_radius),
    { "boundary", offsetof(paramod_chroma_column, boundary), boundaries },
    { "dispersion", offsetof(paramod_chroma_column, dispersion), dispersions },
    { NULL, 0, NULL }
};

static const member analyte_members[] = {
    ANALYTE(ka), ANALYTE(kd), ANALYTE(film_transfer), ANALYTE(pore_diffusion),
    ANALYTE(diffusivity), ANALYTE(dispersion), ANALYTE(capacity), ANALYTE(concentration),
    ANALYTE(detector),
    { "model", offsetof(paramod_chroma_analyte, model), models },
    { NULL, 0, NULL }
};

static const member injection_members[] = {
    INJECTION(duration), INJECTION(delay), INJECTION(sigma), INJECTION(tail),
    { "kind", offsetof(paramod_chroma_injection, kind), kinds },
    { NULL, 0, NULL }
};

static bool read_choice(const json_t *value, const char *const *names, uint64_t *choice)
{
    const char *const text = json_string_value(value);

    for (size_t k = 0; text != NULL && names[k] != NULL; k++)
        if (strcmp(text, names[k]) == 0) {
            *choice = k;
            return true;
        }
    return false;
}

static bool read_member(const char *what, const char *key, const json_t *value,
                        const member *m, char *out, problem *p)
{
    if (m->choices != NULL) {
        if (!read_choice(value, m->choices, (uint64_t *)(void *)(out + m->offset)))
            return problem_set(p, "%s: '%s' is none of its names; see the manual", what, key);
        return true;
    }
    if (!json_is_number(value))
        return problem_set(p, "%s: '%s' is not a number", what, key);
    *(double *)(void *)(out + m->offset) = json_number_value(value);
    return true;
}

static bool is_among(const char *key, const char *const *names)
{
    while (*names != NULL)
        if (strcmp(*names++, key) == 0)
            return true;
    return false;
}

/* All members of an object; `others` are keys that the caller reads. */
static bool read_members(const char *what, json_t *object, const member *members,
                         const char *const *others, void *out, problem *p)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object))
        return problem_set(p, object == NULL ? "there is no object '%s'"
                                             : "'%s' is not an object", what);
    json_object_foreach(object, key, value) {
        nearest near = nearest_to(key);
        const member *m = members;
        char hint[128];

        if (is_among(key, others))
            continue;
        while (m->name != NULL && strcmp(m->name, key) != 0)
            nearest_try(&near, m++->name);
        if (m->name == NULL)
            return problem_set(p, "%s: there is no member '%s'%s", what, key,
                               nearest_hint(&near, "", hint, sizeof hint));
        if (!read_member(what, key, value, m, out, p))
            return false;
    }
    return true;
}

/* An array of numbers into *out; its length. */
static size_t read_array(const json_t *array, double *out)
{
    size_t count = json_array_size(array);

    for (size_t k = 0; k < count; k++)
        out[k] = json_is_number(json_array_get(array, k))
                     ? json_number_value(json_array_get(array, k)) : (double)NAN;
    return count;
}

static bool read_polynomial(json_t *object, chroma_file *file, problem *p)
{
    const json_t *const breaks = json_object_get(object, "breaks");
    const json_t *const coefficients = json_object_get(object, "coefficients");
    const size_t ends = json_array_size(breaks), numbers = json_array_size(coefficients);

    if (breaks == NULL && coefficients == NULL)
        return true;
    if (ends < 2 || numbers == 0 || numbers % (ends - 1) != 0)
        return problem_set(p, "injection: the number of coefficients, %zu, is not a multiple "
                           "of the number of pieces", numbers);
    file->numbers = take(ends + numbers, sizeof *file->numbers);
    file->injection.breaks = file->numbers;
    file->injection.coefficients = file->numbers + ends;
    file->injection.pieces = ends - 1;
    file->injection.degree = numbers / (ends - 1) - 1;
    (void)read_array(breaks, file->numbers);
    (void)read_array(coefficients, file->numbers + ends);
    return true;
}

static bool read_analytes(json_t *array, chroma_file *file, problem *p)
{
    file->count = json_array_size(array);
    if (file->count == 0)
        return problem_set(p, "'analytes' is not an array with at least one analyte");
    file->analyte = take(file->count, sizeof *file->analyte);
    for (size_t i = 0; i < file->count; i++) {
        json_t *const object = json_array_get(array, i);
        const json_t *const name = json_object_get(object, "name");
        paramod_chroma_analyte *const a = &file->analyte[i];
        char what[96];

        a->size = sizeof *a;
        a->name = json_string_value(name);
        if (name != NULL && a->name == NULL)
            return problem_set(p, "analyte %zu: 'name' is not a text", i + 1);
        if (a->name != NULL)
            (void)snprintf(what, sizeof what, "%s", a->name);
        else
            (void)snprintf(what, sizeof what, "analyte %zu", i + 1);
        if (!read_members(what, object, analyte_members, title, a, p))
            return false;
    }
    return true;
}

static void begin(chroma_file *file)
{
    memset(file, 0, sizeof *file);
    file->column.size = sizeof file->column;
    file->injection.size = sizeof file->injection;
}

static bool read_root(json_t *root, const char *name, const json_error_t *error,
                      chroma_file *file, problem *p)
{
    const char *key;
    json_t *value;

    file->json = root;
    if (root == NULL && error->line < 1)
        return problem_set(p, "%s", error->text);
    if (root == NULL)
        return problem_set(p, "%s, line %d: %s", name, error->line, error->text);
    if (!json_is_object(root))
        return problem_set(p, "%s: not an object of 'column', 'injection' and 'analytes'", name);
    json_object_foreach(root, key, value)
        if (!is_among(key, parts))
            return problem_set(p, "%s: there is no member '%s', but 'column', 'injection' and "
                               "'analytes'", name, key);
    return read_members("column", json_object_get(root, "column"), column_members, none,
                        &file->column, p) &&
           read_members("injection", json_object_get(root, "injection"), injection_members,
                        polynomial, &file->injection, p) &&
           read_polynomial(json_object_get(root, "injection"), file, p) &&
           read_analytes(json_object_get(root, "analytes"), file, p);
}

bool chroma_file_parse(const char *text, size_t size, const char *name, chroma_file *file,
                       problem *p)
{
    json_error_t error;

    begin(file);
    return read_root(json_loadb(text, size, JSON_REJECT_DUPLICATES, &error), name, &error, file,
                     p);
}

bool chroma_file_read(const char *name, chroma_file *file, problem *p)
{
    json_error_t error;
    json_t *root;

    begin(file);
    root = strcmp(name, "-") == 0 ? json_loadf(stdin, JSON_REJECT_DUPLICATES, &error)
                                  : json_load_file(name, JSON_REJECT_DUPLICATES, &error);
    return read_root(root, name, &error, file, p);
}

bool chroma_file_create(const chroma_file *file, const paramod_chroma_options *options,
                        paramod_chroma **chroma, problem *p)
{
    paramod_chroma_carrier carrier = { .size = sizeof carrier };

    if (paramod_chroma_create(&file->column, file->analyte, file->count, &file->injection,
                              options, chroma) != PARAMOD_OK ||
        paramod_chroma_carrier_of(&file->column, &carrier) != PARAMOD_OK)
        return problem_from_library(p);
    if (carrier.disagreement > 0.01)
        note("column: the velocity %g m/s is used; the next source gives %g m/s, %.1f %% off",
             carrier.speed, carrier.other_speed, 100.0 * carrier.disagreement);
    return true;
}

void chroma_file_release(chroma_file *file)
{
    free(file->analyte);
    free(file->numbers);
    json_decref(file->json);
}

const char *chroma_file_name(const chroma_file *file, size_t i, char *buffer, size_t size)
{
    if (file->analyte[i].name != NULL)
        return file->analyte[i].name;
    (void)snprintf(buffer, size, "analyte %zu", i + 1);
    return buffer;
}
