# SPDX-License-Identifier: GPL-3.0-or-later
# SOR, SSOR and SSOR-PCG from their definitions, on dense matrices in R:
#     Rscript other.R >other.csv
# Rows: matrix, shift, method, omega, iterations made, and the norm of the
# residual after them over that of b = (sin 1, .., sin n).  Counts are those at
# which the norm first is below 1e-8 (SOR: strictly, of r_0 = b; SSOR-PCG: of b),
# at most 2000; SSOR runs for 50 iterations.
suppressMessages(library(Matrix))

solve_lower <- function(W, r) forwardsolve(W, r)
solve_upper <- function(W, r) backsolve(W, r)
norm2 <- function(x) sqrt(sum(x^2))

sor <- function(A, b, omega) {
  W <- A; W[upper.tri(W)] <- 0; diag(W) <- diag(A) / omega
  x <- 0 * b; r <- b; k <- 0
  while (!(norm2(r) < 1e-8 * norm2(b)) && k < 2000) {
    x <- x + solve_lower(W, r); r <- b - A %*% x; k <- k + 1
  }
  c(k, norm2(r) / norm2(b))
}
ssor <- function(A, b, omega) {
  lower <- A; lower[upper.tri(lower)] <- 0; diag(lower) <- diag(A) / omega
  upper <- A; upper[lower.tri(upper)] <- 0; diag(upper) <- diag(A) / omega
  x <- 0 * b; r <- b
  for (k in 1:50) {
    e <- (2 - omega) / omega * solve_upper(upper, diag(A) * solve_lower(lower, r))
    x <- x + e; r <- b - A %*% x
  }
  c(50, norm2(r) / norm2(b))
}
pcg <- function(A, b, omega) {
  lower <- A; lower[upper.tri(lower)] <- 0; diag(lower) <- diag(A) / omega
  precondition <- function(r) solve_lower(lower, diag(A) * solve_upper(t(lower), r))
  x <- 0 * b; r <- b; z <- precondition(r); p <- z; rho <- sum(r * z); k <- 0
  while (norm2(r) > 1e-8 * norm2(b) && k < 2000) {
    q <- A %*% p; alpha <- rho / sum(p * q)
    x <- x + alpha * p; r <- r - alpha * q; k <- k + 1
    z <- precondition(r); new <- sum(r * z); p <- z + new / rho * p; rho <- new
  }
  c(k, norm2(b - A %*% x) / norm2(b))
}

cat("matrix,shift,method,omega,iterations,relative\n")
row <- function(name, A, shift, method, omega) {
  n <- nrow(A); b <- sin(1:n); A <- A + diag(shift, n)
  out <- switch(method, sor = sor, ssor = ssor, ssorpcg = pcg)(A, b, omega)
  cat(sprintf("%s,%.17g,%s,%.17g,%d,%.12e\n", name, shift, method, omega,
              as.integer(out[1]), out[2]))
}
lund <- as.matrix(readMM("lund_a.mtx"))
pores <- as.matrix(readMM("pores_1.mtx"))
for (shift in c(0, 1e5, 1e7)) for (omega in c(0.7, 1, 1.3, 1.8)) {
  row("lund_a.mtx", lund, shift, "sor", omega)
  row("lund_a.mtx", lund, shift, "ssor", omega)
}
for (shift in c(1e5, 1e7)) for (omega in c(0.7, 1, 1.3))
  row("lund_a.mtx", lund, shift, "ssorpcg", omega)
# pores_1 is far from definite and has a negative diagonal: -A + shift I
for (shift in c(3e7)) for (omega in c(0.5, 0.9, 1))
  row("pores_1.mtx", pores, shift, "sor", omega)
