/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file lapack_impl.h  The only door to LAPACK.
 *
 * Only the column-major `_work` functions of LAPACKE are called: they neither
 * transpose nor allocate.  Every call stands between enter and leave, because
 * the BLAS below may be OpenBLAS, of which there are three kinds, told apart at
 * run time by openblas_get_parallel():
 *
 *  - built without threads: two simultaneous calls share one buffer and give
 *    wrong results without a word, so calls are made one at a time;
 *  - built with its own threads, or with OpenMP: calls may be simultaneous, but
 *    each splits its work by the number of threads it may use, which changes
 *    roundings, and inside our own parallel sections would put threads on
 *    threads.  Within a section it is held to one thread.
 *
 * So what the library computes is the same on any number of our threads, and
 * does not depend on OPENBLAS_NUM_THREADS.  For any other BLAS (reference,
 * BLIS) a section is free.  Sections do not nest.
 *
 * What a section cannot do: serialise calls that the host program itself makes
 * to an OpenBLAS without threads; and recognise an OpenBLAS that was linked
 * statically, whose query functions the linker leaves out.
 */

#ifndef PARAMOD_LINALG_LAPACK_IMPL_H
#define PARAMOD_LINALG_LAPACK_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/* Keeps <complex.h>, whose macro I is anybody's identifier, out of the way. */
#define LAPACK_COMPLEX_CUSTOM
typedef struct paramod_i_complex_float { float re, im; } paramod_i_complex_float;
typedef struct paramod_i_complex { double re, im; } paramod_i_complex;
#define lapack_complex_float  paramod_i_complex_float
#define lapack_complex_double paramod_i_complex
#include <lapacke.h>

/** What leave() has to put back. */
typedef struct paramod_i_lapack {
    int threads;
} paramod_i_lapack;

paramod_i_lapack paramod_i_lapack_enter(void);
void paramod_i_lapack_leave(paramod_i_lapack section);

/** True if a dimension fits into LAPACK's integers, with room for the sizes of
 *  workspaces, which are small multiples of it. */
bool paramod_i_lapack_holds(size_t dimension);

/** Orders below this are done by loops of our own, which beat the overhead of
 *  LAPACK there and give the same bits with every BLAS. */
enum { PARAMOD_I_SMALL = 32 };

#endif /* PARAMOD_LINALG_LAPACK_IMPL_H */
