#include "base/id_or.h"

#include <boost/json/value.hpp>

namespace mg::json {

bool is_object(const Value& value) {
  return value.is_object();
}

}  // namespace mg::json
