// Reads cases from standard input, calls the translated function on each, writes what it gives.
// Values are tokens as in programs/signature.py. Few headers: they are most of a compilation.
#pragma once
#include <unistd.h>

#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace wire {

constexpr int OUT_OF_MEMORY = 98;
inline std::FILE* results = nullptr;

inline std::int64_t integer() {
  std::int64_t value = 0;
  if (std::scanf("%" SCNd64, &value) != 1) std::abort();
  return value;
}

template <typename T>
struct Value;

template <>
struct Value<std::int64_t> {
  static std::int64_t read() { return integer(); }
  static void write(std::int64_t value) { std::fprintf(results, " %" PRId64, value); }
};

template <>
struct Value<bool> {
  static bool read() { return integer() != 0; }
  static void write(bool value) { std::fputs(value ? " 1" : " 0", results); }
};

template <>
struct Value<double> {
  static double read() {
    char text[64];
    if (std::scanf("%63s", text) != 1) std::abort();
    return std::strtod(text, nullptr);
  }
  static void write(double value) { std::fprintf(results, " %a", value); }
};

template <>
struct Value<std::string> {
  static std::string read() {
    std::string text(static_cast<std::size_t>(integer()), '\0');
    std::getchar();
    if (std::fread(text.data(), 1, text.size(), stdin) != text.size()) std::abort();
    return text;
  }
  static void write(const std::string& text) {
    std::fprintf(results, " %zu ", text.size());
    std::fwrite(text.data(), 1, text.size(), results);
  }
};

template <typename T>
struct Value<std::vector<T>> {
  static std::vector<T> read() {
    std::vector<T> items;
    for (auto left = integer(); left > 0; --left) items.push_back(Value<T>::read());
    return items;
  }
  static void write(const std::vector<T>& items) {
    std::fprintf(results, " %zu", items.size());
    for (const auto& item : items) Value<T>::write(item);
  }
};

// Calls `function` on a copy of the arguments, so often, and writes the nanoseconds of each call.
template <typename Result, typename Function, typename Arguments>
void time(Function function, const Arguments& arguments, std::int64_t repeats) {
  std::fprintf(results, "times %" PRId64, repeats);
  for (; repeats > 0; --repeats) {
    Arguments given = arguments;
    // The compiler may neither know what is given nor drop what comes out.
    asm volatile("" : : "r"(&given) : "memory");
    const auto begun = std::chrono::steady_clock::now();
    Result result = std::apply(function, given);
    asm volatile("" : : "r"(&result) : "memory");
    const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - begun;
    std::fprintf(results, " %" PRId64, static_cast<std::int64_t>(took.count()));
  }
  std::fputs("\n", results);
}

template <typename Result, typename... Parameters, typename Function>
int answer(Function function) {
  results = fdopen(dup(1), "w");
  dup2(2, 1);  // what the translation prints is not a result
  const auto cases = integer();
  const auto repeats = integer();
  for (std::int64_t number = 0; number < cases; ++number) {
    const std::tuple<Parameters...> arguments{Value<Parameters>::read()...};
    try {
      const Result result = std::apply(function, arguments);
      std::fputs("value", results);
      Value<Result>::write(result);
      std::fputs("\n", results);
      if (repeats > 0) time<Result>(function, arguments, repeats);
    } catch (const std::bad_alloc&) {
      std::_Exit(OUT_OF_MEMORY);
    } catch (const std::exception&) {
      std::fputs("raised\n", results);
    }
    std::fflush(results);
  }
  return 0;
}

}  // namespace wire
