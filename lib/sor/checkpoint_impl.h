/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file checkpoint_impl.h  Numbers as bytes that mean the same everywhere:
 *  little-endian 64-bit words, doubles by their IEEE 754 bits. */

#ifndef PARAMOD_SOR_CHECKPOINT_IMPL_H
#define PARAMOD_SOR_CHECKPOINT_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where words go; with null bytes they are only counted. */
typedef struct paramod_i_sor_writer {
    unsigned char *bytes;
    size_t length;
} paramod_i_sor_writer;

void paramod_i_sor_write(paramod_i_sor_writer *w, uint64_t word);
void paramod_i_sor_write_number(paramod_i_sor_writer *w, double number);

/** Where words come from; past the end they are 0, and short_of_bytes is set. */
typedef struct paramod_i_sor_reader {
    const unsigned char *bytes;
    size_t length, at;
    bool short_of_bytes;
} paramod_i_sor_reader;

uint64_t paramod_i_sor_read(paramod_i_sor_reader *r);
double paramod_i_sor_read_number(paramod_i_sor_reader *r);

/** CRC-64/XZ: polynomial of ECMA-182, reflected, all ones in and out. */
uint64_t paramod_i_sor_checksum(const unsigned char *bytes, size_t length);

#endif /* PARAMOD_SOR_CHECKPOINT_IMPL_H */
