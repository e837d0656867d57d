# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript sem_fit.R KIND DATA.csv MODEL REPEATS: CPU seconds of lavaan.
a <- commandArgs(TRUE)
suppressMessages(library(lavaan))
d <- read.csv(a[2]); m <- paste(readLines(a[3]), collapse = "\n")
run <- switch(a[1],
  full = function() { f <- sem(m, d); fitMeasures(f) },
  estimate = function() sem(m, d, se = "none", test = "none", baseline = FALSE, h1 = FALSE),
  fiml = function() sem(m, d, missing = "fiml"))
invisible(suppressWarnings(run()))
t <- replicate(as.integer(a[4]), { s <- proc.time(); suppressWarnings(run()); sum((proc.time() - s)[1:2]) })
cat(sprintf("%.17g\n", median(t)))
