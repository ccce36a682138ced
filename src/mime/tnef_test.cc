#include "mime/tnef.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

std::string little(std::uint32_t value, int size) {
  std::string out;
  for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 255);
  return out;
}

std::string attribute(int level, std::uint32_t id, const std::string& data) {
  return little(static_cast<std::uint32_t>(level), 1) + little(id, 4) +
         little(static_cast<std::uint32_t>(data.size()), 4) + data + little(0, 2);
}

// The example of [MS-OXRTFCP] section 4.1.
constexpr unsigned char compressed[] = {0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a,
                                        0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
                                        0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
                                        0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
                                        0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
const std::string rtf(reinterpret_cast<const char*>(compressed), sizeof compressed);

Email with_container(std::string bytes) {
  Email email;
  email.attachments.push_back({"winmail.dat", "application/ms-tnef", "", std::move(bytes)});
  return email;
}

TEST(Tnef, the_published_example_of_compressed_rtf_is_read) {
  EXPECT_EQ(decompress_rtf(rtf), "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
}

TEST(Tnef, rtf_gives_its_words_and_no_tables) {
  EXPECT_EQ(text_of_rtf("{\\rtf1\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\htmltag <p>}caf\\'e9"
                        "\\par \\u8364?5 \\{x\\}}"),
            "café\n€5 {x}");
}

TEST(Tnef, files_and_the_only_body_come_out_of_the_container) {
  const std::string property = little(1, 4) + little(0x0102, 2) + little(0x1009, 2) + little(1, 4) +
                               little(static_cast<std::uint32_t>(rtf.size()), 4) + rtf +
                               std::string((4 - rtf.size() % 4) % 4, '\0');
  Email email = with_container(little(0x223E9F78, 4) + little(1, 2) +
                               attribute(1, 0x00069003, property) + attribute(2, 0x00069002, "x") +
                               attribute(2, 0x00018010, std::string("C:\\a.txt\0", 9)) +
                               attribute(2, 0x0006800F, "content"));
  EXPECT_TRUE(unpack_tnef(email));
  EXPECT_EQ(email.text, "hello world");
  ASSERT_EQ(email.attachments.size(), 2u);
  EXPECT_TRUE(email.attachments[0].hidden);
  EXPECT_EQ(email.attachments[1].name, "a.txt");
  EXPECT_EQ(email.attachments[1].bytes, "content");
}

TEST(Tnef, a_broken_container_stays_an_attachment_E20) {
  Email email = with_container("not tnef at all");
  EXPECT_FALSE(unpack_tnef(email));
  EXPECT_FALSE(email.attachments.at(0).hidden);
  Email cut = with_container(little(0x223E9F78, 4) + little(1, 2) + little(1, 1) +
                             little(0x00069003, 4) + little(0xFFFFFFFF, 4) + "short");
  unpack_tnef(cut);
  EXPECT_EQ(cut.attachments.size(), 1u);
}

}  // namespace
}  // namespace mg::mime
