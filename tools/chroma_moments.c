/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma moments */

#include <stdio.h>
#include <stdlib.h>

#include "chroma_file.h"
#include "command.h"
#include "json.h"
#include "memory.h"
#include "options.h"

static const option table[] = {
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod chroma moments COLUMN.json [OPTION]...\n\n"
                 "Each peak's cumulants, plates, height, width and asymmetry, and the\n"
                 "resolution of neighbours.\n\n");
    options_print(table);
}

static json_t *describe(const paramod_chroma_summary *s)
{
    const struct { const char *name; double value; } member[] = {
        { "mean", s->cumulant[0] }, { "variance", s->cumulant[1] },
        { "third_cumulant", s->cumulant[2] }, { "fourth_cumulant", s->cumulant[3] },
        { "area", s->area }, { "skewness", s->skewness }, { "kurtosis", s->kurtosis },
        { "plates", s->plates }, { "plate_height", s->plate_height },
        { "retention_factor", s->retention_factor }, { "peak_time", s->peak_time },
        { "height", s->height }, { "width", s->width }, { "asymmetry", s->asymmetry }
    };
    json_t *const object = json_object();

    for (size_t k = 0; k < sizeof member / sizeof member[0]; k++)
        json_put_number(object, member[k].name, member[k].value);
    return object;
}

static void print_text(const chroma_file *file, const paramod_chroma_summary *s)
{
    char buffer[32];

    (void)printf("%-16s %12s %10s %10s %12s %12s %10s %8s\n", "", "mean s", "sd^2 s^2",
                 "plates", "peak s", "height", "width s", "Rs");
    for (size_t i = 0; i < file->count; i++) {
        (void)printf("%-16s %12.6g %10.5g %10.5g %12.7g %12.6g %10.5g",
                     chroma_file_name(file, i, buffer, sizeof buffer), s[i].cumulant[0],
                     s[i].cumulant[1], s[i].plates, s[i].peak_time, s[i].height, s[i].width);
        if (i > 0)
            (void)printf(" %8.4g", paramod_chroma_resolution(&s[i - 1], &s[i]));
        (void)printf("\n");
    }
}

static void print_json(const chroma_file *file, const paramod_chroma_summary *s)
{
    json_t *const root = json_object(), *const analytes = json_array();
    json_t *const resolution = json_array();
    char buffer[32];

    for (size_t i = 0; i < file->count; i++) {
        json_t *const object = describe(&s[i]);

        json_put_text(object, "name", chroma_file_name(file, i, buffer, sizeof buffer));
        (void)json_array_append_new(analytes, object);
        if (i > 0)
            (void)json_array_append_new(resolution, json_number(
                paramod_chroma_resolution(&s[i - 1], &s[i])));
    }
    json_put(root, "analytes", analytes);
    json_put(root, "resolution", resolution);
    json_print(root);
}

static bool run(const options *o, problem *p)
{
    chroma_file file = { .count = 0 };
    paramod_chroma_summary *summary = NULL;
    paramod_chroma *chroma = NULL;
    bool good = o->operands == 1 || problem_set(p, "one COLUMN.json is needed");

    good = good && chroma_file_read(o->operand[0], &file, p) &&
           chroma_file_create(&file, NULL, &chroma, p);
    if (good)
        summary = take(file.count, sizeof *summary);
    for (size_t i = 0; good && i < file.count; i++) {
        summary[i].size = sizeof summary[i];
        good = paramod_chroma_summarise(chroma, i, &summary[i]) == PARAMOD_OK ||
               problem_from_library(p);
    }
    if (good && options_has(o, "json"))
        print_json(&file, summary);
    else if (good)
        print_text(&file, summary);
    free(summary);
    paramod_chroma_destroy(chroma);
    chroma_file_release(&file);
    return good;
}

int chroma_moments_command(int words, char **word)
{
    const option *const tables[] = { table, NULL };
    options o;
    problem p = { "" };
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else
        good = good && run(&o, &p);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
