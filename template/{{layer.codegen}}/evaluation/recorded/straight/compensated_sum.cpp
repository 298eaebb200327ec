#include <cmath>
#include <cstdint>
#include <vector>

double compensated_sum(const std::vector<double>& values, std::int64_t rounds) {
  double total = 0.0, lost = 0.0;
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (const double value : values) {
      const double following = total + value;
      if (std::fabs(total) >= std::fabs(value)) {
        lost += (total - following) + value;
      } else {
        lost += (value - following) + total;
      }
      total = following;
    }
  }
  return total + lost;
}
