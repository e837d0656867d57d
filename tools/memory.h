/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file memory.h  Memory of the command, which has nothing better to do than
 *  to end with a message (exit status 2) when there is none left. */

#ifndef PARAMOD_TOOLS_MEMORY_H
#define PARAMOD_TOOLS_MEMORY_H

#include <stddef.h>

/** count zeroed items; never null. */
void *take(size_t count, size_t size);

/** Resizes to count items; never null. */
void *resize(void *block, size_t count, size_t size);

/** Makes room for one more item in a growing array of \p count items, whose
 *  capacity is the power of two at or above count. */
void *room_for_one_more(void *block, size_t count, size_t size);

/** A copy of \p length bytes with a 0 behind them. */
char *copy_bytes(const char *text, size_t length);

/** A copy of text. */
char *copy_text(const char *text);

#endif /* PARAMOD_TOOLS_MEMORY_H */
