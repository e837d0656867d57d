# SPDX-License-Identifier: GPL-3.0-or-later
# Fits of R's survreg on data sets of package survival (LGPL-2 or later) that
# ref_survreg.csv does not have: censored on both sides and in intervals,
# weighted, clustered, stratified.  Writes more_*.csv (the rows, with status
# 0 right, 1 exact, 2 left, 3 interval) and ref_more.csv, whose parameters are
# already named as ours: phi = -location, gamma = -log scale for the families
# that are accelerated in time, mu and sigma for the others.
#     Rscript more.R       (R 4.2.2, survival 3.5-3)
library(survival)
options(warn = 2) # a fit that does not converge is no reference
# The tightest tolerance on the log likelihood that rounding lets survreg reach;
# its last step is a Newton step, so 1e-10 is still enough.
tightest <- function(fit) {
  for (tolerance in 10^-(13:10)) {
    f <- tryCatch(fit(survreg.control(maxiter = 200, rel.tolerance = tolerance,
                                      toler.chol = 1e-14)), error = function(e) NULL)
    if (!is.null(f)) return(f)
  }
  NULL
}
digits <- function(x) formatC(x, digits = 15, format = "g")
references <- NULL

families <- list(
  exponential = c("exponential", "phi", NA, -1), rayleigh = c("rayleigh", "phi", NA, -1),
  weibull = c("weibull", "phi", "gamma", -1), loglogistic = c("loglogistic", "phi", "gamma", -1),
  lognormal = c("lognormal", "mu", "sigma", 1), gaussian = c("normal", "mu", "sigma", 1),
  logistic = c("logistic", "mu", "sigma", 1))

# d: data frame with columns time, time2, status, weight, cluster, covariates x;
# by: a 0/1 covariate that also acts on the scale (strata() of survreg)
reference <- function(name, d, x, dists, robust = FALSE, by = NULL) {
  for (dist in dists) {
    f <- families[[dist]]; sign <- as.numeric(f[4])
    rhs <- paste(c(x, if (!is.null(by)) sprintf("strata(%s)", by)), collapse = " + ")
    d$y <- Surv(d$time, ifelse(d$status == 3, d$time2, 1), d$status, type = "interval")
    formula <- as.formula(paste("y ~", rhs))
    fit <- tightest(function(control)
      do.call(survreg, list(formula, data = d, dist = dist, weights = d$weight,
                            control = control)))
    if (is.null(fit)) { # survreg does not converge: no reference
      message("left out: ", name, " ", dist)
      next
    }
    est <- c(coef(fit), log(fit$scale)[if (is.na(f[3])) 0 else seq_along(fit$scale)])
    v <- fit$var
    # survreg(robust = TRUE) leaves the weights out of its scores, so that a row
    # of weight 2 is not as good as two rows; with weighted = TRUE it is
    if (robust) v <- crossprod(rowsum(residuals(fit, "dfbeta", weighted = TRUE), d$cluster))
    k <- length(coef(fit)); block <- rep(f[2], k)
    label <- names(coef(fit))
    if (!is.na(f[3])) {
      block <- c(block, f[3]); label <- c(label, "(Intercept)")
      if (!is.null(by)) {      # second stratum less the first
        a <- diag(k + 2); a[k + 2, k + 1] <- -1
        est <- drop(a %*% est); v <- a %*% v %*% t(a)
        block <- c(block, f[3]); label <- c(label, by)
      }
    }
    references <<- rbind(references, data.frame(
      dataset = name, family = f[1],
      variant = paste0(if (robust) "robust" else "", if (!is.null(by)) "strata" else ""),
      n = sum(d$weight > 0), loglik = digits(fit$loglik[2]),
      param = paste(block, label, sep = ":"), est = digits(sign * est),
      se = digits(sqrt(diag(v)))))
  }
}
write_rows <- function(name, d) write.csv(d, paste0("more_", name, ".csv"),
                                          row.names = FALSE, quote = FALSE)
positive <- c("exponential", "weibull", "rayleigh", "lognormal", "loglogistic")
all <- c(positive, "gaussian", "logistic")
frame <- function(time, status, x, time2 = time, weight = 1, cluster = seq_along(time))
  data.frame(time, time2, status, weight, cluster, x)

l <- na.omit(lung[c("time", "status", "age", "sex", "ph.ecog", "wt.loss", "inst")])
names(l)[5:6] <- c("ecog", "loss")
x <- c("age", "sex", "ecog", "loss")
d <- frame(l$time, l$status - 1, l[x], cluster = l$inst)
d$male <- as.numeric(l$sex == 1)
write_rows("lung", d)
reference("lung", d, x, all)
reference("lung", d, x, c("weibull", "lognormal", "loglogistic"), robust = TRUE)
reference("lung", d, c("age", "male"), c("weibull", "lognormal", "loglogistic"), by = "male")

# the same patients, looked at every 60 days: interval- and left-censored rows
grid <- 60 * floor(l$time / 60)
d$status <- ifelse(l$status == 1, 0, ifelse(grid == 0, 2, 3))
d$time <- ifelse(d$status == 0, l$time, ifelse(d$status == 2, 60, grid))
d$time2 <- ifelse(d$status == 3, grid + 60, d$time)
write_rows("lung_interval", d)
reference("lung_interval", d, x, all)

co <- na.omit(colon[colon$etype == 2, c("time", "status", "rx", "age", "nodes", "extent", "id")])
d <- frame(co$time, co$status, data.frame(lev = as.numeric(co$rx == "Lev"),
  lev5fu = as.numeric(co$rx == "Lev+5FU"), age = co$age, nodes = co$nodes, extent = co$extent))
write_rows("colon", d)
reference("colon", d, c("lev", "lev5fu", "age", "nodes", "extent"), all)

t <- turbine
d <- frame(c(t$hours, t$hours), rep(c(2, 0), each = nrow(t)), data.frame(none = 0),
           weight = c(t$failed, t$inspected - t$failed))
d <- d[d$weight > 0, ]
write_rows("turbine", d)
reference("turbine", d, "1", all)

r <- retinopathy
d <- frame(r$futime, r$status, data.frame(trt = r$trt, age = r$age, risk = r$risk),
           weight = 0.5 + r$risk / 8, cluster = r$id)
write_rows("retinopathy", d)
reference("retinopathy", d, c("trt", "age", "risk"), positive)
reference("retinopathy", d, c("trt", "age", "risk"), c("weibull", "loglogistic"), robust = TRUE)

m <- na.omit(mgus2[c("futime", "death", "age", "hgb", "creat", "mspike")])
d <- frame(m$futime, m$death, m[c("age", "hgb", "creat", "mspike")])
d <- d[d$time > 0, ]
write_rows("mgus2", d)
reference("mgus2", d, c("age", "hgb", "creat", "mspike"), all)

write.csv(references, "ref_more.csv", row.names = FALSE, quote = FALSE)
