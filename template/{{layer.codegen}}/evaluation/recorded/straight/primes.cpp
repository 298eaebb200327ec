#include <algorithm>
#include <cstdint>
#include <vector>

std::int64_t sum_of_primes(std::int64_t limit) {
  std::vector<bool> composite(static_cast<std::size_t>(std::max<std::int64_t>(limit, 2)), false);
  std::int64_t total = 0;
  for (std::int64_t number = 2; number < limit; ++number) {
    if (composite[static_cast<std::size_t>(number)]) continue;
    total += number;
    for (std::int64_t multiple = number * number; multiple < limit; multiple += number) {
      composite[static_cast<std::size_t>(multiple)] = true;
    }
  }
  return total;
}
