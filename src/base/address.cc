#include "base/address.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/blanks.h"

namespace mg {

std::string address_key(std::string_view address) {
  constexpr std::size_t address_bytes_max = 320;
  address = without_blanks_around(address);
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size() ||
      address.size() > address_bytes_max) {
    return {};
  }
  std::string key = ascii::lower(address);
  for (const char c : key) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return {};
  }
  return key;
}

std::string without_plus(std::string_view address) {
  const auto at = std::min(address.rfind('@'), address.size());
  const auto plus = address.substr(0, at).find('+');
  if (plus == std::string_view::npos || plus == 0) return std::string(address);
  return std::string(address.substr(0, plus)).append(address.substr(at));
}

}  // namespace mg
