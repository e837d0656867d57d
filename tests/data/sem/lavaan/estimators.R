# SPDX-License-Identifier: GPL-3.0-or-later
# Makes estimators.ref and hs_missing.csv by lavaan 0.6-14, with tolerances as
# tight as its optimiser takes.  Rscript estimators.R > estimators.ref
suppressMessages(library(lavaan))
estimate <- function(...) for (tol in 10^-(15:10)) { # the tightest that nlminb calls converged
  fit <- suppressWarnings(sem(..., check.gradient = FALSE, control =
    list(rel.tol = tol, abs.tol = 0, x.tol = 1e-15, iter.max = 20000, eval.max = 40000)))
  if (lavInspect(fit, "converged")) return(fit)
}
hs <- read.csv("HolzingerSwineford1939.csv"); pd <- read.csv("PoliticalDemocracy.csv")
# every tenth value or so is missing, by a rule
miss <- hs
for (j in 2:10) for (i in seq_len(nrow(hs))) if ((7 * i + 13 * j + (i * j) %% 11) %% 12 == 0) miss[i, j] <- NA
miss[5, 2:10] <- NA
write.csv(miss, "hs_missing.csv", row.names = FALSE, quote = FALSE, na = "")
hs3 <- paste(readLines("hs3.lav"), collapse = "\n")
poldem <- paste(readLines("poldem.lav"), collapse = "\n")
path <- "y5 ~ b*y1 + x1 + x2\ny1 ~ a*x1\ny6 ~ c*y5 + x2\nind := a*b*c\n"
growth <- "i =~ 1*x4 + 1*x5 + 1*x6\ns =~ 0*x4 + 1*x5 + 2*x6\nx4 + x5 + x6 ~ 0*1\ni ~ 1\ns ~ 1\ns ~~ 0*s + 0*i\n"
linear <- "ind60 =~ x1 + a*x2 + b*x3\ndem60 =~ y1 + c*y2 + d*y3 + e*y4\ndem60 ~ ind60\na == b + 0.5\nc + d + e == 3.5\nq := sqrt(a^2 + b^2)/exp(c)\n"
higher <- paste0(hs3, "\ng =~ visual + textual + speed\n")
show <- function(name, model, data, ...) {
  fit <- estimate(model, data, ...)
  m <- fitMeasures(fit)
  pick <- c("npar", "df", "chisq", "chisq.scaled", "chisq.scaling.factor", "baseline.chisq", "baseline.df",
            "cfi", "tli", "rmsea", "srmr", "gfi", "logl", "unrestricted.logl", "aic", "bic", "rmr", "crmr", "srmr_mplus", "ecvi", "mfi")
  for (k in pick) if (k %in% names(m)) cat(sprintf("%s,fit,%s,,,0,%.17g,NA,NA\n", name, k, m[[k]]))
  p <- parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE)
  if (is.null(p$group)) p$group <- 1
  for (r in seq_len(nrow(p))) if (!(p$op[r] %in% c("==", "<", ">")))
    cat(sprintf("%s,row,%s,%s,%s,%d,%.17g,%.17g,%.17g\n", name, p$lhs[r], p$op[r], if (p$op[r] %in% c(":=", "~1")) "" else p$rhs[r],
                max(p$group[r], 1L), p$est[r], p$se[r], p$std.all[r]))
}
cat("case,kind,lhs,op,rhs,group,estimate,se,standardised\n")
for (e in c("GLS", "ULS", "WLS", "MLM", "MLR")) show(paste0("hs3_", tolower(e)), hs3, hs, estimator = e)
# lavaan's own standard errors of ULS count variances twice; these are normal-theory ones
uls <- estimate(hs3, hs, estimator = "ULS")
delta <- lavInspect(uls, "delta"); sigma <- lavInspect(uls, "sigma")
weight <- diag(ifelse(lavaan:::lav_matrix_vech(diag(9)) == 1, 0.5, 1))
bread <- solve(t(delta) %*% weight %*% delta)
duplication <- lavaan:::lav_matrix_duplication_ginv(9)
gamma <- 2 * duplication %*% (sigma %x% sigma) %*% t(duplication)
se <- sqrt(diag(bread %*% t(delta) %*% weight %*% gamma %*% weight %*% delta %*% bread) / (nrow(hs) - 1))
free <- subset(parTable(uls), free > 0)
for (r in seq_len(nrow(free))) cat(sprintf("hs3_uls_nt,row,%s,%s,%s,1,%.17g,%.17g,NaN\n", free$lhs[r], free$op[r], free$rhs[r], free$est[r], se[free$free[r]]))
show("hs3_wishart", hs3, hs, likelihood = "wishart")
show("hs3_stdlv", hs3, hs, std.lv = TRUE)
show("hs3_orthogonal", hs3, hs, orthogonal = TRUE)
show("hs3_means", hs3, hs, meanstructure = TRUE)
for (e in c("GLS", "WLS")) show(paste0("hs3_means_", tolower(e)), hs3, hs, meanstructure = TRUE, estimator = e)
show("hs3_means_mlm", hs3, hs, meanstructure = TRUE, estimator = "MLM")
show("higher", higher, hs)
show("poldem_mlm", poldem, pd, estimator = "MLM"); show("poldem_mlr", poldem, pd, estimator = "MLR")
for (e in c("ML", "GLS", "WLS", "MLM", "MLR")) show(paste0("path_", tolower(e)), path, pd, estimator = e)
show("path_means", path, pd, meanstructure = TRUE)
show("path_free", path, pd, fixed.x = FALSE)
show("growth", growth, hs)
show("linear", linear, pd)
show("linear_mlm", linear, pd, estimator = "MLM")
show("group_configural", hs3, hs, group = "school")
show("group_weak", hs3, hs, group = "school", group.equal = "loadings")
show("group_strong", hs3, hs, group = "school", group.equal = c("loadings", "intercepts"))
show("group_strict", hs3, hs, group = "school", group.equal = c("loadings", "intercepts", "residuals"))
show("group_weak_gls", hs3, hs, group = "school", group.equal = "loadings", estimator = "GLS")
show("group_weak_mlr", hs3, hs, group = "school", group.equal = "loadings", estimator = "MLR")
show("group_weak_mlm", hs3, hs, group = "school", group.equal = "loadings", estimator = "MLM")
show("group_wishart", hs3, hs, group = "school", likelihood = "wishart")
show("fiml", hs3, miss, missing = "fiml")
show("fiml_mlr", hs3, miss, missing = "fiml", estimator = "MLR")
show("fiml_group", hs3, miss, missing = "fiml", group = "school", group.equal = "loadings")
show("listwise", hs3, miss)
