/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Estimators, mean structures, groups, constraints and missing values against
 * lavaan (tests/data/sem/lavaan/estimators.R).  Estimates of lavaan are good to
 * the tolerances of each case, which its optimiser sets. */

#include "sem/sem_data.h"

static const char path[] = "y5 ~ b*y1 + x1 + x2\ny1 ~ a*x1\ny6 ~ c*y5 + x2\n"
                           "ind := a*b*c\n";
static const char growth[] = "i =~ 1*x4 + 1*x5 + 1*x6\ns =~ 0*x4 + 1*x5 + 2*x6\n"
                             "x4 + x5 + x6 ~ 0*1\ni ~ 1\ns ~ 1\ns ~~ 0*s + 0*i\n";
static const char linear[] = "ind60 =~ x1 + a*x2 + b*x3\ndem60 =~ y1 + c*y2 + d*y3 + e*y4\n"
                             "dem60 ~ ind60\na == b + 0.5\nc + d + e == 3.5\n"
                             "q := sqrt(a^2 + b^2)/exp(c)\n";
static const char higher[] = "visual  =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\n"
                             "speed   =~ x7 + x8 + x9\ng =~ visual + textual + speed\n";

enum { LOAD = PARAMOD_SEM_LOADINGS, STRONG = LOAD | PARAMOD_SEM_INTERCEPTS,
       STRICT = STRONG | PARAMOD_SEM_RESIDUALS };

typedef struct instance {
    const char *name;
    const char *text;      /**< null: hs3.lav or poldem.lav */
    const char *data;
    bool grouped;
    bool wishart, fiml, free_exogenous, unit, orthogonal, means;
    paramod_sem_estimator estimator;
    unsigned equal;
} instance;

#define HS "HolzingerSwineford1939.csv"
#define PD "PoliticalDemocracy.csv"
#define MISS "hs_missing.csv"

static const instance cases[] = {
    { .name = "hs3_gls", .data = HS, .estimator = PARAMOD_SEM_GLS },
    { .name = "hs3_uls", .data = HS, .estimator = PARAMOD_SEM_ULS },
    { .name = "hs3_uls_nt", .data = HS, .estimator = PARAMOD_SEM_ULS },
    { .name = "hs3_wls", .data = HS, .estimator = PARAMOD_SEM_WLS },
    { .name = "hs3_mlm", .data = HS, .estimator = PARAMOD_SEM_MLM },
    { .name = "hs3_mlr", .data = HS, .estimator = PARAMOD_SEM_MLR },
    { .name = "hs3_wishart", .data = HS, .wishart = true },
    { .name = "hs3_stdlv", .data = HS, .unit = true },
    { .name = "hs3_orthogonal", .data = HS, .orthogonal = true },
    { .name = "hs3_means", .data = HS, .means = true },
    { .name = "hs3_means_gls", .data = HS, .means = true, .estimator = PARAMOD_SEM_GLS },
    { .name = "hs3_means_wls", .data = HS, .means = true, .estimator = PARAMOD_SEM_WLS },
    { .name = "hs3_means_mlm", .data = HS, .means = true, .estimator = PARAMOD_SEM_MLM },
    { .name = "higher", .text = higher, .data = HS },
    { .name = "poldem_mlm", .data = PD, .estimator = PARAMOD_SEM_MLM },
    { .name = "poldem_mlr", .data = PD, .estimator = PARAMOD_SEM_MLR },
    { .name = "path_ml", .text = path, .data = PD },
    { .name = "path_gls", .text = path, .data = PD, .estimator = PARAMOD_SEM_GLS,
      .free_exogenous = true },
    { .name = "path_wls", .text = path, .data = PD, .estimator = PARAMOD_SEM_WLS,
      .free_exogenous = true },
    { .name = "path_mlm", .text = path, .data = PD, .estimator = PARAMOD_SEM_MLM },
    { .name = "path_mlr", .text = path, .data = PD, .estimator = PARAMOD_SEM_MLR },
    { .name = "path_means", .text = path, .data = PD, .means = true },
    { .name = "path_free", .text = path, .data = PD, .free_exogenous = true },
    { .name = "growth", .text = growth, .data = HS },
    { .name = "linear", .text = linear, .data = PD },
    { .name = "linear_mlm", .text = linear, .data = PD, .estimator = PARAMOD_SEM_MLM },
    { .name = "group_configural", .data = HS, .grouped = true },
    { .name = "group_weak", .data = HS, .grouped = true, .equal = LOAD },
    { .name = "group_strong", .data = HS, .grouped = true, .equal = STRONG },
    { .name = "group_strict", .data = HS, .grouped = true, .equal = STRICT },
    { .name = "group_weak_gls", .data = HS, .grouped = true, .equal = LOAD,
      .estimator = PARAMOD_SEM_GLS },
    { .name = "group_weak_mlr", .data = HS, .grouped = true, .equal = LOAD,
      .estimator = PARAMOD_SEM_MLR },
    { .name = "group_weak_mlm", .data = HS, .grouped = true, .equal = LOAD,
      .estimator = PARAMOD_SEM_MLM },
    { .name = "group_wishart", .data = HS, .grouped = true, .wishart = true },
    { .name = "fiml", .data = MISS, .fiml = true, .means = true },
    { .name = "fiml_mlr", .data = MISS, .fiml = true, .means = true,
      .estimator = PARAMOD_SEM_MLR },
    { .name = "fiml_group", .data = MISS, .fiml = true, .grouped = true, .equal = LOAD },
    { .name = "listwise", .data = MISS },
};

