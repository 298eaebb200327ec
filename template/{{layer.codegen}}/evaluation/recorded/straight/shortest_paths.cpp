#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

std::vector<std::int64_t> shortest_paths(std::int64_t nodes,
                                         const std::vector<std::vector<std::int64_t>>& edges,
                                         std::int64_t source) {
  using Step = std::pair<std::int64_t, std::int64_t>;
  std::vector<std::vector<Step>> outgoing(static_cast<std::size_t>(nodes));
  for (const auto& edge : edges) {
    outgoing[static_cast<std::size_t>(edge[0])].emplace_back(edge[1], edge[2]);
  }
  std::vector<std::int64_t> distances(static_cast<std::size_t>(nodes), -1);
  std::priority_queue<Step, std::vector<Step>, std::greater<>> waiting;
  waiting.emplace(0, source);
  while (!waiting.empty()) {
    const auto [distance, node] = waiting.top();
    waiting.pop();
    if (distances[static_cast<std::size_t>(node)] >= 0) continue;
    distances[static_cast<std::size_t>(node)] = distance;
    for (const auto& [end, length] : outgoing[static_cast<std::size_t>(node)]) {
      if (distances[static_cast<std::size_t>(end)] < 0) waiting.emplace(distance + length, end);
    }
  }
  return distances;
}
