#pragma once

#include <charconv>
#include <expected>
#include <span>
#include <string_view>

#include "base/json.h"
#include "net/http.h"

// Query parameters into a described struct, with the rules and sentences of JSON bodies; pointers
// are written "?limit". Members: strings, integers, bool (true, false), ids, instants, enums,
// optionals of them, and vectors of them (one parameter, comma-separated). Unknown and repeated
// parameters are refused; members that are optional or may_be_absent need not be there.
namespace mg::net {

void read_query_text(json::Reading&, const json::Place*, std::string_view, const MemberRule&,
                     std::string& out);
void read_query_text(json::Reading&, const json::Place*, std::string_view, bool& out);
void read_query_text(json::Reading&, const json::Place*, std::string_view, const MemberRule&,
                     std::int64_t& out);
std::vector<std::string_view> split_list(std::string_view text);
// Faults for parameters that are not among `names`, or there twice.
void check_names(json::Reading&, std::span<const Parameter>, std::span<const std::string_view>);
const Parameter* find_parameter(std::span<const Parameter> parameters, std::string_view name);

template <class T>
void read_query_value(json::Reading& reading, const json::Place* place, std::string_view text,
                      const MemberRule& rule, T& out) {
  if constexpr (std::same_as<T, std::string>) {
    read_query_text(reading, place, text, rule, out);
  } else if constexpr (std::same_as<T, bool>) {
    read_query_text(reading, place, text, out);
  } else if constexpr (std::integral<T>) {
    std::int64_t wide = 0;
    read_query_text(reading, place, text, rule, wide);
    if (!std::in_range<T>(wide)) reading.fault(place, "is out of range");
    out = static_cast<T>(wide);
  } else if constexpr (json::FromText<T>) {
    json::read_text(reading, place, text, out);
  } else if constexpr (json::is_optional<T>) {
    read_query_value(reading, place, text, rule, out.emplace());
  } else {
    static_assert(json::is_vector<T>, "this type cannot be a query parameter");
    const auto words = split_list(text);
    if (words.size() > rule.max_length.value_or(items_max_default)) {
      return reading.fault(place, "has too many items");
    }
    for (const std::string_view word : words) {
      typename T::value_type inner{};
      read_query_value(reading, place, word, MemberRule{}, inner);
      out.push_back(std::move(inner));
    }
  }
}

template <DescribedStruct Q>
std::expected<Q, json::Faults> read_query(std::span<const Parameter> parameters) {
  json::Reading reading;
  Q out{};
  std::vector<std::string_view> names;
  for_each_member(out, [&](std::string_view name, auto& inner, const MemberRule& rule) {
    names.push_back(name);
    const json::Place here{.name = name, .is_query = true};
    if (const Parameter* found = find_parameter(parameters, name)) {
      read_query_value(reading, &here, found->value, rule, inner);
    } else if (!json::is_optional<std::remove_reference_t<decltype(inner)>> &&
               !rule.may_be_absent) {
      reading.fault(&here, "is required");
    }
  });
  check_names(reading, parameters, names);
  if (!reading.ok()) return std::unexpected(reading.take_faults());
  return out;
}

}  // namespace mg::net
