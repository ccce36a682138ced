#pragma once

#include <cstdint>
#include <span>

namespace mg::app::demo {

// Numbers that look random and are the same everywhere (SplitMix64); the standard library's
// distributions differ from one library to the next.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // Both ends included.
  int between(int least, int most) {
    return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool percent(int chance) { return between(1, 100) <= chance; }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[next() % from.size()];
  }

 private:
  std::uint64_t state_;
};

}  // namespace mg::app::demo
