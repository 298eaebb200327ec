#include <cmath>
#include <cstdint>
#include <vector>

double compensated_sum(const std::vector<double>& values, std::int64_t rounds) {
  double total = 0.0, lost = 0.0;
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (const double value : values) {
      const double following = total + value;
      // Selecting the operands leaves no branch to be guessed. NaN takes the second way, as in Python.
      const bool larger = std::fabs(total) >= std::fabs(value);
      const double high = larger ? total : value;
      const double low = larger ? value : total;
      lost += (high - following) + low;
      total = following;
    }
  }
  return total + lost;
}
