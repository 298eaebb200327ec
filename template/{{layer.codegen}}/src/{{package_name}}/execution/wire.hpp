// Reads cases from standard input, calls the translated function on each, writes what it gives.
// Values are tokens as in programs/signature.py. Few headers: they are most of a compilation.
// The translation is compiled by itself, and what is static here has no name there.
#pragma once
#include <unistd.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <new>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace wire {

constexpr int OUT_OF_MEMORY = 98;
static std::FILE* results = nullptr;

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

// Returns the nanoseconds of the processor in a call, also where it ends with an exception. There is
// one thread, and its clock is fine where a limit on the process makes that of the process coarse.
template <typename Result, typename Function, typename Arguments>
std::int64_t time(Function function, Arguments& given) {
  // The compiler may neither know what is given nor drop what comes out.
  asm volatile("" : : "r"(&given) : "memory");
  std::timespec begun, ended;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begun);
  try {
    Result result = std::apply(function, given);
    asm volatile("" : : "r"(&result) : "memory");
  } catch (const std::exception&) {
    asm volatile("" : : : "memory");
  }
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ended);
  return (ended.tv_sec - begun.tv_sec) * INT64_C(1000000000) + (ended.tv_nsec - begun.tv_nsec);
}

// The input begins with how many cases there are, whether the last is timed, and a word that is
// said beside its time, so that nobody else says one. The others warm up what is timed.
template <typename Result, typename... Parameters, typename Function>
int answer(Function function) {
  results = fdopen(dup(1), "w");
  dup2(2, 1);  // what the translation prints is not a result
  const auto count = integer();
  const bool timed = integer() != 0;
  const auto word = Value<std::string>::read();
  std::vector<std::tuple<Parameters...>> cases;
  for (auto left = count; left > 0; --left) cases.push_back({Value<Parameters>::read()...});
  close(0);  // nothing is left to be read ahead
  for (const auto& arguments : cases) {
    if (timed && &arguments == &cases.back()) {
      auto given = arguments;
      const auto took = time<Result>(function, given);
      std::fprintf(results, "\ntime %s %" PRId64 "\n", word.c_str(), took);
      break;
    }
    try {
      const Result result = std::apply(function, arguments);
      std::fputs("value", results);
      Value<Result>::write(result);
      std::fputs("\n", results);
    } catch (const std::bad_alloc&) {
      std::_Exit(OUT_OF_MEMORY);
    } catch (const std::exception&) {
      std::fputs("raised\n", results);
    }
    std::fflush(results);
  }
  std::fflush(results);
  return 0;
}

}  // namespace wire
