#pragma once

#include <any>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "net/http.h"
#include "net/problem.h"

// An endpoint is declared once; parsing, access check, answer, problem details and the OpenAPI
// document are read from the declaration:
//
//   inline const Endpoint<NewReply, Message> create_message{
//       .method = Method::post,
//       .path = "/api/v1/conversations/{id}/messages",
//       .name = "create_message",
//       .summary = "Answer the customer, or write a note",
//       .description = "A reply is sent by the channel that the customer used last.",
//       .needs = "reply",
//       .tag = "conversations",
//       .status = 201,
//       .refusals = {RefusalKind::not_found, RefusalKind::conflict}};
//
// net/api.h binds a handler to it.
namespace mg::net {

// No body, no query parameters, or an answer without content (204).
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

// A body of any type, as it came; the handler looks at the request's Content-Type.
struct RawBody {
  std::string bytes;
};

// One page of a list. `next` is the cursor for the page after, null at the end.
template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::string> next;
  BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
  friend constexpr auto member_rules(const Page*) {
    return std::array{
        MemberRule{.member = "next", .doc = "The cursor for the page after; null at the end."}};
  }
};

struct EndpointInfo {
  Method method = Method::get;
  std::string path;         // As net::Route has it: "/api/v1/conversations/{id}".
  std::string name;         // operationId: unique, snake_case.
  std::string summary;      // A few words.
  std::string description;  // Sentences.
  std::string needs;        // The right, a word of the caller's; "" means anybody.
  std::string tag;
  int status = 200;
  std::vector<RefusalKind> refusals;
  std::size_t body_bytes_max = 1024 * 1024;
  std::vector<std::pair<std::string, std::string>> path_docs;  // Parameter name, description.
  std::string answer_type;  // The media type of a Response; "" is any.
};

// Body: a described struct, a vector, RawBody or Nothing. Answer: a described struct, a vector,
// Page<>, Nothing, or Response (downloads: the handler makes it whole). Query: a described struct.
template <class Body = Nothing, class Answer = Nothing, class Query = Nothing>
struct Endpoint {
  Method method = Method::get;
  std::string_view path = {};
  std::string_view name = {};
  std::string_view summary = {};
  std::string_view description = {};
  std::string_view needs = {};
  std::string_view tag = {};
  int status = std::is_same_v<Answer, Nothing> ? 204 : 200;
  std::vector<RefusalKind> refusals = {};  // What the handler itself may answer; the machinery
                                           // adds 400, 401, 403, 413 and 503 where they can be.
  std::size_t body_bytes_max = 1024 * 1024;
  std::vector<std::pair<std::string, std::string>> path_docs = {};
  std::string_view answer_type = {};  // Of a Response: "message/rfc822"; any when left out.

  EndpointInfo info() const {
    return {method,
            std::string(path),
            std::string(name),
            std::string(summary),
            std::string(description),
            std::string(needs),
            std::string(tag),
            status,
            refusals,
            body_bytes_max,
            path_docs,
            std::string(answer_type)};
  }
};

// What a handler is given.
template <class Body = Nothing, class Query = Nothing>
struct Call {
  Request request;  // Its body has been moved away when Body is RawBody.
  Body body;
  Query query;
  std::any principal;  // What the authorize hook gave.

  // The principal as the type the hook gives; another type is a bug (std::bad_any_cast).
  template <class P>
  const P& as() const {
    return std::any_cast<const P&>(principal);
  }

  // The path parameter as an id. Anything but an id is not_found: such an object cannot exist.
  template <class IdType>
  Result<IdType> id(std::string_view parameter = "id") const {
    if (const auto found = id_from<IdType>(request.path_parameter(parameter))) return *found;
    return refuse(RefusalKind::not_found, "not_found", "There is nothing here.");
  }
};

template <class Answer>
Response encode_answer(const Answer& answer, int status) {
  if constexpr (std::is_same_v<Answer, Nothing>) {
    return Response{.status = status};
  } else {
    return json_response(status, json::write(answer));
  }
}

// Gives the answer: once, from any thread, now or later. Destroyed unused, it answers 500.
template <class Answer>
class Reply {
 public:
  Reply(Respond respond, int status, std::string request_id)
      : respond_(std::move(respond)), status_(status), request_id_(std::move(request_id)) {}

  void operator()(Result<Answer> result) {
    if (!result) return respond_(problem_response(result.error(), request_id_));
    Response response;
    if constexpr (std::is_same_v<Answer, Response>) {
      response = std::move(*result);
    } else {
      response = encode_answer(*result, status_);
    }
    for (Header& header : headers_) response.headers.push_back(std::move(header));
    respond_(std::move(response));
  }

  // A further header of the answer when it is no refusal: Set-Cookie, Location.
  void add_header(std::string name, std::string value) {
    headers_.push_back({std::move(name), std::move(value)});
  }
  // Another success status than declared: 200 for "was there already" instead of 201.
  void set_status(int status) { status_ = status; }

 private:
  Respond respond_;
  int status_;
  std::string request_id_;
  std::vector<Header> headers_;
};

}  // namespace mg::net
