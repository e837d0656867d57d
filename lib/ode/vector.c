/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * N_Vector operations of our own: those of the serial vector are compiled
 * without vector instructions by distributions, and take 80 % of the time.
 */

#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "ode/sundials_impl.h"

/* A vector's own part. */
typedef struct content {
    paramod_i_pool *pool;
    double *x;
} content;

/* CVODES asks for its vectors once, when it is initialised, and does not survive
 * a clone that fails.  So room for all of them is taken before. */
enum { ALIGNMENT = 64, MOST_VECTORS = 32 };

struct paramod_i_pool {
    const paramod_i_layout *layout;
    size_t used;
    content contents[MOST_VECTORS];
    double *block;
    double *first; /* aligned within the block */
};

static content *of(N_Vector v)
{
    return v->content;
}

static double *x_of(N_Vector v)
{
    return of(v)->x;
}

static const paramod_i_layout *layout_of(N_Vector v)
{
    return of(v)->pool->layout;
}

static size_t size_of(N_Vector v)
{
    return layout_of(v)->size;
}

double *paramod_i_vector_data(N_Vector vector)
{
    return x_of(vector);
}

/* ---- making ------------------------------------------------------------------------ */

void paramod_i_pool_destroy(paramod_i_pool *pool)
{
    if (pool != NULL)
        paramod_i_free(pool->block);
    paramod_i_free(pool);
}

paramod_i_pool *paramod_i_pool_create(const paramod_i_layout *layout)
{
    const size_t padding = ALIGNMENT / sizeof(double), most = SIZE_MAX / sizeof(double);
    paramod_i_pool *const pool = paramod_i_resize(NULL, 1, sizeof *pool);
    size_t numbers;

    if (pool == NULL || layout->size > most / MOST_VECTORS - padding) {
        paramod_i_free(pool);
        return NULL;
    }
    numbers = MOST_VECTORS * layout->size + padding;
    pool->layout = layout;
    pool->used = 0;
    pool->block = paramod_i_resize(NULL, numbers, sizeof *pool->block);
    if (pool->block == NULL) {
        paramod_i_free(pool);
        return NULL;
    }
    (void)memset(pool->block, 0, numbers * sizeof *pool->block);
    pool->first = (double *)(void *)((char *)pool->block + ALIGNMENT -
                                     (uintptr_t)pool->block % ALIGNMENT);
    return pool;
}

static void destroy(N_Vector v)
{
    if (v == NULL)
        return;
    v->content = NULL; /* the pool's */
    N_VFreeEmpty(v);
}

/* Gives an empty vector the next numbers.  \return false if there are none */
static bool fill(N_Vector v, paramod_i_pool *pool)
{
    content *c;

    if (pool->used == MOST_VECTORS)
        return false;
    c = &pool->contents[pool->used];
    *c = (content){ pool, pool->first + pool->used * pool->layout->size };
    pool->used++;
    v->content = c;
    return true;
}

static N_Vector clone(N_Vector v)
{
    const N_Vector copy = N_VNewEmpty(v->sunctx);

    if (copy == NULL)
        return NULL;
    if (N_VCopyOps(v, copy) != 0 || !fill(copy, of(v)->pool)) {
        destroy(copy);
        return NULL;
    }
    return copy;
}

/* ---- operations ---------------------------------------------------------------------- */

static N_Vector_ID get_id(N_Vector v)
{
    (void)v;
    return SUNDIALS_NVEC_CUSTOM;
}

static sunindextype get_length(N_Vector v)
{
    return (sunindextype)size_of(v);
}

static void space(N_Vector v, sunindextype *numbers, sunindextype *integers)
{
    *numbers = get_length(v);
    *integers = 0;
}

static void scale(double a, N_Vector x, N_Vector z)
{
    if (a == 1.0 && x != z)
        (void)memcpy(x_of(z), x_of(x), size_of(x) * sizeof(double));
    else if (a != 1.0)
        paramod_i_vector_scale(size_of(x), a, x_of(x), x_of(z));
}

