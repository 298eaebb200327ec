#include <cstdint>
#include <vector>

// Odd numbers only, a byte each; multiples are crossed out up to the root of the limit.
std::int64_t sum_of_primes(std::int64_t limit) {
  if (limit <= 2) return 0;
  const auto size = static_cast<std::size_t>(limit / 2);
  std::vector<std::uint8_t> composite(size, 0);
  for (std::size_t at = 1; 2 * at * (at + 1) < size; ++at) {
    if (composite[at] != 0) continue;
    const std::size_t number = 2 * at + 1;
    for (std::size_t multiple = 2 * at * (at + 1); multiple < size; multiple += number) {
      composite[multiple] = 1;
    }
  }
  std::int64_t total = 2;
  for (std::size_t at = 1; at < size; ++at) {
    if (composite[at] == 0) total += static_cast<std::int64_t>(2 * at + 1);
  }
  return total;
}
