#pragma once

#include <charconv>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mg {

// A number that names one thing of one kind; the tag keeps kinds apart at compile time.
// 0 means "none". Outside the program an id is a string of decimal digits.
template <class Tag>
struct Id {
  std::int64_t value = 0;

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

template <class Tag>
std::string to_string(Id<Tag> id) {
  return std::to_string(id.value);
}

// Exactly what to_string writes (no sign, no leading zero, not 0); nullopt for anything else.
template <class IdType>
std::optional<IdType> id_from(std::string_view text) {
  IdType id;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
  if (error != std::errc{} || end != text.data() + text.size() || id.value <= 0) return {};
  if (text.front() == '0' || text.front() == '+') return {};
  return id;
}

}  // namespace mg

template <class Tag>
struct std::hash<mg::Id<Tag>> {
  std::size_t operator()(mg::Id<Tag> id) const { return std::hash<std::int64_t>{}(id.value); }
};
