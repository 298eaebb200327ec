#include <algorithm>
#include <cstdint>
#include <vector>

std::vector<std::int64_t> random_walk(std::int64_t seed, std::int64_t steps) {
  std::uint64_t state = static_cast<std::uint64_t>(seed) ^ 0x9E3779B97F4A7C15U;
  if (state == 0) state = 1;
  std::int64_t x = 0, y = 0, farthest = 0;
  for (std::int64_t step = 0; step < steps; ++step) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    // A direction that is random cannot be guessed by the processor, so there is no branch.
    const std::uint64_t direction = (state * 0x2545F4914F6CDD1DU) >> 62;
    const std::int64_t sign = 1 - 2 * static_cast<std::int64_t>(direction & 1);
    const std::int64_t upright = static_cast<std::int64_t>(direction >> 1);
    x += sign * (1 - upright);
    y += sign * upright;
    farthest = std::max(farthest, (x < 0 ? -x : x) + (y < 0 ? -y : y));
  }
  return {x, y, farthest};
}
