#include "desk/secrets.h"

#include <gtest/gtest.h>

namespace mg::desk {
namespace {

TEST(Password, its_least_length_is_in_characters_and_not_in_bytes) {
  EXPECT_TRUE(check_password("0123456789", "/new"));
  EXPECT_FALSE(check_password("012345678", "/new"));
  EXPECT_FALSE(check_password("\u00fc\u00fc\u00fc\u00fc\u00fc", "/new"));
  EXPECT_FALSE(check_password("\U0001f511\U0001f511\U0001f511", "/new"));
  EXPECT_TRUE(
      check_password("\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc", "/new"));
  EXPECT_TRUE(check_password(std::string(password_bytes_max, 'p'), "/new"));
  EXPECT_FALSE(check_password(std::string(password_bytes_max + 1, 'p'), "/new"));
}

}  // namespace
}  // namespace mg::desk
