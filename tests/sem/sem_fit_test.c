/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum likelihood against optima in 40-digit arithmetic, fit measures and
 * standardised values against lavaan. */

#include "sem/sem_data.h"

static const struct { const char *name; double chi2, df, n; size_t parameters; } models[] = {
    { "poldem", 38.125218227913964, 35, 75, 31 },
    { "poldem_eq", 40.179489488541958, 38, 75, 28 },
    { "hs3", 85.305521769794479, 24, 301, 21 },
    { "dhp", 26.778609036967059, 15, 329, 19 },
    { "cyc2_iv", 0.022399883907756113, 1, 75, 9 },
    { "verma", 28.454150854779051, 1, 75, 9 },
    { "bowfree_sur", 12.395227835437497, 2, 75, 13 },
};

enum { MODELS = sizeof models / sizeof models[0] };

static paramod_sem_fit *fit_of(const char *name, const paramod_sem_model *model)
{
    paramod_sem_data *const data = data_of(name);
    paramod_sem_fit *fit = NULL;

    MUST(paramod_sem_fit_create(model, data, NULL, &fit));
    paramod_sem_data_destroy(data);
    return fit;
}

/* ---- optima ---------------------------------------------------------------- */

static void check_line(const char *model_name, const paramod_sem_model *model,
                       const paramod_sem_fit *fit, char *line)
{
    double expected[3];
    char *comma = strchr(line, ','), what[200];
    paramod_sem_estimate e;
    size_t row;

    CU_ASSERT_PTR_NOT_NULL_FATAL(comma);
    *comma = '\0';
    for (size_t i = 0; i < 3; i++, comma++)
        expected[i] = strtod(comma + 1, &comma), comma--;
    row = find_row(model, line, 0);
    CU_ASSERT_NOT_EQUAL_FATAL(row, (size_t)-1);
    MUST(paramod_sem_fit_estimate(fit, row, &e));
    (void)snprintf(what, sizeof what, "%s %s", model_name, line);
    check_close(what, e.estimate, expected[0], 1e-9);
    check_close(what, e.se_expected, expected[1], 1e-9);
    check_close(what, e.se_observed, expected[2], 1e-9);
    CU_ASSERT_EQUAL(e.se, e.se_expected);
}

static void test_optima(void)
{
    for (size_t i = 0; i < MODELS; i++) {
        paramod_sem_model *const model = model_of(models[i].name);
        paramod_sem_fit *const fit = fit_of(models[i].name, model);
        paramod_sem_summary s = { .size = sizeof s };
        char file[64], *text, *save = NULL;
        size_t lines = 0;

        MUST(paramod_sem_fit_summary(fit, &s));
        check_close(models[i].name, s.chi2, models[i].chi2, 1e-11);
        CU_ASSERT_EQUAL(s.df, models[i].df);
        CU_ASSERT_EQUAL(s.n, models[i].n);
        CU_ASSERT_EQUAL(s.parameters, models[i].parameters);
        CU_ASSERT_EQUAL(s.ending, PARAMOD_SEM_CONVERGED);
        CU_ASSERT_EQUAL(s.negative, 0);
        (void)snprintf(file, sizeof file, "%s.mp.csv", models[i].name);
        text = read_text(file);
        for (char *line = strtok_r(text, "\n", &save); line != NULL;
             line = strtok_r(NULL, "\n", &save))
            if (line[0] != '#') {
                check_line(models[i].name, model, fit, line);
                lines++;
            }
        CU_ASSERT_TRUE(lines >= models[i].parameters);
        free(text);
        paramod_sem_fit_destroy(fit);
        paramod_sem_model_destroy(model);
    }
}

/* ---- measures ---------------------------------------------------------------- */

/* lavaan's optima are a little off, which moves measures by up to 6e-6. */
static void test_measures(void)
{
    for (size_t i = 0; i < MODELS; i++) {
        paramod_sem_model *const model = model_of(models[i].name);
        paramod_sem_fit *const fit = fit_of(models[i].name, model);
        char file[64], *text, *save = NULL;
        size_t compared = 0;

        (void)snprintf(file, sizeof file, "%s.fit.csv", models[i].name);
        text = read_text(file);
        for (char *line = strtok_r(text, "\n", &save); line != NULL;
             line = strtok_r(NULL, "\n", &save)) {
            char *const comma = strchr(line, ','), what[200];
            double expected, found;

            *comma = '\0';
            if (strncmp(line, "rmsea.c", 7) == 0 && strstr(line, "ci.l") == NULL &&
                strstr(line, "ci.u") == NULL)
                continue; /* the levels themselves */
            if (strcmp(line, "rmsea.ci.level") == 0 || strstr(line, ".h0") != NULL)
                continue;
            expected = strtod(comma + 1, NULL);
            found = measure(fit, line);
            (void)snprintf(what, sizeof what, "%s %s", models[i].name, line);
            if (fabs(expected) < 1e-3 || fabs(found) < 1e-3) {
                CU_ASSERT_DOUBLE_EQUAL(found, expected, 2e-6);
            } else {
                check_close(what, found, expected,
                            strcmp(models[i].name, "cyc2_iv") == 0 ? 2e-5 : 6e-6);
            }
            compared++;
        }
        CU_ASSERT_EQUAL(compared, paramod_sem_measures());
        free(text);
        paramod_sem_fit_destroy(fit);
        paramod_sem_model_destroy(model);
    }
}

