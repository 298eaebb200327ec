#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

// The edges lie in one array, sorted by where they start, and only what shortens a way is queued.
std::vector<std::int64_t> shortest_paths(std::int64_t nodes,
                                         const std::vector<std::vector<std::int64_t>>& edges,
                                         std::int64_t source) {
  struct Edge {
    std::size_t end;
    std::int64_t length;
  };
  const auto size = static_cast<std::size_t>(nodes);
  std::vector<std::size_t> first(size + 1, 0);
  for (const auto& edge : edges) ++first[static_cast<std::size_t>(edge[0]) + 1];
  for (std::size_t node = 0; node < size; ++node) first[node + 1] += first[node];
  std::vector<Edge> outgoing(edges.size());
  std::vector<std::size_t> place(first.begin(), first.end() - 1);
  for (const auto& edge : edges) {
    outgoing[place[static_cast<std::size_t>(edge[0])]++] = {static_cast<std::size_t>(edge[1]), edge[2]};
  }
  std::vector<std::int64_t> distances(size, -1);
  using Step = std::pair<std::int64_t, std::size_t>;
  std::vector<Step> waiting{Step{0, static_cast<std::size_t>(source)}};
  distances[static_cast<std::size_t>(source)] = 0;
  while (!waiting.empty()) {
    std::pop_heap(waiting.begin(), waiting.end(), std::greater<>{});
    const auto [distance, node] = waiting.back();
    waiting.pop_back();
    if (distances[node] < distance) continue;
    for (std::size_t at = first[node]; at < first[node + 1]; ++at) {
      const auto reached = distance + outgoing[at].length;
      auto& known = distances[outgoing[at].end];
      if (known >= 0 && known <= reached) continue;
      known = reached;
      waiting.emplace_back(reached, outgoing[at].end);
      std::push_heap(waiting.begin(), waiting.end(), std::greater<>{});
    }
  }
  return distances;
}
