/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "sor/checkpoint_impl.h"

void paramod_i_sor_write(paramod_i_sor_writer *w, uint64_t word)
{
    for (int i = 0; w->bytes != NULL && i < 8; i++)
        w->bytes[w->length + (size_t)i] = (unsigned char)(word >> 8 * i & 0xFF);
    w->length += 8;
}

void paramod_i_sor_write_number(paramod_i_sor_writer *w, double number)
{
    uint64_t word;

    (void)memcpy(&word, &number, sizeof word);
    paramod_i_sor_write(w, word);
}

uint64_t paramod_i_sor_read(paramod_i_sor_reader *r)
{
    uint64_t word = 0;

    if (r->length - r->at < 8) {
        r->short_of_bytes = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        word |= (uint64_t)r->bytes[r->at + (size_t)i] << 8 * i;
    r->at += 8;
    return word;
}

double paramod_i_sor_read_number(paramod_i_sor_reader *r)
{
    const uint64_t word = paramod_i_sor_read(r);
    double number;

    (void)memcpy(&number, &word, sizeof number);
    return number;
}

uint64_t paramod_i_sor_checksum(const unsigned char *bytes, size_t length)
{
    uint64_t sum = UINT64_MAX;

    for (size_t i = 0; i < length; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (UINT64_C(0xC96C5795D7870F42) & (0 - (sum & 1)));
    }
    return ~sum;
}
