/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file expression_node.h  Nodes of formulas. */

#ifndef PARAMOD_TOOLS_EXPRESSION_NODE_H
#define PARAMOD_TOOLS_EXPRESSION_NODE_H

#include "expression.h"

typedef enum operation {
    OP_NUMBER, OP_VARIABLE, OP_ADD, OP_SUBTRACT, OP_MULTIPLY, OP_DIVIDE, OP_POWER,
    OP_EXP, OP_LOG, OP_SQRT, OP_SIN, OP_COS, OP_TAN, OP_SINH, OP_COSH, OP_TANH, OP_ATAN,
    OP_ABS, OP_SIGN
} operation;

/** Operands are nodes that come before; for a variable a is its index. */
typedef struct node {
    operation op;
    size_t a, b;
    double value;
} node;

struct expressions {
    size_t variables;
    char **name;
    size_t count;
    node *node;
    size_t slots;  /**< a power of two */
    size_t *slot;  /**< hash table of node + 1 */
};

/** The node of an operation, simplified; b is 0 for functions of one operand. */
size_t node_make(expressions *pool, operation op, size_t a, size_t b);

/** What an operation gives. */
double operate(operation op, double a, double b);

#endif /* PARAMOD_TOOLS_EXPRESSION_NODE_H */
