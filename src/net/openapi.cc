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

std::string_view success_words(const Operation& operation) {
  switch (operation.info.status) {
    case 201:
      return "Created; the answer is the new object.";
    case 202:
      return "Accepted; it will be done.";
    case 204:
      return "Done; there is no content.";
    case 303:
      return "Look at the address in Location.";
    default:
      break;
  }
  if (operation.raw_answer) return "The bytes.";
  if (operation.is_page) return "One page of the list.";
  if (operation.info.method == Method::get) return "What was asked for.";
  return "Done; the answer is the object as it is now.";
}

struct ProblemKind {
  int status;
  std::string_view name;  // Of the component.
  std::string_view words;
};
constexpr ProblemKind problem_kinds[] = {
    {400, "BadRequest", "The request is malformed, or a member breaks its limits: see errors."},
    {401, "Unauthenticated", "Nobody is signed in, or the token or password is not valid."},
    {403, "NotAllowed", "The right for this is missing, or a browser's CSRF value is."},
    {404, "NotFound", "There is no such object, or it may not be seen."},
    {409, "Conflict", "It does not fit the present state: see code."},
    {413, "TooLarge", "The body, or what it names, is too large."},
    {415, "UnsupportedType", "The body is not of a type that is understood here."},
    {429, "TooMany", "Too many requests; wait as Retry-After says."},
    {503, "Unavailable",
     "Not available for now; nothing was done, unless the code is outcome_unknown. Wait as "
     "Retry-After says."},
};
constexpr std::string_view other_problem = "Problem";
constexpr std::string_view other_words = "Anything else that went wrong.";

bool is_safe(const Operation& operation) {
  return operation.info.method == Method::get || operation.info.method == Method::head;
}

bool takes_key(const OpenApiAbout& about, const Operation& operation) {
  return !about.idempotency_header.empty() && operation.info.method == Method::post;
}

// The statuses other than success: those declared, and those the machinery may answer.
std::set<int> problem_statuses(const OpenApiAbout& about, const Operation& operation) {
  std::set<int> out = {400, 503};  // 400: an unknown parameter is refused everywhere.
  for (const RefusalKind kind : operation.info.refusals) out.insert(status_of(kind));
  if (operation.has_body) out.insert(413);
  if (operation.has_body && !operation.raw_body) out.insert(415);
  if (!operation.info.needs.empty()) out.insert({401, 403});
  if (!is_safe(operation)) out.insert(403);  // From another site.
  // The key was used for something else.
  if (takes_key(about, operation) && !operation.info.needs.empty()) out.insert(409);
  if (operation.info.path.find('{') != std::string::npos) out.insert(404);
  return out;
}

// "/api/v1/inboxes/{id}" -> "The id of the inbox.", from the word before the parameter.
std::string words_for_id(std::string_view before) {
  before.remove_suffix(1);
  std::string noun(before.substr(before.rfind('/') + 1));
  if (noun.ends_with('s')) noun.pop_back();
  if (noun.ends_with("xe")) noun.pop_back();
  return "The id of the " + noun + '.';
}

