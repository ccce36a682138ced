#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

#include "base/test_growth.h"
#include "mime/address.h"
#include "mime/email.h"
#include "mime/linkify.h"
#include "mime/quote.h"
#include "mime/sanitize.h"

// What a hostile mail costs grows as its size does (rows E17 to E19 and X15).
namespace mg::mime {
namespace {

using growth::expect_linear;
using growth::repeated;

constexpr std::size_t bytes = 24u << 10;
constexpr std::size_t html_bytes = 12u << 10;  // It costs more.

struct Hostile {
  std::string_view head, piece, tail;

  std::string operator()(std::size_t size) const {
    return std::string(head) + repeated(piece, size) + std::string(tail);
  }
};

// clang-format off
const Hostile structures[] = {
    {"", "X-A: b\n", "\nbody"},
    {"", "Received: from a by b (c) with d; Mon, 1 Jan 2024 00:00:00 +0000\n", "\nbody"},
    {"X-A: b", "\n c", "\n\nbody"},
    {"Subject: ", "=?utf-8?q?a?= ", "\n\nbody"},
    {"Subject: ", "=?utf-8?b?YWE=?=\n ", "\n\nbody"},
    {"Subject: ", "=?", "\n\nbody"},
    {"Subject: ", "=?utf-8?q?", "\n\nbody"},
    {"References: ", "<a@b> ", "\n\nbody"},
    {"References: ", "<", "\n\nbody"},
    {"In-Reply-To: ", "a@b ", "\n\nbody"},
    {"Date: ", "(", "\n\nbody"},
    {"Date: ", "1 ", "\n\nbody"},
    {"Authentication-Results: x; ", "dmarc=fail (a) ", "\n\nbody"},
    {"Authentication-Results: x", "; spf=pass a.b=c", "\n\nbody"},
    {"Authentication-Results: ", "(", "\n\nbody"},
    {"", "Authentication-Results: x; spf=pass\n", "\nbody"},
    {"Content-Type: text/plain; ", "a=b; ", "\n\nbody"},
    {"Content-Type: text/plain; ", "name*0=b; ", "\n\nbody"},
    {"Content-Type: text/plain; name=\"", "\\\"", "\n\nbody"},
    {"Content-Type: text/plain", ";", "\n\nbody"},
    {"Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", "--b--\n"},
    {"Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: image/png\n\nx\n",
     "--b--\n"},
    {"Content-Type: multipart/mixed; boundary=b\n\n", "--b", ""},
    {"Content-Type: multipart/mixed; boundary=b\n\n", "--c\n", ""},
    {"Content-Type: multipart/mixed; boundary=b\n\n", "-", ""},
    {"Content-Type: multipart/mixed; boundary=b\n\n",
     "--b\nContent-Type: multipart/mixed; boundary=b\n\n", ""},
    {"", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", ""},
    {"", "Content-Type: message/rfc822\n\n", "x"},
    {"Content-Type: multipart/alternative; boundary=b\n\n",
     "--b\nContent-Type: text/html\n\n<p>x</p>\n", "--b--\n"},
    {"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\nx\n",
     "--b\nContent-Type: image/png\nContent-ID: <a>\n\nx\n", "--b--\n"},
    {"Content-Transfer-Encoding: base64\n\n", "YWFh", ""},
    {"Content-Transfer-Encoding: base64\n\n", "=", ""},
    {"Content-Transfer-Encoding: base64\n\n", "YQ==\n", ""},
    {"Content-Transfer-Encoding: quoted-printable\n\n", "=", ""},
    {"Content-Transfer-Encoding: quoted-printable\n\n", "=\n", ""},
    {"Content-Transfer-Encoding: quoted-printable\n\n", " ", ""},
    {"Content-Type: text/plain; charset=utf-7\n\n", "+AGE-", ""},
    {"Content-Type: text/plain; charset=utf-7\n\n", "+", ""},
    {"Content-Type: text/plain; charset=no-such\n\n", "\xe4", ""},
    {"Content-Type: text/plain; charset=iso-2022-jp\n\n", "\x1b$B", ""},
    {"Content-Type: text/plain; charset=shift_jis\n\n", "\x81", ""},
    {"Content-Type: text/plain\n\n", std::string_view("\0", 1), ""},
    {"Content-Type: text/plain; format=flowed\n\n", "> a \n", ""},
    {"Content-Type: text/plain; format=flowed; delsp=yes\n\n", "a \n", ""},
    {"Content-Type: text/plain; format=flowed\n\n", ">", ""},
    {"\n", "begin 644 a\n", ""},
    {"\n", "begin 644 a\n#0V%T\n`\nend\n", ""},
    {"\nbegin 644 a\n", "#0V%T\n", ""},
    {"Content-Type: text/enriched\n\n", "<bold>", ""},
    {"Content-Type: text/enriched\n\n", "<", ""},
    {"Content-Type: text/calendar\n\nBEGIN:VEVENT\n", "ATTENDEE:mailto:a@b\n",
     "END:VEVENT\n"},
    {"Content-Type: text/calendar\n\n", "BEGIN:VEVENT\n", ""},
    {"Content-Type: text/calendar\n\nBEGIN:VEVENT\nDESCRIPTION:", "a\n ", "\nEND:VEVENT\n"},
    {"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
     "Content-Type: message/delivery-status\n\n",
     "Final-Recipient: rfc822; a@b\nAction: failed\nStatus: 5.1.1\n\n", "--b--\n"},
    {"From: MAILER-DAEMON@x\nSubject: Undelivered Mail Returned to Sender\n\n",
     "<a@b>: 550 5.1.1 no such user\n", ""},
    {"From: MAILER-DAEMON@x\nSubject: Undelivered Mail Returned to Sender\n\n", "<", ""},
    {"From: MAILER-DAEMON@x\nSubject: Undelivered Mail Returned to Sender\n\n",
     "{\"a\":", ""},
    {"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n",
     "eJ8+InicPiI=", ""},
    {"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n",
     "MIAwgDCAMIA=", ""},
    {"\n", "-----BEGIN PGP SIGNED MESSAGE-----\n\n", ""},
    {"\n", "-----BEGIN PGP MESSAGE-----\n", ""},
    {"", "From \n", ""},
    {"", "\r", ""},
    {"", "\n", ""},
    {"", ":", ""},
    {"", "a", ""}};

constexpr std::string_view addresses[] = {
    "(", ")", "()(", ",", "\"", "\"\\", "\\", "<", ">", "<a,", ":", ";", "a:", "a:;", "=?", "@",
    "=?utf-8?q?", "=?utf-8?q?a?=", "<>", "(\\", "a@b,", "<a@b>", "\"a\" <a@b>,", "\"a,", "(a,",
    " ", "a ", "[", "a@[", "mailto:", "<@a:"};

constexpr std::string_view elements[] = {
    "<", "&", "&#", "<!--", "<!", "</", "<a ", "<div>", "<b>", "<b><div></b>", "<table><tr><td>",
    "<table>x<i>", "<svg><td>", "<span><div></span>", "<a href=x><p>", "<ul><li>", "<font a=1><p>",
    "<style>", "<blockquote>", "<blockquote>x</blockquote>y", "<div class=gmail_quote>",
    "<div class=gmail_quote>x</div><p>b</p>", "<div class=gmail_signature>", "<hr>",
    "<img src=cid:a>", "<img src=https://t.test/a>", "<a href=\"https://x.test/\">x</a>",
    "<p style='color:red;color:red;background:url(a)'>x</p>",
    "<p style='margin:0cm'><span lang=EN-US>Words <o:p>&nbsp;</o:p></span></p>\n",
    "<math><mtext><table><mglyph><style>", "<noscript>", "<template>", "<select>",
    "<!--[if mso]>", "<form>", "<body a=b>", "<nobr>", "<ruby><rt>", "<pre>\n", "From: a<br>",
    "On Mon, 3 May 2021 at 10:00, a@b.c wrote:<br>"};

const Hostile tags[] = {
    {"<p ", "a=1 ", ">x"}, {"<p style='", "color:red;", "'>x"}, {"<p style='", "(", "'>x"},
    {"<p style='font-family:", "a,", "'>x"}, {"<a href='https://x.test/", "a", "'>x</a>"},
    {"<a href='", " ", "'>x</a>"}, {"<a href='https://", "a@", "'>x</a>"},
    {"<p class='", "a ", "'>x"}, {"<pre>", " \n", ""}, {"<p>", "\xc2\xa0", ""}};

constexpr std::string_view words[] = {
    "On Mon, 3 May 2021 at 10:00 ", "On ", "wrote:", "wrote:\n", "> a\nb\n", "> ", ">", ">\n",
    "----\n", "-", "_", "-- \n", "From:\n", "From: a\nTo: b\n", "```\n--\n", "<", "\n", " ", "\t",
    " \n", "x On Mon, 3 May 2021 at 10:00, a@b.c wrote:\n> y\n",
    "Ana <ana@x.test> 10:00 2024\na\nb\nc\nd\ne\n\n", "Xx: Ana <ana@x.test>\nYy: 10\n",
    "-----BEGIN PGP SIGNATURE-----\n", "-----Original Message-----\n",
    "---------- Forwarded message ---------\n", "Begin forwarded message:\n\n",
    "Sent from my iPhone\n", "http://", "http://a", "https://x.test/ ", "www.", "a@", "a@b.c ", "@",
    "a.", "(", "http://x.test/(", "http://x.test/a)", ".", "mailto:a@b.c", "\xc3\xa4", "\xff", "*",
    "* a\n", "| a\n", "a", "1. a\n", "unsubscribe\n", "________________________________\n",
    "________________________________\nFrom: a <a@b>\nSent: Monday\n"};
// clang-format on

TEST(Growth, of_hostile_structure_is_linear_E17) {
  for (const Hostile& mail : structures) {
    expect_linear(bytes, mail, [](const std::string& raw) { (void)parse(raw); });
  }
}

TEST(Growth, of_hostile_addresses_is_linear_E18) {
  const auto parsed = [](const std::string& field) {
    EXPECT_LE(parse_addresses(field).size(), addresses_max);
  };
  for (const std::string_view piece : addresses) {
    expect_linear(bytes, Hostile{"", piece, ""}, parsed);
    expect_linear(bytes, Hostile{"Ana <", piece, ">"}, parsed);
  }
}

TEST(Growth, of_hostile_html_is_linear_E19) {
  const std::function<void(const std::string&)> readers[] = {
      [](const std::string& html) { (void)sanitize_html(split_quote_html(html).visible_html); },
      [](const std::string& html) { (void)parse("Content-Type: text/html\n\n" + html); }};
  for (const auto& reader : readers) {
    for (const std::string_view piece : elements) {
      expect_linear(html_bytes, Hostile{"<p>a</p>", piece, "b"}, reader);
    }
    for (const Hostile& html : tags) expect_linear(html_bytes, html, reader);
  }
}

TEST(Growth, of_hostile_texts_is_linear_E19_X15) {
  const std::function<void(const std::string&)> readers[] = {
      [](const std::string& text) { (void)linkify(text); },
      [](const std::string& text) { (void)parse("Auto-Submitted: auto-replied\n\n" + text); }};
  for (const auto& reader : readers) {
    for (const std::string_view piece : words) {
      expect_linear(bytes, Hostile{"Hi\n", piece, ""}, reader);
    }
  }
}

}  // namespace
}  // namespace mg::mime
