/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "chroma/invert_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

typedef struct method {
    const char *name;
    void (*run)(const paramod_i_inversion *run);
    size_t (*room)(size_t terms);
    size_t usual, most;   /* terms */
    size_t (*other)(size_t terms); /* terms of the second run */
    double alias; /* how much of g at later times is in it */
} method;

static size_t fewer(size_t terms)
{
    return terms > 8 ? terms - terms / 8 : terms > 1 ? terms - 1 : 2;
}

static size_t two_fewer(size_t terms)
{
    return terms > 4 ? terms - 2 : terms + 2;
}

/* By paramod_chroma_method. */
static const method methods[] = {
    { "automatic", NULL, NULL, 0, 100000, NULL, 0.0 },
    { "de Hoog", paramod_i_de_hoog, paramod_i_series_room, 40, 100000, fewer,
      PARAMOD_I_SERIES_ALIAS },
    { "Durbin", paramod_i_durbin, paramod_i_series_room, 2048, 100000, fewer,
      PARAMOD_I_SERIES_ALIAS },
    { "Weeks", paramod_i_weeks, paramod_i_weeks_room, 128, 100000, fewer, 0.0 },
    { "Talbot", paramod_i_talbot, paramod_i_contour_room, 24, 100000, two_fewer, 0.0 },
    { "Euler", paramod_i_euler, paramod_i_contour_room, 16, 170, two_fewer, 0.0 },
    { "Gaver-Stehfest", paramod_i_stehfest, paramod_i_contour_room, 14, 20, two_fewer, 0.0 }
};

enum { METHODS = sizeof methods / sizeof methods[0] };

double complex paramod_i_image_at(paramod_i_image *image, double complex s)
{
    const double at[2] = { creal(s) + image->abscissa, cimag(s) };
    double value[2] = { (double)NAN, (double)NAN };
    paramod_eval outcome;

    if (image->stopped)
        return CMPLX((double)NAN, (double)NAN);
    image->evaluations++;
    outcome = image->function(at, value, image->data);
    image->stopped = outcome == PARAMOD_EVAL_STOP;
    if (outcome != PARAMOD_EVAL_OK)
        return CMPLX((double)NAN, (double)NAN);
    return CMPLX(value[0], value[1]);
}

/* ---- one attempt ----------------------------------------------------------------------- */

/* What all attempts at one inversion share.  The times are those after the delay. */
typedef struct inversion {
    paramod_i_image image;
    size_t count;
    double *times, *g, *error;          /* count: the best so far */
    double *first, *second, *rounding, *claim; /* count: of one attempt */
    double *method;                     /* count: whose the best is */
    double *witness, *doubt;            /* count: another result, and its error */
    double *block;
} inversion;

static double largest(const double *x, size_t count)
{
    double most = 0.0;

    for (size_t i = 0; i < count; i++)
        most = isnan(x[i]) ? INFINITY : fmax(most, fabs(x[i]));
    return most;
}

double paramod_i_longest(const double *times, size_t count, double below)
{
    double longest = 0.0;

    for (size_t i = 0; i < count; i++)
        if (times[i] <= below)
            longest = fmax(longest, times[i]);
    return longest;
}

