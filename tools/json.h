/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file json.h  JSON output, by jansson. */

#ifndef PARAMOD_TOOLS_JSON_H
#define PARAMOD_TOOLS_JSON_H

#include <jansson.h>
#include <stddef.h>

/** The number, or null for what JSON cannot say: NaN and infinities. */
json_t *json_number(double value);
json_t *json_count(size_t value);

/** Adds a member whose value is taken over. */
void json_put(json_t *object, const char *key, json_t *value);
/** Text that is not UTF-8 has its other bytes replaced by '?'. */
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_number(json_t *object, const char *key, double value);
void json_put_count(json_t *object, const char *key, size_t value);

/** Prints it to stdout, with 17 significant digits, and releases it. */
void json_print(json_t *object);

#endif /* PARAMOD_TOOLS_JSON_H */
