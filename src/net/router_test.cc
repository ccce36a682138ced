#include "net/router.h"

#include <algorithm>
#include <future>
#include <gtest/gtest.h>

#include "net/static_files.h"
#include "net/workers.h"

// How a request finds what answers it: routes, files, workers.
namespace mg::net_test {

using namespace net;

TEST(RouterTest, exact_segments_win_and_parameters_are_found) {
  Router router;
  const auto handler = [](std::string name) {
    return [name](Request request, Respond respond) {
      respond(text_response(200, name + ' ' + std::string(request.path_parameter("id"))));
    };
  };
  router.add({.method = Method::get, .path = "/a/{id}", .name = "one", .handler = handler("one")});
  router.add({.method = Method::get, .path = "/a/me", .name = "me", .handler = handler("me")});
  router.add({.method = Method::get, .path = "/a/me/x", .name = "x", .handler = handler("x")});
  router.add({.method = Method::put,
              .path = "/a/{id}/y",
              .name = "y",
              .body_bytes_max = 7,
              .handler = handler("y")});
  router.add({.method = Method::get, .path = "/", .name = "root", .handler = handler("root")});
  const auto ask = [&](Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    Response out;
    router.handle(std::move(request), [&](Response response) { out = std::move(response); });
    return out;
  };
  EXPECT_EQ(ask(Method::get, "/a/me").body_bytes(), "me ");
  EXPECT_EQ(ask(Method::get, "/a/5").body_bytes(), "one 5");
  EXPECT_EQ(ask(Method::put, "/a/me/y").body_bytes(), "y me");
  EXPECT_EQ(ask(Method::get, "/").body_bytes(), "root ");
  EXPECT_EQ(ask(Method::head, "/a/5").status, 200);
  for (const char* path : {"/a", "/a/", "/a/5/", "/a/5/z", "/b", "/A/me", "/a/me/x/x.css"}) {
    EXPECT_EQ(ask(Method::get, path).status, 404) << path;
  }
  const Response wrong = ask(Method::delete_, "/a/5");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "GET, HEAD");
  Request head;
  head.method = Method::put;
  head.path = "/a/5/y";
  EXPECT_EQ(router.body_bytes_max(head), 7u);
  // W11: OPTIONS, TRACE and whatever else get nothing back, wherever they go.
  for (const char* path : {"/a/5", "/a/5/y", "/nowhere"}) {
    const Response other = ask(Method::other, path);
    EXPECT_EQ(other.status, 405) << path;
    EXPECT_EQ(other.body_bytes(), "") << path;
    EXPECT_NE(other.header("allow"), "") << path;
  }
  router.otherwise(handler("otherwise"));
  EXPECT_EQ(ask(Method::get, "/nowhere").body_bytes(), "otherwise ");
  EXPECT_EQ(router.routes().size(), 5u);
  EXPECT_DEATH(router.add({.method = Method::get,
                           .path = "/a/{name}",
                           .name = "again",
                           .handler = handler("again")}),
               "two routes");
}

TEST(StaticFilesTest, the_best_encoding_is_chosen) {
  EXPECT_EQ(choose_encoding("gzip, deflate, br", true, true), Encoding::brotli);
  EXPECT_EQ(choose_encoding("gzip, deflate, br", false, true), Encoding::gzip);
  EXPECT_EQ(choose_encoding("br;q=0.5, gzip", true, true), Encoding::gzip);
  EXPECT_EQ(choose_encoding("br;q=0, gzip;q=0", true, true), Encoding::identity);
  EXPECT_EQ(choose_encoding("", true, true), Encoding::identity);
  EXPECT_EQ(choose_encoding("*", true, true), Encoding::brotli);
  EXPECT_EQ(choose_encoding("identity;q=0", false, false), std::nullopt);
  EXPECT_EQ(choose_encoding("*;q=0", true, true), std::nullopt);
  EXPECT_EQ(choose_encoding("br;q=x", true, false), Encoding::identity);
}

TEST(StaticFilesTest, caching_follows_the_name_and_the_tag) {
  StaticFiles files;
  files.add({.path = "/app-1.js",
             .type = "text/javascript",
             .bytes = "plain",
             .brotli = "br",
             .gzip = "gz",
             .immutable = true});
  files.add({.path = "/index.html", .type = "text/html", .bytes = "<p>"});
  Request request;
  request.headers = {{"accept-encoding", "br"}};
  const auto first = files.respond(request, "/app-1.js");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->body_bytes(), "br");
  EXPECT_EQ(first->header("content-encoding"), "br");
  EXPECT_EQ(first->header("vary"), "Accept-Encoding");
  EXPECT_EQ(first->header("cache-control"), "public, max-age=31536000, immutable");
  request.headers.push_back({"if-none-match", "\"x\", W/" + std::string(first->header("etag"))});
  EXPECT_EQ(files.respond(request, "/app-1.js")->status, 304);
  request.headers[0].value = "gzip";
  EXPECT_EQ(files.respond(request, "/app-1.js")->status, 200);
  const auto index = files.respond(request, "/index.html");
  EXPECT_EQ(index->body_bytes(), "<p>");
  EXPECT_EQ(index->header("cache-control"), "no-cache");
  EXPECT_EQ(index->header("content-encoding"), "");
  EXPECT_FALSE(files.respond(request, "/none"));
}

TEST(WorkersTest, queued_tasks_run_in_order_before_the_end) {
  std::vector<int> seen;
  Workers workers(1, 100);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(workers.post([&seen, i] { seen.push_back(i); }));
  workers.stop();
  ASSERT_EQ(seen.size(), 50u);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_FALSE(workers.post([] {}));
}

}  // namespace mg::net_test
