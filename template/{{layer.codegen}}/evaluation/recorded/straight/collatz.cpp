#include <cstdint>

std::int64_t longest_chain(std::int64_t first, std::int64_t last) {
  std::int64_t best = first, longest = 0;
  for (std::int64_t start = first; start <= last; ++start) {
    std::int64_t number = start, length = 1;
    while (number != 1) {
      number = number % 2 == 0 ? number / 2 : 3 * number + 1;
      ++length;
    }
    if (length > longest) {
      best = start;
      longest = length;
    }
  }
  return best;
}
