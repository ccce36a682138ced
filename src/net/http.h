#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

// HTTP/1.1 (RFC 9112) as the rest of the program sees it: plain values, no library types.
namespace mg::net {

enum class Method { get, head, post, put, patch, delete_, other };
std::string_view method_name(Method method);  // "GET"; "" for other.

struct Header {
  std::string name;  // Lower case in requests; as it shall be sent in responses.
  std::string value;
};

// One name=value of a query or form, percent-decoded, valid UTF-8 without U+0000.
struct Parameter {
  std::string name;
  std::string value;
};

// A request that is whole, well-formed and within the server's limits.
struct Request {
  Method method = Method::get;
  std::string method_text;       // As sent; tells what `other` was.
  std::string path;              // Begins with '/', decoded once; no "..", "//", '\\', controls.
  std::vector<Parameter> query;  // In order; names may repeat.
  std::vector<Header> headers;   // In order; names in lower case.
  std::string body;
  bool is_cut = false;         // The body was above the limit; only its beginning is here.
  std::string peer;            // The client's address, behind trusted proxies too. No port.
  bool secure = false;         // The client speaks TLS, to us or to a trusted proxy.
  bool unasked_proxy = false;  // X-Forwarded-For came from an address that is no trusted proxy.
  std::string id;              // Made here, unguessable; also the answer's Request-Id.
  std::vector<Parameter> path_parameters;  // Filled by the router: {id} of the route.

  // The first header of this (lower-case) name; empty when absent.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  // The first query parameter of this name.
  std::optional<std::string_view> query_value(std::string_view name) const;
  // A {name} of the route; empty when the route has none of this name.
  std::string_view path_parameter(std::string_view name) const;
  // Whether the Origin header names `base_url` or the Host. False without one.
  bool has_own_origin(std::string_view base_url) const;
};

// Bytes that many answers share: `owner` keeps them alive (null for static storage).
struct SharedBytes {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

struct Response {
  int status = 200;
  std::vector<Header> headers = {};  // Content-Length, Date, Connection are the server's own.
  std::variant<std::string, SharedBytes> body = {};
  bool close = false;  // End the connection after this answer.

  std::string_view body_bytes() const;
  // Replaces a header of the same name in any case.
  Response& set(std::string_view name, std::string value);
  std::string_view header(std::string_view name) const;  // In any case; empty when absent.
};

Response text_response(int status, std::string body,
                       std::string_view type = "text/plain; charset=utf-8");
Response json_response(int status, std::string json);
Response redirect_response(std::string_view location, int status = 303);

// Gives the answer: once, from any thread, now or later. Destroyed unused, it answers 500.
using Respond = std::move_only_function<void(Response)>;

// Runs on the connection's I/O thread, so it must not block. Exceptions become a 500.
using Handler = std::function<void(Request, Respond)>;

// True for a value that may stand in a header: no CR, LF, NUL or other control but a tab.
bool is_header_value(std::string_view value);
// RFC 9110 token: header names, cookie names.
bool is_token(std::string_view text);

}  // namespace mg::net
