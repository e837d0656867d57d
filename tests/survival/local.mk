# SPDX-License-Identifier: GPL-3.0-or-later
unit_tests += tests/survival/tail_test
EXTRA_DIST += tests/data/tail.py tests/data/tail.ref
unit_tests += tests/survival/kaplan_meier_test
EXTRA_DIST += tests/data/kaplan_meier.R
unit_tests += tests/survival/family_test
EXTRA_DIST += tests/data/family.py tests/data/family.ref
unit_tests += tests/survival/distribution_test
unit_tests += tests/survival/family_user_test
