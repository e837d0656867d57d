# SPDX-License-Identifier: GPL-3.0-or-later
# Wald, likelihood-ratio and score test of tests/sem/sem_after_test.c, by lavaan.
suppressMessages(library(lavaan))
pd <- read.csv("PoliticalDemocracy.csv")
free <- "ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + a*y2 + b*y3 + c*y4\ndem65 =~ y5 + d*y6 + e*y7 + f*y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\n"
tight <- list(rel.tol = 1e-10)
f1 <- sem(free, pd, control = tight); f0 <- sem(paste0(free, "a == d\nb == e\nc == f\n"), pd, control = tight)
cat(sprintf("%.12g %.12g %.12g\n", lavTestWald(f1, "a == d; b == e; c == f")$stat,
    fitMeasures(f0, "chisq") - fitMeasures(f1, "chisq"), suppressWarnings(lavTestScore(f0)$test$X2)))
