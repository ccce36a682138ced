#include "desk/mail_people.h"

namespace mg::desk {

People people_from(std::string_view text) {
  if (text.empty()) return {};
  return json::read<People>(text).value_or(People{});
}

}  // namespace mg::desk
