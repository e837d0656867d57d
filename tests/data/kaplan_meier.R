# SPDX-License-Identifier: GPL-3.0-or-later
# Reference values of tests/survival/kaplan_meier_test.c, printed by
# R's survival package:  Rscript kaplan_meier.R
library(survival)
entry  <- c(0, 0, 0, 1, 2, 0, 3, 0, 2.5, 0, 4, 0)
time   <- c(2, 3, 3, 3, 5, 5, 6, 7, 7, 8, 9, 9.5)
status <- c(1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1)
weight <- c(1, 2, 1, .5, 1, 1, 3, 1, 1, .25, 1, 2)
show <- function(fit) {
  keep <- fit$n.event > 0
  write.table(format(cbind(fit$time, fit$n.risk, fit$n.event, fit$surv, fit$surv * fit$std.err,
              fit$lower, fit$upper, fit$cumhaz, fit$std.chaz)[keep, ], digits = 16), quote = FALSE, row.names = FALSE, col.names = FALSE, sep = ", ")
}
show(survfit(Surv(time, status) ~ 1, conf.type = "log-log"))
show(survfit(Surv(entry, time, status) ~ 1, conf.type = "log-log"))
show(survfit(Surv(entry, time, status) ~ 1, weights = weight, robust = FALSE, conf.type = "log-log"))
show(survfit(Surv(time, status) ~ 1, weights = weight, robust = FALSE, conf.type = "log-log"))
