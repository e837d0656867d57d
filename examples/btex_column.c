/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The five BTEX peaks of arXiv:2501.00001: moments and resolution, and what the carrier's
 * expansion does to the last of them.
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

int main(void)
{
    paramod_chroma_column column = {
        .size = sizeof column, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
        .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
    };
    const paramod_chroma_analyte analyte[] = {
        { .size = sizeof analyte[0], .name = "benzene", .ka = 579.0, .kd = 5.299 },
        { .size = sizeof analyte[0], .name = "toluene", .ka = 2953.0, .kd = 11.502 },
        { .size = sizeof analyte[0], .name = "ethylbenzene", .ka = 9203.0, .kd = 16.94 },
        { .size = sizeof analyte[0], .name = "p,m-xylene", .ka = 6483.0, .kd = 11.057 },
        { .size = sizeof analyte[0], .name = "o-xylene", .ka = 10168.0, .kd = 14.291 }
    };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma_summary last = { .size = sizeof last }, s = { .size = sizeof s };
    paramod_chroma *chroma = NULL;

    check(paramod_chroma_create(&column, analyte, 5, &injection, NULL, &chroma));
    printf("%-13s %9s %7s %9s %8s %6s\n", "", "peak s", "plates", "height", "width s", "Rs");
    for (size_t i = 0; i < 5; i++) {
        check(paramod_chroma_summarise(chroma, i, &s));
        printf("%-13s %9.3f %7.0f %9.6f %8.3f", analyte[i].name, s.peak_time, s.plates, s.height,
               s.width);
        if (i > 0)
            printf(" %6.2f", paramod_chroma_resolution(&last, &s));
        printf("\n");
        last = s;
    }
    paramod_chroma_destroy(chroma);

    column.inlet_pressure = column.outlet_pressure = 0.0;
    check(paramod_chroma_create(&column, analyte + 4, 1, &injection, NULL, &chroma));
    check(paramod_chroma_summarise(chroma, 0, &s));
    printf("\nAt a constant velocity o-xylene would come at %.2f s with the height %.6f.\n",
           s.peak_time, s.height);
    paramod_chroma_destroy(chroma);
    return 0;
}
