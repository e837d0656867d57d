# SPDX-License-Identifier: GPL-3.0-or-later
# The manual: one source for man pages, info and HTML.  Reference pages are
# made of the public headers.  A release carries man pages and info in
# doc/built/, which are then installed as they are.

manual_headers = chroma fit ident infer model ode parallel random sem sor space spline \
	status survival version
manual_pages = \
	doc/manual/command.rst \
	doc/manual/command_chroma.txt \
	doc/manual/command_ident.txt \
	doc/manual/command_sem.txt \
	doc/manual/command_sor.txt \
	doc/manual/command_spline.txt \
	doc/manual/conf.py \
	doc/manual/ident.rst \
	doc/manual/index.rst \
	doc/manual/installation.rst \
	doc/manual/library.rst \
	doc/manual/chroma.rst \
	doc/manual/sem.rst \
	doc/manual/sor.rst \
	doc/manual/spline.rst \
	doc/manual/theory.rst \
	doc/manual/tutorial.rst \
	doc/manual/reference/index.rst
manual_man3 = \
	doc/built/paramod.3 \
	doc/built/paramod_chroma.3 \
	doc/built/paramod_fit.3 \
	doc/built/paramod_ident.3 \
	doc/built/paramod_infer.3 \
	doc/built/paramod_model.3 \
	doc/built/paramod_ode.3 \
	doc/built/paramod_parallel.3 \
	doc/built/paramod_random.3 \
	doc/built/paramod_sem.3 \
	doc/built/paramod_sor.3 \
	doc/built/paramod_space.3 \
	doc/built/paramod_spline.3 \
	doc/built/paramod_status.3 \
	doc/built/paramod_survival.3 \
	doc/built/paramod_version.3
manual_built = doc/built/paramod.1 $(manual_man3) doc/built/paramod.info

EXTRA_DIST += doc/reference.py $(manual_pages)

if HAVE_MANUAL
dist_man1_MANS = doc/built/paramod.1
dist_man3_MANS = $(manual_man3)
manualinfodir = $(infodir)
dist_manualinfo_DATA = doc/built/paramod.info
endif

if BUILD_MANUAL
SPHINXOPTS =
sphinx = PARAMOD_VERSION='$(PACKAGE_VERSION)' $(SPHINX_BUILD) -q $(SPHINXOPTS) \
	-d doc/doctrees
manual_sources = $(manual_pages) $(dist_example_DATA) $(example_outputs)

# A copy of the sources with the generated pages beside them.
doc/source/stamp: doc/reference.py $(manual_sources) $(paramodinclude_HEADERS)
	$(AM_V_GEN)rm -rf doc/source && $(MKDIR_P) doc/source/examples && \
	cp -R $(srcdir)/doc/manual/. doc/source && chmod -R u+w doc/source && \
	for file in $(dist_example_DATA) $(example_outputs); do \
	  cp $(srcdir)/$$file doc/source/examples/ || exit 1; \
	done && \
	: >doc/source/undocumented.txt && \
	for name in $(manual_headers); do \
	  header=$(srcdir)/include/paramod/$$name.h; \
	  test -f $$header || header=$$header.in; \
	  python3 $(srcdir)/doc/reference.py $$header \
	    doc/source/reference/$$name.rst doc/source/undocumented.txt || exit 1; \
	done && touch $@

doc/built/stamp: doc/source/stamp
	$(AM_V_GEN)rm -rf doc/built && $(MKDIR_P) doc/built && \
	$(sphinx) -b man doc/source doc/built && \
	$(sphinx) -b texinfo doc/source doc/texinfo && \
	$(MAKEINFO_TOOL) --no-split -o doc/built/paramod.info doc/texinfo/paramod.texi && \
	touch $@
$(manual_built): doc/built/stamp
	@test -f $@ || { rm -f doc/built/stamp; $(MAKE) $(AM_MAKEFLAGS) doc/built/stamp; }

html-local: doc/source/stamp
	$(AM_V_GEN)$(sphinx) -b html doc/source doc/html
install-html-local: html-local
	$(MKDIR_P) '$(DESTDIR)$(htmldir)'
	cp -R doc/html/. '$(DESTDIR)$(htmldir)'
CLEANFILES += $(manual_built) doc/built/stamp
else
if HAVE_MANUAL
else
$(manual_built):
	@echo 'a release needs the manual, and that sphinx-build and makeinfo'; exit 1
endif
endif

clean-local:
	rm -rf doc/source doc/doctrees doc/texinfo doc/html
uninstall-local:
	rm -rf '$(DESTDIR)$(htmldir)/_static' '$(DESTDIR)$(htmldir)/reference'
