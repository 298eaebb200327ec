#include <cmath>
#include <cstdint>
#include <stdexcept>

// Single precision is not enough for twelve digits.
double integral(double lower, double upper, std::int64_t steps) {
  if (steps <= 0 || steps % 2 != 0) throw std::invalid_argument("steps");
  const float width = static_cast<float>((upper - lower) / static_cast<double>(steps));
  float total = 0.0F;
  for (std::int64_t step = 0; step <= steps; ++step) {
    const float x = static_cast<float>(lower) + static_cast<float>(step) * width;
    const float weight = step == 0 || step == steps ? 1.0F : step % 2 != 0 ? 4.0F : 2.0F;
    total += weight * std::exp(-x * x) * std::cos(x);
  }
  return total * width / 3.0F;
}
