#include "net/api.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "net/test_answer.h"

namespace mg::net_test {

using namespace net;

using NoteId = Id<struct NoteTag>;
enum class Sort { number, newest };
BOOST_DESCRIBE_ENUM(Sort, number, newest)

struct NewNote {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(NewNote, (), (text))
constexpr auto member_rules(const NewNote*) {
  return std::array{MemberRule{.member = "text", .doc = "The words.", .max_length = 10}};
}

struct Note {
  NoteId id;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (id, text))

struct NoteQuery {
  std::int32_t limit = 50;
  std::optional<Sort> sort;
  std::vector<Sort> sorts;
  std::string q;
};
BOOST_DESCRIBE_STRUCT(NoteQuery, (), (limit, sort, sorts, q))
constexpr auto member_rules(const NoteQuery*) {
  return std::array{MemberRule{.member = "limit",
                               .doc = "How many.",
                               .minimum = 1,
                               .maximum = 200,
                               .may_be_absent = true},
                    MemberRule{.member = "sorts", .may_be_absent = true},
                    MemberRule{.member = "q", .may_be_absent = true}};
}

const Endpoint<NewNote, Note> create_note{.method = Method::post,
                                          .path = "/notes/{id}",
                                          .name = "create_note",
                                          .summary = "Write a note",
                                          .description = "It stays.",
                                          .needs = "write",
                                          .tag = "notes",
                                          .status = 201,
                                          .refusals = {RefusalKind::conflict}};
const Endpoint<Nothing, Page<Note>, NoteQuery> list_notes{
    .path = "/notes", .name = "list_notes", .summary = "List", .description = "Newest first."};
const Endpoint<> delete_note{
    .method = Method::delete_, .path = "/notes/{id}", .name = "delete_note", .summary = "Delete"};
const Endpoint<RawBody, Response> upload{
    .method = Method::put, .path = "/files/{path...}", .name = "upload", .summary = "Upload"};

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() : workers_(2, 4), api_(router_, workers_, hooks()) {
    api_.add_on_workers(
        create_note, [](const Call<NewNote>& call, Reply<Note>& reply) -> Result<Note> {
          if (call.body.text == "throw") throw std::runtime_error("no");
          if (call.body.text == "twice") {
            return refuse(RefusalKind::conflict, "there_already", "It is there already.", "/text");
          }
          const auto id = call.id<NoteId>();
          if (!id) return std::unexpected(id.error());
          reply.add_header("Location", "/notes/7");
          return Note{*id, call.body.text + " by " + call.as<std::string>()};
        });
    api_.add(list_notes, [](Call<Nothing, NoteQuery> call, Reply<Page<Note>> reply) {
      // Answered later, from another thread.
      std::thread([query = call.query, reply = std::move(reply)]() mutable {
        reply(Page<Note>{.items = {{NoteId{query.limit}, query.q}}, .next = {}});
      }).detach();
    });
    api_.add(delete_note, [](Call<>, Reply<Nothing> reply) { reply(Nothing{}); });
    api_.add(upload, [](Call<RawBody> call, Reply<Response> reply) {
      reply(text_response(
          200, call.body.bytes + " to " + std::string(call.request.path_parameter("path"))));
    });
  }

  static ApiHooks hooks() {
    ApiHooks hooks;
    hooks.authorize = [](const Request& request, const EndpointInfo& info) -> Result<std::any> {
      const std::string token(request.header("authorization"));
      if (token == "broken") throw std::runtime_error("database gone");
      if (token.empty() && !info.needs.empty()) {
        return refuse(RefusalKind::unauthenticated, "no_token", "Sign in.");
      }
      return std::any(token);
    };
    return hooks;
  }

  Response ask(Method method, std::string path, std::string body = {}, std::string token = "ana",
               std::string type = "application/json; charset=utf-8",
               std::vector<Parameter> query = {}) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    request.body = std::move(body);
    request.query = std::move(query);
    request.id = "r1";
    request.headers = {{"authorization", std::move(token)}, {"content-type", std::move(type)}};
    return testing::answer_to(router_, std::move(request));
  }

  Router router_;
  Workers workers_;
  Api api_;
};

TEST_F(ApiTest, a_typed_call_is_answered) {
  const Response response = ask(Method::post, "/notes/5", R"({"text":"hi"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body_bytes(), R"({"id":"5","text":"hi by ana"})");
  EXPECT_EQ(response.header("location"), "/notes/7");
  EXPECT_EQ(response.header("content-type"), "application/json");
}

TEST_F(ApiTest, a_refusal_becomes_problem_details) {
  const Response response = ask(Method::post, "/notes/5", R"({"text":"twice"})");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.header("content-type"), "application/problem+json");
  EXPECT_EQ(response.body_bytes(),
            R"({"type":"about:blank","title":"Conflict","status":409,"code":"there_already",)"
            R"("detail":"It is there already.","pointer":"/text","request_id":"r1"})");
}

