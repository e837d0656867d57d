# SPDX-License-Identifier: GPL-3.0-or-later
# One source for HTML, info and man pages.  PARAMOD_VERSION comes from make.

import os

project = "paramod"
author = "The paramod developers"
copyright = author
version = release = os.environ.get("PARAMOD_VERSION", "")

extensions = []
primary_domain = "c"
highlight_language = "text"
source_suffix = ".rst"
master_doc = "index"

html_theme = "alabaster"
html_theme_options = {"description": "Parametric models in C",
                      "font_family": "serif", "page_width": "60em"}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
html_copy_source = False
html_show_sphinx = False

HEADERS = ["chroma", "fit", "ident", "infer", "model", "ode", "parallel", "random", "sem",
           "sor", "space", "spline", "status", "survival", "version"]
man_pages = [("command", "paramod", "parametric models from the command line",
              author, 1),
             ("library", "paramod", "a C library for parametric models",
              author, 3)]
man_pages += [("reference/" + header, "paramod_" + header,
               f"reference of <paramod/{header}.h>", author, 3)
              for header in HEADERS]
man_show_urls = True

texinfo_documents = [("index", "paramod", "paramod: parametric models in C",
                      author, "paramod", "A C library for parametric models.",
                      "Mathematics")]
texinfo_show_urls = "inline"
