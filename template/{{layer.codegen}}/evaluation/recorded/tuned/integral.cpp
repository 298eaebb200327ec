#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace {

double value(double x) { return std::exp(-x * x) * std::cos(x); }

}  // namespace

// The odd and the even points are summed apart: other roundings, within the tolerance, and two
// chains of additions that run side by side.
double integral(double lower, double upper, std::int64_t steps) {
  if (steps <= 0 || steps % 2 != 0) throw std::invalid_argument("steps must be even and positive");
  const double width = (upper - lower) / static_cast<double>(steps);
  double odd = 0.0, even = 0.0;
  for (std::int64_t step = 1; step < steps; step += 2) {
    odd += value(lower + static_cast<double>(step) * width);
    even += value(lower + static_cast<double>(step + 1) * width);
  }
  // The last even point is the upper end, which counts once and not twice.
  const double total = value(lower) + 4.0 * odd + 2.0 * even - value(upper);
  return total * width / 3.0;
}
