/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Statements of a model text to rows of the table. */

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/tokens_impl.h"

static const char create[] = "paramod_sem_model_create";

/* What stands before "*": one value for all groups, or one for each. */
typedef struct modifiers {
    bool fixed[MOST_GROUPS], freed[MOST_GROUPS];
    double value[MOST_GROUPS], start[MOST_GROUPS], lower[MOST_GROUPS],
           upper[MOST_GROUPS];
    char label[MOST_GROUPS][LONGEST_NAME];
} modifiers;

/* ---- modifiers ------------------------------------------------------------- */

static void clear(modifiers *m)
{
    for (size_t g = 0; g < MOST_GROUPS; g++) {
        m->fixed[g] = m->freed[g] = false;
        m->value[g] = m->start[g] = NAN;
        m->lower[g] = -INFINITY;
        m->upper[g] = INFINITY;
        m->label[g][0] = '\0';
    }
}

/* A number, NA, or a label, at the current token, for groups first .. last. */
static bool take_value(reader *r, modifiers *m, double *number, size_t first,
                       size_t last)
{
    double sign = 1.0;

    if (paramod_i_reader_is_mark(r, '-')) {
        sign = -1.0;
        paramod_i_reader_next_in_statement(r);
        if (r->token != NUMBER)
            return paramod_i_reader_refuse(r, "a number is expected after '-'");
    }
    for (size_t g = first; g <= last; g++) {
        if (r->token == NUMBER) {
            number[g] = sign * r->number;
            if (number == m->value)
                m->fixed[g] = true;
        } else if (number == m->value && r->token == NAME &&
                   strcmp(r->name, "NA") == 0) {
            m->freed[g] = true;
        } else if (number == m->value && (r->token == NAME || r->token == STRING)) {
            memcpy(m->label[g], r->name, sizeof r->name);
        } else {
            return paramod_i_reader_refuse(r, number == m->value ? "a number, NA or a label is expected"
                                                : "a number is expected");
        }
    }
    paramod_i_reader_next_in_statement(r);
    return true;
}

static bool followed_by(const reader *r, char mark)
{
    reader ahead = *r;

    paramod_i_reader_next_in_statement(&ahead);
    return paramod_i_reader_is_mark(&ahead, mark);
}

/* "c(a, b)" or a single value. */
static bool take_values(reader *r, modifiers *m, double *number)
{
    const size_t groups = r->model->groups;
    size_t g = 0;

    if (!(r->token == NAME && strcmp(r->name, "c") == 0 && followed_by(r, '(')))
        return take_value(r, m, number, 0, groups - 1);
    paramod_i_reader_next_in_statement(r);
    do {
        paramod_i_reader_next_in_statement(r);
        if (g == groups)
            return paramod_i_reader_refuse(r, "there are more values than groups");
        if (!take_value(r, m, number, g, g))
            return false;
        g++;
    } while (paramod_i_reader_is_mark(r, ','));
    if (!paramod_i_reader_is_mark(r, ')'))
        return paramod_i_reader_refuse(r, "',' or ')' is expected");
    if (g < groups)
        return paramod_i_reader_refuse(r, "there are fewer values than groups");
    paramod_i_reader_next_in_statement(r);
    return true;
}

/* start(...), lower(...), upper(...), label(...), equal(...). */
static bool take_call(reader *r, modifiers *m)
{
    double *number = m->value;

    if (strcmp(r->name, "start") == 0)
        number = m->start;
    else if (strcmp(r->name, "lower") == 0)
        number = m->lower;
    else if (strcmp(r->name, "upper") == 0)
        number = m->upper;
    else if (strcmp(r->name, "label") != 0 && strcmp(r->name, "equal") != 0)
        return paramod_i_reader_refuse(r, "the modifiers are c, start, lower, upper, label and equal");
    paramod_i_reader_next_in_statement(r); /* '(' */
    paramod_i_reader_next_in_statement(r);
    if (!take_values(r, m, number))
        return false;
    if (!paramod_i_reader_is_mark(r, ')'))
        return paramod_i_reader_refuse(r, "')' is expected");
    paramod_i_reader_next_in_statement(r);
    return true;
}

static bool is_modifier(const reader *r)
{
    if (paramod_i_reader_is_mark(r, '-') || r->token == STRING)
        return true;
    if (r->token == NAME && followed_by(r, '('))
        return true;
    return (r->token == NAME || r->token == NUMBER) && followed_by(r, '*');
}

