#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Replays the corpora, and damaged copies of their files, through each target.
set -eu
for target in $PARAMOD_FUZZ_TARGETS; do
    "$PARAMOD_BUILD/fuzz/${target}_replay" "$PARAMOD_SOURCE/fuzz/corpus/$target"/*
done
