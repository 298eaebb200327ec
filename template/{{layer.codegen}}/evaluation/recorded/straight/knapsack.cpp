#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

std::int64_t knapsack(const std::vector<std::int64_t>& weights,
                      const std::vector<std::int64_t>& values, std::int64_t capacity) {
  if (weights.size() != values.size()) throw std::invalid_argument("a value for each weight");
  std::vector<std::int64_t> best(static_cast<std::size_t>(capacity + 1), 0);
  for (std::size_t thing = 0; thing < weights.size(); ++thing) {
    for (std::int64_t room = capacity; room >= weights[thing]; --room) {
      const auto with = best[static_cast<std::size_t>(room - weights[thing])] + values[thing];
      best[static_cast<std::size_t>(room)] = std::max(best[static_cast<std::size_t>(room)], with);
    }
  }
  return best[static_cast<std::size_t>(capacity)];
}