static bool take_modifiers(reader *r, modifiers *m)
{
    clear(m);
    while (is_modifier(r)) {
        const bool call = r->token == NAME && followed_by(r, '(') &&
                          strcmp(r->name, "c") != 0;

        if (!(call ? take_call(r, m) : take_values(r, m, m->value)))
            return false;
        if (!paramod_i_reader_is_mark(r, '*'))
            return paramod_i_reader_refuse(r, "'*' is expected after a modifier");
        paramod_i_reader_next_in_statement(r);
    }
    return true;
}

/* ---- formulas -------------------------------------------------------------- */

static paramod_sem_row_kind kind_of(token operator)
{
    return operator == MEASURED ? PARAMOD_SEM_LOADING
         : operator == COVARIES ? PARAMOD_SEM_COVARIANCE : PARAMOD_SEM_REGRESSION;
}

static bool fill(reader *r, paramod_i_row *row, const modifiers *m, size_t g)
{
    row->user = true;
    row->fixed = m->fixed[g];
    row->freed = m->freed[g];
    row->value = m->value[g];
    row->start = m->start[g];
    row->lower = m->lower[g];
    row->upper = m->upper[g];
    if (m->label[g][0] != '\0') {
        row->label = paramod_i_copy_text(m->label[g]);
        if (row->label == NULL)
            return paramod_i_reader_no_memory(r);
    }
    return true;
}

static bool refuse_edge(reader *r, const paramod_i_row *row, const char *what)
{
    char text[3 * LONGEST_NAME];

    paramod_i_row_text(r->model, row, text, sizeof text);
    if (r->status == PARAMOD_OK)
        r->status = paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "line %zu: '%s' %s",
                                   r->start_line, text, what);
    return false;
}

static void mark_roles(paramod_sem_model *model, paramod_sem_row_kind kind,
                       size_t lhs, size_t rhs)
{
    paramod_i_variable *const left = model->variable + lhs;
    paramod_i_variable *const right = model->variable + rhs;

    if (kind == PARAMOD_SEM_LOADING) {
        left->latent = true;
        right->indicator = true;
    } else if (kind == PARAMOD_SEM_REGRESSION) {
        left->dependent = true;
        right->predictor = true;
    } else {
        left->mentioned = right->mentioned = true;
    }
}

/* One row in each group. */
static bool add_rows(reader *r, paramod_sem_row_kind kind, size_t lhs, size_t rhs,
                     const modifiers *m)
{
    const paramod_i_row probe = { .kind = kind, .lhs = lhs, .rhs = rhs };

    if (lhs == rhs && (kind == PARAMOD_SEM_LOADING || kind == PARAMOD_SEM_REGRESSION))
        return refuse_edge(r, &probe, "leads from a variable to itself");
    if (paramod_i_model_entry(r->model, kind, lhs, rhs, 0) != NULL)
        return refuse_edge(r, &probe, "occurs twice: give each edge once");
    for (size_t g = 0; g < r->model->groups; g++) {
        paramod_i_row *const row = paramod_i_model_add_row(r->model);

        if (row == NULL)
            return paramod_i_reader_no_memory(r);
        row->kind = kind;
        row->lhs = lhs;
        row->rhs = rhs;
        row->group = g;
        if (!fill(r, row, m, g))
            return false;
    }
    mark_roles(r->model, kind, lhs, rhs);
    return true;
}

/* A term on the right of an operator, for each variable on the left. */
static bool take_term(reader *r, token operator, size_t count, const size_t *lhs)
{
    modifiers m;
    paramod_sem_row_kind kind = kind_of(operator);
    size_t rhs = 0;

    if (!take_modifiers(r, &m))
        return false;
    if (operator == REGRESSED && r->token == NUMBER && strcmp(r->name, "1") == 0)
        kind = PARAMOD_SEM_INTERCEPT;
    else if (operator == REGRESSED && r->token == NUMBER && r->number == 0.0) {
        kind = PARAMOD_SEM_INTERCEPT; /* "y ~ 0" is "y ~ 0*1" */
        for (size_t g = 0; g < MOST_GROUPS; g++) {
            m.fixed[g] = true;
            m.value[g] = 0.0;
        }
    } else if (r->token != NAME) {
        return paramod_i_reader_refuse(r, "the name of a variable is expected");
    } else {
        rhs = paramod_i_model_variable(r->model, r->name);
        if (rhs == PARAMOD_I_NONE)
            return paramod_i_reader_no_memory(r);
    }
    for (size_t i = 0; i < count; i++)
        if (!add_rows(r, kind, lhs[i],
                      kind == PARAMOD_SEM_INTERCEPT ? lhs[i] : rhs, &m))
            return false;
    paramod_i_reader_next(r);
    paramod_i_reader_look_past_newlines(r);
    return true;
}

