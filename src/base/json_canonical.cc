#include "base/json_canonical.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <vector>

namespace mg::json {

namespace bj = boost::json;

std::string canonical_text(const Value& value) {
  std::string out;
  if (const bj::object* object = value.if_object()) {
    std::vector<const bj::key_value_pair*> members;
    for (const bj::key_value_pair& member : *object) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return member->key(); });
    for (const bj::key_value_pair* member : members) {
      out += out.empty() ? '{' : ',';
      out += bj::serialize(member->key()) + ':' + canonical_text(member->value());
    }
    return out.empty() ? "{}" : out + '}';
  }
  if (const bj::array* array = value.if_array()) {
    for (const Value& element : *array) {
      out += out.empty() ? '[' : ',';
      out += canonical_text(element);
    }
    return out.empty() ? "[]" : out + ']';
  }
  return bj::serialize(value);
}

}  // namespace mg::json
