#include "net/http_connection.h"

#include <sys/random.h>

#include "base/ascii.h"
#include "net/url.h"

namespace mg::net {
namespace {

namespace http = boost::beast::http;

// A chunk's size line with its extensions, or the trailer, may hold this much.
constexpr std::size_t chunk_line_bytes_max = 4 * 1024;

Method method_of(std::string_view name) {
  for (const Method method :
       {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_}) {
    if (name == method_name(method)) return method;
  }
  return Method::other;
}

std::string new_request_id() {
  unsigned char bytes[12];
  std::string id;
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return id;
  for (const unsigned char byte : bytes) {
    id += "0123456789abcdef"[byte >> 4];
    id += "0123456789abcdef"[byte & 15];
  }
  return id;
}

// An element of a comma-separated list, such as "upgrade" in "keep-alive, Upgrade".
bool has_element(std::string_view list, std::string_view element) {
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::string_view part = list.substr(begin, end - begin);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    if (ascii::equals(part, element)) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

void start_http(const LoopPtr& loop, Socket socket, const AddressBytes& peer) {
  std::make_shared<HttpConnection>(loop, std::move(socket), peer)->start();
}

HttpConnection::HttpConnection(LoopPtr loop, Socket socket, const AddressBytes& peer)
    : loop_(std::move(loop)), socket_(std::move(socket)), timer_(loop_->io), peer_(peer) {
  loop_->connections.insert(this);
  ++counters().connections_open;
}

HttpConnection::~HttpConnection() {
  if (counts_in_flight_) --counters().requests_in_flight;
  --counters().connections_open;
  loop_->connections.erase(this);
}

void HttpConnection::start() {
  set_deadline(now() + limits().idle_time_max);
  wait_for_bytes();
}

void HttpConnection::drain() {
  if (phase_ == Phase::idle) return close();
  close_after_ = true;
}

void HttpConnection::cut() {
  close();
}

void HttpConnection::wait_for_bytes() {
  if (is_reading_ || phase_ == Phase::closed) return;
  is_reading_ = true;
  socket_.async_wait(
      Socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
        self->is_reading_ = false;
        if (self->phase_ == Phase::closed) return;
        if (error) return self->close();
        // While a request is answered, what comes next waits in the kernel.
        const bool busy = self->phase_ == Phase::handling || self->phase_ == Phase::writing;
        if (!busy) self->on_readable();
      });
}

void HttpConnection::on_readable() {
  boost::system::error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(loop_->scratch), error);
  if (error == asio::error::would_block || error == asio::error::try_again) {
    return wait_for_bytes();
  }
  if (error) return close();
  input_.append(loop_->scratch.data(), size);
  go_on();
}

void HttpConnection::go_on() {
  if (phase_ == Phase::idle && !input_.empty()) {
    phase_ = Phase::head;
    searched_ = 0;
    set_deadline(now() + limits().header_time_max);
  }
  if (phase_ == Phase::head) return read_head();
  if (phase_ == Phase::body) return read_body();
  wait_for_bytes();
}

void HttpConnection::refuse(int status, std::string_view code, std::string_view detail) {
  ++counters().requests_malformed;
  close_after_ = true;
  phase_ = Phase::handling;
  write(problem_response(status, code, detail, request_.id));
}

void HttpConnection::refuse_body() {
  body_is_too_large_ = true;
  refuse(413, "too_large", "The body is too large.");
}

void HttpConnection::read_head() {
  // RFC 9112, 2.2: one empty line before the request is forgiven.
  if (searched_ == 0 && input_.starts_with("\r\n")) input_.erase(0, 2);
  const std::size_t end = input_.find("\r\n\r\n", searched_ > 3 ? searched_ - 3 : 0);
  const std::string_view head =
      std::string_view(input_).substr(0, end == std::string::npos ? end : end + 4);
  const std::size_t line_end = std::min(head.find("\r\n"), head.size());
  if (has_bare_lf(head)) return refuse(400, "malformed_request", "Lines must end with CRLF.");
  // Method and version stand on the line too; their few bytes are not worth a second search.
  if (line_end > limits().target_bytes_max + 32) {
    return refuse(414, "url_too_long", "The URL is too long.");
  }
  if (head.size() > limits().header_bytes_max) {
    return refuse(431, "headers_too_large", "The header fields are too large.");
  }
  searched_ = input_.size();
  if (end == std::string::npos) return wait_for_bytes();
  take_head(end + 4);
}

void HttpConnection::take_head(std::size_t size) {
  request_ = Request{};
  request_.id = new_request_id();
  const std::string_view head = std::string_view(input_).substr(0, size);
  if (const auto fault = check_head(head)) return refuse(fault->status, fault->code, fault->detail);
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes_max + 1));
  parser_->body_limit(boost::none);
  boost::system::error_code error;
  const std::size_t used = parser_->put(asio::buffer(head.data(), head.size()), error);
  if (error || used != size || !parser_->is_header_done()) {
    return refuse(400, "malformed_request", "The request is malformed.");
  }
  if (const auto fault = make_request(head)) {
    return refuse(fault->status, fault->code, fault->detail);
  }
  input_.erase(0, size);
  is_head_request_ = request_.method == Method::head;
  if (!parser_->keep_alive() || loop_->shared->draining) close_after_ = true;
  const auto& site = loop_->shared->site;
  body_max_ = std::min(
      site.body_bytes_max ? site.body_bytes_max(request_) : limits().body_bytes_default_max,
      limits().body_bytes_route_max);
  const auto length = parser_->content_length();
  cut_at_ = 0;
  if (length && *length > body_max_ && !begin_cut()) {
    return refuse_body();
  }
  const std::string_view expect = request_.header("expect");
  if (!expect.empty() && !ascii::equals(expect, "100-continue")) {
    return refuse(417, "expectation_failed", "This expectation cannot be met.");
  }
  if (!expect.empty() && !parser_->is_done() && input_.empty()) {
    // 25 bytes into an empty send buffer: this does not block, and a loss only costs a wait.
    socket_.write_some(asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")), error);
  }
  parser_->eager(true);
  phase_ = Phase::body;
  started_ = now();
  body_received_ = 0;
  set_deadline(started_ + limits().body_time_base);
  read_body();
}

