/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Checkpoints: eight letters, version, options, counters, random numbers,
 * tickets, what was learnt, checksum; all in words of 64 bits.  A reader knows
 * from the options how long all of it has to be, and looks at that and at the
 * checksum before it believes anything.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/checkpoint_impl.h"
#include "sor/tuner_impl.h"

enum { VERSION = 1 };

/* "paramodT" as bytes. */
static const uint64_t letters = UINT64_C(0x54646F6D61726170);

/* ---- parts ---------------------------------------------------------------------- */

/* Calls do_word or do_number on each option; the one list of them. */
#define EACH_OPTION(do_word, do_count, do_number)                                    \
    do_word(learner) do_word(method) do_word(seed) do_count(arms)                      \
    do_number(omega_min) do_number(omega_max) do_number(omega) do_number(safe_omega)   \
    do_number(cap) do_word(cost) do_number(context_min) do_number(context_max)         \
    do_count(bins) do_count(features) do_word(estimator) do_count(rounds)              \
    do_number(most) do_number(lipschitz) do_word(model) do_number(diagonal)            \
    do_number(radius) do_number(tolerance) do_word(adaptive) do_word(drift)            \
    do_number(drift_threshold) do_count(restart_every) do_count(tickets)               \
    do_word(published)

static void write_options(paramod_i_sor_writer *w, const paramod_sor_tuner_options *o)
{
#define WORD(name) paramod_i_sor_write(w, (uint64_t)o->name);
#define NUMBER(name) paramod_i_sor_write_number(w, o->name);
    EACH_OPTION(WORD, WORD, NUMBER)
#undef WORD
#undef NUMBER
}

static void read_options(paramod_i_sor_reader *r, paramod_sor_tuner_options *o)
{
    *o = (paramod_sor_tuner_options){ .size = sizeof *o };
#define WORD(name) o->name = paramod_i_sor_read(r);
#define COUNT(name) o->name = (size_t)paramod_i_sor_read(r);
#define NUMBER(name) o->name = paramod_i_sor_read_number(r);
    EACH_OPTION(WORD, COUNT, NUMBER)
#undef WORD
#undef COUNT
#undef NUMBER
}

/* The counters of a tuner, by address. */
enum { COUNTERS = 14 };

static void counters(paramod_sor_tuner *t, uint64_t *counter[COUNTERS])
{
    uint64_t *const all[COUNTERS] = {
        &t->asked, &t->told, &t->abandoned, &t->failed, &t->fallbacks, &t->restarts,
        &t->retries, &t->frozen, &t->random.seed, &t->random.stream, &t->random.block,
        &t->random.word[0], &t->random.word[1], &t->random.unused,
    };

    (void)memcpy(counter, all, sizeof all);
}

static void write_ticket(paramod_i_sor_writer *w, const paramod_i_sor_ticket *k)
{
    paramod_i_sor_write(w, k->number);
    paramod_i_sor_write(w, k->epoch);
    paramod_i_sor_write(w, k->kind);
    paramod_i_sor_write(w, k->cell);
    paramod_i_sor_write(w, k->arm);
    paramod_i_sor_write_number(w, k->context);
    paramod_i_sor_write_number(w, k->omega);
    paramod_i_sor_write_number(w, k->probability);
    paramod_i_sor_write_number(w, k->prediction);
    for (size_t i = 0; i < PARAMOD_I_SOR_MASK; i++)
        paramod_i_sor_write(w, k->mask[i]);
}

static void read_ticket(paramod_i_sor_reader *r, paramod_i_sor_ticket *k)
{
    k->number = paramod_i_sor_read(r);
    k->epoch = paramod_i_sor_read(r);
    k->kind = paramod_i_sor_read(r);
    k->cell = paramod_i_sor_read(r);
    k->arm = paramod_i_sor_read(r);
    k->context = paramod_i_sor_read_number(r);
    k->omega = paramod_i_sor_read_number(r);
    k->probability = paramod_i_sor_read_number(r);
    k->prediction = paramod_i_sor_read_number(r);
    for (size_t i = 0; i < PARAMOD_I_SOR_MASK; i++)
        k->mask[i] = paramod_i_sor_read(r);
}

/* ---- saving ------------------------------------------------------------------------ */

static void write_all(paramod_i_sor_writer *w, const paramod_sor_tuner *tuner)
{
    paramod_sor_tuner copy = *tuner; /* counters() gives addresses to write to */
    uint64_t *counter[COUNTERS];

    paramod_i_sor_write(w, letters);
    paramod_i_sor_write(w, VERSION);
    write_options(w, &tuner->options);
    counters(&copy, counter);
    for (size_t i = 0; i < COUNTERS; i++)
        paramod_i_sor_write(w, *counter[i]);
    paramod_i_sor_write_number(w, tuner->total_cost);
    for (size_t i = 0; i < tuner->options.tickets; i++)
        write_ticket(w, &tuner->ticket[i]);
    for (size_t i = 0; i < tuner->numbers; i++)
        paramod_i_sor_write_number(w, tuner->state[i]);
}

