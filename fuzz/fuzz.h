/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fuzz.h  The entry that libFuzzer, and our replay, call. */

#ifndef PARAMOD_FUZZ_H
#define PARAMOD_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif /* PARAMOD_FUZZ_H */
