#include <algorithm>
#include <cstdint>
#include <vector>

// Merges from the bottom up between two arrays, short runs by insertion: nothing is allocated on
// the way.
std::vector<std::int64_t> sorted_inversions(const std::vector<std::int64_t>& numbers) {
  constexpr std::size_t RUN = 16;
  const std::size_t size = numbers.size();
  std::vector<std::int64_t> from = numbers, to(size);
  std::int64_t count = 0;
  for (std::size_t start = 0; start < size; start += RUN) {
    for (std::size_t next = start + 1; next < std::min(start + RUN, size); ++next) {
      const auto number = from[next];
      std::size_t place = next;
      for (; place > start && from[place - 1] > number; --place) from[place] = from[place - 1];
      from[place] = number;
      count += static_cast<std::int64_t>(next - place);
    }
  }
  for (std::size_t width = RUN; width < size; width *= 2) {
    for (std::size_t start = 0; start < size; start += 2 * width) {
      const std::size_t middle = std::min(start + width, size), end = std::min(middle + width, size);
      std::size_t left = start, right = middle;
      for (std::size_t at = start; at < end; ++at) {
        if (right == end || (left < middle && from[left] <= from[right])) {
          count += static_cast<std::int64_t>(right - middle);
          to[at] = from[left++];
        } else {
          to[at] = from[right++];
        }
      }
    }
    from.swap(to);
  }
  from.push_back(count);
  return from;
}
