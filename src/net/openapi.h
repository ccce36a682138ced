#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/json_schema.h"
#include "net/endpoint.h"

namespace mg::net {

// An endpoint with its types forgotten: what the OpenAPI document is made of.
struct Operation {
  EndpointInfo info;
  bool has_body = false;
  bool raw_body = false;
  bool raw_answer = false;  // The handler makes the response: bytes of any type.
  bool has_answer = false;
  bool is_page = false;
  std::function<std::string(json::Schemas&)> body_schema = {};
  std::function<std::string(json::Schemas&)> answer_schema = {};
  std::function<std::string(json::Schemas&)> query_parameters = {};  // Parameters, by commas.
};

struct OpenApiAbout {
  std::string title;
  std::string version;
  std::string description;
  std::string server_url = "/";
  std::string license;         // SPDX identifier.
  std::string session_cookie;  // The name of the session cookie; "" leaves that scheme out.
  std::string csrf_header;     // What changes need besides the cookie.
  // The header that makes a POST safe to repeat; "" when there is none.
  std::string idempotency_header;
  std::string idempotency_doc;
  std::size_t idempotency_length_max = 200;
  // Tag and its description, in the order of the document.
  std::vector<std::pair<std::string, std::string>> tags;
};

// The OpenAPI 3.1 document as JSON: every operation with summary, operationId, parameters,
// request and response schemas; problems as application/problem+json, each status described once
// under components/responses.
std::string openapi_document(const OpenApiAbout& about, std::span<const Operation> operations);

// ---- The rest is how.

std::string query_parameter(std::string_view name, bool required, std::string schema,
                            const MemberRule& rule, bool is_list);

template <class Query>
std::string query_parameters_of(json::Schemas& schemas) {
  std::string out;
  Query example{};
  for_each_member(example, [&](std::string_view name, auto& inner, const MemberRule& rule) {
    using Member = std::remove_reference_t<decltype(inner)>;
    if (!out.empty()) out += ',';
    out += query_parameter(
        name, !json::is_optional<Member> && !rule.may_be_absent,
        json::with_default(schemas.query_schema<Member>(rule), json::default_of(inner, rule)), rule,
        json::is_vector<Member>);
  });
  return out;
}

template <class T>
inline constexpr bool is_page = false;
template <class Item>
inline constexpr bool is_page<Page<Item>> = true;

template <class Body, class Answer, class Query>
Operation operation_of(const Endpoint<Body, Answer, Query>& endpoint) {
  Operation operation{.info = endpoint.info()};
  operation.raw_body = std::is_same_v<Body, RawBody>;
  operation.has_body = !std::is_same_v<Body, Nothing>;
  operation.raw_answer = std::is_same_v<Answer, Response>;
  operation.has_answer = !std::is_same_v<Answer, Nothing>;
  operation.is_page = is_page<Answer>;
  if constexpr (!std::is_same_v<Body, RawBody> && !std::is_same_v<Body, Nothing>) {
    operation.body_schema = [](json::Schemas& schemas) {
      return schemas.schema<Body>(json::Direction::input);
    };
  }
  if constexpr (!std::is_same_v<Answer, Response> && !std::is_same_v<Answer, Nothing>) {
    operation.answer_schema = [](json::Schemas& schemas) {
      return schemas.schema<Answer>(json::Direction::output);
    };
  }
  operation.query_parameters = query_parameters_of<Query>;
  return operation;
}

}  // namespace mg::net
