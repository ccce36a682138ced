#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mg {

// What a fuzz target (*_fuzz.cc) takes out of its bytes, from the front. Used up, it gives zeros
// and empty texts.
class FuzzInput {
 public:
  FuzzInput(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  unsigned byte() {
    if (rest_.empty()) return 0;
    const auto c = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return c;
  }

  // Up to `end`, which is dropped: by default 0xFE, which stands in no UTF-8 text.
  std::string_view text(char end = '\xFE') {
    const auto at = rest_.find(end);
    const auto out = rest_.substr(0, at);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + 1);
    return out;
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace mg
