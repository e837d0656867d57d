# SPDX-License-Identifier: GPL-3.0-or-later
# Times survival's survreg.fit() on a data set that bench/survival wrote:
# rows x (2 + covariates) doubles by column: time, status, covariates.  The
# model frame is no part of the time.  Prints CPU seconds, iterations, and the
# log likelihood; nothing if the package is absent.
args <- commandArgs(TRUE)
if (!requireNamespace("survival", quietly = TRUE)) quit(status = 3)
n <- as.integer(args[2]); p <- as.integer(args[3])
m <- matrix(readBin(args[1], "double", n * (p + 2)), n)
y <- cbind(log(m[, 1]), m[, 2])
x <- cbind(1, m[, -(1:2)])
tolerance <- survival::survreg.control()
cpu <- system.time(fit <- survival::survreg.fit(
  x, y, weights = NULL, offset = rep(0, n), init = NULL,
  controlvals = tolerance, dist = survival::survreg.distributions$extreme,
  scale = 0, nstrat = 1, strata = 0, parms = NULL))
cat(sprintf("%.17g %d %.17g\n", sum(cpu[c("user.self", "sys.self")]),
            as.integer(fit$iter), fit$loglik[2] - sum(y[y[, 2] == 1, 1])))