static bool take_formula(reader *r, size_t count, const size_t *lhs)
{
    const token operator = r->token;

    do {
        paramod_i_reader_next_in_statement(r);
        if (!take_term(r, operator, count, lhs))
            return false;
    } while (paramod_i_reader_is_mark(r, '+'));
    if (r->token != SEPARATOR && r->token != END)
        return paramod_i_reader_refuse(r, "'+' or the end of the statement is expected");
    return true;
}

/* ---- constraints and definitions --------------------------------------------- */

static char *copy_part(const char *from, const char *to)
{
    const size_t length = (size_t)(to - from);
    char *const copy = paramod_i_resize(NULL, length + 1, 1);

    if (copy != NULL) {
        memcpy(copy, from, length);
        copy[length] = '\0';
        for (size_t end = length; end > 0 && isspace((unsigned char)copy[end - 1]);)
            copy[--end] = '\0';
    }
    return copy;
}

/* Up to the end of the statement; an expression has no operator of formulas. */
static bool to_end_of_statement(reader *r)
{
    while (r->token != END && r->token != SEPARATOR) {
        if (r->token >= MEASURED && r->token <= GREATER)
            return paramod_i_reader_refuse(r, "a second operator in one statement");
        paramod_i_reader_next(r);
    }
    return r->status == PARAMOD_OK;
}

static bool pend(reader *r, char relation, const char *left, const char *left_end)
{
    paramod_sem_model *const model = r->model;
    paramod_i_pending *p;
    const char *right;

    paramod_i_reader_next_in_statement(r);
    right = r->start;
    if (!to_end_of_statement(r))
        return false;
    if (model->pending == model->pending_room) {
        const size_t room = 2 * model->pending_room + 4;

        p = paramod_i_resize(model->pend, room, sizeof *p);
        if (p == NULL)
            return paramod_i_reader_no_memory(r);
        model->pend = p;
        model->pending_room = room;
    }
    p = model->pend + model->pending;
    p->relation = relation;
    p->line = r->start_line;
    p->left = copy_part(left, left_end);
    p->right = copy_part(right, r->start);
    model->pending++;
    return (p->left != NULL && p->right != NULL) || paramod_i_reader_no_memory(r);
}

/* The relation that a statement begins with an expression for, or 0. */
static char relation_ahead(const reader *r)
{
    reader ahead = *r;

    while (ahead.token != END && ahead.token != SEPARATOR &&
           (ahead.token < MEASURED || ahead.token > GREATER))
        paramod_i_reader_next(&ahead);
    switch (ahead.token) {
    case EQUALS: return '=';
    case DEFINES: return ':';
    case LESS: return '<';
    case GREATER: return '>';
    default: return 0;
    }
}

static bool take_relation(reader *r, char relation)
{
    const char *const left = r->start;

    while (r->token < MEASURED || r->token > GREATER)
        paramod_i_reader_next(r);
    return pend(r, relation, left, r->start);
}

/* ---- statements --------------------------------------------------------------- */

static bool take_statement(reader *r)
{
    const char relation = relation_ahead(r);
    size_t lhs[MOST_LHS], count = 0;

    if (relation != 0)
        return take_relation(r, relation);
    for (;;) {
        if (r->token != NAME)
            return paramod_i_reader_refuse(r, "a statement begins with the name of a variable");
        if (count == MOST_LHS)
            return paramod_i_reader_refuse(r, "more than 64 variables on the left");
        lhs[count] = paramod_i_model_variable(r->model, r->name);
        if (lhs[count] == PARAMOD_I_NONE)
            return paramod_i_reader_no_memory(r);
        count++;
        paramod_i_reader_next(r);
        if (!paramod_i_reader_is_mark(r, '+'))
            break;
        paramod_i_reader_next_in_statement(r);
    }
    if (r->token < MEASURED || r->token > REGRESSED)
        return paramod_i_reader_refuse(r, "an operator (=~, ~, ~~, ==, :=, <, >) is expected");
    return take_formula(r, count, lhs);
}

paramod_status paramod_i_model_read(paramod_sem_model *model, const char *text)
{
    reader r = { .model = model, .text = text, .at = text, .line = 1,
                 .line_start = text };

    paramod_i_reader_next(&r);
    while (r.status == PARAMOD_OK && r.token != END) {
        if (r.token == SEPARATOR)
            paramod_i_reader_next(&r);
        else if (!take_statement(&r))
            break;
    }
    if (r.status == PARAMOD_OK && model->rows == 0)
        return paramod_i_fail(PARAMOD_ERR_FORMAT, create, "the model has no "
                              "statement such as 'y ~ x'");
    return r.status;
}