static paramod_status run_once(inversion *v, const method *m, size_t terms, double stretch,
                               double *g)
{
    paramod_i_inversion run = { .image = &v->image, .terms = terms, .stretch = stretch,
                                .count = v->count, .times = v->times, .g = g,
                                .rounding = v->rounding };

    run.room = paramod_i_resize(NULL, m->room(terms), sizeof *run.room);
    if (run.room == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu terms", terms);
    m->run(&run);
    paramod_i_free(run.room);
    if (v->image.stopped)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the transform gave up");
    return PARAMOD_OK;
}

/* Twice the largest distance of `other` from the first run among times of the same
 * magnitude, so that curves that cross do not pass for curves that agree. */
static void add_distances(inversion *v, const double *other)
{
    double longest = paramod_i_longest(v->times, v->count, DBL_MAX);

    while (longest > 0.0) {
        double most = 0.0;

        for (size_t i = 0; i < v->count; i++)
            if (v->times[i] > 0.25 * longest && v->times[i] <= 2.0 * longest)
                most = fmax(most, fabs(v->first[i] - other[i]));
        for (size_t i = 0; i < v->count; i++)
            if (v->times[i] > 0.5 * longest && v->times[i] <= longest)
                v->claim[i] += 2.0 * most;
        longest = paramod_i_longest(v->times, v->count, 0.5 * longest);
    }
}

/* Three runs; `first` and `claim` are the result. */
static paramod_status run_thrice(inversion *v, const method *m, size_t terms)
{
    const size_t other = m->other(terms);
    paramod_status status = run_once(v, m, terms, 1.0, v->first);

    memset(v->claim, 0, v->count * sizeof *v->claim);
    if (status == PARAMOD_OK)
        status = run_once(v, m, other, 1.0, v->second);
    if (status == PARAMOD_OK) {
        add_distances(v, v->second);
        status = run_once(v, m, m->other(other), 1.25, v->second);
    }
    if (status == PARAMOD_OK) {
        const double most = largest(v->first, v->count);

        add_distances(v, v->second);
        for (size_t i = 0; i < v->count; i++)
            v->claim[i] += v->rounding[i] + m->alias * most;
    }
    return status;
}

/* Keeps what is better than before.  Where the claims of a method and of the witness
 * exclude one another, the method's must cover their distance. */
static paramod_status attempt(inversion *v, size_t which, size_t terms)
{
    const paramod_status status = run_thrice(v, &methods[which], terms);

    for (size_t i = 0; status == PARAMOD_OK && i < v->count; i++) {
        const double growth = exp(v->image.abscissa * v->times[i]);
        const double value = growth * v->first[i];
        double error = growth * v->claim[i];

        if (isfinite(v->doubt[i]) &&
            fabs(value - v->witness[i]) > error + v->doubt[i])
            error = fabs(value - v->witness[i]) + v->doubt[i];
        if (error < v->error[i]) {
            v->g[i] = value;
            v->error[i] = error;
            v->method[i] = (double)which;
        }
    }
    return status;
}

static bool is_settled(const inversion *v, double tolerance)
{
    const double error = largest(v->error, v->count);

    return isfinite(error) && error <= tolerance * largest(v->g, v->count);
}

static paramod_status attempt_series(inversion *v,
                                     const paramod_chroma_inversion_options *options)
{
    static const struct { size_t method, terms; } plan[] = {
        { PARAMOD_CHROMA_DE_HOOG, 40 }, { PARAMOD_CHROMA_WEEKS, 64 },
        { PARAMOD_CHROMA_DE_HOOG, 100 }, { PARAMOD_CHROMA_DURBIN, 2048 },
        { PARAMOD_CHROMA_DE_HOOG, 240 }, { PARAMOD_CHROMA_WEEKS, 192 },
        { PARAMOD_CHROMA_DURBIN, 16384 }
    };
    paramod_status status = PARAMOD_OK;

    for (size_t i = 0; i < sizeof plan / sizeof plan[0] && status == PARAMOD_OK &&
                       !is_settled(v, options->tolerance); i++)
        if (options->terms == 0 || plan[i].terms <= options->terms)
            status = attempt(v, plan[i].method, plan[i].terms);
    return status;
}

static void forget(inversion *v, uint64_t which)
{
    for (size_t i = 0; i < v->count; i++) {
        v->g[i] = (double)NAN;
        v->error[i] = INFINITY;
        v->method[i] = (double)which;
    }
}

/* Contours may leave out a singularity in all runs alike, so they are held against the
 * series. */
static paramod_status call_witness(inversion *v)
{
    const paramod_chroma_inversion_options usual = { .tolerance = 1e-6 };
    const paramod_status status = attempt_series(v, &usual);

    memcpy(v->witness, v->g, v->count * sizeof *v->witness);
    memcpy(v->doubt, v->error, v->count * sizeof *v->doubt);
    return status;
}

static paramod_status attempt_all(inversion *v,
                                  const paramod_chroma_inversion_options *options)
{
    const method *const m = &methods[options->method];
    paramod_status status = PARAMOD_OK;

    if (options->method == PARAMOD_CHROMA_METHOD_AUTOMATIC)
        return attempt_series(v, options);
    if (options->method >= PARAMOD_CHROMA_TALBOT)
        status = call_witness(v);
    forget(v, options->method);
    if (status == PARAMOD_OK)
        status = attempt(v, options->method, options->terms > 0 ? options->terms : m->usual);
    return status;
}

/* ---- around it ------------------------------------------------------------------------- */

/* f(0+) = lim s F(s): with s doubled, 2 (2 s F(2 s)) - s F(s) is free of the term in 1/s;
 * the two values nearest to each other are taken. */
static double initial_value(paramod_i_image *image, double *error)
{
    double s = 1.0, best = (double)NAN, before = (double)NAN, last = (double)NAN;

    *error = INFINITY;
    for (int i = 0; i < 200; i++, s *= 2.0) {
        const double now = s * creal(paramod_i_image_at(image, s - image->abscissa));
        const double value = 2.0 * now - last;
        const double change = 2.0 * fabs(value - before) + 4.0 * DBL_EPSILON * fabs(value);

        if (change < *error) {
            *error = change;
            best = value;
        }
        last = now;
        before = value;
    }
    return best;
}

static paramod_status check(const paramod_chroma_inversion_options *o, const double *times,
                            size_t count)
{
    if (o->method >= METHODS)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no method %zu of inversion",
                            (size_t)o->method);
    if (o->terms > methods[o->method].most)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%zu terms; the method %s has at most %zu",
                            (size_t)o->terms, methods[o->method].name,
                            methods[o->method].most);
    if (!(fabs(o->abscissa) <= DBL_MAX))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "abscissa = %g is not finite", o->abscissa);
    if (!(o->delay >= 0.0 && o->delay <= DBL_MAX))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                            "delay = %g is not a finite number of at least 0", o->delay);
    if (!(o->tolerance >= 0.0 && o->tolerance <= DBL_MAX))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                            "tolerance = %g is not a finite number of at least 0",
                            o->tolerance);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(times[i]) <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "times[%zu] = %g is not finite", i,
                                times[i]);
    return PARAMOD_OK;
}

