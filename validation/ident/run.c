/* SPDX-License-Identifier: GPL-3.0-or-later */

/* run [folder of this file]: all parts; exit status 1 if one failed. */

#include <stdlib.h>

#include "parts.h"

int main(int argc, char **argv)
{
    const char *const folder = argc > 1 ? argv[1] : ".";
    const bool designs = validate_designs(folder);
    const bool nist = validate_nist(folder);

    return designs && nist ? EXIT_SUCCESS : EXIT_FAILURE;
}
