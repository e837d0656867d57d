/* SPDX-License-Identifier: GPL-3.0-or-later */

/* for newlocale() and uselocale() under a strict -std=c11 */
#define _XOPEN_SOURCE 700

#include <errno.h>
#include <float.h>
#include <langinfo.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/space.h>

#include "core/text_impl.h"
#include "support/support.h"

/* ---- reading ------------------------------------------------------------------ */

static void test_numbers_are_read(void)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {
        { "0", 0.0 },            { "-0", -0.0 },           { "12", 12.0 },
        { "+1.5", 1.5 },         { ".5", 0.5 },            { "5.", 5.0 },
        { " \t1e3\r\n", 1e3 },   { "1E-3", 1e-3 },         { "1e+3", 1e3 },
        { "0x1.8p1", 3.0 },      { "0X.8P-1", 0.25 },      { "-0xAf", -175.0 },
        { "inf", INFINITY },     { "-Infinity", -INFINITY }, { "+INF", INFINITY },
        { "1e999", INFINITY },   { "1e-999", 0.0 },        { "4.9e-324", 4.9e-324 },
        { "1.7976931348623157e308", DBL_MAX },
        { "0.1000000000000000055511151231257827021181583404541015625", 0.1 },
        { "9007199254740993", 9007199254740992.0 }, /* a tie goes to even */
        { "9007199254740993.0000000000000000000001", 9007199254740994.0 },
    };
    double value;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        value = 77.0;
        CU_ASSERT(paramod_i_read_number(good[i].text, &value));
        CU_ASSERT_EQUAL(value, good[i].value);
        CU_ASSERT_EQUAL(signbit(value), signbit(good[i].value));
    }
    CU_ASSERT(paramod_i_read_number("NaN", &value));
    CU_ASSERT(isnan(value));
}

static void test_what_is_no_number_is_refused(void)
{
    static const char *const bad[] = {
        "", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1,5", "1.5.2", "1 2",
        "1_000", "0x", "0x.p1", "0x1p", "0xg", "1p3", "--1", "+-1", "1e5.0", "infin",
        "nan(1)", "nanx", "in", "1a", "one", "1;", "\302\2401", "0b1", "1e0x3",
    };
    static char long_number[2000];
    double value = 77.0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CU_ASSERT(!paramod_i_read_number(bad[i], &value));
    (void)memset(long_number, '1', sizeof long_number - 1);
    CU_ASSERT(!paramod_i_read_number(long_number, &value));
    CU_ASSERT_EQUAL(value, 77.0);
}

static void test_reading_leaves_errno(void)
{
    double value;

    errno = 77;
    CU_ASSERT(paramod_i_read_number("1e999", &value));
    CU_ASSERT_EQUAL(errno, 77);
}

/* ---- writing ------------------------------------------------------------------ */

static void test_conversions(void)
{
    char text[200];

    CU_ASSERT_EQUAL(paramod_i_format(text, sizeof text, "%s|%.2s|%.9s|%zu|%d|%ld|%lu",
                                     "ab", "abc", "abc", SIZE_MAX, -7, -8L, 9UL),
                    strlen(text));
    if (SIZE_MAX == UINT64_MAX)
        CU_ASSERT_STRING_EQUAL(text, "ab|ab|abc|18446744073709551615|-7|-8|9");
    (void)paramod_i_format(text, sizeof text, "%c%%%g|%.3g|%.2e|%.1f|%e|%f", 'x',
                           0.1, 1234.5, 1.0, 2.25, 1.5, -0.5);
    CU_ASSERT_STRING_EQUAL(text, "x%0.1|1.23e+03|1.00e+00|2.2|1.500000e+00|-0.500000");
    (void)paramod_i_format(text, sizeof text, "%g %g %g %.0f", INFINITY, -INFINITY,
                           fabs(NAN), 2.0);
    CU_ASSERT_STRING_EQUAL(text, "inf -inf nan 2");
    (void)paramod_i_format(text, sizeof text, "%.17g", 0.1);
    CU_ASSERT_STRING_EQUAL(text, "0.10000000000000001");
}

static void test_text_is_cut(void)
{
    char text[8] = "zzzzzzz";

    CU_ASSERT_EQUAL(paramod_i_format(text, sizeof text, "%s", "0123456789"), 10);
    CU_ASSERT_STRING_EQUAL(text, "0123456");
    CU_ASSERT_EQUAL(paramod_i_format(text, 1, "%d", 123), 3);
    CU_ASSERT_STRING_EQUAL(text, "");
    CU_ASSERT_EQUAL(paramod_i_format(NULL, 0, "%d", 123), 3);
    CU_ASSERT_EQUAL(paramod_i_format(text, sizeof text, "%f", DBL_MAX), 316);
    CU_ASSERT_STRING_EQUAL(text, "1797693");
}

