#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

std::vector<std::int64_t> random_walk(std::int64_t seed, std::int64_t steps) {
  std::uint64_t state = static_cast<std::uint64_t>(seed) ^ 0x9E3779B97F4A7C15U;
  if (state == 0) state = 1;
  std::int64_t x = 0, y = 0, farthest = 0;
  for (std::int64_t step = 0; step < steps; ++step) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    switch ((state * 0x2545F4914F6CDD1DU) >> 62) {
      case 0: ++x; break;
      case 1: --x; break;
      case 2: ++y; break;
      default: --y;
    }
    farthest = std::max(farthest, std::abs(x) + std::abs(y));
  }
  return {x, y, farthest};
}
