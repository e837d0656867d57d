/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Do two groups answer six questions in the same way?  Fits the same two factors with
 * more and more held equal over groups, and tests each step against the one before. */

#include <stdio.h>

#include <paramod/random.h>
#include <paramod/sem.h>

enum { PERSONS = 250, QUESTIONS = 6, STEPS = 4 };

static const char model_text[] = "f =~ q1 + q2 + q3\n"
                                 "g =~ q4 + q5 + q6\n";
static const char *const questions[QUESTIONS] = { "q1", "q2", "q3", "q4", "q5", "q6" };

/* The second group is higher on f, and finds question 5 easier than the first. */
static void draw(int second, double *y)
{
    paramod_random random = paramod_random_stream(7, (uint64_t)second);

    for (size_t i = 0; i < PERSONS; i++) {
        const double common = paramod_random_normal(&random);
        const double factor[2] = {
            common + (second ? 0.5 : 0.0), 0.5 * common + 0.8 * paramod_random_normal(&random)
        };

        for (size_t j = 0; j < QUESTIONS; j++)
            y[i * QUESTIONS + j] = 3.0 + factor[j / 3] * (1.0 - 0.1 * (double)(j % 3)) +
                                   0.6 * paramod_random_normal(&random) +
                                   (second && j == 4 ? 0.4 : 0.0);
    }
}

static paramod_status read_data(paramod_sem_data **data)
{
    static double y[PERSONS * QUESTIONS];
    paramod_status status = paramod_sem_data_create(QUESTIONS, questions, data);

    for (int second = 0; second < 2 && status == PARAMOD_OK; second++) {
        draw(second, y);
        status = paramod_sem_data_add_rows(*data, second ? "second" : "first", PERSONS, y);
    }
    return status;
}

static paramod_status fit(const paramod_sem_data *data, uint64_t equal,
                          paramod_sem_model **model, paramod_sem_fit **fit_out)
{
    paramod_sem_model_options options = { .size = sizeof options };
    paramod_status status;

    options.groups = 2;
    options.equal = equal;
    status = paramod_sem_model_create(model_text, &options, model);
    return status == PARAMOD_OK ? paramod_sem_fit_create(*model, data, NULL, fit_out)
                                : status;
}

static paramod_status compare(const paramod_sem_data *data, paramod_sem_model **model,
                              paramod_sem_fit **fits)
{
    static const char *const name[STEPS] = { "free", "loadings", "and intercepts",
                                             "and residuals" };
    static const uint64_t equal[STEPS] = {
        0, PARAMOD_SEM_LOADINGS, PARAMOD_SEM_LOADINGS | PARAMOD_SEM_INTERCEPTS,
        PARAMOD_SEM_LOADINGS | PARAMOD_SEM_INTERCEPTS | PARAMOD_SEM_RESIDUALS
    };
    paramod_status status = PARAMOD_OK;

    for (size_t step = 0; step < STEPS && status == PARAMOD_OK; step++) {
        paramod_sem_summary s = { .size = sizeof s };
        paramod_test test;

        status = fit(data, equal[step], model + step, fits + step);
        if (status == PARAMOD_OK)
            status = paramod_sem_fit_summary(fits[step], &s);
        if (status == PARAMOD_OK)
            printf("%-14s chi2 %8.4f, %2.0f degrees of freedom", name[step], s.chi2, s.df);
        if (status == PARAMOD_OK && step > 0)
            status = paramod_sem_fit_ratio(fits[step - 1], fits[step], &test);
        if (status == PARAMOD_OK && step > 0)
            printf("; step %8.4f, %.0f, p %.4f", test.statistic, test.degrees,
                   test.p_value);
        printf("\n");
    }
    return status;
}

/* The intercept that breaks the third step, where it is free. */
static paramod_status explain(const paramod_sem_model *model, const paramod_sem_fit *weak)
{
    size_t q5 = 0;

    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);
        paramod_sem_estimate e;
        paramod_status status;

        if (row.kind != PARAMOD_SEM_INTERCEPT || row.parameter == (size_t)-1)
            continue;
        status = paramod_sem_fit_estimate(weak, i, &e);
        if (status != PARAMOD_OK)
            return status;
        if (row.lhs[0] == 'q' && row.lhs[1] == '5')
            printf("intercept of q5, group %zu: %.4f (%.4f)\n", ++q5, e.estimate, e.se);
    }
    return PARAMOD_OK;
}

int main(void)
{
    paramod_sem_data *data = NULL;
    paramod_sem_model *model[STEPS] = { NULL };
    paramod_sem_fit *fits[STEPS] = { NULL };
    paramod_status status = read_data(&data);

    if (status == PARAMOD_OK)
        status = compare(data, model, fits);
    if (status == PARAMOD_OK)
        status = explain(model[1], fits[1]);
    if (status != PARAMOD_OK)
        fprintf(stderr, "%s\n", paramod_error_message());
    for (size_t step = 0; step < STEPS; step++) {
        paramod_sem_fit_destroy(fits[step]);
        paramod_sem_model_destroy(model[step]);
    }
    paramod_sem_data_destroy(data);
    return status == PARAMOD_OK ? 0 : 1;
}