/* Characters of 1, 2, 3 and 4 bytes: no cut leaves half of one. */
static void test_characters_are_not_cut_in_two(void)
{
    static const char sample[] = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z";
    static const size_t whole[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11 };

    for (size_t most = 0; most <= 11; most++) {
        char text[16], exact[16], precise[16];

        (void)memcpy(exact, sample, whole[most]);
        exact[whole[most]] = '\0';
        (void)paramod_i_format(text, most + 1, "%s", sample);
        CU_ASSERT_STRING_EQUAL(text, exact);
        switch (most) { /* precisions are constant */
        case 2: (void)paramod_i_format(precise, 16, "%.2s", sample); break;
        case 4: (void)paramod_i_format(precise, 16, "%.4s", sample); break;
        case 6: (void)paramod_i_format(precise, 16, "%.6s", sample); break;
        case 9: (void)paramod_i_format(precise, 16, "%.9s", sample); break;
        default: continue;
        }
        CU_ASSERT_STRING_EQUAL(precise, exact);
    }
}

static void test_round_trips(void)
{
    char text[64];

    for (long round = rounds(20000); round > 0; round--) {
        const double x = wild();
        double again = NAN;

        (void)paramod_i_format(text, sizeof text, "%.17g", x);
        CU_ASSERT(paramod_i_read_number(text, &again));
        CU_ASSERT_EQUAL(again, x);
    }
}

/* ---- locales ------------------------------------------------------------------ */

/* The named locale if it has a comma, or else null. */
static locale_t with_comma(const char *name)
{
    const locale_t found = newlocale(LC_ALL_MASK, name, (locale_t)0);

    if (found != (locale_t)0 && strcmp(nl_langinfo_l(RADIXCHAR, found), ",") != 0) {
        freelocale(found);
        return (locale_t)0;
    }
    return found;
}

/* An installed locale with a comma, or else one that localedef makes here. */
static locale_t comma_locale(void)
{
    static const char *const name[] = { "de_DE.UTF-8", "de_DE.utf8", "de_DE",
                                        "fr_FR.UTF-8", "ru_RU.UTF-8" };
    locale_t found = (locale_t)0;

    for (size_t i = 0; i < sizeof name / sizeof name[0] && found == (locale_t)0; i++)
        found = with_comma(name[i]);
    if (found == (locale_t)0 &&
        system("mkdir -p text_test.locale && localedef -i de_DE -f UTF-8 "
               "text_test.locale/de_DE.UTF-8 >/dev/null 2>&1") == 0 &&
        setenv("LOCPATH", "text_test.locale", 1) == 0)
        found = with_comma("de_DE.UTF-8");
    CU_ASSERT_EQUAL(system("rm -rf text_test.locale"), 0);
    return found;
}

static void test_no_locale_changes_anything(void)
{
    const locale_t comma = comma_locale();
    locale_t before;
    paramod_space *space = NULL;
    char printed[16];

    if (comma == (locale_t)0) {
        printf("no locale with a decimal comma here: skipped ... ");
        return;
    }
    before = uselocale(comma);
    (void)snprintf(printed, sizeof printed, "%.1f", 0.5);
    CU_ASSERT_STRING_EQUAL(printed, "0,5"); /* the locale is really at work */
    test_numbers_are_read();
    test_what_is_no_number_is_refused();
    test_conversions();
    test_text_is_cut();
    test_round_trips();
    CU_ASSERT_EQUAL(paramod_space_create(&space), PARAMOD_OK);
    CU_ASSERT_EQUAL(paramod_space_add(space, "x", "1", 0.5, 0.25), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_space_add: 'x': (0.5, 0.25) is not an open interval "
                           "of finite numbers with lower < upper");
    paramod_space_destroy(space);
    (void)uselocale(before);
    freelocale(comma);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "numbers are read", test_numbers_are_read },
        { "what is no number is refused", test_what_is_no_number_is_refused },
        { "reading leaves errno", test_reading_leaves_errno },
        { "conversions", test_conversions },
        { "text is cut", test_text_is_cut },
        { "characters are not cut in two", test_characters_are_not_cut_in_two },
        { "numbers survive a round trip", test_round_trips },
        { "no locale changes anything", test_no_locale_changes_anything },
        CU_TEST_INFO_NULL,
    };

    return run_tests("text", tests);
}
