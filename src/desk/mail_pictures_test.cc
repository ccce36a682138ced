#include "desk/mail_pictures.h"

#include <vector>

#include "base/test_growth.h"

namespace mg::desk {
namespace {

const std::vector<std::string> addresses = {"/files/7", "/files/8"};

TEST(MailPictures, get_the_addresses_of_their_parts) {
  EXPECT_EQ(with_part_addresses("<img src=\"/_cid/0\"><img src=\"/_cid/1\"><img src=\"/_cid/0\">",
                                addresses),
            "<img src=\"/files/7\"><img src=\"/files/8\"><img src=\"/files/7\">");
}

TEST(MailPictures, what_names_no_part_stays) {
  for (const std::string html :
       {"", "<p>/_cid/0</p>", "\"/_cid/", "\"/_cid/0", "\"/_cid/2\"", "\"/_cid/x\"", "\"/_cid/\"",
        "\"/_cid/-1\"", "\"/_cid/99999999999999999999999\""}) {
    EXPECT_EQ(with_part_addresses(html, addresses), html);
  }
  EXPECT_EQ(with_part_addresses("\"/_cid/\"/_cid/1\"", addresses), "\"/_cid/\"/files/8\"");
}

TEST(MailPictures, however_often_one_is_shown_costs_linear_time_E19) {
  for (const char* piece : {"<img src=\"/_cid/0\">", "\"/_cid/", "\"/_cid/1"}) {
    growth::expect_linear(
        128u << 10, [&](std::size_t bytes) { return growth::repeated(piece, bytes); },
        [](const std::string& html) { (void)with_part_addresses(html, addresses); });
  }
}

}  // namespace
}  // namespace mg::desk
