#include "api/desk_fixture.h"
#include "api/mail_document.h"
#include "mime/sanitize.h"

namespace mg::api {
namespace {

using net::Method;

constexpr std::string_view png = "\x89PNG\r\n\x1a\n and the rest";
constexpr std::string_view remote =
    "<img data-remote-src=\"https://t.example/p.gif\" alt=\"Logo\">";

std::string no_picture(std::string_view) {
  return "";
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

class MailHtml : public ApiDesk {
 protected:
  MailHtml() { set_up(); }

  // A mail of Ana with this HTML, sanitised as the mail channel does, and these files.
  std::string html_mail(std::string_view html, std::vector<desk::MailPart> parts = {}) {
    auto mail = std::make_shared<desk::ReceivedMail>();
    mail->inbox = inbox_;
    mail->from_address = "ana@customer.example";
    mail->subject = "It broke";
    mail->message_id = "html@customer.example";
    mail->text = "It broke.";
    const auto sanitized = mime::sanitize_html(html, [&](std::string_view cid) -> std::string {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].content_id == cid) return "/_cid/" + std::to_string(i);
      }
      return "";
    });
    mail->html = sanitized.html;
    mail->remote_images = sanitized.has_remote_images;
    mail->parts = std::move(parts);
    const auto receipt =
        desk_.change_now(desk::as_system(), desk::receive_mail(mail, desk_.keys()));
    EXPECT_TRUE(receipt);
    return "/api/v1/messages/" + std::to_string(*receipt) + "/html";
  }
  static desk::MailPart part(std::string type, std::string cid, std::string_view bytes) {
    return {.name = "a",
            .type = std::move(type),
            .content_id = std::move(cid),
            .is_inline = true,
            .hidden = false,
            .bytes = store::prepare_blob(bytes)};
  }
};

TEST_P(MailHtml, is_a_document_that_can_do_nothing_and_that_only_we_may_frame_X6) {
  const auto page = get(html_mail("<p style=\"color:red\">Hi</p>")).response;
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("content-security-policy"),
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
            "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; "
            "form-action 'none'");
  EXPECT_EQ(page.header("x-frame-options"), "SAMEORIGIN");
  EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("cross-origin-resource-policy"), "same-origin");
  EXPECT_TRUE(page.body_bytes().starts_with("<!doctype html>"));
  EXPECT_TRUE(has(page.body_bytes(), "<p style=\"color:red\">Hi</p>"));
}

TEST_P(MailHtml, remote_pictures_are_blocked_until_they_are_asked_for_X19) {
  const auto path = html_mail("<img src=\"https://t.example/p.gif\">");
  for (const auto& blocked : {get(path), get(path + "?images=0")}) {
    ASSERT_EQ(blocked.status(), 200);
    EXPECT_FALSE(has(blocked.response.body_bytes(), " src=\""));
    EXPECT_FALSE(has(blocked.response.header("content-security-policy"), "http"));
  }
  const auto shown = get(path + "?images=1").response;
  EXPECT_TRUE(has(shown.body_bytes(), "<img src=\"https://t.example/p.gif\""));
  EXPECT_TRUE(has(shown.header("content-security-policy"), "img-src data: https: http:;"));
  EXPECT_EQ(get(path + "?images=2").status(), 400);
  EXPECT_EQ(get(path + "?images=yes").status(), 400);
}

TEST_P(MailHtml, pictures_of_the_mail_itself_are_inside_when_they_are_what_they_seem) {
  const auto page =
      get(html_mail("<img src=\"cid:a@x\"><img src=\"cid:b&quot;&amp;\"><img src=\"cid:svg\">"
                    "<img src=\"cid:fake\"><img src=\"cid:gone\"><img src=\"/api/v1/session\">",
                    {part("image/png", "a@x", png), part("image/jpg", "b\"&", "\xff\xd8\xff rest"),
                     part("image/svg+xml", "svg", "<svg onload=alert(1)>"),
                     part("image/png", "fake", "<html><script>alert(1)</script>")}));
  ASSERT_EQ(page.status(), 200);
  const auto body = page.response.body_bytes();
  EXPECT_TRUE(has(body, " src=\"" + data_url("image/png", png) + "\""));
  EXPECT_TRUE(has(body, " src=\"" + data_url("image/jpeg", "\xff\xd8\xff rest") + "\""));
  EXPECT_EQ(count_of(body, " src=\""), 2u);
  EXPECT_FALSE(has(body, "/api/v1/"));
}

TEST_P(MailHtml, a_picture_shown_again_and_again_cannot_swell_the_document) {
  std::string html;
  for (int i = 0; i < 100; ++i) html += "<img src=\"cid:big\">";
  const std::string big = std::string(png) + std::string(1 << 20, 'x');
  const auto page = get(html_mail(html, {part("image/png", "big", big)})).response;
  EXPECT_EQ(count_of(page.body_bytes(), "src=\"data:image/png"), 4u);
  EXPECT_LT(page.body_bytes().size(), 7u << 20);
}

