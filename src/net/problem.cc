#include "net/problem.h"

#include "base/json_write.h"

namespace mg::net {

int status_of(RefusalKind kind) {
  switch (kind) {
    case RefusalKind::bad_input:
      return 400;
    case RefusalKind::unauthenticated:
      return 401;
    case RefusalKind::not_allowed:
      return 403;
    case RefusalKind::not_found:
      return 404;
    case RefusalKind::conflict:
      return 409;
    case RefusalKind::too_large:
      return 413;
    case RefusalKind::too_many:
      return 429;
    case RefusalKind::unavailable:
      return 503;
    case RefusalKind::internal:
      return 500;
  }
  return 500;
}

namespace {

struct Reason {
  int status;
  std::string_view words;
};
// RFC 9110, section 15.
constexpr Reason reasons[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

}  // namespace

std::string_view reason_of(int status) {
  for (const Reason& reason : reasons) {
    if (reason.status == status) return reason.words;
  }
  return "Status";
}

namespace {

void add_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  json::append(out, text);
}

Response make(int status, std::string_view code, std::string_view detail, std::string_view pointer,
              std::span<const json::Fault> errors, std::string_view request_id) {
  std::string out = R"({"type":"about:blank","title":)";
  json::append(out, reason_of(status));
  out += ",\"status\":" + std::to_string(status);
  add_member(out, "code", code);
  add_member(out, "detail", detail);
  add_member(out, "pointer", pointer);
  if (!errors.empty()) {
    char before = '[';
    out += ",\"errors\":";
    for (const json::Fault& error : errors) {
      out += before;
      before = ',';
      out += "{\"pointer\":";
      json::append(out, error.pointer);
      add_member(out, "detail", error.detail);
      out += '}';
    }
    out += ']';
  }
  add_member(out, "request_id", request_id);
  out += '}';
  Response response = text_response(status, std::move(out), "application/problem+json");
  if (status == 429 || status == 503) {
    response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
  }
  if (status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer"});
  return response;
}

InternalErrorTold& internal_error_told() {
  static InternalErrorTold told = [](std::string_view, std::string_view) {};
  return told;
}

}  // namespace

void on_internal_error(InternalErrorTold tell) {
  internal_error_told() = std::move(tell);
}

void tell_internal_error(const Refusal& refusal, std::string_view request_id) {
  if (refusal.kind == RefusalKind::internal) internal_error_told()(refusal.detail, request_id);
}

Response problem_response(const Refusal& refusal, std::string_view request_id) {
  if (refusal.kind == RefusalKind::internal) {
    tell_internal_error(refusal, request_id);
    return make(500, refusal.code, "The server made a mistake. Nothing was changed.", {}, {},
                request_id);
  }
  return make(status_of(refusal.kind), refusal.code, refusal.detail, refusal.pointer, {},
              request_id);
}

Response problem_response(int status, std::string_view code, std::string_view detail,
                          std::string_view request_id, std::span<const json::Fault> errors) {
  return make(status, code, detail, errors.empty() ? "" : errors.front().pointer, errors,
              request_id);
}

}  // namespace mg::net
