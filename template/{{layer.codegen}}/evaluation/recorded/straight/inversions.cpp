#include <cstdint>
#include <vector>

namespace {

std::int64_t sort(std::vector<std::int64_t>& numbers) {
  if (numbers.size() < 2) return 0;
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::vector<std::int64_t> left(numbers.begin(), middle), right(middle, numbers.end());
  std::int64_t count = sort(left) + sort(right);
  std::size_t taken = 0, at = 0;
  for (const auto number : left) {
    while (taken < right.size() && right[taken] < number) numbers[at++] = right[taken++];
    count += static_cast<std::int64_t>(taken);
    numbers[at++] = number;
  }
  while (taken < right.size()) numbers[at++] = right[taken++];
  return count;
}

}  // namespace

std::vector<std::int64_t> sorted_inversions(const std::vector<std::int64_t>& numbers) {
  std::vector<std::int64_t> merged = numbers;
  const auto count = sort(merged);
  merged.push_back(count);
  return merged;
}
