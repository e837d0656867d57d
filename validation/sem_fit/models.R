# SPDX-License-Identifier: GPL-3.0-or-later
# Rscript models.R: draws the data sets of this folder, fits models with lavaan and
# writes reference.csv.  Made with R 4.2.2, lavaan 0.6-14.
suppressMessages(library(lavaan))
RNGversion("3.6.0")
r6 <- function(x) round(x, 4)
out <- function(d, f) write.csv(d, f, row.names = FALSE, quote = FALSE, na = "")

# ---- data -------------------------------------------------------------------
set.seed(1)
n <- 150
growth <- local({
  x <- r6(rnorm(n)); i <- 2 + .4 * x + rnorm(n, 0, .9); s <- .5 - .2 * x + rnorm(n, 0, .4)
  d <- data.frame(sapply(0:4, function(t) r6(i + s * t + rnorm(n, 0, .7))), x)
  names(d) <- c(paste0("t", 0:4), "x"); d
})
dropout <- growth
for (t in 1:4) dropout[[t + 1]][rowSums(is.na(dropout[, 1:t, drop = FALSE])) > 0 |
                                plogis(-2 + .5 * growth[[t]] / 2) > runif(n)] <- NA
dropout$t1[sample(n, 12)] <- NA
mimic <- local({
  x <- r6(rnorm(n)); z <- r6(.3 * x + rnorm(n)); g <- rep(c("a", "b"), c(80, 70))
  f <- .5 * x + .3 * z + (g == "b") * .4 + rnorm(n); h <- .6 * f + rnorm(n, 0, .8)
  e <- matrix(rt(n * 8, 6), n) * .6
  y <- cbind(1 + f, .8 * f, .7 * f, .9 * f, h, 1.1 * h, .8 * h, .7 * h) + e
  y[, 2] <- y[, 2] + .4 * e[, 6]
  d <- data.frame(r6(y), x, z, g); names(d)[1:8] <- paste0("y", 1:8); d
})
wide <- local({
  g <- rnorm(400); d <- NULL
  for (k in 1:6) { f <- .6 * g + .8 * rnorm(400)
    for (j in 1:5) d <- cbind(d, (.5 + .1 * j) * f + rnorm(400, 0, .7)) }
  d <- as.data.frame(r6(d)); names(d) <- paste0("v", 1:30); d
})
out(growth, "growth.csv"); out(dropout, "dropout.csv"); out(mimic, "mimic.csv"); out(wide, "wide.csv")

# ---- models -----------------------------------------------------------------
line <- "i =~ 1*t0 + 1*t1 + 1*t2 + 1*t3 + 1*t4\ns =~ 0*t0 + 1*t1 + 2*t2 + 3*t3 + 4*t4"
flat <- "t0 ~ 0*1; t1 ~ 0*1; t2 ~ 0*1; t3 ~ 0*1; t4 ~ 0*1; i ~ 1; s ~ 1"
fh <- "f =~ y1 + y2 + y3 + y4\nh =~ y5 + y6 + y7 + y8"
six <- paste(sapply(1:6, function(k) paste0("f", k, " =~ ", paste0("v", 5 * k - 4:0, collapse = " + "))), collapse = "\n")
models <- list(
  growth = list(growth, paste(line, flat, sep = "\n")),
  growth_x = list(growth, paste(line, flat, "i ~ x\ns ~ x", sep = "\n")),
  growth_equal = list(growth, paste(line, flat, "t0 ~~ v*t0; t1 ~~ v*t1; t2 ~~ v*t2; t3 ~~ v*t3; t4 ~~ v*t4", sep = "\n")),
  autoregression = list(growth, "t1 ~ a*t0 + x\nt2 ~ a*t1 + x\nt3 ~ b*t2\nt4 ~ c*t3\nb == c\nab := a*b"),
  bounded = list(growth, paste(line, flat, "t0 ~~ r*t0\nr > 0.6", sep = "\n")),
  growth_fiml = list(dropout, paste(line, flat, sep = "\n"), missing = "fiml"),
  growth_fiml_mlr = list(dropout, paste(line, flat, sep = "\n"), missing = "fiml", estimator = "MLR"),
  path_fiml = list(dropout, "t1 ~ t0 + x\nt2 ~ t1\nt0 ~~ x\nx ~~ x\nt3 ~ t2 + t1", missing = "fiml"),
  mimic = list(mimic, paste(fh, "f ~ x + z\nh ~ f\ny2 ~~ y6", sep = "\n")),
  mimic_mlm = list(mimic, paste(fh, "h ~ f\ny2 ~~ y6", sep = "\n"), estimator = "MLM"),
  mimic_mlr = list(mimic, paste(fh, "f ~ x + z\nh ~ f", sep = "\n"), estimator = "MLR"),
  mimic_gls = list(mimic, paste(fh, "h ~ f\ny2 ~~ y6", sep = "\n"), estimator = "GLS"),
  mimic_wishart = list(mimic, paste(fh, "h ~ f\ny2 ~~ y6", sep = "\n"), likelihood = "wishart"),
  indirect = list(mimic, paste(fh, "f ~ a*x\nh ~ b*f + c*x\nab := a*b\ntotal := c + a*b", sep = "\n")),
  feedback = list(mimic, "y1 ~ y5 + x\ny5 ~ y1 + z\ny1 ~~ y5"),
  configural = list(mimic, fh, group = "g"),
  weak = list(mimic, fh, group = "g", group.equal = "loadings"),
  strong = list(mimic, fh, group = "g", group.equal = c("loadings", "intercepts")),
  strict = list(mimic, fh, group = "g", group.equal = c("loadings", "intercepts", "residuals")),
  fixed_by_group = list(mimic, "f =~ y1 + c(a, a)*y2 + c(0.7, NA)*y3 + y4", group = "g"),
  second_order = list(wide, paste(six, "g =~ f1 + f2 + f3 + f4 + f5 + f6", sep = "\n")),
  six = list(wide, six),
  six_means = list(wide, six, meanstructure = TRUE),
  six_std = list(wide, six, std.lv = TRUE),
  bifactor = list(wide[, 1:15], paste("g =~ v1 + v2 + v3 + v4 + v5 + v6 + v7 + v8 + v9 + v10 + v11 + v12 + v13 + v14 + v15\n", paste(strsplit(six, "\n")[[1]][1:3], collapse = "\n"), sep = ""), orthogonal = TRUE))

