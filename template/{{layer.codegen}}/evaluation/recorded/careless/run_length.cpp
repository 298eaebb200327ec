#include <cstdint>
#include <string>

// The first character of an empty text is looked at.
std::string run_length(const std::string& text, std::int64_t times) {
  std::string current = text;
  for (std::int64_t turn = 0; turn < times; ++turn) {
    std::string encoded;
    std::size_t count = 1;
    char last = current.front();
    for (std::size_t at = 1; at < current.size(); ++at) {
      if (current[at] == last) {
        ++count;
      } else {
        encoded += std::to_string(count) + last;
        last = current[at];
        count = 1;
      }
    }
    encoded += std::to_string(count) + last;
    current = encoded;
  }
  return current;
}