TEST_F(ApiTest, each_refusal_kind_has_its_status) {
  const std::vector<std::pair<RefusalKind, int>> table{
      {RefusalKind::bad_input, 400},   {RefusalKind::unauthenticated, 401},
      {RefusalKind::not_allowed, 403}, {RefusalKind::not_found, 404},
      {RefusalKind::conflict, 409},    {RefusalKind::too_large, 413},
      {RefusalKind::too_many, 429},    {RefusalKind::unavailable, 503},
      {RefusalKind::internal, 500}};
  for (const auto& [kind, status] : table) {
    const Response response = problem_response(Refusal{kind, "c", "d", ""});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.header("Retry-After").empty(), status != 429 && status != 503);
  }
}

TEST_F(ApiTest, what_went_wrong_inside_is_for_the_log_alone) {
  std::vector<std::string> told;
  on_internal_error([&](std::string_view what, std::string_view request) {
    told.push_back(std::string(request) + ": " + std::string(what));
  });
  const Response response = problem_response(
      Refusal{RefusalKind::internal, "internal_error", "no such table: secret", ""}, "r1");
  problem_response(Refusal{RefusalKind::unavailable, "unavailable", "later", ""}, "r2");
  on_internal_error([](auto...) {});
  const std::string body(response.body_bytes());
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(body.find("secret"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("detail":"The server made a mistake. Nothing was changed.")"),
            std::string::npos)
      << body;
  EXPECT_NE(body.find(R"("request_id":"r1")"), std::string::npos) << body;
  EXPECT_EQ(told, std::vector<std::string>{"r1: no such table: secret"});
}

TEST_F(ApiTest, a_wrong_body_is_400_with_every_fault) {
  const Response response = ask(Method::post, "/notes/5", R"({"text":7,"x":1})");
  EXPECT_EQ(response.status, 400);
  const std::string body(response.body_bytes());
  EXPECT_NE(body.find(R"("errors":[{"pointer":"/x","detail":)"), std::string::npos) << body;
  EXPECT_NE(body.find("/text must be a string."), std::string::npos) << body;
  EXPECT_EQ(ask(Method::post, "/notes/5", "{").status, 400);
}

TEST_F(ApiTest, authorization_comes_before_the_body_is_understood) {
  EXPECT_EQ(ask(Method::post, "/notes/5", "{", "").status, 401);
  EXPECT_EQ(ask(Method::post, "/notes/5", R"({"text":"hi"})", "broken").status, 500);
}

TEST_F(ApiTest, W1_a_body_that_does_not_say_it_is_json_is_415) {
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                           "application/jsonx", "text/plain; application/json"}) {
    EXPECT_EQ(ask(Method::post, "/notes/5", R"({"text":"hi"})", "ana", type).status, 415) << type;
  }
}

TEST_F(ApiTest, an_exception_is_500_unless_it_is_given_a_meaning) {
  EXPECT_EQ(ask(Method::post, "/notes/5", R"({"text":"throw"})").status, 500);
  api_.on_exception([] {
    return Refusal{RefusalKind::unavailable, "database_gone", "Please try again soon.", ""};
  });
  EXPECT_EQ(ask(Method::post, "/notes/5", R"({"text":"throw"})").status, 503);
  EXPECT_EQ(ask(Method::post, "/notes/5", R"({"text":"hi"})", "broken").status, 503);
}

TEST_F(ApiTest, query_parameters_are_typed_and_strict) {
  const auto list = [&](std::vector<Parameter> query) {
    return ask(Method::get, "/notes", "", "", "", std::move(query));
  };
  EXPECT_EQ(list({}).body_bytes(), R"({"items":[{"id":"50","text":""}],"next":null})");
  EXPECT_EQ(list({{"limit", "7"}, {"q", "x"}, {"sort", "newest"}, {"sorts", "number,newest"}})
                .body_bytes(),
            R"({"items":[{"id":"7","text":"x"}],"next":null})");
  for (const Parameter& wrong :
       {Parameter{"limit", "0"}, Parameter{"limit", "201"}, Parameter{"limit", "1e9"},
        Parameter{"limit", ""}, Parameter{"limit", "99999999999999999999"},
        Parameter{"sort", "oldest"}, Parameter{"sorts", "number,"}, Parameter{"typo", "1"}}) {
    const Response response = list({wrong});
    EXPECT_EQ(response.status, 400) << wrong.name << '=' << wrong.value;
    EXPECT_NE(response.body_bytes().find("\"pointer\":\"?" + wrong.name), std::string::npos);
  }
  EXPECT_EQ(list({{"limit", "1"}, {"limit", "2"}}).status, 400);
}

TEST_F(ApiTest, an_answer_of_nothing_is_204_and_a_raw_one_is_the_handlers) {
  EXPECT_EQ(ask(Method::delete_, "/notes/5").status, 204);
  EXPECT_EQ(ask(Method::put, "/files/a/b.txt", "bytes").body_bytes(), "bytes to a/b.txt");
  EXPECT_EQ(ask(Method::post, "/notes/x5", R"({"text":"hi"})").status, 404);
}

