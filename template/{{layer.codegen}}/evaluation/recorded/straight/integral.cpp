#include <cmath>
#include <cstdint>
#include <stdexcept>

double integral(double lower, double upper, std::int64_t steps) {
  if (steps <= 0 || steps % 2 != 0) throw std::invalid_argument("steps must be even and positive");
  const double width = (upper - lower) / static_cast<double>(steps);
  double total = 0.0;
  for (std::int64_t step = 0; step <= steps; ++step) {
    const double x = lower + static_cast<double>(step) * width;
    const double weight = step == 0 || step == steps ? 1.0 : step % 2 != 0 ? 4.0 : 2.0;
    total += weight * std::exp(-x * x) * std::cos(x);
  }
  return total * width / 3.0;
}
