// The small parsers and encoders: URLs, cookies, forms, names of files, addresses, headers.
#include <gtest/gtest.h>

#include "net/cookie.h"
#include "net/form.h"
#include "net/forwarded.h"
#include "net/security_headers.h"
#include "net/url.h"

namespace mg::net {
namespace {

TEST(Url, a_target_is_decoded_once) {
  const auto target = parse_target("/a%20b/%25%32%66/x?q=a%26b+c&q=2&empty&=v&&");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b/%2f/x");
  ASSERT_EQ(target->query.size(), 4u);
  EXPECT_EQ(target->query[0].value, "a&b c");
  EXPECT_EQ(target->query[2].name, "empty");
  EXPECT_EQ(target->query[3].value, "v");
  EXPECT_TRUE(parse_target("/"));
  EXPECT_TRUE(parse_target("/a/"));
  EXPECT_TRUE(parse_target("/...a/..b"));
}

TEST(Url, what_is_not_well_formed_is_refused) {
  for (const char* text : {"", "a", "*", "/?a=%", "/?a=%00", "/?%ff=1", "/a b", "/\xC3\xA9", "/a\n",
                           "/%c0%af", "/a/./b", "/a/%2e/b"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
  std::string many = "/?a";
  for (std::size_t i = 1; i < query_parameters_max; ++i) many += "&a";
  EXPECT_TRUE(parse_target(many));
  EXPECT_EQ(parse_target(many + "&a").error().kind, RefusalKind::too_large);
}

TEST(Url, a_component_survives_encoding) {
  const std::string text = "a/b?c=d&e f%\xC3\xA9~";
  EXPECT_EQ(encode_component(text), "a%2Fb%3Fc%3Dd%26e%20f%25%C3%A9~");
  EXPECT_EQ(parse_parameters("k=" + encode_component(text), 1)->front().value, text);
}

Request with_header(std::string name, std::string value, std::string body = {}) {
  Request request;
  request.headers.push_back({std::move(name), std::move(value)});
  request.body = std::move(body);
  return request;
}

TEST(Cookies, are_made_closed_to_scripts) {
  EXPECT_EQ(set_cookie({.name = "__Host-session", .value = "abc"}),
            "__Host-session=abc; Path=/; HttpOnly; Secure; SameSite=Lax");
  EXPECT_EQ(set_cookie({.name = "s",
                        .value = "",
                        .path = "/c",
                        .max_age = std::chrono::seconds(0),
                        .secure = false,
                        .same_site = SameSite::strict}),
            "s=; Path=/c; Max-Age=0; HttpOnly; SameSite=Strict");
  EXPECT_DEATH(set_cookie({.name = "s", .value = "a; Domain=evil"}), "");
}

TEST(Cookies, are_found_by_their_whole_name) {
  const Request request = with_header("cookie", "xsession=1; session=2;other=a=b ; last=");
  EXPECT_EQ(cookie_value(request, "session"), "2");
  EXPECT_EQ(cookie_value(request, "other"), "a=b");
  EXPECT_EQ(cookie_value(request, "last"), "");
  EXPECT_EQ(cookie_value(request, "sess"), std::nullopt);
  EXPECT_EQ(cookie_value(with_header("cookie", "session=1; session=2"), "session"), std::nullopt);
  EXPECT_EQ(cookie_value(with_header("cookie", "session=1; session=1"), "session"), "1");
}

Result<Form> form_of(std::string body, std::string type = "multipart/form-data; boundary=XX") {
  static Request request;  // The files of the form point into it.
  request = with_header("content-type", std::move(type), std::move(body));
  return parse_form(request);
}

TEST(Form, urlencoded_fields_are_read) {
  const auto form =
      form_of("solved=yes&words=a+b%0D%0A%C3%A9", "application/x-www-form-urlencoded");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->field("solved"), "yes");
  EXPECT_EQ(form->field("words"), "a b\r\n\xC3\xA9");
  EXPECT_EQ(form->field("none"), "");
  EXPECT_EQ(form_of("a=%00", "application/x-www-form-urlencoded").error().code, "bad_form");
  EXPECT_FALSE(form_of("a=1", "text/plain"));
  EXPECT_FALSE(form_of("a=1", ""));
}

TEST(Form, multipart_fields_and_files_are_read) {
  const auto form = form_of(
      "--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--X\r\n"
      "\r\n--XX\r\ncontent-disposition: form-data; name=file; filename=\"a%22 \\\"b;.txt\"\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n\r\n\r\n\x00\x01\r\n--XX\r\n"
      "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX--\r\n");
  ASSERT_FALSE(form);  // The literal ends at its NUL: there is no final boundary.
  const std::string bytes("\0\xFF\r\n-", 5);
  const auto good = form_of(
      "--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--X\r\n"
      "\r\n--XX\r\ncontent-disposition: form-data; name=file; filename=\"a%22 \\\"b;.txt\"\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
      bytes + "\r\n--XX\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--XX--\r\n");
  ASSERT_TRUE(good) << good.error().detail;
  EXPECT_EQ(good->field("text"), "hello\r\n--X\r\n");
  EXPECT_EQ(good->field("empty"), "");
  EXPECT_EQ(good->fields.size(), 2u);
  ASSERT_EQ(good->files.size(), 1u);
  EXPECT_EQ(good->files[0].name, "file");
  EXPECT_EQ(good->files[0].file_name, "a%22 \"b;.txt");
  EXPECT_EQ(good->files[0].type, "text/plain");
  EXPECT_EQ(good->files[0].bytes, bytes);
}

TEST(Form, of_a_form_that_was_cut_off_the_beginning_is_there) {
  const auto cut = [](std::string_view body, const std::string& type) {
    static Request request;
    request = with_header("content-type", type, std::string(body));
    request.is_cut = true;
    return parse_form(request);
  };
  const std::string urlencoded = "solved=not_yet&words=so+%E4%B8%AD%F0%9F%92%A5&more=1";
  const std::string words = "so \xE4\xB8\xAD\xF0\x9F\x92\xA5";
  for (std::size_t size = 0; size < urlencoded.find("&more"); ++size) {
    const auto form = cut(urlencoded.substr(0, size), "application/x-www-form-urlencoded");
    ASSERT_TRUE(form) << size;
    EXPECT_EQ(form->fields.size(), size < urlencoded.find("words") ? 0u : 1u) << size;
    if (size < urlencoded.find("words=") + 6) continue;
    EXPECT_EQ(form->begun.name, "words") << size;
    EXPECT_TRUE(words.starts_with(form->begun.value)) << size;
  }
  const auto late =
      cut(urlencoded.substr(0, urlencoded.find("&more")), "application/x-www-form-urlencoded");
  EXPECT_EQ(late->begun.value, words);
  const std::string multipart =
      "--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n" + words + "\r\n--XX--";
  const std::size_t begin = multipart.find("so ");
  for (std::size_t size = begin; size < multipart.size() - 2; ++size) {
    const auto form = cut(multipart.substr(0, size), "multipart/form-data; boundary=XX");
    ASSERT_TRUE(form) << size;
    EXPECT_EQ(form->begun.name, "text") << size;
    EXPECT_TRUE(words.starts_with(form->begun.value)) << size;
    if (size >= begin + words.size()) {
      EXPECT_EQ(form->begun.value, words) << size;
    }
  }
}

TEST(Form, malformed_multipart_is_refused) {
  const std::string head = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n";
  for (const std::string& body :
       {std::string(), std::string("--XX"), std::string("--XX--x"), head, head + "\r\nv",
        head + "\r\nv\r\n--XX", head + "\r\nv\n--XX--", head + "\r\nv\r\n--XX--\r\nepilogue",
        "preamble\r\n" + head + "\r\nv\r\n--XX--",
        std::string("--XX\nContent-Disposition: form-data; name=\"a\"\n\nv\n--XX--"),
        std::string("--XX\r\n\r\nv\r\n--XX--"),
        std::string("--XX\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XX--"),
        std::string("--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--XX--"),
        std::string("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nv\r\n--XX--"),
        head + "Content-Disposition: form-data; name=\"b\"\r\n\r\nv\r\n--XX--",
        head + "Content-Transfer-Encoding: base64\r\n\r\nv\r\n--XX--",
        head + "X: " + std::string(5000, 'x') + "\r\n\r\nv\r\n--XX--",
        head + "\r\n\xFF\r\n--XX--"}) {
    const auto form = form_of(body);
    ASSERT_FALSE(form) << body;
    EXPECT_EQ(form.error().kind, RefusalKind::bad_input);
  }
  EXPECT_FALSE(form_of("--\r\n", "multipart/form-data"));
  EXPECT_FALSE(form_of("--\r\n", "multipart/form-data; boundary="));
  EXPECT_FALSE(form_of("--\r\n", "multipart/form-data; boundary=" + std::string(71, 'x')));
}

TEST(Form, the_number_of_parts_is_bounded) {
  const auto parts = [](int count, std::string_view more) {
    std::string body;
    for (int i = 0; i < count; ++i) {
      body += "--XX\r\nContent-Disposition: form-data; name=\"a\"" + std::string(more) +
              "\r\n\r\nv\r\n";
    }
    return form_of(body + "--XX--");
  };
  EXPECT_TRUE(parts(100, ""));
  EXPECT_EQ(parts(101, "").error().code, "too_many_fields");
  EXPECT_TRUE(parts(20, "; filename=\"x\""));
  EXPECT_EQ(parts(21, "; filename=\"x\"").error().code, "too_many_files");
}

TEST(ContentDisposition, W13_names_are_encoded_and_made_harmless_X5) {
  const auto named = [](std::string_view name) {
    return content_disposition(Disposition::attachment, name);
  };
  EXPECT_EQ(named("report.pdf"), "attachment; filename=\"report.pdf\"");
  EXPECT_EQ(content_disposition(Disposition::inline_, "a.png"), "inline; filename=\"a.png\"");
  EXPECT_EQ(named("a\"\r\nX: y.txt"),
            "attachment; filename=\"a_X: y.txt\"; filename*=UTF-8''a%22X%3A%20y.txt");
  EXPECT_EQ(named("Pr\xC3\xBC"
                  "fung.txt"),
            "attachment; filename=\"Pr_fung.txt\"; filename*=UTF-8''Pr%C3%BCfung.txt");
  EXPECT_EQ(named("../../etc/passwd"), "attachment; filename=\"etcpasswd\"");
  EXPECT_EQ(named("a\xE2\x80\xAEgnp.exe"), "attachment; filename=\"agnp.exe\"");
  EXPECT_EQ(named("\xE2\x80\x8B.htaccess"), "attachment; filename=\"htaccess\"");
  EXPECT_EQ(named(""), "attachment; filename=\"file\"");
  EXPECT_EQ(named(" . "), "attachment; filename=\"file\"");
  EXPECT_EQ(named("\xFF\xFE"), "attachment; filename=\"file\"");
  EXPECT_LT(named(std::string(5000, 'x')).size(), 300u);
  for (int c = 0; c < 256; ++c) {
    EXPECT_TRUE(is_header_value(named(std::string("a") + static_cast<char>(c) + "b"))) << c;
  }
}

TEST(Http, media_types_follow_their_grammar_X4) {
  EXPECT_TRUE(is_media_type("image/svg+xml"));
  for (const char* text : {"", "a", "a/", "/b", "a/b/c", "a/b;c", "image/png\r\nX: y", "a /b"}) {
    EXPECT_FALSE(is_media_type(text)) << text;
  }
}

TEST(SecurityHeaders, a_response_keeps_what_it_has_set_itself_and_runs_no_script_of_others_X12) {
  Response response;
  response.set("content-security-policy", std::string(attachment_security_policy));
  response.set("Cache-Control", "public");
  add_security_headers(response, true);
  EXPECT_EQ(response.header("Content-Security-Policy"), attachment_security_policy);
  EXPECT_EQ(response.header("Cache-Control"), "public");
  EXPECT_EQ(response.header("Strict-Transport-Security"), "max-age=31536000");
  EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(content_security_policy.find("unsafe"), std::string_view::npos);
}

TEST(Forwarded, the_client_is_the_rightmost_address_that_is_not_trusted_and_nothing_else_X11) {
  const auto proxies = TrustedProxies::parse({"10.0.0.0/9", "2001:db8::/33", "192.0.2.1"});
  ASSERT_TRUE(proxies);
  const auto client = [&](std::string peer, std::string forwarded) {
    Request request = with_header("x-forwarded-for", std::move(forwarded));
    proxies->apply(request, *parse_address(peer), false);
    return request.peer;
  };
  EXPECT_EQ(client("10.1.2.3", "6.6.6.6, 203.0.113.9, 10.0.0.1"), "203.0.113.9");
  EXPECT_EQ(client("10.200.0.1", "203.0.113.9"), "10.200.0.1");
  EXPECT_EQ(client("2001:db8:7fff::1", "2001:db9::5"), "2001:db9::5");
  EXPECT_EQ(client("2001:db8:8000::1", "2001:db9::5"), "2001:db8:8000::1");
  EXPECT_EQ(client("::ffff:192.0.2.1", "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(client("10.1.2.3", "203.0.113.9, unknown"), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", ""), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", "10.0.0.2"), "10.0.0.2");
  EXPECT_EQ(client("10.1.2.3", "<img src=x onerror=alert(1)>"), "10.1.2.3");
}

}  // namespace
}  // namespace mg::net
