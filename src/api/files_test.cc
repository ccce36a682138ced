#include "desk/files.h"

#include "api/desk_fixture.h"
#include "api/shown_inline.h"
#include "api/system_text.h"

namespace mg::api {
namespace {

using net::Method;

constexpr std::string_view png = "\x89PNG\r\n\x1a\n and the rest";

class Files : public ApiDesk {
 protected:
  Files() { set_up(); }

  Answered upload(std::string name, std::string type, std::string_view bytes) {
    return ask({Method::post,
                "/api/v1/uploads?name=" + name,
                std::string(bytes),
                {bearer(owner_token_)},
                std::move(type)});
  }
  net::Response download(const Answered& uploaded) {
    return get("/api/v1/attachments/" + uploaded.text("id")).response;
  }
};

TEST_P(Files, an_upload_goes_with_a_message_and_comes_back_byte_for_byte) {
  const auto path = mail("It broke.", "a@x");
  const std::string bytes("a\0b\r\n\xff", 6);
  const auto uploaded = upload("plan.pdf", "application/pdf", bytes);
  ASSERT_EQ(uploaded.status(), 201);
  EXPECT_EQ(uploaded["size"].as_int64(), 6);
  const auto body =
      R"({"kind":"note","text":"See.","attachments":[")" + uploaded.text("id") + "\"]}";
  const auto made = post(path + "/messages", body);
  ASSERT_EQ(made.status(), 201);
  const auto& attached = made["attachments"].as_array().at(0).as_object();
  EXPECT_EQ(attached.at("name").as_string(), "plan.pdf");
  EXPECT_FALSE(attached.at("inline").as_bool());
  const auto file = get(std::string(attached.at("url").as_string()));
  EXPECT_EQ(file.response.body_bytes(), bytes);
  EXPECT_EQ(file.response.header("content-type"), "application/pdf");
  // Once used it belongs to its message.
  EXPECT_EQ(post(path + "/messages", body).status(), 400);
}

TEST_P(Files, a_message_carries_no_more_files_than_most_mail_servers_take) {
  const auto path = mail("It broke.", "a@x");
  const std::string large(9 << 20, 'x');
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i)
    ids.push_back('"' + upload("a", "text/plain", large).text("id") + '"');
  const auto body = [](const std::string& files) {
    return R"({"kind":"reply","text":"See.","attachments":[)" + files + "]}";
  };
  const auto refused = post(path + "/messages", body(ids[0] + "," + ids[1] + "," + ids[2]));
  EXPECT_EQ(refused.status(), 400);
  EXPECT_EQ(refused.text("code"), "attachments_too_large");
  EXPECT_EQ(refused.text("pointer"), "/attachments");
  EXPECT_TRUE(refused.text("detail").contains("28311552 bytes")) << refused.text("detail");
  EXPECT_TRUE(refused.text("detail").contains("26214400 bytes"));
  // Nothing of it was done: the same files can still be sent, fewer of them.
  EXPECT_EQ(post(path + "/messages", body(ids[0] + "," + ids[1])).status(), 201);
}

TEST_P(Files, only_real_raster_images_are_shown_in_place_X1_X2) {
  const auto image = download(upload("a.png", "image/png", png));
  EXPECT_TRUE(image.header("content-disposition").starts_with("inline"));
  for (const auto& [type, bytes] : std::vector<std::pair<std::string, std::string_view>>{
           {"image/svg+xml", "<svg onload=alert(1)>"},
           {"image/png", "<html><script>alert(1)</script>"},
           {"text/html", png},
           {"application/pdf", "%PDF-1.4"},
           {"text/xml", "<x xmlns='http://www.w3.org/1999/xhtml'/>"},
           {"multipart/x-mixed-replace", png},
           {"image/gif", "GIF8<script>alert(1)</script>"},
           {"application/xhtml+xml", "<x/>"}}) {
    const auto response = download(upload("a.png", type, bytes));
    EXPECT_TRUE(response.header("content-disposition").starts_with("attachment")) << type;
    EXPECT_EQ(response.header("content-security-policy"), "sandbox; default-src 'none'");
    EXPECT_EQ(response.header("x-content-type-options"), "nosniff");
  }
}

TEST_P(Files, types_and_names_cannot_write_headers_X4) {
  EXPECT_EQ(upload("a", "image/png\r\nSet-Cookie: x=1", png).text("code"), "bad_type");
  EXPECT_EQ(upload("a", "image png", png).status(), 400);
  const auto response = download(upload("a\"\r\nX: y.txt", "text/plain", "x"));
  const auto disposition = response.header("content-disposition");
  EXPECT_TRUE(net::is_header_value(disposition));
  EXPECT_EQ(response.header("x"), "");
}

TEST_P(Files, an_unused_upload_is_its_uploaders_own) {
  const auto uploaded = upload("a.txt", "text/plain", "private");
  const std::string cy = token_of(agent_named("cy", Role::agent), Role::agent);
  EXPECT_EQ(
      ask({Method::get, "/api/v1/attachments/" + uploaded.text("id"), {}, {bearer(cy)}}).status(),
      404);
  EXPECT_EQ(download(uploaded).status, 200);
}

TEST_P(Files, search_finds_what_is_indexed_and_says_how_far_it_is) {
  mail("The pump leaks.", "a@x");
  EXPECT_GT(get("/api/v1/search?q=pump")["lag_facts"].as_int64(), 0);
  while (desk::index_more(desk_, 100) > 0) {
  }
  const auto found = get("/api/v1/search?q=pump");
  ASSERT_EQ(found.items().size(), 1u);
  EXPECT_EQ(found["lag_facts"].as_int64(), 0);
  EXPECT_NE(found.items()[0].at("snippet").as_string().find("\x02pump\x03"),
            boost::json::string::npos);
  const auto& hit = found.items()[0];
  EXPECT_EQ(hit.at("kind").as_string(), "customer");
  EXPECT_EQ(hit.at("author").at("type").as_string(), "contact");
  EXPECT_EQ(hit.at("author").at("name").as_string(), "Ana");
  EXPECT_EQ(hit.at("subject").as_string(), "It broke");
  EXPECT_FALSE(hit.at("subject_matches").as_bool());
  EXPECT_EQ(get("/api/v1/search?q=broke").items()[0].at("subject").as_string(),
            "It \x02"
            "broke\x03");
  EXPECT_EQ(get("/api/v1/search").status(), 400);
}

MG_ON_EVERY_ENGINE(Files);

TEST(ShownInline, type_and_first_bytes_must_agree) {
  EXPECT_TRUE(may_be_shown_inline("image/png", png));
  EXPECT_TRUE(may_be_shown_inline("IMAGE/GIF", "GIF89a..."));
  EXPECT_TRUE(may_be_shown_inline("image/webp", "RIFF\1\1\1\1WEBPVP8 "));
  EXPECT_FALSE(may_be_shown_inline("image/webp", "RIFF"));
  EXPECT_FALSE(may_be_shown_inline("image/jpeg", png));
  EXPECT_FALSE(may_be_shown_inline("image/svg+xml", "<svg>"));
}

TEST(SystemText, says_whom_it_told_what) {
  const auto at = from_rfc3339("2026-11-21T13:00:00Z");
  EXPECT_EQ(system_text(SystemKind::acknowledgement, "Ana", at, "Europe/Berlin"),
            "Makegood told Ana that the message has arrived, and promised the next word by "
            "Saturday 21 November, 14:00 CET.");
  EXPECT_EQ(system_text(SystemKind::reminder, "", {}, "UTC"),
            "Makegood asked the customer once more whether it is solved.");
}

}  // namespace
}  // namespace mg::api
