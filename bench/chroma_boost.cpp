// SPDX-License-Identifier: GPL-3.0-or-later

// Goldstein's J as the upper tail of Boost's noncentral chi-squared distribution, at the values
// of bench/chroma.c: prints CPU seconds for one pass, the median of 31, and the sum of J.

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <boost/math/distributions/non_central_chi_squared.hpp>

int main()
{
    const double a = 1e4;
    std::vector<double> seconds;
    double sum = 0.0;

    for (int repeat = 0; repeat < 31; repeat++) {
        const std::clock_t start = std::clock();

        sum = 0.0;
        for (int k = 0; k < 1000; k++) {
            const double b = a + k - 500.0;
            const boost::math::non_central_chi_squared chi(2.0, 2.0 * b);

            sum += cdf(complement(chi, 2.0 * a));
        }
        seconds.push_back(double(std::clock() - start) / CLOCKS_PER_SEC);
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("%.9g %.17g\n", seconds[15], sum);
    return 0;
}
