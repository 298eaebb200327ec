#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

// Two rows instead of one that is walked backwards: no line depends on the one before, so the
// compiler computes several at once.
std::int64_t knapsack(const std::vector<std::int64_t>& weights,
                      const std::vector<std::int64_t>& values, std::int64_t capacity) {
  if (weights.size() != values.size()) throw std::invalid_argument("a value for each weight");
  const auto size = static_cast<std::size_t>(capacity + 1);
  std::vector<std::int64_t> before(size, 0), after(size, 0);
  for (std::size_t thing = 0; thing < weights.size(); ++thing) {
    const auto weight = std::min(static_cast<std::size_t>(weights[thing]), size);
    const std::int64_t value = values[thing];
    const std::int64_t* __restrict old = before.data();
    std::int64_t* __restrict now = after.data();
    std::copy(old, old + weight, now);
    for (std::size_t room = weight; room < size; ++room) {
      now[room] = std::max(old[room], old[room - weight] + value);
    }
    before.swap(after);
  }
  return before[size - 1];
}
