#include "net/http.h"

#include <algorithm>

#include "base/ascii.h"

namespace mg::net {
std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::delete_:
      return "DELETE";
    case Method::other:
      break;
  }
  return "";
}

bool is_header_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::string_view Request::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::name);
  return found == headers.end() ? std::string_view() : found->value;
}

bool Request::has_header(std::string_view name) const {
  return std::ranges::find(headers, name, &Header::name) != headers.end();
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &Parameter::name);
  if (found == query.end()) return {};
  return found->value;
}

std::string_view Request::path_parameter(std::string_view name) const {
  const auto found = std::ranges::find(path_parameters, name, &Parameter::name);
  return found == path_parameters.end() ? std::string_view() : found->value;
}

bool Request::has_own_origin(std::string_view base_url) const {
  const std::string_view origin = header("origin");
  if (!base_url.empty() && ascii::equals(origin, base_url)) return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme))
      return ascii::equals(origin.substr(scheme.size()), header("host"));
  }
  return false;
}

std::string_view Response::body_bytes() const {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  return std::get<SharedBytes>(body).bytes;
}

Response& Response::set(std::string_view name, std::string value) {
  std::erase_if(headers, [&](const Header& header) { return ascii::equals(header.name, name); });
  headers.push_back({std::string(name), std::move(value)});
  return *this;
}

std::string_view Response::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (ascii::equals(header.name, name)) return header.value;
  }
  return {};
}

Response text_response(int status, std::string body, std::string_view type) {
  Response response{.status = status};
  response.headers.push_back({"Content-Type", std::string(type)});
  response.body = std::move(body);
  return response;
}

Response json_response(int status, std::string json) {
  return text_response(status, std::move(json), "application/json");
}

Response redirect_response(std::string_view location, int status) {
  Response response{.status = status};
  response.headers.push_back({"Location", std::string(location)});
  return response;
}

}  // namespace mg::net
