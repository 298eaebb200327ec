#include <cstdint>
#include <string>

std::string run_length(const std::string& text, std::int64_t times) {
  std::string current = text;
  for (std::int64_t turn = 0; turn < times; ++turn) {
    std::string encoded;
    std::size_t start = 0;
    while (start < current.size()) {
      std::size_t end = start;
      while (end < current.size() && current[end] == current[start]) ++end;
      encoded += std::to_string(end - start) + current[start];
      start = end;
    }
    current = encoded;
  }
  return current;
}
