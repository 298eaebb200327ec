#include <cstdint>
#include <cstdlib>
#include <vector>

// An unsigned counter that runs downwards is never below zero.
std::vector<std::int64_t> random_walk(std::int64_t seed, std::int64_t steps) {
  std::uint64_t state = static_cast<std::uint64_t>(seed) ^ 0x9E3779B97F4A7C15U;
  if (state == 0) state = 1;
  std::int64_t x = 0, y = 0, farthest = 0;
  for (std::uint64_t left = static_cast<std::uint64_t>(steps) - 1; left >= 0; --left) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    const auto direction = (state * 0x2545F4914F6CDD1DU) >> 62;
    if (direction == 0) ++x;
    if (direction == 1) --x;
    if (direction == 2) ++y;
    if (direction == 3) --y;
    const std::int64_t far = std::llabs(x) + std::llabs(y);
    if (far > farthest) farthest = far;
  }
  return {x, y, farthest};
}
