/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Profiles of several parameters: sides are tasks, whose results are kept. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ident/profile_impl.h"
#include "infer/chi_squared_impl.h"

/* What a side leaves: its end, and `points` points of 2 + k numbers (coordinate,
 * rise, x) behind it.  All of it is the state that is saved. */
struct paramod_ident_profile {
    const paramod_ident *ident;
    paramod_ident_profile_options options;
    paramod_i_base base;
    double *x;      /* k: the optimum */
    size_t count;
    size_t *coordinate; /* count */
    size_t side_size;
    unsigned char *sides; /* 2 count of side_size bytes */
};

static const char *const caller = "paramod_ident_profile_create";

const char *paramod_ident_end_name(paramod_ident_end end)
{
    static const char *const names[] = { "?", "finite", "open", "flat", "other_bound",
                                         "failed", "better", "pending" };

    return names[(unsigned)end <= PARAMOD_IDENT_PENDING ? end : 0];
}

/* ---- creation -------------------------------------------------------------------------------- */

void paramod_ident_profile_destroy(paramod_ident_profile *profile)
{
    if (profile == NULL)
        return;
    paramod_i_free(profile->x);
    paramod_i_free(profile->coordinate);
    paramod_i_free(profile->sides);
    paramod_i_free(profile);
}

paramod_status paramod_i_read_profile_options(const paramod_ident_profile_options *given,
                                              const char *who,
                                              paramod_ident_profile_options *o)
{
    const paramod_status status = paramod_i_options_read(o, sizeof *o, given);

    if (status != PARAMOD_OK)
        return status;
    if (o->level == 0.0)
        o->level = 0.95;
    if (!(o->level > 0.0 && o->level < 1.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "level %g is not inside (0, 1)",
                              o->level);
    if (!(o->drop >= 0.0 && o->drop < INFINITY))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "drop %g is not inside (0, inf)",
                              o->drop);
    if (o->drop == 0.0)
        o->drop = 0.5 * paramod_i_chi_squared_quantile(o->level);
    return PARAMOD_OK;
}

static paramod_status choose_one(const paramod_ident *ident, size_t index, size_t at,
                                 size_t *coordinate)
{
    if (index >= ident->n)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "index %zu, but the space has "
                              "%zu parameters", index, ident->n);
    coordinate[at] = PARAMOD_IDENT_NONE;
    for (size_t j = 0; j < ident->k; j++)
        if (ident->index[j] == index)
            coordinate[at] = j;
    if (coordinate[at] == PARAMOD_IDENT_NONE)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "'%s' is fixed",
                              paramod_space_name(ident->space, index));
    for (size_t other = 0; other < at; other++)
        if (coordinate[other] == coordinate[at])
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "'%s' is given twice",
                                  paramod_space_name(ident->space, index));
    return PARAMOD_OK;
}