TEST_P(MailHtml, there_is_none_without_html_or_message_and_none_of_a_withdrawn_reply) {
  const auto conversation = mail("Only words.", "plain@x");
  const auto messages = get(conversation + "/messages");
  const auto plain = std::string(messages.items().at(0).at("id").as_string());
  EXPECT_EQ(get("/api/v1/messages/" + plain + "/html").status(), 404);
  EXPECT_EQ(get("/api/v1/messages/7777777/html").status(), 404);
  EXPECT_EQ(get("/api/v1/messages/x/html").status(), 404);
  const auto reply = post(conversation + "/messages",
                          R"({"kind":"reply","text":"Hi","html":"<p>Hi</p>","undo_seconds":10})");
  ASSERT_EQ(reply.status(), 201);
  const auto path = "/api/v1/messages/" + reply.text("id");
  EXPECT_EQ(get(path + "/html").status(), 200);
  EXPECT_EQ(send(Method::delete_, path, "").status(), 200);
  EXPECT_EQ(get(path + "/html").status(), 404);
}

TEST_P(MailHtml, an_inbox_without_mail_so_far_is_ok) {
  const auto inboxes = get("/api/v1/inboxes");
  const auto& inbox = inboxes.items().at(0).as_object();
  EXPECT_EQ(inbox.at("state").as_string(), "ok");
  EXPECT_TRUE(inbox.at("last_read_at").is_null());
}

MG_ON_EVERY_ENGINE(MailHtml);

TEST(MailDocument, stored_html_cannot_break_out_whatever_it_is) {
  for (const std::string_view hostile :
       {"</body></html><script>alert(1)</script>", "</style><script>alert(1)</script>",
        "--><script>alert(1)</script>", "<base href=\"https://evil.example\"><p>x",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"img-src *\">",
        "<body onload=alert(1)><form action=\"https://evil.example\"><input></form>",
        "<svg><script>alert(1)</script></svg><math><a href=\"javascript:alert(1)\">x</a>",
        "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\"></iframe>",
        "<img src=x onerror=alert(1)>",
        "<img data-cid=\"a\" alt=\"&quot; onerror=&quot;alert(1)\">",
        "<link rel=stylesheet href=\"https://evil.example/x.css\">",
        "<p style=\"background:url(https://evil.example/x)\">x</p>", "<plaintext>", "<textarea>",
        "<title>", "<!--", "<img src=\"https://evil.exa"}) {
    const std::string page = mail_document(hostile, false, no_picture);
    EXPECT_TRUE(page.ends_with("</body>\n</html>\n")) << hostile;
    for (const std::string_view part :
         {"</body>", "</html>", "</head>", "</style>", "<body", "<title>", "<style>"}) {
      EXPECT_EQ(count_of(page, part), 1u) << part << " of " << hostile;
    }
    for (const std::string_view part :
         {"<script", "<base", "http-equiv", "<form", "<iframe", "<link", "<!--", "<svg",
          " onerror=\"", " onload", "url(", "<plaintext", "<textarea", " src="}) {
      EXPECT_FALSE(has(page, part)) << part << " of " << hostile;
    }
  }
}

TEST(MailDocument, html_that_was_cut_in_a_tag_swallows_nothing) {
  const std::string whole = "<p>Before</p>" + std::string(remote) + "<p style=\"color:red\">After";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string page = mail_document(whole.substr(0, size), true, no_picture);
    EXPECT_TRUE(page.ends_with("</body>\n</html>\n")) << size;
    EXPECT_EQ(count_of(page, "\"") % 2, 0u) << size;
  }
}

TEST(MailDocument, words_that_look_like_a_picture_stay_words) {
  const std::string page = mail_document(
      "<p title=' data-remote-src=\"https://t.example/\"'>&lt;img data-cid=\"a\"&gt;</p>"
      "<img alt='x\" data-remote-src=\"https://t.example/' data-cid='a'>",
      true, [](std::string_view) { return "data:image/png;base64,AA=="; });
  EXPECT_EQ(count_of(page, " src=\""), 1u);
  EXPECT_FALSE(has(page, "src=\"https"));
}

TEST(MailDocument, a_mail_with_its_own_colours_is_shown_as_it_was_designed) {
  EXPECT_TRUE(has(mail_document("<p>Hi</p>", false, no_picture), "<html>"));
  for (const std::string_view designed :
       {"<p style=\"color:#111\">Hi</p>", "<td bgcolor=white>Hi", "<font color=red>Hi</font>",
        "<div style=\"background-color:#fff\">Hi</div>"}) {
    const std::string page =
        mail_document("<table><tr>" + std::string(designed), false, no_picture);
    EXPECT_TRUE(has(page, "<html class=\"own\">")) << designed;
  }
}

TEST(MailDocument, data_urls_are_base64) {
  EXPECT_EQ(data_url("image/png", ""), "data:image/png;base64,");
  EXPECT_EQ(data_url("image/png", "f"), "data:image/png;base64,Zg==");
  EXPECT_EQ(data_url("image/png", "fo"), "data:image/png;base64,Zm8=");
  EXPECT_EQ(data_url("image/png", "foobar"), "data:image/png;base64,Zm9vYmFy");
  EXPECT_EQ(data_url("image/png", std::string("\xff\xff\xfe\0", 4)),
            "data:image/png;base64,///+AA==");
}

}  // namespace
}  // namespace mg::api
