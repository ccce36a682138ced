#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "desk/guessable.h"

// Passwords (argon2id) and random secrets, and what is stored of them. What hashes or verifies a
// password takes about a tenth of a second; at most two run at once, the others wait.
namespace mg::desk {

inline constexpr std::size_t password_characters_min = 10;
inline constexpr std::size_t password_bytes_max = 1024;

// Refuses (bad_password) what is too short, too long, or guessed first of this owner. Everything
// that sets a password asks this first.
Result<void> check_password(std::string_view password, const PasswordOwner& owner,
                            std::string_view pointer);
std::string hash_password(std::string_view password);
bool is_password_of(const std::string& hash, std::string_view password);

// 256 bits, base64url, from which `secret` is as hard to find as from a password's hash; the same
// for the same salt.
std::string derived_secret(std::string_view secret, std::string_view salt);

// 256 random bits, base64url.
std::string random_secret();
// What is stored of it.
std::string hash_of_secret(std::string_view secret);

}  // namespace mg::desk
