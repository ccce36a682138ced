#pragma once

#include <string_view>

namespace mg::desk {

// Whose password it is to be, for what is guessed of this person first.
struct PasswordOwner {
  std::string_view email, name, workspace;  // "" where it is not known.
};

// A password that guessing tries first: of three different characters at most, a piece repeated to
// its end, a row of the keyboard or the alphabet, or nothing but the commonest words, the owner's
// name and address and the workspace's name with figures and signs around them ("P@ssw0rd2026!").
bool is_guessed_first(std::string_view password, const PasswordOwner& owner);

}  // namespace mg::desk
