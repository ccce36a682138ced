#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/described.h"
#include "base/id.h"
#include "base/patch.h"
#include "base/time.h"

// Described structs to compact JSON text, straight into a string. An empty std::optional is
// written as null, an absent Patch is left out; an id of 0 ("none") is null
// (declare std::optional<Id<>> where that may be: the schema of a bare id has no null). Bytes that
// are not UTF-8 become U+FFFD, so the result is always valid JSON; a double that is no number is
// null.
namespace mg::json {

void append(std::string& out, std::string_view text);
inline void append(std::string& out, const std::string& text) {
  append(out, std::string_view(text));
}
inline void append(std::string& out, const char* text) {
  append(out, std::string_view(text));
}
void append(std::string& out, std::int64_t number);
void append(std::string& out, std::uint64_t number);
void append(std::string& out, double number);
inline void append(std::string& out, const RawJson& raw) {
  out += raw.text;
}

template <class Tag>
void append(std::string& out, Id<Tag> id) {
  if (!id) {
    out += "null";
    return;
  }
  out += '"';
  out += std::to_string(id.value);
  out += '"';
}
inline void append(std::string& out, Instant at) {
  append(out, to_rfc3339(at));
}

template <class T>
void append(std::string& out, const std::optional<T>& value);
template <class T>
void append(std::string& out, const Patch<T>& value);
template <class T>
void append(std::string& out, const std::vector<T>& items);

template <std::integral T>
void append(std::string& out, T number) {
  if constexpr (std::same_as<T, bool>) {
    out += number ? "true" : "false";
  } else if constexpr (std::signed_integral<T>) {
    append(out, static_cast<std::int64_t>(number));
  } else {
    append(out, static_cast<std::uint64_t>(number));
  }
}

template <DescribedEnum T>
void append(std::string& out, T value) {
  append(out, enum_name(value));
}

template <DescribedStruct T>
void append(std::string& out, const T& object) {
  char before = '{';
  for_each_member(object, [&](std::string_view name, const auto& inner, const MemberRule&) {
    if constexpr (requires { inner.is_absent(); }) {
      if (inner.is_absent()) return;
    }
    out += before;
    before = ',';
    out += '"';
    out += name;  // A C++ name needs no escapes.
    out += "\":";
    append(out, inner);
  });
  if (before == '{') out += before;
  out += '}';
}

template <class T>
void append(std::string& out, const std::optional<T>& value) {
  if (value) {
    append(out, *value);
  } else {
    out += "null";
  }
}

template <class T>
void append(std::string& out, const Patch<T>& value) {
  if (value.has_value()) {
    append(out, *value);
  } else {
    out += "null";
  }
}

template <class T>
void append(std::string& out, const std::vector<T>& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append(out, static_cast<const T&>(items[i]));
  }
  out += ']';
}

template <class T>
std::string write(const T& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace mg::json
