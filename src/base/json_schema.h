#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/id_or.h"
#include "base/json.h"

namespace mg::json {

// Input: optional members need not be there. Output: every member is always there (may be null).
enum class Direction { input, output };

// JSON Schema (2020-12, as OpenAPI 3.1 uses it) of described structs. Each struct and each enum
// becomes one named component, others refer to it; two of one name are a mistake of the program
// (std::logic_error), since one would stand for the other. Ask for all outputs before the first
// input: a struct that goes both ways is then "Name" as output and "NameInput" as input, whatever
// the order otherwise.
class Schemas {
 public:
  // The schema of T as JSON text; for a struct {"$ref":"#/components/schemas/Name"}.
  template <class T>
  std::string schema(Direction direction);

  // The same for a query parameter: its rule applies, and an optional is not "null" but absent.
  template <class T>
  std::string query_schema(const MemberRule& rule) {
    if constexpr (is_optional<T>) {
      return of_value<typename T::value_type>(Direction::input, rule);
    } else {
      return of_value<T>(Direction::input, rule);
    }
  }

  // All components so far: a JSON object, names in alphabetical order.
  std::string components() const;

 private:
  template <class T>
  std::string of_value(Direction direction, const MemberRule& rule);
  template <class Object>
  std::string of_id_or(const IdOr<Object>&, Direction direction) {
    return R"({"oneOf":[)" + of_value<decltype(Object::id)>(direction, MemberRule{}) + "," +
           of_struct<Object>(direction) + "]}";
  }
  template <class T>
  std::string of_struct(Direction direction);

  // The component's name for this struct; `is_new` when its body has still to be put.
  std::string name_for(std::string_view signature, Direction direction, bool& is_new);
  // The reference to the component of an enum, which is the same in both directions.
  std::string of_enum(std::string_view signature, std::string body);

  struct Component {
    std::string signature;
    Direction direction;
    std::string body;
  };
  std::map<std::string, Component> components_;
};

// Type words with their constraints.
std::string schema_of_string(const MemberRule& rule);
std::string schema_of_integer(const MemberRule& rule, std::string_view format, bool is_unsigned);
std::string schema_of_words(std::span<const std::string_view> words);
// The same with "null" as one more value.
std::string schema_or_null(std::string schema);
// The schema with the rule's description (and example), beside a $ref too.
std::string with_doc(std::string schema, const MemberRule& rule);
// The schema with what holds when the member is absent, as JSON; "" adds nothing.
std::string with_default(std::string schema, std::string_view value);
std::string short_type_name(std::string_view signature);

// ---- The rest is how.

// What stands in a member that may be absent, where that is more than nothing.
template <class T>
std::string default_of(const T& value, const MemberRule& rule) {
  if (!rule.may_be_absent) return {};
  if constexpr (std::same_as<T, bool> || std::integral<T>) {
    return write(value);
  } else if constexpr (DescribedEnum<T>) {
    return write(value);
  } else {
    return {};
  }
}

template <class T>
std::string Schemas::schema(Direction direction) {
  return of_value<T>(direction, MemberRule{});
}

template <class T>
std::string Schemas::of_value(Direction direction, const MemberRule& rule) {
  if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
    return schema_of_string(rule);
  } else if constexpr (std::same_as<T, bool>) {
    return R"({"type":"boolean"})";
  } else if constexpr (std::same_as<T, double>) {
    return R"({"type":"number"})";
  } else if constexpr (std::same_as<T, RawJson>) {
    return "{}";
  } else if constexpr (std::integral<T>) {
    return schema_of_integer(rule, sizeof(T) > 4 ? "int64" : "int32", std::unsigned_integral<T>);
  } else if constexpr (is_id<T>) {
    return R"({"type":"string","pattern":"^[1-9][0-9]*$"})";
  } else if constexpr (std::same_as<T, Instant>) {
    return R"({"type":"string","format":"date-time"})";
  } else if constexpr (DescribedEnum<T>) {
    std::vector<std::string_view> names;
    for_each_enum_name<T>([&](T, std::string_view name) { names.push_back(name); });
    return of_enum(type_signature<T>(), schema_of_words(names));
  } else if constexpr (is_optional<T>) {
    return schema_or_null(of_value<typename T::value_type>(direction, rule));
  } else if constexpr (is_patch<T>) {
    return schema_or_null(
        of_value<std::remove_cvref_t<decltype(*std::declval<T>())>>(direction, rule));
  } else if constexpr (is_id_or<T>) {
    return of_id_or(T{}, direction);
  } else if constexpr (is_vector<T>) {
    std::string out = R"({"type":"array","items":)";
    out += of_value<typename T::value_type>(direction, MemberRule{});
    if (rule.min_length) out += ",\"minItems\":" + std::to_string(*rule.min_length);
    if (rule.max_length) out += ",\"maxItems\":" + std::to_string(*rule.max_length);
    return out + "}";
  } else {
    return of_struct<T>(direction);
  }
}

template <class T>
std::string Schemas::of_struct(Direction direction) {
  static_assert(DescribedStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT or _ENUM");
  bool is_new = false;
  const std::string name = name_for(type_signature<T>(), direction, is_new);
  if (is_new) {
    std::string properties;
    std::string required;
    T blank{};
    for_each_member(blank, [&](std::string_view member, auto& inner, const MemberRule& rule) {
      using Member = std::remove_reference_t<decltype(inner)>;
      if (!properties.empty()) properties += ',';
      append(properties, member);
      std::string schema = with_doc(of_value<Member>(direction, rule), rule);
      if (direction == Direction::input) schema = with_default(schema, default_of(inner, rule));
      properties += ':' + schema;
      const bool must_be_there =
          direction == Direction::output
              ? !is_patch<Member>
              : !is_patch<Member> && !is_optional<Member> && !rule.may_be_absent;
      if (!must_be_there) return;
      if (!required.empty()) required += ',';
      append(required, member);
    });
    std::string body = R"({"type":"object","properties":{)" + properties + "}";
    if (!required.empty()) body += ",\"required\":[" + required + "]";
    if (direction == Direction::input) body += ",\"additionalProperties\":false";
    components_[name].body = body + "}";
  }
  std::string reference = R"({"$ref":"#/components/schemas/)" + name + "\"}";
  if (HasShortForm<T> && direction == Direction::input) {
    return R"({"anyOf":[)" + reference + R"(,{"type":"string"}]})";
  }
  return reference;
}

}  // namespace mg::json
