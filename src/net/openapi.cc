#include "net/openapi.h"

#include <algorithm>
#include <set>

#include "base/json_write.h"

namespace mg::net {
namespace {

void add_text(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  if (out.back() != '{') out += ',';
  json::append(out, name);
  out += ':';
  json::append(out, text);
}

void add_raw(std::string& out, std::string_view name, std::string_view value) {
  if (out.back() != '{') out += ',';
  json::append(out, name);
  out += ':';
  out += value;
}

std::string lower_name(Method method) {
  std::string name(method_name(method));
  std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 32); });
  return name;
}

std::string_view description_of(int status) {
  switch (status) {
    case 200:
      return "The answer.";
    case 201:
      return "Created; the answer is the new object.";
    case 202:
      return "Accepted; it will be done.";
    case 204:
      return "Done; there is no content.";
    case 303:
      return "Look at the address in Location.";
    case 400:
      return "The request is malformed, or a member breaks its limits.";
    case 401:
      return "Nobody is signed in, or the token is not valid.";
    case 403:
      return "The right for this is missing.";
    case 404:
      return "There is no such object, or it may not be seen.";
    case 409:
      return "It does not fit the present state.";
    case 413:
      return "The body is too large.";
    case 415:
      return "The body is not of a type that is understood here.";
    case 429:
      return "Too many requests; wait as Retry-After says.";
    case 503:
      return "Not available for now; wait as Retry-After says.";
    default:
      return "An answer.";
  }
}

// The statuses other than success: those declared, and those the machinery may answer.
std::set<int> problem_statuses(const Operation& operation) {
  std::set<int> out;
  for (const RefusalKind kind : operation.info.refusals) out.insert(status_of(kind));
  if (operation.has_body || operation.has_query) out.insert(400);
  if (operation.has_body) out.insert(413);
  if (operation.has_body && !operation.raw_body) out.insert(415);
  if (!operation.info.needs.empty()) out.insert({401, 403});
  if (operation.info.path.find('{') != std::string::npos) out.insert(404);
  out.insert(503);
  return out;
}

std::string path_parameters(const EndpointInfo& info) {
  std::string out;
  for (std::size_t begin = info.path.find('{'); begin != std::string::npos;
       begin = info.path.find('{', begin + 1)) {
    const std::size_t end = info.path.find('}', begin);
    std::string name = info.path.substr(begin + 1, end - begin - 1);
    if (name.ends_with("...")) name.resize(name.size() - 3);
    std::string description = "Which one.";
    for (const auto& [documented, text] : info.path_docs) {
      if (documented == name) description = text;
    }
    if (!out.empty()) out += ',';
    std::string parameter = "{";
    add_text(parameter, "name", name);
    add_text(parameter, "in", "path");
    add_raw(parameter, "required", "true");
    add_text(parameter, "description", description);
    add_raw(parameter, "schema", R"({"type":"string"})");
    out += parameter + '}';
  }
  return out;
}

std::string content(std::string_view type, std::string_view schema) {
  std::string out = "{";
  json::append(out, type);
  out += ":{\"schema\":";
  out += schema;
  return out + "}}";
}

std::string success_response(const Operation& operation, const std::string& schema) {
  std::string out = "{";
  add_text(out, "description", description_of(operation.info.status));
  if (operation.raw_answer) {
    add_raw(out, "content", content("*/*", "{}"));
  } else if (operation.has_answer) {
    add_raw(out, "content", content("application/json", schema));
  }
  return out + "}";
}

