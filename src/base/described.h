#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

// A struct is described once, next to its definition, and everything else is read from that:
//
//   struct NewReply {
//     std::string text;
//     std::optional<Instant> due_at;
//   };
//   BOOST_DESCRIBE_STRUCT(NewReply, (), (text, due_at))
//   constexpr auto member_rules(const NewReply*) {
//     return std::array{
//         MemberRule{.member = "text", .doc = "What the customer reads.", .max_length = 100'000}};
//   }
//
// The macro and member_rules stand in the namespace of the struct. member_rules is optional, and
// so is each member in it; a rule that names no member of the struct does not compile. Inside a
// class template use BOOST_DESCRIBE_CLASS(Name, (), (members), (), ()) in the class.
// Enums: BOOST_DESCRIBE_ENUM(Kind, customer, reply). In the names of enumerators and members a
// trailing '_' (for keywords, such as inline_) is dropped.
namespace mg {

// What holds for one member beyond its type. Lengths are characters (code points) of a string, or
// items of a vector; minimum and maximum are for integers.
struct MemberRule {
  std::string_view member;
  std::string_view doc = {};
  std::optional<std::size_t> min_length = {};
  std::optional<std::size_t> max_length = {};
  std::optional<std::int64_t> minimum = {};
  std::optional<std::int64_t> maximum = {};
  bool may_be_absent = false;     // Then the struct's own initial value stays.
  std::string_view format = {};   // JSON Schema format, for readers of the schema only: "email".
  std::string_view example = {};  // For readers of the schema only; text.
  std::string_view one_of = {};   // The only texts that fit, with a space between them.
};

// Where no rule states a length, these hold for input.
inline constexpr std::size_t string_length_max_default = 65'536;
inline constexpr std::size_t items_max_default = 1'000;

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

namespace detail {

template <class T>
using DescribedMembers = boost::describe::describe_members<T, boost::describe::mod_public |
                                                                  boost::describe::mod_inherited>;

constexpr std::string_view without_underscore(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

template <class T>
consteval bool has_member(std::string_view name) {
  bool found = false;
  boost::mp11::mp_for_each<DescribedMembers<T>>(
      [&](auto d) { found = found || name == without_underscore(d.name); });
  return found;
}

template <class T>
consteval bool rules_name_members() {
  for (const MemberRule& rule : member_rules(static_cast<const T*>(nullptr))) {
    if (!has_member<T>(rule.member)) return false;
  }
  return true;
}

}  // namespace detail

// The rule of one member; one with nothing but the name when none is stated.
template <DescribedStruct T>
constexpr MemberRule member_rule(std::string_view name) {
  if constexpr (requires { member_rules(static_cast<const T*>(nullptr)); }) {
    static_assert(detail::rules_name_members<T>(), "member_rules names a member that is not there");
    for (const MemberRule& rule : member_rules(static_cast<const T*>(nullptr))) {
      if (rule.member == name) return rule;
    }
  }
  return MemberRule{.member = name};
}

// Calls f(name, member, rule) for each described member, base classes first, in declared order.
template <class T, class F>
void for_each_member(T& object, F&& f) {
  using Plain = std::remove_const_t<T>;
  boost::mp11::mp_for_each<detail::DescribedMembers<Plain>>([&](auto d) {
    using Description = decltype(d);
    static constexpr std::string_view name = detail::without_underscore(Description::name);
    static constexpr MemberRule rule = member_rule<Plain>(name);
    f(name, object.*Description::pointer, rule);
  });
}

// The described name ("not_allowed"); empty for a value that has none.
template <DescribedEnum E>
std::string_view enum_name(E value) {
  return detail::without_underscore(boost::describe::enum_to_string(value, ""));
}

template <DescribedEnum E, class F>
void for_each_enum_name(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { f(d.value, enum_name(d.value)); });
}

// The value of exactly this name; nullopt for anything else.
template <DescribedEnum E>
std::optional<E> enum_from(std::string_view name) {
  std::optional<E> found;
  for_each_enum_name<E>([&](E value, std::string_view its_name) {
    if (its_name == name) found = value;
  });
  return found;
}

// The name of a type without its namespaces: "NewReply"; of a template "Page_NewReply".
template <class T>
std::string_view type_signature() {
  return __PRETTY_FUNCTION__;
}

}  // namespace mg
