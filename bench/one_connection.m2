-- SPDX-License-Identifier: GPL-3.0-or-later
-- det(I - Lambda)^2 Sigma of the complete mixed graph on five nodes, by
-- cofactors: the peer of bench/sem_graphs.
n = 5
R = QQ[flatten for i from 0 to n-1 list for j from 0 to n-1 list l_(i,j),
       flatten for i from 0 to n-1 list for j from i to n-1 list w_(i,j)]
M = matrix for i from 0 to n-1 list for j from 0 to n-1 list if i == j then 1_R else -l_(i,j)
W = matrix for i from 0 to n-1 list for j from 0 to n-1 list w_(min(i,j),max(i,j))
seconds = (timing (
  N = matrix for i from 0 to n-1 list for j from 0 to n-1 list
      (-1)^(i+j) * det submatrix'(M, {j}, {i});
  S = transpose N * W * N;
))#0
print("terms " | toString sum flatten for i from 0 to n-1 list for j from i to n-1 list #terms S_(i,j))
print("seconds " | toString seconds)
