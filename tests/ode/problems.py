# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/ode/problems.c: published ODE models as C, with derivatives.

    python3 problems.py DIRECTORY > problems.c

DIRECTORY holds the four files *_*.json of the PEtab benchmark collection
(BSD-3-Clause; data from the papers that they are named after) in the form of
the identifiability module's model files, with log-likelihoods and eigenvalues
of the Fisher information by two other integrators (CVODES staggered and R's
lsodes or CVODES simultaneous), and cascade20_ref.json.  Derivatives are those
of sympy 1.14, and common subexpressions are shared.  The cascade is

    x1' = 1 / (1 + x20) - v1,  xi' = v(i-1) - vi,  vi = Vi xi / (Ki + xi).
"""
import json
import os
import sys

import sympy

NAMES = ["Boehm_JProteomeRes2014", "Bruno_JExpBot2016",
         "Crauste_CellSystems2017", "Sneyd_PNAS2002"]
T = sympy.Symbol("time_t", real=True)


def number(x):
    return repr(float(x))


def cascade(folder):
    ref = json.load(open(os.path.join(folder, "cascade20_ref.json")))
    par = [f"V{i}" for i in range(1, 21)] + [f"K{i}" for i in range(1, 11)]

    def v(i):
        k = f"K{i}" if i <= 10 else "1"
        return f"V{i}*x{i}/({k} + x{i})"

    rhs = {"x1": f"1/(1 + x20) - {v(1)}"}
    for i in range(2, 21):
        rhs[f"x{i}"] = f"{v(i - 1)} - {v(i)}"
    data = [{"t": 2.5 * j, "m": 0.0, "y": f"x{i}", "sigma": "0.05"}
            for j in range(1, 21) for i in (1, 5, 10, 15, 20)]
    return {"problem": "cascade20", "states": list(rhs), "parameters": par,
            "scale": ["log10"] * 30, "nominal": ref["nom"],
            "experiments": [{"rhs": rhs, "x0": {s: "0" for s in rhs},
                             "data": data}],
            "reference": {"llh": ref["llh"], "FIM_eigenvalues": ref["eig"],
                          "FIM_eigenvalues_second_solver": ref["eig"]}}


class Model:
    def __init__(self, d, prefix):
        self.d, self.prefix = d, prefix
        self.states = d["states"]
        self.pars = d["parameters"]
        self.local = {s: sympy.Symbol(s, real=True)
                      for s in self.states + self.pars}
        self.local["time_t"] = T
        self.x = [self.local[s] for s in self.states]
        self.p = [self.local[s] for s in self.pars]
        self.place = {s: sympy.Symbol(f"y[{i}]") for i, s in enumerate(self.x)}
        self.place.update({s: sympy.Symbol(f"theta[{i}]")
                           for i, s in enumerate(self.p)})
        self.place[T] = sympy.Symbol("at->t")
        self.observables = []

    def parse(self, text):
        return sympy.sympify(str(text).replace("^", "**"), locals=self.local)

    def observable(self, text):
        if text not in self.observables:
            self.observables.append(text)
        return self.observables.index(text)

    def body(self, entries, indent):
        """C statements out[i] = expression for those that are not 0."""
        entries = [(i, e) for i, e in entries if e != 0]
        shared, reduced = sympy.cse([e for _, e in entries],
                                    symbols=sympy.numbered_symbols("c"))
        lines = []
        for s, e in shared:
            lines.append(f"const double {s} = {self.code(e)};")
        for (i, _), e in zip(entries, reduced):
            lines.append(f"out[{i}] = {self.code(e)};")
        return "\n".join(" " * indent + line for line in lines)

    def code(self, e):
        e = e.xreplace(self.place)
        e = e.replace(lambda a: a.is_Pow and a.exp.is_Integer and 2 <= abs(a.exp) <= 4,
                      lambda a: sympy.Function(f"power{abs(int(a.exp))}")(a.base)
                      if a.exp > 0 else
                      1 / sympy.Function(f"power{abs(int(a.exp))}")(a.base))
        return sympy.ccode(e, user_functions={f"power{n}": f"power{n}" for n in (2, 3, 4)})

    def function(self, name, cases):
        """One callback; cases[e] is a list of (index, expression)."""
        out = [f"static paramod_eval {self.prefix}_{name}(const paramod_ode_point "
               "*at, double *out, void *data)", "{",
               "    const double *const y = at->y, *const theta = at->theta;", "",
               "    (void)y, (void)theta, (void)out, (void)data;"]
        groups = {}
        for e, case in enumerate(cases):
            groups.setdefault(tuple((i, sympy.srepr(x)) for i, x in case),
                              (case, []))[1].append(e)
        if len(groups) == 1:
            out.append(self.body(cases[0], 4))
        else:
            out.append("    switch (at->experiment) {")
            for case, members in groups.values():
                out += [f"    case {e}:" for e in members]
                out += ["    {", self.body(case, 8), "        break;", "    }"]
            out += ["    default:", "        return PARAMOD_EVAL_STOP;", "    }"]
        out += ["    return PARAMOD_EVAL_OK;", "}", ""]
        return "\n".join(line for line in out if line is not None)

    def by(self, expressions, variables):
        return [(i * len(variables) + j, sympy.diff(e, v))
                for i, e in enumerate(expressions) for j, v in enumerate(variables)]

    def write(self):
        d, out = self.d, []
        exps = d["experiments"]
        rhs = [[self.parse(e["rhs"][s]) for s in self.states] for e in exps]
        x0 = [[self.parse(e["x0"][s]) for s in self.states] for e in exps]
        rows = []
        for k, e in enumerate(exps):
            times = sorted({x["t"] for x in e["data"]})
            data = []
            for x in e["data"]:
                sigma = self.parse(x["sigma"])
                index = self.observable(x["sigma"]) if sigma.free_symbols else -1
                data.append("    { %d, %d, %d, %s, %s }," % (
                    times.index(x["t"]), self.observable(x["y"]), index,
                    number(sigma) if index < 0 else "0.0", number(x["m"])))
            free = set().union(*[e.free_symbols for e in rhs[k] + x0[k]])
            active = [j for j, p in enumerate(self.p) if p in free]
            out.append(f"static const double {self.prefix}_times_{k}[] = "
                       f"{{ {', '.join(number(t) for t in times)} }};")
            out.append(f"static const problem_datum {self.prefix}_data_{k}[] = {{\n"
                       + "\n".join(data) + "\n};")
            out.append(f"static const size_t {self.prefix}_active_{k}[] = "
                       f"{{ {', '.join(map(str, active))} }};")
            rows.append(f"    {{ {len(times)}, {self.prefix}_times_{k}, {len(active)}, "
                        f"{self.prefix}_active_{k}, {len(data)}, {self.prefix}_data_{k} }},")
        obs = [self.parse(o) for o in self.observables]
        out.append(self.function("rate", [list(enumerate(r)) for r in rhs]))
        out.append(self.function("by_state", [self.by(r, self.x) for r in rhs]))
        out.append(self.function("by_parameter", [self.by(r, self.p) for r in rhs]))
        out.append(self.function("initial", [list(enumerate(r)) for r in x0]))
        out.append(self.function("initial_by_parameter",
                                 [self.by(r, self.p) for r in x0]))
        out.append(self.function("observe", [list(enumerate(obs))]))
        out.append(self.function("observe_by_state", [self.by(obs, self.x)]))
        out.append(self.function("observe_by_parameter", [self.by(obs, self.p)]))
        out.append(f"static const problem_experiment {self.prefix}_experiments[] = {{\n"
                   + "\n".join(rows) + "\n};")
        ref = d["reference"]
        for name, values in [("nominal", d["nominal"]),
                             ("eigenvalues", ref["FIM_eigenvalues"]),
                             ("eigenvalues_2", ref["FIM_eigenvalues_second_solver"])]:
            out.append(f"static const double {self.prefix}_{name}[] = "
                       f"{{ {', '.join(number(v) for v in values)} }};")
        return "\n".join(out)

    def entry(self):
        p, d = self.prefix, self.d
        return (f'    {{ "{d["problem"].split("_")[0]}",\n'
                f"      {{ .size = sizeof(paramod_ode_system), .states = {len(self.x)}, "
                f".parameters = {len(self.p)}, .observables = {len(self.observables)},\n"
                f"        .rate = {p}_rate, .state_jacobian = {p}_by_state,\n"
                f"        .parameter_jacobian = {p}_by_parameter,\n"
                f"        .initial = {p}_initial, .initial_jacobian = {p}_initial_by_parameter,\n"
                f"        .observe = {p}_observe, .observe_state_jacobian = {p}_observe_by_state,\n"
                f"        .observe_parameter_jacobian = {p}_observe_by_parameter }},\n"
                f"      {p}_nominal, {len(d['experiments'])}, {p}_experiments,\n"
                f"      {number(d['reference']['llh'])}, {p}_eigenvalues, {p}_eigenvalues_2 }},")


def main():
    folder = sys.argv[1]
    problems = [json.load(open(os.path.join(folder, "petab", n + ".json")))
                for n in NAMES] + [cascade(folder)]
    models = [Model(d, d["problem"].split("_")[0].lower()) for d in problems]
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */\n\n"
          "/* Written by problems.py, which says what this is and where it comes "
          "from. */\n\n#include <math.h>\n\n#include \"problems.h\"\n")
    for n in (2, 3, 4):
        print(f"static inline double power{n}(double x)\n{{\n    return "
              f"{' * '.join(['x'] * n)};\n}}\n")
    for m in models:
        print(f"/* ---- {m.d['problem']} ---- */\n")
        print(m.write(), "\n")
    print("const problem problems[] = {\n" + "\n".join(m.entry() for m in models)
          + "\n};\nconst size_t problem_count = sizeof problems / sizeof problems[0];")


main()
