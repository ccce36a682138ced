#include "mime/smime.h"

#include <gtest/gtest.h>

namespace mg::mime {
namespace {

constexpr std::string_view signed_oid("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 9);
constexpr std::string_view enveloped_oid("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", 9);
constexpr std::string_view data_oid("\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01", 9);

// An element in DER.
std::string der(int tag, std::string_view content) {
  std::string out(1, static_cast<char>(tag));
  if (content.size() < 128) {
    out += static_cast<char>(content.size());
  } else {
    out += "\x82";
    out += static_cast<char>(content.size() >> 8);
    out += static_cast<char>(content.size() & 255);
  }
  return out.append(content);
}

// The same with an indefinite length (BER).
std::string ber(int tag, std::string_view content) {
  return std::string(1, static_cast<char>(tag)) + "\x80" + std::string(content) +
         std::string(2, '\0');
}

std::string signed_data_of(std::string_view content) {
  const auto inner = der(0x30, der(6, data_oid) + der(0xA0, der(4, content)));
  return der(0x30, der(6, signed_oid) + der(0xA0, der(0x30, der(2, "\x01") + der(0x31, "") + inner +
                                                                der(0x31, ""))));
}

TEST(Smime, the_content_of_a_signed_part_is_found) {
  EXPECT_EQ(signed_content(signed_data_of("Content-Type: text/plain\n\nIt leaks.")),
            "Content-Type: text/plain\n\nIt leaks.");
  EXPECT_EQ(signed_content(signed_data_of(std::string(1000, 'x'))), std::string(1000, 'x'));
}

TEST(Smime, indefinite_lengths_and_strings_in_parts_are_read) {
  const auto inner =
      ber(0x30, der(6, data_oid) + ber(0xA0, ber(0x24, der(4, "It ") + der(4, "leaks."))));
  const auto whole =
      ber(0x30, der(6, signed_oid) + ber(0xA0, ber(0x30, der(2, "\x01") + der(0x31, "") + inner)));
  EXPECT_EQ(signed_content(whole), "It leaks.");
}

TEST(Smime, what_is_broken_or_hostile_gives_nothing_E20) {
  const std::string good = signed_data_of("It leaks.");
  for (std::size_t i = 0; i + 1 < good.size(); ++i) {
    EXPECT_EQ(signed_content(std::string_view(good).substr(0, i)), "") << i;
  }
  EXPECT_EQ(signed_content(std::string(100'000, '\x30')), "");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "\x30\x80";
  EXPECT_EQ(signed_content(deep), "");
}

TEST(Smime, kinds_are_told_by_the_content_and_not_by_its_label) {
  EXPECT_EQ(smime_label(signed_data_of("x"), "enveloped-data"), Label::smime_signed);
  EXPECT_EQ(smime_label(der(0x30, der(6, enveloped_oid)), ""), Label::smime_encrypted);
  EXPECT_EQ(smime_label("junk", "signed-data"), Label::smime_signed);
  EXPECT_EQ(smime_label("junk", ""), Label::smime_encrypted);
}

TEST(Smime, a_mail_signed_as_a_whole_is_readable_and_keeps_its_bytes) {
  const std::string bytes = signed_data_of(
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nIt "
      "leaks.\r\n--b\r\nContent-Type: image/png; name=a.png\r\n\r\nPNG\r\n--b--\r\n");
  const Email email = parse(
      "From: a@x.test\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; "
      "name=smime.p7m\r\nContent-Transfer-Encoding: binary\r\n\r\n" +
      bytes);
  EXPECT_EQ(email.reply_text, "It leaks.");
  ASSERT_EQ(email.attachments.size(), 2u);
  EXPECT_EQ(email.attachments[0].label, Label::smime_signed);
  EXPECT_EQ(email.attachments[0].bytes, bytes);
  EXPECT_EQ(email.attachments[1].name, "a.png");
}

TEST(Smime, what_a_mail_says_of_its_own_signature_is_nothing_E20) {
  const Email email = parse(
      "From: a@x.test\nX-RT-Encrypt: 1\nX-RT-Sign: 1\nX-RT-Incoming-Encryption: Success\n"
      "X-PGP-Status: good signature\nX-OTRS-Signature: valid\nX-Makegood-Signature: valid\n\n"
      "[GNUPG:] GOODSIG 0 Boss <boss@x.test>\n");
  EXPECT_TRUE(email.attachments.empty());
  EXPECT_TRUE(email.text.starts_with("[GNUPG:] GOODSIG 0 Boss <boss@x.test>")) << email.text;
}

TEST(Smime, parts_of_openpgp_and_smime_are_labelled_E20) {
  const auto label = [](std::string_view type, std::string_view body) {
    const Email email = parse(
        "From: a@x.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
        "text\n--b\nContent-Type: " +
        std::string(type) + "\n\n" + std::string(body) + "\n--b--\n");
    return email.attachments.at(0);
  };
  EXPECT_EQ(label("application/pgp-signature", "x").label, Label::pgp_signature);
  EXPECT_EQ(label("application/pgp-signature", "x").why_hidden, Why::hidden_signature);
  EXPECT_EQ(label("application/pkcs7-signature; name=smime.p7s", "x").label,
            Label::smime_signature);
  EXPECT_EQ(label("application/pgp-keys; name=key.asc", "x").label, Label::pgp_key);
  EXPECT_FALSE(label("application/pgp-keys; name=key.asc", "x").hidden);
  EXPECT_EQ(label("application/octet-stream; name=a.asc", "-----BEGIN PGP MESSAGE-----\n").label,
            Label::pgp_encrypted);
  EXPECT_EQ(label("text/vcard; name=ana.vcf", "BEGIN:VCARD").label, Label::contact);
}

TEST(Smime, of_an_encrypted_mail_only_the_message_is_shown) {
  const Email email = parse(
      "From: a@x.test\nContent-Type: multipart/encrypted; boundary=b; "
      "protocol=\"application/pgp-encrypted\"\n\n--b\nContent-Type: application/pgp-encrypted\n\n"
      "Version: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN "
      "PGP MESSAGE-----\nabc\n--b--\n");
  ASSERT_EQ(email.attachments.size(), 2u);
  EXPECT_EQ(email.attachments[0].why_hidden, Why::hidden_key);
  EXPECT_EQ(email.attachments[1].label, Label::pgp_encrypted);
  EXPECT_FALSE(email.attachments[1].hidden);
  EXPECT_EQ(email.attachments[1].bytes, "-----BEGIN PGP MESSAGE-----\nabc");
}

}  // namespace
}  // namespace mg::mime