TEST_F(ApiTest, around_may_answer_instead_and_sees_the_principal) {
  Router router;
  ApiHooks around = hooks();
  around.around = [](Request request, const std::any& who, const EndpointInfo& info,
                     Respond respond, ApiHooks::Next next) {
    if (request.has_header("idempotency-key")) {
      return respond(text_response(200, std::any_cast<std::string>(who) + info.name));
    }
    next(std::move(request), std::move(respond));
  };
  Api api(router, workers_, std::move(around));
  api.add(delete_note, [](Call<>, Reply<Nothing> reply) { reply(Nothing{}); });
  for (const bool has_key : {true, false}) {
    Request request;
    request.method = Method::delete_;
    request.path = "/notes/1";
    request.headers = {{"authorization", "ana"}};
    if (has_key) request.headers.push_back({"idempotency-key", "k"});
    int status = 0;
    router.handle(std::move(request), [&](Response response) { status = response.status; });
    EXPECT_EQ(status, has_key ? 200 : 204);
  }
}

TEST_F(ApiTest, a_full_queue_is_503) {
  Router router;
  Workers none(0, 1);
  Api api(router, none, hooks());
  api.add_on_workers(delete_note, [](const Call<>&) -> Result<Nothing> { return Nothing{}; });
  std::vector<int> statuses;
  for (int i = 0; i < 2; ++i) {
    Request request;
    request.method = Method::delete_;
    request.path = "/notes/1";
    router.handle(std::move(request),
                  [&](Response response) { statuses.push_back(response.status); });
  }
  EXPECT_EQ(statuses, std::vector<int>{503});  // The first waits in the queue.
  EXPECT_EQ(none.refused(), 1u);
}

TEST_F(ApiTest, the_openapi_document_says_it_all) {
  const std::string document = openapi_document({.title = "Desk",
                                                 .version = "1",
                                                 .description = "D",
                                                 .license = "Apache-2.0",
                                                 .session_cookie = "s",
                                                 .csrf_header = "X-Csrf",
                                                 .idempotency_header = "Key",
                                                 .idempotency_doc = "Once.",
                                                 .tags = {{"notes", "Notes."}}},
                                                api_.operations());
  ASSERT_TRUE(json::Document::parse(document)) << document;
  for (
      const char* part :
      {R"("openapi":"3.1.0")",
       R"("/notes/{id}":{"post":{"operationId":"create_note")",
       R"("delete":{"operationId":"delete_note")",
       R"("/files/{path}":{"put":)",
       R"("summary":"Write a note","description":"It stays.","tags":["notes"])",
       R"("requestBody":{"description":"At most 1048576 bytes.","required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/NewNote"}}}})",
       R"("201":{"description":"Created; the answer is the new object.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Note"}}}})",
       R"("400":{"$ref":"#/components/responses/BadRequest"},"401":{"$ref":"#/components/responses/Unauthenticated"},"403":{"$ref":"#/components/responses/NotAllowed"},"404":{"$ref":"#/components/responses/NotFound"},"409":{"$ref":"#/components/responses/Conflict"},"413":{"$ref":"#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/UnsupportedType"},"503":{"$ref":"#/components/responses/Unavailable"},"default":{"$ref":"#/components/responses/Problem"}})",
       R"("security":[{"token":[]},{"session":[],"csrf":[]}],"x-needs":"write")",
       R"("security":[])",
       R"("200":{"description":"One page of the list.")",
       R"({"name":"limit","in":"query","description":"How many.","schema":{"type":"integer","format":"int32","minimum":1,"maximum":200,"default":50}})",
       R"({"name":"sort","in":"query","schema":{"$ref":"#/components/schemas/Sort"}})",
       R"("Sort":{"type":"string","enum":["number","newest"]})",
       R"({"name":"id","in":"path","required":true,"description":"The id of the note.","schema":{"type":"string","pattern":"^[1-9][0-9]*$"}},{"$ref":"#/components/parameters/Key"})",
       R"("Key":{"name":"Key","in":"header","description":"Once.","schema":{"type":"string","minLength":1,"maxLength":200}})",
       R"("license":{"name":"Apache-2.0","identifier":"Apache-2.0"})",
       R"("csrf":{"type":"apiKey","in":"header","name":"X-Csrf")",
       R"("200":{"description":"The bytes.","content":{"*/*":{"schema":{}}}})",
       R"("Unavailable":{"description":"Not available for now; nothing was done, unless the code is outcome_unknown. Wait as Retry-After says.","headers":{"Retry-After")",
       R"("Page_Note":{"type":"object")",
       R"("Problem":{"type":"object")",
       R"("securitySchemes":{"token":{"type":"http","scheme":"bearer")",
       R"("next":{"type":["string","null"],"description":)"}) {
    EXPECT_NE(document.find(part), std::string::npos) << part << "\n" << document;
  }
}

}  // namespace mg::net_test
