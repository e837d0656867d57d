/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file random_impl.h  The generator itself. */

#ifndef PARAMOD_CORE_RANDOM_IMPL_H
#define PARAMOD_CORE_RANDOM_IMPL_H

#include <stdint.h>

/** Philox 4x32-10 of one counter. */
void paramod_i_philox(const uint32_t key[2], const uint32_t counter[4],
                      uint32_t output[4]);

#endif /* PARAMOD_CORE_RANDOM_IMPL_H */