rows <- NULL
for (name in names(models)) {
  m <- models[[name]]
  f <- suppressWarnings(do.call("sem", c(list(model = m[[2]], data = m[[1]]), m[-(1:2)])))
  if (!lavInspect(f, "converged")) { cat(name, "does not converge in lavaan\n"); models[[name]] <- NULL; next }
  p <- parameterEstimates(f, ci = FALSE, zstat = FALSE)
  if (is.null(p$group)) p$group <- 1
  z <- standardizedSolution(f, ci = FALSE, zstat = FALSE)
  p$std <- z$est.std[seq_len(nrow(p))]; p$std_se <- z$se[seq_len(nrow(p))]
  stopifnot(all(z$lhs[seq_len(nrow(p))] == p$lhs & z$rhs[seq_len(nrow(p))] == p$rhs))
  p <- p[p$op %in% c("=~", "~", "~~", "~1", ":=") & !is.na(p$se) & p$se > 0, ]
  m1 <- fitMeasures(f); keep <- intersect(c("npar", "chisq", "df", "chisq.scaled", "baseline.chisq", "baseline.df", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "srmr", "logl", "aic", "bic", "gfi"), names(m1))
  rows <- rbind(rows,
    data.frame(model = name, lhs = p$lhs, op = p$op, rhs = ifelse(p$op == ":=", "", p$rhs), group = pmax(p$group, 1), value = p$est, se = p$se, std = p$std, std_se = p$std_se),
    data.frame(model = name, lhs = keep, op = "fit", rhs = "", group = 0, value = m1[keep], se = NA, std = NA, std_se = NA))
  if (name %in% c("growth_x", "mimic", "six_means", "configural", "second_order")) {
    i <- modindices(f, sort = TRUE, maximum.number = 25)
    i <- i[!(i$op == "~" & i$lhs %in% lavNames(f, "ov.x")), ]
    if (is.null(i$group)) i$group <- 1
    rows <- rbind(rows, data.frame(model = name, lhs = i$lhs, op = paste0("mi", i$op), rhs = i$rhs, group = i$group, value = i$mi, se = NA, std = i$epc, std_se = i$sepc.all))
  }
}
for (k in c("value", "se", "std", "std_se"))
  rows[[k]] <- ifelse(is.na(rows[[k]]), "", sprintf("%.10g", rows[[k]]))
write.csv(rows, "reference.csv", row.names = FALSE, quote = FALSE)
con <- file("models.txt", "w")
for (name in names(models)) {
  m <- models[[name]]
  data <- if (identical(m[[1]], growth)) "growth" else if (identical(m[[1]], dropout)) "dropout" else if (identical(m[[1]], mimic)) "mimic" else "wide"
  o <- m[-(1:2)]; o <- sapply(names(o), function(k) paste0(k, "=", paste(o[[k]], collapse = ",")))
  writeLines(c(paste(c(paste0("[", name, "]"), data, o), collapse = " "), m[[2]], ""), con)
}
close(con)