/* ---- standardised values --------------------------------------------------------- */

static void test_standardised(void)
{
    for (size_t i = 0; i < MODELS; i++) {
        paramod_sem_model *const model = model_of(models[i].name);
        paramod_sem_fit *const fit = fit_of(models[i].name, model);
        char file[64], *text, *save = NULL;
        size_t compared = 0;

        (void)snprintf(file, sizeof file, "%s.std.csv", models[i].name);
        text = read_text(file);
        for (char *line = strtok_r(text, "\n", &save); line != NULL;
             line = strtok_r(NULL, "\n", &save)) {
            char lhs[40], op[4], rhs[40], name[100];
            const char *at = line;
            paramod_sem_estimate e;
            double value, se;
            size_t row;

            if (sscanf(line, "%39[^,],%3[^,],%39[^,],", lhs, op, rhs) != 3 ||
                strcmp(lhs, "lhs") == 0)
                continue;
            for (int j = 0; j < (strcmp(models[i].name, "poldem_eq") == 0 ? 4 : 3); j++)
                at = strchr(at, ',') + 1;
            value = strtod(at, NULL);
            se = strtod(strchr(at, ',') + 1, NULL);
            (void)snprintf(name, sizeof name, "%s%s%s", lhs, op, rhs);
            row = find_row(model, name, 0);
            if (row == (size_t)-1)
                continue; /* lavaan's own rows, such as constraints */
            MUST(paramod_sem_fit_estimate(fit, row, &e));
            CU_ASSERT_DOUBLE_EQUAL(e.standardised, value, 1e-4);
            if (!paramod_sem_model_row(model, row).exogenous) {
                if (!(fabs(e.standardised_se - se) <= 2e-4 * (1.0 + se)))
                    printf("%s %s: %g, expected %g\n", models[i].name, name,
                           e.standardised_se, se);
                CU_ASSERT_DOUBLE_EQUAL(e.standardised_se, se, 2e-4 * (1.0 + se));
            }
            compared++;
        }
        CU_ASSERT_TRUE(compared >= models[i].parameters);
        free(text);
        paramod_sem_fit_destroy(fit);
        paramod_sem_model_destroy(model);
    }
}

/* ---- the three-cycle --------------------------------------------------------------- */

/* The minimum that block coordinate descent and 40 digits agree on. */
static void check_cyc3(const paramod_sem_fit *fit)
{
    static const double lambda[] = { 1.370803907693, 0.519519063077, 72.561045633353,
                                     -29.775473379704 };
    const double *const theta = paramod_sem_fit_theta(fit);
    paramod_sem_summary s = { .size = sizeof s };

    MUST(paramod_sem_fit_summary(fit, &s));
    CU_ASSERT_EQUAL(s.ending, PARAMOD_SEM_CONVERGED);
    check_close("cyc3 chi2", s.chi2, 0.913270545399, 1e-11);
    check_close("cyc3 f", s.f, 0.0121769406053, 1e-11);
    for (size_t i = 0; i < 4; i++)
        check_close("cyc3 lambda", theta[i], lambda[i], 1e-9);
}

static void test_three_cycle(void)
{
    paramod_sem_model *const model = model_of("cyc3");
    paramod_sem_data *const data = read_rows("PoliticalDemocracy.csv");
    paramod_sem_options o = { .size = sizeof o };
    paramod_sem_fit *fit = NULL;

    MUST(paramod_sem_fit_create(model, data, NULL, &fit));
    check_cyc3(fit);
    paramod_sem_fit_destroy(fit);
    o.starts = 1;
    MUST(paramod_sem_fit_create(model, data, &o, &fit));
    check_cyc3(fit);
    paramod_sem_fit_destroy(fit);
    o.starts = 20;
    o.seed = 77;
    MUST(paramod_sem_fit_create(model, data, &o, &fit));
    check_cyc3(fit);
    paramod_sem_fit_destroy(fit);
    paramod_sem_data_destroy(data);
    paramod_sem_model_destroy(model);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "optima", test_optima },
        { "measures", test_measures },
        { "standardised", test_standardised },
        { "three-cycle", test_three_cycle },
        CU_TEST_INFO_NULL,
    };

    return run_tests("fits of structural equations", tests);
}