std::string problem_reference(int status) {
  std::string out = "{";
  add_text(out, "description", description_of(status));
  if (status == 429 || status == 503) {
    add_raw(out, "headers",
            R"({"Retry-After":{"description":"Seconds to wait.","schema":{"type":"integer"}}})");
  }
  add_raw(out, "content",
          content("application/problem+json", R"({"$ref":"#/components/schemas/Problem"})"));
  return out + "}";
}

std::string operation_object(const OpenApiAbout& about, const Operation& operation,
                             const std::string& answer_schema, json::Schemas& schemas) {
  const EndpointInfo& info = operation.info;
  std::string out = "{";
  add_text(out, "operationId", info.name);
  add_text(out, "summary", info.summary);
  add_text(out, "description", info.description);
  if (!info.tag.empty()) {
    std::string tags;
    json::append(tags, info.tag);
    add_raw(out, "tags", '[' + tags + ']');
  }
  std::string parameters = path_parameters(info);
  const std::string query = operation.query_parameters(schemas);
  if (!parameters.empty() && !query.empty()) parameters += ',';
  parameters += query;
  if (!parameters.empty()) add_raw(out, "parameters", '[' + parameters + ']');
  if (operation.has_body) {
    const std::string body = operation.raw_body
                                 ? content("*/*", "{}")
                                 : content("application/json", operation.body_schema(schemas));
    add_raw(out, "requestBody", R"({"required":true,"content":)" + body + '}');
  }
  std::string responses = "{";
  add_raw(responses, std::to_string(info.status), success_response(operation, answer_schema));
  for (const int status : problem_statuses(operation)) {
    if (status != info.status)
      add_raw(responses, std::to_string(status), problem_reference(status));
  }
  add_raw(out, "responses", responses + '}');
  if (info.needs.empty()) {
    add_raw(out, "security", "[]");
  } else {
    const bool cookie = !about.session_cookie.empty();
    add_raw(out, "security", cookie ? R"([{"token":[]},{"session":[]}])" : R"([{"token":[]}])");
    add_text(out, "x-needs", info.needs);
  }
  return out + "}";
}

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"Problem details (RFC 9457).","properties":{)"
    R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
    R"("code":{"type":"string","description":"A stable word for programs."},)"
    R"("detail":{"type":"string","description":"What happened and what to do."},)"
    R"("pointer":{"type":"string","description":"The member at fault (RFC 6901); ?name for a )"
    R"(query parameter."},"errors":{"type":"array","items":{"type":"object","properties":{)"
    R"("pointer":{"type":"string"},"detail":{"type":"string"}}}},)"
    R"("request_id":{"type":"string"}},"required":["type","title","status"]})";

std::string components(const OpenApiAbout& about, const json::Schemas& schemas) {
  std::string all = schemas.components();
  all.pop_back();
  add_raw(all, "Problem", problem_schema);
  std::string security = "{";
  add_raw(security, "token", R"({"type":"http","scheme":"bearer","description":"An API token."})");
  if (!about.session_cookie.empty()) {
    std::string cookie = "{";
    add_text(cookie, "type", "apiKey");
    add_text(cookie, "in", "cookie");
    add_text(cookie, "name", about.session_cookie);
    add_text(cookie, "description", "The session of a signed-in agent.");
    add_raw(security, "session", cookie + '}');
  }
  return R"({"schemas":)" + all + R"(},"securitySchemes":)" + security + "}}";
}

std::string tags(const OpenApiAbout& about) {
  std::string out;
  for (const auto& [name, description] : about.tags) {
    if (!out.empty()) out += ',';
    std::string tag = "{";
    add_text(tag, "name", name);
    add_text(tag, "description", description);
    out += tag + '}';
  }
  return '[' + out + ']';
}

// OpenAPI knows no "{name...}".
std::string documented_path(std::string path) {
  const std::size_t dots = path.find("...}");
  if (dots != std::string::npos) path.erase(dots, 3);
  return path;
}

}  // namespace

std::string query_parameter(std::string_view name, bool required, std::string schema,
                            const MemberRule& rule, bool is_list) {
  std::string out = "{";
  add_text(out, "name", name);
  add_text(out, "in", "query");
  if (required) add_raw(out, "required", "true");
  add_text(out, "description", rule.doc);
  if (is_list) add_raw(out, "explode", "false");
  add_raw(out, "schema", schema);
  return out + '}';
}

std::string openapi_document(const OpenApiAbout& about, std::span<const Operation> operations) {
  json::Schemas schemas;
  // All outputs first: see json::Schemas.
  std::vector<std::string> answers;
  for (const Operation& operation : operations) {
    answers.push_back(operation.answer_schema ? operation.answer_schema(schemas) : "");
  }
  std::vector<std::pair<std::string, std::string>> paths;  // In the order of declaration.
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const std::string path = documented_path(operations[i].info.path);
    auto found = std::ranges::find(paths, path, &std::pair<std::string, std::string>::first);
    if (found == paths.end()) found = paths.insert(paths.end(), {path, "{"});
    add_raw(found->second, lower_name(operations[i].info.method),
            operation_object(about, operations[i], answers[i], schemas));
  }
  std::string all = "{";
  for (const auto& [path, item] : paths) add_raw(all, path, item + '}');
  std::string info = "{";
  add_text(info, "title", about.title);
  add_text(info, "version", about.version);
  add_text(info, "description", about.description);
  std::string server = "{";
  add_text(server, "url", about.server_url);
  std::string out = "{";
  add_text(out, "openapi", "3.1.0");
  add_raw(out, "info", info + '}');
  add_raw(out, "servers", '[' + server + "}]");
  if (!about.tags.empty()) add_raw(out, "tags", tags(about));
  add_raw(out, "paths", all + '}');
  add_raw(out, "components", components(about, schemas));
  return out + '}';
}

}  // namespace mg::net
