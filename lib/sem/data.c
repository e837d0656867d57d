/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Observations, or their moments, as the caller gives them. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/sample_impl.h"

void paramod_sem_data_destroy(paramod_sem_data *data)
{
    if (data == NULL)
        return;
    for (size_t i = 0; i < data->variables; i++)
        paramod_i_free(data->name[i]);
    for (size_t g = 0; g < data->groups; g++) {
        paramod_i_free(data->group[g].label);
        paramod_i_free(data->group[g].value);
        paramod_i_free(data->group[g].covariance);
        paramod_i_free(data->group[g].mean);
    }
    paramod_i_free(data->name);
    paramod_i_free(data->group);
    paramod_i_free(data);
}

static paramod_status copy_names(paramod_sem_data *data, size_t variables,
                                 const char *const *names)
{
    static const char create[] = "paramod_sem_data_create";

    data->name = paramod_i_resize(NULL, variables, sizeof *data->name);
    if (data->name == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory");
    for (size_t i = 0; i < variables; i++) {
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return paramod_i_fail(PARAMOD_ERR_ARGUMENT, create, "the name '%s' "
                                      "occurs twice", names[i]);
        data->name[i] = paramod_i_copy_text(names[i]);
        if (data->name[i] == NULL)
            return paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory");
        data->variables++;
    }
    return PARAMOD_OK;
}

paramod_status paramod_sem_data_create(size_t variables, const char *const *names,
                                       paramod_sem_data **data_out)
{
    paramod_sem_data *data;
    paramod_status status;

    if (names == NULL || data_out == NULL || variables == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "names or data_out is null, or there "
                            "are no names");
    for (size_t i = 0; i < variables; i++)
        if (names[i] == NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "name %zu is null", i + 1);
    data = paramod_i_resize(NULL, 1, sizeof *data);
    if (data == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *data = (paramod_sem_data){ .variables = 0 };
    status = copy_names(data, variables, names);
    if (status != PARAMOD_OK) {
        paramod_sem_data_destroy(data);
        return status;
    }
    *data_out = data;
    return PARAMOD_OK;
}

/* The data own the new group only when all of it is there. */
static paramod_status append(paramod_sem_data *data, const char *caller,
                             const char *label, paramod_i_data_group group)
{
    paramod_i_data_group *const more =
        paramod_i_resize(data->group, data->groups + 1, sizeof *more);

    if (more != NULL)
        data->group = more;
    group.label = paramod_i_copy_text(label == NULL ? "" : label);
    if (more == NULL || group.label == NULL) {
        paramod_i_free(group.label);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    more[data->groups++] = group;
    return PARAMOD_OK;
}

static double *copy_of(size_t count, const double *x)
{
    double *const copy = paramod_i_resize(NULL, count, sizeof *copy);

    return copy == NULL ? NULL : memcpy(copy, x, count * sizeof *copy);
}

paramod_status paramod_sem_data_add_rows(paramod_sem_data *data, const char *label,
                                         size_t rows, const double *values)
{
    paramod_i_data_group group = { .n = (double)rows, .rows = rows };
    paramod_status status;

    if (data == NULL || values == NULL || rows == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "data or values is null, or there "
                            "are no rows");
    for (size_t i = 0; i < rows * data->variables; i++)
        if (isinf(values[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "row %zu, variable '%s': the value "
                                "is infinite", i / data->variables + 1,
                                data->name[i % data->variables]);
    if (data->variables > (size_t)-1 / rows)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    group.value = copy_of(rows * data->variables, values);
    if (group.value == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = append(data, __func__, label, group);
    if (status != PARAMOD_OK)
        paramod_i_free(group.value);
    return status;
}

/* ---- moments -------------------------------------------------------------------- */

static paramod_status check_moments(const paramod_sem_data *data, const char *caller,
                                    const double *s, const double *mean)
{
    const size_t v = data->variables;

    for (size_t i = 0; i < v; i++) {
        if (mean != NULL && !isfinite(mean[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the mean of '%s' is %g",
                                  data->name[i], mean[i]);
        for (size_t j = 0; j < v; j++)
            if (!isfinite(s[i * v + j]))
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the covariance of "
                                      "'%s' and '%s' is %g", data->name[i],
                                      data->name[j], s[i * v + j]);
        if (!(s[i * v + i] > 0.0))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the variance of '%s' is "
                                  "%g: it must be positive", data->name[i],
                                  s[i * v + i]);
    }
    for (size_t i = 0; i < v; i++)
        for (size_t j = 0; j < i; j++)
            if (fabs(s[i * v + j] - s[j * v + i]) >
                1e-8 * sqrt(s[i * v + i]) * sqrt(s[j * v + j]))
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the covariance "
                                      "matrix is not symmetric: '%s' with '%s' is %g, "
                                      "but %g the other way", data->name[i],
                                      data->name[j], s[i * v + j], s[j * v + i]);
    return PARAMOD_OK;
}

paramod_status paramod_sem_data_add_moments(paramod_sem_data *data, const char *label,
                                            double n, const double *covariance,
                                            const double *mean, int divisor_n)
{
    paramod_i_data_group group = { .n = n };
    const size_t v = data == NULL ? 0 : data->variables;
    paramod_status status;

    if (data == NULL || covariance == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "data or covariance is null");
    if (!(n > 1.0) || !isfinite(n))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "n is %g: it must be above 1", n);
    status = check_moments(data, __func__, covariance, mean);
    if (status != PARAMOD_OK)
        return status;
    group.covariance = copy_of(v * v, covariance);
    group.mean = mean == NULL ? NULL : copy_of(v, mean);
    status = group.covariance == NULL || (mean != NULL && group.mean == NULL)
             ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory") : PARAMOD_OK;
    for (size_t i = 0; status == PARAMOD_OK && i < v; i++)
        for (size_t j = 0; j <= i; j++)
            group.covariance[i * v + j] = group.covariance[j * v + i] =
                0.5 * (covariance[i * v + j] + covariance[j * v + i]) *
                (divisor_n ? n / (n - 1.0) : 1.0);
    if (status == PARAMOD_OK)
        status = append(data, __func__, label, group);
    if (status != PARAMOD_OK) {
        paramod_i_free(group.covariance);
        paramod_i_free(group.mean);
    }
    return status;
}

size_t paramod_sem_data_groups(const paramod_sem_data *data)
{
    return data->groups;
}

const char *paramod_sem_data_label(const paramod_sem_data *data, size_t group)
{
    return group < data->groups ? data->group[group].label : NULL;
}
