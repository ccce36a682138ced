#pragma once

#include "base/json.h"

// A member of a request that names something: by its id, or by the object that answers show in its
// place, so that what was read can be sent back. Only the id of the object counts.
namespace mg {

template <class Object>
struct IdOr {
  decltype(Object::id) id;
  bool operator==(const IdOr&) const = default;
};

namespace json {

template <class T>
inline constexpr bool is_id_or = false;
template <class Object>
inline constexpr bool is_id_or<IdOr<Object>> = true;

bool is_object(const Value& value);

template <class Object>
void read_value(Reading& reading, const Place* place, const Value& value, const MemberRule&,
                IdOr<Object>& out) {
  if (is_object(value)) {
    Object object{};
    read_struct(reading, place, value, object);
    out.id = object.id;
  } else if (const auto text = text_of(reading, place, value,
                                       "must be an id (a string of decimal digits) or an "
                                       "object with one")) {
    read_text(reading, place, *text, out.id);
  }
}

}  // namespace json
}  // namespace mg
