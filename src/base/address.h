#pragma once

#include <string>
#include <string_view>

// E-mail addresses as keys.
namespace mg {

// The one form in which addresses are compared: trimmed, lower case (ASCII); "" when it is none.
std::string address_key(std::string_view address);

// "support+anything@example.com" -> "support@example.com"; others as they are.
std::string without_plus(std::string_view address);

}  // namespace mg