static paramod_status choose(const paramod_ident *ident, size_t count,
                             const size_t *index, size_t *coordinate)
{
    for (size_t i = 0; i < count; i++) {
        const paramod_status status =
            choose_one(ident, index != NULL ? index[i] : ident->index[i], i, coordinate);

        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_find_base(paramod_i_view *view, double *x, double drop,
                                   const char *who, paramod_i_base *base)
{
    paramod_i_search search;
    paramod_i_minimum minimum;
    paramod_status status = paramod_i_search_create(view, who, &search);
    paramod_eval eval;
    double f = 0.0;

    if (status != PARAMOD_OK)
        return status;
    eval = paramod_i_view_value(view, x, &f);
    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_search_minimise(&search, x, 1e-13, 200, &minimum);
    if (eval != PARAMOD_EVAL_OK)
        status = paramod_i_view_fail(view, eval, who);
    else if (!(f - minimum.f <= 0.01 * drop))
        status = paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "theta is not an optimum: log L "
                                "rises by %g close by, which is not small beside the drop "
                                "%g; call paramod_ident_maximise() first", f - minimum.f,
                                drop);
    paramod_i_search_release(&search);
    if (status == PARAMOD_OK)
        *base = (paramod_i_base){ x, minimum.f, drop };
    return status;
}

static paramod_status find_base(paramod_ident_profile *profile, const double *theta)
{
    paramod_i_view *view = NULL;
    paramod_status status = paramod_i_ident_enter(profile->ident, caller, theta,
                                                  profile->x);

    if (status == PARAMOD_OK)
        status = paramod_i_view_create(profile->ident, true, caller, &view);
    if (status == PARAMOD_OK)
        status = paramod_i_find_base(view, profile->x, profile->options.drop, caller,
                                     &profile->base);
    paramod_i_view_destroy(view);
    return status;
}

static paramod_ident_side *side_at(const paramod_ident_profile *profile, size_t number)
{
    return (paramod_ident_side *)(void *)(profile->sides + number * profile->side_size);
}

static bool allocate(paramod_ident_profile *profile)
{
    const size_t k = profile->ident->k, points = profile->options.points;

    if (points > SIZE_MAX / 64 / (k + 2))
        return false;
    profile->side_size = sizeof(paramod_ident_side) + points * (k + 2) * sizeof(double);
    profile->x = paramod_i_resize(NULL, k, sizeof *profile->x);
    profile->coordinate = paramod_i_resize(NULL, profile->count + 1,
                                           sizeof *profile->coordinate);
    profile->sides = paramod_i_resize(NULL, 2 * profile->count + 1, profile->side_size);
    if (profile->sides == NULL)
        return false;
    (void)memset(profile->sides, 0, 2 * profile->count * profile->side_size);
    for (size_t i = 0; i < 2 * profile->count; i++)
        side_at(profile, i)->end = PARAMOD_IDENT_PENDING;
    return profile->x != NULL && profile->coordinate != NULL;
}

paramod_status paramod_ident_profile_create(const paramod_ident *ident,
                                            const double *theta, size_t count,
                                            const size_t *index,
                                            const paramod_ident_profile_options *options,
                                            paramod_ident_profile **profile_out)
{
    paramod_ident_profile *profile;
    paramod_status status;

    if (ident == NULL || theta == NULL || profile_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or profile_out is null");
    if (ident->model.measured == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no data to profile");
    profile = paramod_i_resize(NULL, 1, sizeof *profile);
    if (profile == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *profile = (paramod_ident_profile){ .ident = ident,
                                        .count = index != NULL ? count : ident->k };
    status = paramod_i_read_profile_options(options, __func__, &profile->options);
    if (status == PARAMOD_OK && !allocate(profile))
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu profiles",
                              profile->count);
    if (status == PARAMOD_OK)
        status = choose(ident, profile->count, index, profile->coordinate);
    if (status == PARAMOD_OK)
        status = find_base(profile, theta);
    if (status == PARAMOD_OK)
        *profile_out = profile;
    else
        paramod_ident_profile_destroy(profile);
    return status;
}

/* ---- running ---------------------------------------------------------------------------------- */

typedef struct batch {
    const paramod_ident_profile *profile;
    const size_t *number; /* of the sides in it */
} batch;

static paramod_status run_side(size_t index, void *result, void *data)
{
    const batch *const b = data;
    const size_t number = b->number[index];
    const paramod_i_goal goal = { .j = b->profile->coordinate[number / 2],
                                  .side = number % 2 == 0 ? -1.0 : 1.0 };
    paramod_i_view *view = NULL;
    paramod_status status = paramod_i_view_create(b->profile->ident, false,
                                                  "paramod_ident_profile_run", &view);

    (void)memset(result, 0, b->profile->side_size);
    if (status == PARAMOD_OK)
        status = paramod_i_find_side(view, &b->profile->base, &goal,
                                     b->profile->options.points, result);
    paramod_i_view_destroy(view);
    return status;
}

/* Numbers of pending sides, at most `most` of them. */
static size_t pending(const paramod_ident_profile *profile, size_t most, size_t *number)
{
    size_t count = 0;

    for (size_t i = 0; i < 2 * profile->count && count < most; i++)
        if (side_at(profile, i)->end == PARAMOD_IDENT_PENDING)
            number[count++] = i;
    return count;
}

static bool goes_on(const paramod_ident_profile *profile, size_t *number)
{
    const size_t total = 2 * profile->count;
    const size_t left = pending(profile, total, number);

    return profile->options.monitor == NULL ||
           profile->options.monitor(total - left, total,
                                    profile->options.monitor_data) == 0;
}

static paramod_status run_batches(paramod_ident_profile *profile,
                                  const paramod_executor *e, size_t *number,
                                  unsigned char *results)
{
    const size_t total = 2 * profile->count;
    const size_t width = profile->options.monitor != NULL ? e->width : total;

    for (;;) {
        const size_t count = pending(profile, width, number);
        batch b = { profile, number };
        paramod_status status;

        if (count == 0)
            return PARAMOD_OK;
        status = e->run(count, profile->side_size, results, run_side, &b, e->self);
        if (status != PARAMOD_OK)
            return status;
        for (size_t i = 0; i < count; i++)
            (void)memcpy(side_at(profile, number[i]), results + i * profile->side_size,
                         profile->side_size);
        if (!goes_on(profile, number))
            return PARAMOD_OK;
    }
}

paramod_status paramod_ident_profile_run(paramod_ident_profile *profile)
{
    const paramod_executor serial = paramod_executor_serial();
    const paramod_executor *e;
    unsigned char *results;
    size_t *number;
    paramod_status status;

    if (profile == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "profile is null");
    e = profile->options.executor != NULL ? profile->options.executor : &serial;
    number = paramod_i_resize(NULL, 2 * profile->count + 1, sizeof *number);
    results = paramod_i_resize(NULL, 2 * profile->count + 1, profile->side_size);
    if (number == NULL || results == NULL)
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu profiles",
                              profile->count);
    else
        status = run_batches(profile, e, number, results);
    paramod_i_free(number);
    paramod_i_free(results);
    return status;
}

/* ---- asking ------------------------------------------------------------------------------------- */

size_t paramod_ident_profile_count(const paramod_ident_profile *profile)
{
    return profile->count;
}

size_t paramod_ident_profile_index(const paramod_ident_profile *profile, size_t i)
{
    return i < profile->count ? profile->ident->index[profile->coordinate[i]]
                              : PARAMOD_IDENT_NONE;
}

const paramod_ident_side *
paramod_ident_profile_side(const paramod_ident_profile *profile, size_t i, int upper)
{
    return i < profile->count ? side_at(profile, 2 * i + (upper != 0)) : NULL;
}

paramod_status paramod_ident_profile_point(const paramod_ident_profile *profile, size_t i,
                                           int upper, size_t m, double *x, double *rise,
                                           double *theta)
{
    const double *point;

    if (profile == NULL || x == NULL || rise == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "profile, x or rise is null");
    if (i >= profile->count || m >= profile->options.points)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "point %zu of profile %zu, but there are "
                            "%zu points of %zu profiles", m, i, profile->options.points,
                            profile->count);
    point = paramod_i_side_points(side_at(profile, 2 * i + (upper != 0))) +
            m * (profile->ident->k + 2);
    *x = point[0];
    *rise = point[1];
    if (theta != NULL)
        paramod_ident_theta_of(profile->ident, point + 2, theta);
    return PARAMOD_OK;
}

/* ---- the state -------------------------------------------------------------------------------------- */

typedef struct state_header {
    char magic[8];
    uint64_t count, k, side_size;
    double f, drop;
} state_header;

static state_header header_of(const paramod_ident_profile *profile)
{
    return (state_header){ .magic = "pmprof1", .count = profile->count,
                           .k = profile->ident->k, .side_size = profile->side_size,
                           .f = profile->base.f, .drop = profile->base.drop };
}

size_t paramod_ident_profile_state_size(const paramod_ident_profile *profile)
{
    return sizeof(state_header) + profile->count * sizeof(size_t) +
           2 * profile->count * profile->side_size;
}

paramod_status paramod_ident_profile_save(const paramod_ident_profile *profile,
                                          void *state, size_t size)
{
    unsigned char *to = state;
    state_header header;

    if (profile == NULL || state == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "profile or state is null");
    if (size != paramod_ident_profile_state_size(profile))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "size is %zu, but the state has %zu "
                            "bytes", size, paramod_ident_profile_state_size(profile));
    header = header_of(profile);
    (void)memcpy(to, &header, sizeof header);
    to += sizeof header;
    (void)memcpy(to, profile->coordinate, profile->count * sizeof(size_t));
    to += profile->count * sizeof(size_t);
    (void)memcpy(to, profile->sides, 2 * profile->count * profile->side_size);
    return PARAMOD_OK;
}

paramod_status paramod_ident_profile_restore(paramod_ident_profile *profile,
                                             const void *state, size_t size)
{
    const unsigned char *from = state;
    state_header header;

    if (profile == NULL || state == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "profile or state is null");
    if (size != paramod_ident_profile_state_size(profile))
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "the state has %zu bytes, but that of "
                            "these profiles %zu", size,
                            paramod_ident_profile_state_size(profile));
    header = header_of(profile);
    if (memcmp(from, &header, sizeof header) != 0 ||
        memcmp(from + sizeof header, profile->coordinate,
               profile->count * sizeof(size_t)) != 0)
        return PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "the state is not one of these profiles: "
                            "model, data, parameters or options differ");
    (void)memcpy(profile->sides,
                 from + sizeof header + profile->count * sizeof(size_t),
                 2 * profile->count * profile->side_size);
    return PARAMOD_OK;
}