std::optional<HeadFault> HttpConnection::make_request(std::string_view head) {
  const auto& message = parser_->get();
  const auto target = message.target();
  auto parsed = parse_target({target.data(), target.size()});
  const auto method = message.method_string();
  request_.method_text = std::string(method.data(), method.size());
  request_.method = method_of(request_.method_text);
  if (!parsed && request_.method_text == "OPTIONS" && target == "*") parsed = Target{"/", {}};
  if (!parsed) return HeadFault{400, "bad_url", "The URL is malformed or not allowed."};
  request_.path = std::move(parsed->path);
  request_.query = std::move(parsed->query);
  for (const auto& field : message) {
    std::string name(field.name_string().data(), field.name_string().size());
    for (char& c : name) c = ascii::lower(c);
    request_.headers.push_back(
        {std::move(name), std::string(field.value().data(), field.value().size())});
  }
  loop_->shared->proxies.apply(request_, peer_, loop_->shared->options.secure);
  is_secure_ = request_.secure;
  raw_head_.clear();
  if (loop_->shared->site.upgrade && request_.method == Method::get &&
      has_element(request_.header("connection"), "upgrade") &&
      ascii::equals(request_.header("upgrade"), "websocket")) {
    raw_head_ = head;
    client_ = request_.peer;
  }
  return {};
}

bool HttpConnection::begin_cut() {
  const auto& cut = loop_->shared->site.cut_body_bytes;
  cut_at_ = cut ? std::min(cut(request_), body_max_) : 0;
  return cut_at_ > 0;
}

// Past the parser, which would make room for all that is announced.
void HttpConnection::read_cut_body() {
  body_received_ += input_.size();
  request_.body += input_;
  input_.clear();
  if (request_.body.size() >= cut_at_) return dispatch();
  set_deadline(deadline_after(limits().body_time_base, body_received_));
  wait_for_bytes();
}

void HttpConnection::read_body() {
  if (cut_at_ > 0) return read_cut_body();
  boost::system::error_code error;
  while (!parser_->is_done() && !input_.empty()) {
    const std::size_t used = parser_->put(asio::buffer(input_), error);
    input_.erase(0, used);
    body_received_ += used;
    if (error == http::error::need_more) {
      error = {};
      if (used == 0) break;
    }
    if (error) return refuse(400, "malformed_request", "The body is malformed.");
    if (parser_->get().body().size() > body_max_) {
      if (!begin_cut()) return refuse_body();
      request_.body = std::move(parser_->get().body());
      return read_cut_body();
    }
  }
  if (parser_->is_done()) return dispatch();
  // What is left is the beginning of a chunk's line, or of the trailer.
  if (input_.size() > chunk_line_bytes_max || has_bare_lf(input_)) {
    return refuse(400, "malformed_request", "A chunk of the body is malformed.");
  }
  set_deadline(deadline_after(limits().body_time_base, body_received_));
  wait_for_bytes();
}

}  // namespace mg::net