static paramod_sem_model *model_for(const instance *c)
{
    paramod_sem_model_options o = { .size = sizeof o };
    paramod_sem_model *model = NULL;
    char *const text = c->text != NULL ? NULL
                       : read_text(strcmp(c->data, PD) == 0 ? "poldem.lav" : "hs3.lav");

    o.groups = c->grouped ? 2 : 1;
    o.free_exogenous = c->free_exogenous;
    o.standardise_latent = c->unit;
    o.orthogonal = c->orthogonal;
    o.means = c->means;
    o.equal = c->equal;
    MUST(paramod_sem_model_create(c->text != NULL ? c->text : text, &o, &model));
    free(text);
    return model;
}

static paramod_sem_fit *fit_for(const instance *c, const paramod_sem_model *model)
{
    paramod_sem_data *const data = c->grouped ? read_groups(c->data) : read_rows(c->data);
    paramod_sem_options o = { .size = sizeof o };
    paramod_sem_fit *fit = NULL;

    o.estimator = c->estimator;
    o.wishart = c->wishart;
    o.missing = c->fiml;
    MUST(paramod_sem_fit_create(model, data, &o, &fit));
    paramod_sem_data_destroy(data);
    return fit;
}

static double statistic(const paramod_sem_fit *fit, const char *name)
{
    paramod_sem_summary s = { .size = sizeof s };

    MUST(paramod_sem_fit_summary(fit, &s));
    CU_ASSERT_EQUAL(s.ending, PARAMOD_SEM_CONVERGED);
    if (strcmp(name, "chisq.scaled") == 0)
        return s.scaled_chi2;
    if (strcmp(name, "chisq.scaling.factor") == 0)
        return s.scaling;
    return measure(fit, name);
}

static void check_close_or_small(const char *what, double x, double y, double relative,
                                 double absolute)
{
    if (!isfinite(y))
        return; /* values standardised by a variance of 0 */
    if (fabs(y) * relative > absolute) {
        check_close(what, x, y, relative);
    } else {
        if (!(fabs(x - y) <= absolute))
            printf("%s: %.12g, expected %.12g\n", what, x, y);
        CU_ASSERT_DOUBLE_EQUAL(x, y, absolute);
    }
}

static void check_reference(const instance *c, const paramod_sem_model *model,
                            const paramod_sem_fit *fit, char *line)
{
    char *cell[9], what[200];
    size_t group, row;
    double se_tolerance = 3e-5;
    paramod_sem_estimate e;

    for (size_t i = 0; i < 9; i++) {
        cell[i] = line;
        line = strchr(line, ',');
        if (line != NULL)
            *line++ = '\0';
    }
    /* lavaan weighs the information of groups by N_g, though its discrepancy by
     * N_g - 1 */
    if (strcmp(c->name, "group_weak_gls") == 0 || strcmp(c->name, "group_wishart") == 0)
        se_tolerance = 2e-4;
    /* and its information of ULS counts variances twice, see the manual */
    if (strcmp(c->name, "hs3_uls") == 0) {
        se_tolerance = INFINITY;
        if (strcmp(cell[2], "gfi") == 0)
            return;
    }
    if (strcmp(c->name, "path_free") == 0 && /* its baseline failed in lavaan */
        (strncmp(cell[2], "baseline", 8) == 0 || strcmp(cell[2], "cfi") == 0 ||
         strcmp(cell[2], "tli") == 0))
        return;
    if (strcmp(cell[1], "fit") == 0) {
        (void)snprintf(what, sizeof what, "%s %s", c->name, cell[2]);
        check_close_or_small(what, statistic(fit, cell[2]), strtod(cell[6], NULL), 2e-6,
                             2e-6);
        return;
    }
    group = (size_t)atol(cell[5]) - 1;
    (void)snprintf(what, sizeof what, "%s%s%s", cell[2], cell[3], cell[4]);
    if (strcmp(cell[3], ":=") == 0)
        for (row = 0; paramod_sem_model_row(model, row).kind != PARAMOD_SEM_DEFINED;)
            row++;
    else
        row = find_row(model, what, group);
    (void)snprintf(what, sizeof what, "%s %s%s%s group %zu", c->name, cell[2], cell[3],
                   cell[4], group + 1);
    if (row == (size_t)-1) {
        printf("%s: there is no such row\n", what);
        CU_FAIL("row missing");
        return;
    }
    MUST(paramod_sem_fit_estimate(fit, row, &e));
    check_close_or_small(what, e.estimate, strtod(cell[6], NULL), 3e-5, 1e-5);
    if (paramod_sem_model_row(model, row).parameter != (size_t)-1 ||
        strcmp(cell[3], ":=") == 0)
        check_close_or_small(what, e.se, strtod(cell[7], NULL), se_tolerance, 1e-5);
    if (strcmp(cell[3], ":=") != 0)
        check_close_or_small(what, e.standardised, strtod(cell[8], NULL), 1e-5, 1e-5);
}

static void test_cases(void)
{
    char *const text = read_text("estimators.ref");

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        paramod_sem_model *const model = model_for(cases + i);
        paramod_sem_fit *const fit = fit_for(cases + i, model);
        char start[64];
        size_t lines = 0;

        (void)snprintf(start, sizeof start, "%s,", cases[i].name);
        for (char *line = text; line != NULL && *line != '\0';) {
            char *const end = strchr(line, '\n');

            if (strncmp(line, start, strlen(start)) == 0) {
                char copy[400];

                (void)snprintf(copy, sizeof copy, "%.*s", (int)(end - line), line);
                check_reference(cases + i, model, fit, copy);
                lines++;
            }
            line = end == NULL ? NULL : end + 1;
        }
        CU_ASSERT_TRUE(lines > 15);
        paramod_sem_fit_destroy(fit);
        paramod_sem_model_destroy(model);
    }
    free(text);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "cases", test_cases },
        CU_TEST_INFO_NULL,
    };

    return run_tests("estimators", tests);
}
