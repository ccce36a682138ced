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
  }
  return 500;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
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

}  // namespace

Response problem_response(const Refusal& refusal, std::string_view request_id) {
  return make(status_of(refusal.kind), refusal.code, refusal.detail, refusal.pointer, {},
              request_id);
}

Response problem_response(int status, std::string_view code, std::string_view detail,
                          std::string_view request_id, std::span<const json::Fault> errors) {
  return make(status, code, detail, errors.empty() ? "" : errors.front().pointer, errors,
              request_id);
}

}  // namespace mg::net
