#pragma once

#include <concepts>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/json_document.h"
#include "base/json_write.h"
#include "base/result.h"
#include "base/time.h"

// Described structs from and to JSON (base/described.h says how to describe one). Members may be
// std::string, bool, integers, double, Id<> (decimal string), Instant (RFC 3339), described enums
// (their names), std::optional (absent or null), Patch (absent, null, value), std::vector, RawJson,
// and described structs. Every other member must be present, unless its rule says may_be_absent.
// Unknown members are refused.
namespace mg::json {

// All faults, or the value. Never throws on any input.
template <class T>
std::expected<T, Faults> try_read(std::string_view text);

// The same with the faults as one refusal (bad_input, code "invalid_json" or "invalid_member",
// the first fault's pointer, all details).
template <class T>
Result<T> read(std::string_view text);

Refusal refusal_of(const Faults& faults);

template <class T>
void read_value(Reading& reading, const Place* place, const Value& value, const MemberRule& rule,
                T& out);

// ---- The rest is how.

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_patch = false;
template <class T>
inline constexpr bool is_patch<Patch<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

// A described struct may name the member that a bare string stands for, in its namespace:
//   constexpr std::string_view short_form(const Recipient*) { return "email"; }
// As input, "ana@example.org" is then {"email":"ana@example.org"}, with all else left out.
template <class T>
concept HasShortForm = requires {
  { short_form(static_cast<const T*>(nullptr)) } -> std::same_as<std::string_view>;
};

template <DescribedStruct T>
void read_struct(Reading& reading, const Place* place, const Value& value, T& out) {
  if constexpr (HasShortForm<T>) {
    if (is_string(value)) {
      for_each_member(out, [&](std::string_view name, auto& inner, const MemberRule& rule) {
        if (name == short_form(static_cast<const T*>(nullptr))) {
          read_value(reading, place, value, rule, inner);
        }
      });
      return;
    }
  }
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    boost::mp11::mp_for_each<detail::DescribedMembers<T>>(
        [&](auto d) { all.push_back(detail::without_underscore(d.name)); });
    return all;
  }();
  if (!open_object(reading, place, value, names)) return;
  for_each_member(out, [&](std::string_view name, auto& inner, const MemberRule& rule) {
    using Member = std::remove_reference_t<decltype(inner)>;
    const Place here{.parent = place, .name = name};
    if (const Value* found = member(value, name)) {
      read_value(reading, &here, *found, rule, inner);
    } else if constexpr (!is_optional<Member> && !is_patch<Member>) {
      if (!rule.may_be_absent) reading.fault(&here, "is required");
    }
  });
}

template <class E>
std::string one_of_sentence() {
  std::string sentence = "must be one of";
  for_each_enum_name<E>([&](E, std::string_view name) {
    sentence += sentence.size() == 14 ? " " : ", ";
    sentence += name;
  });
  return sentence;
}

// Values that are strings in JSON, and bare text in a query: ids, instants, enums.
template <class T>
concept FromText = is_id<T> || std::same_as<T, Instant> || DescribedEnum<T>;

template <FromText T>
void read_text(Reading& reading, const Place* place, std::string_view text, T& out) {
  std::optional<T> parsed;
  if constexpr (is_id<T>) {
    parsed = id_from<T>(text);
    if (!parsed) reading.fault(place, "must be an id (a string of decimal digits)");
  } else if constexpr (std::same_as<T, Instant>) {
    parsed = from_rfc3339(text);
    if (!parsed) {
      reading.fault(place, "must be a date-time as in RFC 3339, such as 2026-11-21T15:04:05Z");
    }
  } else {
    parsed = enum_from<T>(text);
    if (!parsed) reading.fault(place, one_of_sentence<T>());
  }
  if (parsed) out = *parsed;
}

template <class T>
void read_value(Reading& reading, const Place* place, const Value& value, const MemberRule& rule,
                T& out) {
  if constexpr (std::same_as<T, std::string>) {
    take(reading, place, value, rule, out);
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, double> ||
                       std::same_as<T, RawJson>) {
    take(reading, place, value, out);
  } else if constexpr (std::integral<T>) {
    std::conditional_t<std::signed_integral<T>, std::int64_t, std::uint64_t> wide{};
    take(reading, place, value, rule, wide);
    if (!std::in_range<T>(wide)) reading.fault(place, "is out of range");
    out = static_cast<T>(wide);
  } else if constexpr (FromText<T>) {
    if (const auto text = text_of(reading, place, value)) read_text(reading, place, *text, out);
  } else if constexpr (is_optional<T>) {
    if (is_null(value)) {
      out.reset();
    } else {
      read_value(reading, place, value, rule, out.emplace());
    }
  } else if constexpr (is_patch<T>) {
    if (is_null(value)) {
      out = T::null();
    } else {
      std::remove_cvref_t<decltype(*out)> inner{};
      read_value(reading, place, value, rule, inner);
      out = T(std::move(inner));
    }
  } else if constexpr (is_vector<T>) {
    const auto count = items_of(reading, place, value, rule);
    MemberRule item_rule = rule;
    item_rule.min_length = item_rule.max_length = std::nullopt;
    for (std::size_t i = 0; i < count.value_or(0); ++i) {
      const Place here{.parent = place, .index = i, .is_index = true};
      typename T::value_type inner{};
      read_value(reading, &here, item(value, i), item_rule, inner);
      out.push_back(std::move(inner));
    }
  } else {
    static_assert(DescribedStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT or _ENUM");
    read_struct(reading, place, value, out);
  }
}

template <class T>
std::expected<T, Faults> try_read(std::string_view text) {
  auto document = Document::parse(text);
  if (!document) return std::unexpected(Faults{std::move(document.error())});
  Reading reading;
  T out{};
  read_value(reading, nullptr, document->root(), MemberRule{}, out);
  if (!reading.ok()) return std::unexpected(reading.take_faults());
  return out;
}

template <class T>
Result<T> read(std::string_view text) {
  auto out = try_read<T>(text);
  if (!out) return std::unexpected(refusal_of(out.error()));
  return std::move(*out);
}

}  // namespace mg::json