paramod_status paramod_sor_tuner_save(const paramod_sor_tuner *tuner, void *bytes,
                                      size_t room, size_t *length)
{
    paramod_i_sor_writer w = { NULL, 0 };

    if (tuner == NULL || length == NULL || (bytes == NULL && room > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null", tuner == NULL ? "tuner"
                            : length == NULL ? "length" : "bytes");
    write_all(&w, tuner);
    if (bytes != NULL && room < w.length + 8)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "room for %zu bytes, but the checkpoint "
                            "has %zu", room, w.length + 8);
    if (bytes != NULL) {
        w = (paramod_i_sor_writer){ bytes, 0 };
        write_all(&w, tuner);
        paramod_i_sor_write(&w, paramod_i_sor_checksum(bytes, w.length));
        *length = w.length;
    } else {
        *length = w.length + 8;
    }
    return PARAMOD_OK;
}

/* ---- restoring --------------------------------------------------------------------- */

/* Letters, version and checksum; leaves the reader at the options. */
static paramod_status check_frame(paramod_i_sor_reader *r)
{
    paramod_i_sor_reader end = { r->bytes, r->length, 0, false };
    const uint64_t found = paramod_i_sor_read(r), version = paramod_i_sor_read(r);

    if (r->short_of_bytes || found != letters)
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "these %zu bytes are no checkpoint of a "
                            "tuner", r->length);
    if (version > VERSION)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "the checkpoint is of version %lu; this "
                            "library knows versions up to %d", (unsigned long)version,
                            (int)VERSION);
    end.at = r->length - 8;
    if (r->length % 8 != 0
        || paramod_i_sor_read(&end) != paramod_i_sor_checksum(r->bytes, r->length - 8))
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "the checksum of the checkpoint does not "
                            "fit its %zu bytes: it was cut off or changed", r->length);
    r->length -= 8;
    return PARAMOD_OK;
}

/* Bytes that options demand; they are checked, so nothing overflows. */
static bool length_fits(const paramod_i_sor_reader *r,
                        const paramod_sor_tuner_options *o)
{
    const size_t ticket = 9 + PARAMOD_I_SOR_MASK;
    size_t cells = 0, own = 0, work = 0, words;

    paramod_i_sor_learner_of(o->learner)->sizes(o, &cells, &own, &work);
    words = COUNTERS + 1 + o->tickets * ticket + PARAMOD_I_SOR_SHARED
        + PARAMOD_I_SOR_CELL * cells + own;
    return r->length - r->at == 8 * words;
}

static bool is_sound(const paramod_sor_tuner *t)
{
    for (size_t i = 0; i < t->options.tickets; i++) {
        const paramod_i_sor_ticket *const k = &t->ticket[i];

        if (k->number > t->asked
            || (k->number != 0 && (k->number - 1) % t->options.tickets != i))
            return false;
    }
    return t->random.unused <= 2;
}

static void read_rest(paramod_i_sor_reader *r, paramod_sor_tuner *t)
{
    uint64_t *counter[COUNTERS];

    counters(t, counter);
    for (size_t i = 0; i < COUNTERS; i++)
        *counter[i] = paramod_i_sor_read(r);
    t->total_cost = paramod_i_sor_read_number(r);
    for (size_t i = 0; i < t->options.tickets; i++)
        read_ticket(r, &t->ticket[i]);
    for (size_t i = 0; i < t->numbers; i++)
        t->state[i] = paramod_i_sor_read_number(r);
}

paramod_status paramod_sor_tuner_restore(const void *bytes, size_t length,
                                         paramod_sor_tuner **tuner_out)
{
    paramod_i_sor_reader r = { bytes, length, 0, false };
    paramod_sor_tuner_options given, options;
    paramod_sor_tuner *t = NULL;
    paramod_status status;

    if (bytes == NULL || tuner_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            bytes == NULL ? "bytes" : "tuner_out");
    status = check_frame(&r);
    if (status != PARAMOD_OK)
        return status;
    read_options(&r, &given);
    if (r.short_of_bytes
        || paramod_i_sor_tuner_options_read(&given, &options) != PARAMOD_OK
        || !length_fits(&r, &options))
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "the options in the checkpoint are none "
                            "that a tuner of its length has");
    status = paramod_i_sor_tuner_make(&options, &t);
    if (status != PARAMOD_OK)
        return status;
    read_rest(&r, t);
    if (!is_sound(t)) {
        paramod_sor_tuner_destroy(t);
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "the tickets in the checkpoint contradict "
                            "its counters");
    }
    *tuner_out = t;
    return PARAMOD_OK;
}
