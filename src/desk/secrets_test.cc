#include "desk/secrets.h"

#include <gtest/gtest.h>

namespace mg::desk {
namespace {

TEST(Password, its_least_length_is_in_characters_and_not_in_bytes) {
  EXPECT_TRUE(check_password("tin hat 42", {}, "/new"));
  EXPECT_FALSE(check_password("tin hat 4", {}, "/new"));
  EXPECT_FALSE(check_password("\u00fc\u00fc\u00fc\u00fc\u00fc", {}, "/new"));
  EXPECT_FALSE(check_password("\U0001f511\U0001f511\U0001f511", {}, "/new"));
  EXPECT_TRUE(
      check_password("\u00e4\u00f6\u00fc\u00df\u00e4\u00e9\u00fc\u00e8\u00f6\u00ea", {}, "/new"));
  const std::string longest = "tin hat" + std::string(password_bytes_max - 7, 'p');
  EXPECT_TRUE(check_password(longest, {}, "/new"));
  EXPECT_FALSE(check_password(longest + "p", {}, "/new"));
}

TEST(Password, that_is_guessed_first_is_refused) {
  for (const char* guessed :
       {"1234567890", "0987654321", "aaaaaaaaaa", "abababababab", "passwordpassword", "abcdefghij",
        "QwertyUiop", "1q2w3e4r5t", "password12", "P@ssw0rd2026!", "2026welcome!!", "makegood1234",
        "Administrator", "hunter2hunter2"}) {
    EXPECT_FALSE(check_password(guessed, {}, "/new")) << guessed;
  }
  for (const char* good : {"correct horse battery", "a long password 17", "makegood demo",
                           "several words make a password", "8473629105",
                           "\u0441\u043b\u043e\u043d \u0438 \u043a\u0438\u0442"}) {
    EXPECT_TRUE(check_password(good, {}, "/new")) << good;
  }
}

TEST(Password, of_nothing_but_the_owners_name_and_address_and_the_workspaces_is_refused) {
  const PasswordOwner owner{"tomas@fernhill.example", "Tomas V\u00e1rga", "Fernhill Supply 24"};
  for (const char* guessed : {"tomas@fernhill.example", "Tomas V\u00e1rga", "tomasv\u00e1rga",
                              "FernhillSupply", "Tomas2026!!", "t0m4s fernh1ll", "1234tomas1234",
                              "SupplyTomas1985", "fernhill password", "tomas.tomas.1"}) {
    EXPECT_FALSE(check_password(guessed, owner, "/new")) << guessed;
  }
  EXPECT_FALSE(check_password("tomas@fernhill", {owner.email, {}, {}}, "/new"));
  for (const char* good : {"tomas rides a tram", "fernhills blue kettle", "supplyx tomas",
                           "\u00e1rga tomas", "8473629105"}) {
    EXPECT_TRUE(check_password(good, owner, "/new")) << good;
  }
}

}  // namespace
}  // namespace mg::desk
