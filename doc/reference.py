#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns the comments of one public header into a page of the manual.

    reference.py HEADER PAGE.rst UNDOCUMENTED.txt

The header is the reference; this only changes its clothes.  A comment belongs
to the declarations below it up to the next blank line.  Functions without a
comment are listed in UNDOCUMENTED.txt, which tests/check-manual.sh reads.
"""

import re
import sys
from pathlib import Path

MACROS = re.compile(r"\bPARAMOD_(API|MUST_CHECK)\s*")


def blocks(text):
    """Yields (comment, code) pairs, by lines that start at the left margin."""
    lines = text.split("\n")
    comment, code = "", []
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.startswith("/**"):
            if comment or code:
                yield comment, "\n".join(code)
            start = i
            while "*/" not in lines[i]:
                i += 1
            comment, code = "\n".join(lines[start:i + 1])[3:].split("*/")[0], []
        elif re.match(r"typedef|PARAMOD_API|#define PARAMOD_[A-Z0-9_]+[ (]", line):
            start = i
            if "{" in line and not line.startswith("#"):
                while not lines[i].startswith("}"):
                    i += 1
            while not (line.startswith("#") or lines[i].rstrip().endswith(";")):
                i += 1
            code += lines[start:i + 1]
        elif not line.strip():
            if comment or code:
                yield comment, "\n".join(code)
            comment, code = "", []
        i += 1


def lines_of(comment):
    """The lines of a comment without its stars."""
    first, *others = comment.split("\n")
    return [first.strip()] + [re.sub(r"^ {0,3}\*( |$)", "", line).rstrip()
                              for line in others]


def escape(text):
    """Text as reStructuredText, with the few commands of the headers."""
    text = re.sub(r"([\\*`|_])", r"\\\1", text.replace("\\p ", "\0"))
    text = re.sub("\0(\\S*[^\\s.,;:])", lambda m: "``" +
                  re.sub(r"\\(.)", r"\1", m.group(1)) + "``", text)
    return text.replace("\0", "").replace("#paramod", "paramod")


def body(lines):
    """Paragraphs, tables and code of a comment; its commands as fields."""
    out, fields, field = [], [], None
    literal = False
    for line in lines:
        command = re.match(r"\s*\\(param|retval|return|returns)(\[[a-z,]*\])?\s+(.*)", line)
        if command:
            kind, direction, rest = command.groups()
            field = [kind, direction or "", rest]
            fields.append(field)
        elif re.match(r"\s*\\[{}]", line) or re.match(r"\s*\\(name|file)\b", line):
            field = None
        elif field and line.strip():
            field[2] += " " + line.strip()
        elif not line.strip():
            field = None
            out.append("")
        elif re.match(r" {2,}", line):
            if not literal:
                if out and out[-1]:
                    out.append("")
                out += ["::", ""]
            literal = True
            out.append("    " + line)
            continue
        else:
            if literal:
                out.append("")
            out.append(escape(line.strip()))
        if line.strip():
            literal = False
    if fields:
        out.append("")
    for kind, direction, rest in fields:
        if kind == "param":
            names, _, text = rest.partition(" ")
            out.append(f":param {names}: {escape(text.strip())}"
                       + (f" ({direction[1:-1]})" if direction else ""))
        elif kind == "retval":
            name, _, text = rest.partition(" ")
            out.append(f":retval {name}: {escape(text.strip())}")
        else:
            out.append(f":returns: {escape(rest)}")
    return out


def indented(lines):
    return ["   " + line if line else "" for line in lines]


def signatures(code):
    code = re.sub(r"/\*.*?\*/", "", code, flags=re.S)
    for declaration in code.split(";"):
        if "PARAMOD_API" in declaration:
            yield re.sub(r"\s+", " ", MACROS.sub("", declaration)).strip()


def type_name(code):
    """A struct is called what follows its brace, not what its members are."""
    name = (re.search(r"^\}\s*(\w+)\s*;", code, flags=re.M)
            or re.search(r"typedef\s+(?:struct|enum)\s+\w+\s+(\w+)\s*;", code)
            or re.search(r"\(\*(\w+)\)", code))
    return name.group(1)


def entry(comment, code, undocumented):
    text = body(lines_of(comment))
    functions = list(signatures(code))
    if functions:
        if not "".join(text).strip():
            undocumented += [re.search(r"(\w+)\s*\(", f).group(1) for f in functions]
        head = [".. c:function:: " + functions[0]]
        head += ["                " + f for f in functions[1:]]
        return head + [""] + indented(text) + [""]
    if code.startswith("typedef"):
        out = [".. c:type:: " + type_name(code), ""] + indented(text)
        if "{" in code or "(*" in code:
            out += ["", "   .. code-block:: c", ""]
            out += ["      " + line for line in code.rstrip().split("\n")]
        return out + [""]
    macro = re.match(r"#define\s+(PARAMOD_[A-Z_0-9]+(?:\([^)]*\))?)", code)
    if macro:
        return [".. c:macro:: " + macro.group(1), ""] + indented(text) + [""]
    return []


def title(text, line):
    return [text, line * len(text), ""]


def page(header, undocumented):
    text = header.read_text(encoding="utf-8")
    name = "paramod/" + header.name.replace(".h.in", ".h")
    out = []
    for comment, code in blocks(text):
        lines = lines_of(comment)
        if "\\file" in comment:
            rest = re.sub(r".*\\file\s+\S+\s*", "", comment, count=1, flags=re.S)
            out += title(name, "=") + [f"``#include <{name}>``", ""]
            out += body(lines_of("\n" + rest)) + [""]
            continue
        group = re.search(r"\\name\s+(.*)", comment)
        if group:
            out += title(escape(group.group(1).strip()), "-")
            code_below = code if "typedef" in code or "PARAMOD_API" in code else ""
            out += body([l for l in lines if "\\name" not in l]) + [""]
            if code_below:
                out += entry("", code_below, undocumented)
            continue
        out += entry(comment, code, undocumented)
    return "\n".join(out) + "\n"


def main():
    header, target, missing = map(Path, sys.argv[1:])
    undocumented = []
    target.write_text(page(header, undocumented), encoding="utf-8")
    with missing.open("a", encoding="utf-8") as file:
        file.writelines(f"{header.name}: {name}\n" for name in undocumented)


if __name__ == "__main__":
    main()