static paramod_status prepare(inversion *v, const double *times, size_t count,
                              const paramod_chroma_inversion_options *options)
{
    const paramod_i_part parts[] = {
        { &v->times, count, 1 }, { &v->g, count, 1 }, { &v->error, count, 1 },
        { &v->first, count, 1 }, { &v->second, count, 1 }, { &v->rounding, count, 1 },
        { &v->claim, count, 1 }, { &v->method, count, 1 }, { &v->witness, count, 1 },
        { &v->doubt, count, 1 }
    };

    v->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (v->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu times", count);
    v->count = 0;
    for (size_t i = 0; i < count; i++)
        if (times[i] > options->delay)
            v->times[v->count++] = times[i] - options->delay;
    for (size_t i = 0; i < v->count; i++)
        v->doubt[i] = INFINITY;
    forget(v, options->method);
    return PARAMOD_OK;
}

/* Results in the order of the caller's times. */
static void deliver(inversion *v, const double *times, size_t count, double delay, double *f,
                    double *error, paramod_chroma_inversion *report)
{
    double at_front = 0.0, front_error = 0.0, most = 0.0;
    bool has_front = false;
    size_t which = v->count > 0 ? (size_t)v->method[0] : PARAMOD_CHROMA_DE_HOOG;

    for (size_t i = 0, k = 0; i < count; i++) {
        const bool inside = times[i] > delay, is_front = times[i] == delay;
        double value = 0.0, off = 0.0;

        if (is_front && !has_front) {
            at_front = initial_value(&v->image, &front_error);
            has_front = true;
        }
        if (inside && v->error[k] > most)
            which = (size_t)v->method[k];
        value = inside ? v->g[k] : is_front ? at_front : 0.0;
        off = inside ? v->error[k] : is_front ? front_error : 0.0;
        k += inside;
        f[i] = value;
        if (error != NULL)
            error[i] = off;
        most = fmax(most, off);
    }
    report->method = which;
    report->name = methods[which].name;
    report->error = most;
    report->evaluations = v->image.evaluations;
}

paramod_status paramod_chroma_invert(paramod_chroma_transform transform, void *data,
                                     const double *times, size_t count,
                                     const paramod_chroma_inversion_options *options,
                                     double *f, double *error,
                                     paramod_chroma_inversion *report)
{
    paramod_chroma_inversion_options known = { .size = sizeof known };
    paramod_chroma_inversion mine = { .size = sizeof mine };
    inversion v = { .image = { .function = transform, .data = data } };
    paramod_status status;

    if (transform == NULL || (count > 0 && (times == NULL || f == NULL)))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    if (report != NULL && report->size != sizeof *report)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of report is not set");
    status = paramod_i_options_read(&known, sizeof known, options);
    if (status == PARAMOD_OK)
        status = check(&known, times, count);
    if (status != PARAMOD_OK || count == 0)
        return status;
    if (known.tolerance == 0.0)
        known.tolerance = 1e-10;
    v.image.abscissa = known.abscissa;
    status = prepare(&v, times, count, &known);
    if (status == PARAMOD_OK && v.count > 0)
        status = attempt_all(&v, &known);
    if (status == PARAMOD_OK) {
        deliver(&v, times, count, known.delay, f, error, &mine);
        mine.converged = mine.error <= known.tolerance * largest(f, count);
        if (report != NULL)
            *report = mine;
    }
    paramod_i_free(v.block);
    return status;
}
