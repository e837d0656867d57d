/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file parts.h  The parts of this validation; each returns false if a comparison
 *  failed. */

#ifndef VALIDATION_IDENT_PARTS_H
#define VALIDATION_IDENT_PARTS_H

#include <stdbool.h>

bool validate_designs(const char *folder);
bool validate_nist(const char *folder);

#endif /* VALIDATION_IDENT_PARTS_H */
