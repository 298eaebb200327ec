#include <cstdint>
#include <string>

std::string run_length(const std::string& text, std::int64_t times) {
  std::string current = text, encoded;
  for (std::int64_t turn = 0; turn < times; ++turn) {
    encoded.clear();
    encoded.reserve(2 * current.size());
    const char* const end = current.data() + current.size();
    for (const char* start = current.data(); start != end;) {
      const char* next = start + 1;
      while (next != end && *next == *start) ++next;
      const auto length = static_cast<std::size_t>(next - start);
      // Most runs are short: one digit, and no text in between.
      if (length < 10) {
        encoded.push_back(static_cast<char>('0' + length));
      } else {
        encoded += std::to_string(length);
      }
      encoded.push_back(*start);
      start = next;
    }
    current.swap(encoded);
  }
  return current;
}
