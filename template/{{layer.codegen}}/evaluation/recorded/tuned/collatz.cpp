#include <cstdint>
#include <vector>

std::int64_t longest_chain(std::int64_t first, std::int64_t last) {
  // A chain that falls below a start that was looked at goes on as that one did.
  std::vector<std::int32_t> known;
  if (last >= first) known.resize(static_cast<std::size_t>(last - first) + 1);
  std::int64_t best = first, longest = 0;
  for (std::int64_t start = first; start <= last; ++start) {
    std::uint64_t number = static_cast<std::uint64_t>(start);
    std::int64_t length = 1;
    while (number != 1) {
      if (number < static_cast<std::uint64_t>(start) && number >= static_cast<std::uint64_t>(first)) {
        length += known[number - static_cast<std::uint64_t>(first)] - 1;
        break;
      }
      if (number % 2 != 0) {
        number = 3 * number + 1;
        ++length;
      }
      const int halvings = __builtin_ctzll(number);
      number >>= halvings;
      length += halvings;
    }
    known[static_cast<std::size_t>(start - first)] = static_cast<std::int32_t>(length);
    if (length > longest) {
      best = start;
      longest = length;
    }
  }
  return best;
}
