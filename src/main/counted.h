#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mg::app {

// "1 mail", "2 mails", "0 mails".
inline std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace mg::app