std::string path_parameters(const EndpointInfo& info) {
  std::string out;
  for (std::size_t begin = info.path.find('{'); begin != std::string::npos;
       begin = info.path.find('{', begin + 1)) {
    const std::size_t end = info.path.find('}', begin);
    std::string name = info.path.substr(begin + 1, end - begin - 1);
    if (name.ends_with("...")) name.resize(name.size() - 3);
    std::string description =
        name == "id" ? words_for_id(std::string_view(info.path).substr(0, begin)) : "Which one.";
    for (const auto& [documented, text] : info.path_docs) {
      if (documented == name) description = text;
    }
    if (!out.empty()) out += ',';
    std::string parameter = "{";
    add_text(parameter, "name", name);
    add_text(parameter, "in", "path");
    add_raw(parameter, "required", "true");
    add_text(parameter, "description", description);
    add_raw(
        parameter, "schema",
        name == "id" ? R"({"type":"string","pattern":"^[1-9][0-9]*$"})" : R"({"type":"string"})");
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
  add_text(out, "description", success_words(operation));
  if (operation.raw_answer) {
    const std::string& type = operation.info.answer_type;
    add_raw(out, "content", content(type.empty() ? "*/*" : type, "{}"));
  } else if (operation.has_answer) {
    add_raw(out, "content", content("application/json", schema));
  }
  return out + "}";
}

std::string problem_response_object(int status, std::string_view words) {
  std::string out = "{";
  add_text(out, "description", words);
  if (status == 429 || status == 503) {
    add_raw(out, "headers",
            R"({"Retry-After":{"description":"Seconds to wait.","schema":{"type":"integer"}}})");
  }
  add_raw(out, "content",
          content("application/problem+json", R"({"$ref":"#/components/schemas/Problem"})"));
  return out + "}";
}

std::string reference(std::string_view kind, std::string_view name) {
  std::string out = "{";
  add_text(out, "$ref", "#/components/" + std::string(kind) + '/' + std::string(name));
  return out + "}";
}

std::string responses_of(const OpenApiAbout& about, const Operation& operation,
                         const std::string& answer_schema) {
  std::string out = "{";
  add_raw(out, std::to_string(operation.info.status), success_response(operation, answer_schema));
  for (const int status : problem_statuses(about, operation)) {
    if (status == operation.info.status) continue;
    const auto known = std::ranges::find(problem_kinds, status, &ProblemKind::status);
    if (known == std::end(problem_kinds)) continue;  // Then the default says enough.
    add_raw(out, std::to_string(status), reference("responses", known->name));
  }
  add_raw(out, "default", reference("responses", other_problem));
  return out + "}";
}

std::string parameters_of(const OpenApiAbout& about, const Operation& operation,
                          json::Schemas& schemas) {
  std::string out = path_parameters(operation.info);
  const auto add = [&](const std::string& more) {
    if (!out.empty() && !more.empty()) out += ',';
    out += more;
  };
  add(operation.query_parameters(schemas));
  if (takes_key(about, operation)) add(reference("parameters", about.idempotency_header));
  return out;
}

std::string request_body(const Operation& operation, json::Schemas& schemas) {
  std::string out = "{";
  add_text(out, "description",
           "At most " + std::to_string(operation.info.body_bytes_max) + " bytes.");
  add_raw(out, "required", "true");
  add_raw(out, "content",
          operation.raw_body ? content("*/*", "{}")
                             : content("application/json", operation.body_schema(schemas)));
  return out + "}";
}

// A token alone, or the cookie, which changes nothing without the header.
std::string security_of(const OpenApiAbout& about, const Operation& operation) {
  if (operation.info.needs.empty()) return "[]";
  std::string out = R"([{"token":[]})";
  if (!about.session_cookie.empty()) {
    const bool needs_csrf = !about.csrf_header.empty() && !is_safe(operation);
    out += needs_csrf ? R"(,{"session":[],"csrf":[]})" : R"(,{"session":[]})";
  }
  return out + "]";
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
  const std::string parameters = parameters_of(about, operation, schemas);
  if (!parameters.empty()) add_raw(out, "parameters", '[' + parameters + ']');
  if (operation.has_body) add_raw(out, "requestBody", request_body(operation, schemas));
  add_raw(out, "responses", responses_of(about, operation, answer_schema));
  add_raw(out, "security", security_of(about, operation));
  add_text(out, "x-needs", info.needs);
  return out + "}";
}

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"Problem details (RFC 9457).","properties":{)"
    R"("type":{"type":"string","description":"Always about:blank; look at code."},)"
    R"("title":{"type":"string","description":"The status in words."},)"
    R"("status":{"type":"integer","description":"The HTTP status."},)"
    R"("code":{"type":"string","description":"A stable word for programs."},)"
    R"("detail":{"type":"string","description":"What happened and what to do, for people."},)"
    R"("pointer":{"type":"string","description":"The member at fault (RFC 6901); ?name for a )"
    R"(query parameter."},"errors":{"type":"array","description":"All faults of the request, )"
    R"(at most 20.","items":{"type":"object","properties":{"pointer":{"type":"string"},)"
    R"("detail":{"type":"string"}},"required":["pointer","detail"]}},)"
    R"("request_id":{"type":"string","description":"The same stands in the server's log."}},)"
    R"("required":["type","title","status"]})";

std::string security_schemes(const OpenApiAbout& about) {
  std::string out = "{";
  add_raw(out, "token", R"({"type":"http","scheme":"bearer","description":"An API token."})");
  const auto add_key = [&](std::string_view scheme, std::string_view in, std::string_view name,
                           std::string_view description) {
    if (name.empty()) return;
    std::string key = "{";
    add_text(key, "type", "apiKey");
    add_text(key, "in", in);
    add_text(key, "name", name);
    add_text(key, "description", description);
    add_raw(out, scheme, key + '}');
  };
  add_key("session", "cookie", about.session_cookie, "The session of a signed-in agent.");
  add_key("csrf", "header", about.csrf_header,
          "The session's csrf value, with every request that changes something by the cookie.");
  return out + "}";
}

std::string header_parameters(const OpenApiAbout& about) {
  if (about.idempotency_header.empty()) return "{}";
  std::string key = "{";
  add_text(key, "name", about.idempotency_header);
  add_text(key, "in", "header");
  add_text(key, "description", about.idempotency_doc);
  add_raw(key, "schema",
          R"({"type":"string","minLength":1,"maxLength":)" +
              std::to_string(about.idempotency_length_max) + '}');
  std::string out = "{";
  add_raw(out, about.idempotency_header, key + '}');
  return out + "}";
}

std::string components(const OpenApiAbout& about, const json::Schemas& schemas) {
  std::string all = schemas.components();
  all.pop_back();
  add_raw(all, "Problem", problem_schema);
  std::string responses = "{";
  for (const ProblemKind& kind : problem_kinds) {
    add_raw(responses, kind.name, problem_response_object(kind.status, kind.words));
  }
  add_raw(responses, other_problem, problem_response_object(0, other_words));
  std::string out = "{";
  add_raw(out, "schemas", all + '}');
  add_raw(out, "responses", responses + '}');
  add_raw(out, "parameters", header_parameters(about));
  add_raw(out, "securitySchemes", security_schemes(about));
  return out + "}";
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
  if (!about.license.empty()) {
    std::string license = "{";
    add_text(license, "name", about.license);
    add_text(license, "identifier", about.license);
    add_raw(info, "license", license + '}');
  }
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
