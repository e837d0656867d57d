/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file allocation_impl.h  What all methods of allocation share.
 *
 * A method is a machine with two moves: ask() appends to the samples the points
 * it wants to know, tell() is called when their values are there.  So calls one
 * by one, in batches, and by a caller who asks and tells are all one loop.
 */

#ifndef PARAMOD_SPLINE_ALLOCATION_IMPL_H
#define PARAMOD_SPLINE_ALLOCATION_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/spline.h>

/** What was asked for, checked and with its defaults. */
typedef struct paramod_i_task {
    paramod_knots_options options;
    double from, to;   /**< in x */
    double u_from, u_to; /**< the same in the map's variable */
    double tolerance;
    double *scale;     /**< one a component, own */
    size_t components;
    bool floored;      /**< the tolerance was raised to 4 epsilons */
} paramod_i_task;

/** u(x) and x(u) of a map; the ends of the interval map exactly. */
double paramod_i_map(const paramod_i_task *task, double x);
double paramod_i_unmap(const paramod_i_task *task, double u);

/** Checks the options; on failure nothing is held. */
paramod_status paramod_i_task_read(double from, double to,
                                   const paramod_knots_options *given,
                                   paramod_i_task *task);
void paramod_i_task_release(paramod_i_task *task);

/** All points asked for so far; the values of the last `count - told` of them
 *  are awaited. */
typedef struct paramod_i_samples {
    size_t count, told, capacity, components;
    double *u, *x;
    double *y;     /**< count x components */
    double *slope; /**< the same, or null */
    double *error; /**< the same, or null */
    bool *finite;
    bool with_slope, with_error;
} paramod_i_samples;

/** Appends a point; its index, or SIZE_MAX if memory runs out. */
size_t paramod_i_samples_add(paramod_i_samples *s, double u, double x);
void paramod_i_samples_release(paramod_i_samples *s);

/** Cubic pieces on ascending knots: unit (y_i + b t + c t^2 + d t^3) with
 *  t = x - x_i. */
typedef struct paramod_i_cubic {
    size_t count;      /**< knots, at least 6 */
    const double *x;
    double *y, *b, *c, *d;
    double unit;       /**< a power of two */
    double *block;     /**< of the four above and the work space */
    double *work;
    size_t capacity;
} paramod_i_cubic;

/** Makes room for that many knots; y is then to be filled in. */
bool paramod_i_cubic_reserve(paramod_i_cubic *s, size_t count);
/** Solves for the spline through x[count] and y, which is brought to its unit:
 *  with the two slopes at the ends, or not-a-knot if that is null. */
void paramod_i_cubic_solve(paramod_i_cubic *s, size_t count, const double *x,
                           const double *slope);
void paramod_i_cubic_release(paramod_i_cubic *s);
/** Value in piece i. */
double paramod_i_cubic_value(const paramod_i_cubic *s, size_t i, double x);
/** Integral over the whole of piece i. */
double paramod_i_cubic_integral(const paramod_i_cubic *s, size_t i);

enum { PARAMOD_I_LEAST_KNOTS = 6, PARAMOD_I_TEXT = 256 };

typedef struct paramod_i_range {
    double left, right;
} paramod_i_range;

/** A piece of the warm start: its end, and how many points it took. */
typedef struct paramod_i_hint {
    double u;
    size_t points;
} paramod_i_hint;

struct paramod_knots {
    paramod_knots_report report;
    char text[PARAMOD_I_TEXT];
    double *x, *y;         /**< knots; knots x components */
    double *end;           /**< 2 x knots x components slopes from the left and the
                                right, NaN where not-a-knot; null: nowhere given */
    unsigned char *mark;   /**< what paramod_knots_break() says */
    paramod_spline **spline; /**< one a component */
    paramod_i_range *unresolved;
    paramod_i_hint *hint;
    size_t hints;
};

/** Makes an empty result with room for `count` knots. */
paramod_knots *paramod_i_knots_new(size_t count, size_t components);
/** Makes room for slopes at ends of segments; false if memory runs out. */
bool paramod_i_knots_clamp(paramod_knots *k);
/** Computes the pieces between the marks; false if memory runs out. */
bool paramod_i_knots_solve(paramod_knots *k);
/** A result whose knots are the first samples, sorted; null if memory runs out. */
paramod_knots *paramod_i_knots_from_samples(const paramod_i_samples *s, size_t count);
/** Adds an unresolved interval; false if memory runs out. */
bool paramod_i_knots_unresolved_add(paramod_knots *k, double left, double right);

/** A method of allocation, and its state. */
typedef struct paramod_i_method {
    /** Makes the state and asks for the first points; null if memory runs out. */
    void *(*begin)(const paramod_i_task *task, paramod_i_samples *samples);
    /** Takes in the values, asks for more or ends; false if memory runs out. */
    bool (*tell)(void *state, paramod_i_samples *samples);
    /** The result so far. */
    paramod_status (*finish)(void *state, const paramod_i_samples *samples,
                             paramod_knots **knots_out);
    void (*destroy)(void *state);
} paramod_i_method;

const paramod_i_method *paramod_i_autoknots(void);   /**< compatible and closure */
const paramod_i_method *paramod_i_four_points(void);
const paramod_i_method *paramod_i_uniform(void);
const paramod_i_method *paramod_i_hybrid(void);      /**< the default */

#endif /* PARAMOD_SPLINE_ALLOCATION_IMPL_H */