static void linear_sum(double a, N_Vector x, double b, N_Vector y, N_Vector z)
{
    if (a == 1.0 && b == 1.0 && z == x && x != y)
        paramod_i_vector_add(size_of(x), x_of(y), x_of(z));
    else if (a == 1.0 && b == 1.0 && z == y && x != y)
        paramod_i_vector_add(size_of(x), x_of(x), x_of(z));
    else if (b == 1.0)
        paramod_i_vector_add_multiple(size_of(x), a, x_of(x), x_of(y), x_of(z));
    else if (a == 1.0)
        paramod_i_vector_add_multiple(size_of(x), b, x_of(y), x_of(x), x_of(z));
    else
        paramod_i_vector_sum(size_of(x), a, x_of(x), b, x_of(y), x_of(z));
}

static void constant(double a, N_Vector z)
{
    if (a == 0.0)
        (void)memset(x_of(z), 0, size_of(z) * sizeof(double));
    else
        for (size_t i = 0; i < size_of(z); i++)
            x_of(z)[i] = a;
}

static void product(N_Vector x, N_Vector y, N_Vector z)
{
    paramod_i_vector_product(size_of(x), x_of(x), x_of(y), x_of(z));
}

static void quotient(N_Vector x, N_Vector y, N_Vector z)
{
    paramod_i_vector_quotient(size_of(x), x_of(x), x_of(y), x_of(z));
}

static void absolute(N_Vector x, N_Vector z)
{
    paramod_i_vector_absolute(size_of(x), x_of(x), x_of(z));
}

static void inverse(N_Vector x, N_Vector z)
{
    for (size_t i = 0; i < size_of(x); i++)
        x_of(z)[i] = 1.0 / x_of(x)[i];
}

static void shift(N_Vector x, double b, N_Vector z)
{
    paramod_i_vector_shift(size_of(x), x_of(x), b, x_of(z));
}

static double dot(N_Vector x, N_Vector y)
{
    double sum = 0.0;

    for (size_t i = 0; i < size_of(x); i++)
        sum += x_of(x)[i] * x_of(y)[i];
    return sum;
}

static double largest(N_Vector x)
{
    return paramod_i_vector_largest(size_of(x), x_of(x));
}

static double smallest(N_Vector x)
{
    double least = x_of(x)[0];

    for (size_t i = 1; i < size_of(x); i++)
        least = x_of(x)[i] < least ? x_of(x)[i] : least;
    return least;
}

static double norm(N_Vector x, N_Vector w)
{
    return paramod_i_vector_norm(layout_of(x), x_of(x), x_of(w));
}

/* z = sum_i c_i x_i; z may be x_0, as CVODES asks for. */
static int combine(int count, double *c, N_Vector *x, N_Vector z)
{
    if (count == 1)
        scale(c[0], x[0], z);
    else
        linear_sum(c[0], x[0], c[1], x[1], z);
    for (int i = 2; i < count; i++)
        linear_sum(c[i], x[i], 1.0, z, z);
    return 0;
}

/* z_i = a_i x + y_i */
static int add_multiples(int count, double *a, N_Vector x, N_Vector *y, N_Vector *z)
{
    for (int i = 0; i < count; i++)
        linear_sum(a[i], x, 1.0, y[i], z[i]);
    return 0;
}

static int scale_all(int count, double *c, N_Vector *x, N_Vector *z)
{
    for (int i = 0; i < count; i++)
        scale(c[i], x[i], z[i]);
    return 0;
}

static void set_operations(N_Vector_Ops ops)
{
    ops->nvgetvectorid = get_id;
    ops->nvclone = clone;
    ops->nvdestroy = destroy;
    ops->nvspace = space;
    ops->nvgetlength = get_length;
    ops->nvlinearsum = linear_sum;
    ops->nvconst = constant;
    ops->nvprod = product;
    ops->nvdiv = quotient;
    ops->nvscale = scale;
    ops->nvabs = absolute;
    ops->nvinv = inverse;
    ops->nvaddconst = shift;
    ops->nvdotprod = dot;
    ops->nvmaxnorm = largest;
    ops->nvwrmsnorm = norm;
    ops->nvmin = smallest;
    ops->nvlinearcombination = combine;
    ops->nvscaleaddmulti = add_multiples;
    ops->nvscalevectorarray = scale_all;
}

N_Vector paramod_i_vector_create(paramod_i_pool *pool, SUNContext context)
{
    const N_Vector v = N_VNewEmpty(context);

    if (v == NULL)
        return NULL;
    set_operations(v->ops);
    if (!fill(v, pool)) {
        destroy(v);
        return NULL;
    }
    return v;
}
