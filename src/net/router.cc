#include "net/router.h"

#include <algorithm>
#include <cassert>
#include <map>

#include "net/problem.h"

namespace mg::net {
namespace {

constexpr std::size_t path_segments_max = 32;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 1; begin <= path.size() && out.size() <= path_segments_max;) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    out.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_rest(std::string_view segment) {
  return is_parameter(segment) && segment.ends_with("...}");
}

std::vector<std::string> parameter_names(std::string_view path) {
  std::vector<std::string> names;
  for (const std::string_view segment : segments_of(path)) {
    if (!is_parameter(segment)) continue;
    const std::size_t marks = is_rest(segment) ? 5 : 2;
    names.emplace_back(segment.substr(1, segment.size() - marks));
  }
  return names;
}

}  // namespace

// One segment of all the routes that share the way to it.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> exact;
  std::unique_ptr<Node> parameter;
  std::unique_ptr<Node> rest;
  std::vector<std::size_t> routes;  // Those that end here, one for each method.

  // The node where the path ends; `values` are what the parameters on the way held.
  const Node* find(const std::vector<std::string_view>& segments, std::size_t at,
                   std::vector<std::string_view>& values) const {
    if (at == segments.size()) return routes.empty() ? nullptr : this;
    if (const auto next = exact.find(segments[at]); next != exact.end()) {
      if (const Node* found = next->second->find(segments, at + 1, values)) return found;
    }
    if (parameter && !segments[at].empty()) {
      values.push_back(segments[at]);
      if (const Node* found = parameter->find(segments, at + 1, values)) return found;
      values.pop_back();
    }
    if (!rest) return nullptr;
    values.emplace_back(segments[at].data(),
                        static_cast<std::size_t>(segments.back().data() + segments.back().size() -
                                                 segments[at].data()));
    return rest.get();
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
  assert(route.path.starts_with('/') && route.handler);
  Node* node = root_.get();
  for (const std::string_view segment : segments_of(route.path)) {
    assert(node != nullptr);
    std::unique_ptr<Node>& next = is_rest(segment)        ? node->rest
                                  : is_parameter(segment) ? node->parameter
                                                          : node->exact[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  for (const std::size_t other : node->routes) {
    assert(routes_[other].method != route.method && "two routes with one method and path");
  }
  node->routes.push_back(routes_.size());
  routes_.push_back(std::move(route));
}

void Router::otherwise(Handler handler) {
  otherwise_ = std::move(handler);
}

const Route* Router::match(const Request& request, std::vector<std::string_view>* values,
                           std::string* allow) const {
  std::vector<std::string_view> found_values;
  const auto segments = segments_of(request.path);
  if (segments.size() > path_segments_max) return nullptr;
  const Node* node = root_->find(segments, 0, found_values);
  if (node == nullptr) return nullptr;
  const Method method = request.method == Method::head ? Method::get : request.method;
  for (const std::size_t index : node->routes) {
    const Route& route = routes_[index];
    if (route.method == request.method || route.method == method) {
      if (values != nullptr) *values = std::move(found_values);
      return &route;
    }
    if (allow == nullptr) continue;
    if (!allow->empty()) *allow += ", ";
    *allow += route.method == Method::get ? "GET, HEAD" : method_name(route.method);
  }
  return nullptr;
}

void Router::handle(Request request, Respond respond) const {
  std::string allow;
  std::vector<std::string_view> values;
  if (const Route* route = match(request, &values, &allow)) {
    const auto names = parameter_names(route->path);
    for (std::size_t i = 0; i < names.size(); ++i) {
      request.path_parameters.push_back({names[i], std::string(values[i])});
    }
    return route->handler(std::move(request), std::move(respond));
  }
  if (request.method == Method::other) {
    // Nothing of such a request is answered back: TRACE echoes are a hole of old.
    return respond(Response{.status = 405}.set("Allow", allow.empty() ? "GET, HEAD" : allow));
  }
  if (!allow.empty()) {
    Response response = problem_response(405, "method_not_allowed",
                                         "This address does not take this method.", request.id);
    return respond(std::move(response.set("Allow", allow)));
  }
  if (otherwise_) return otherwise_(std::move(request), std::move(respond));
  respond(problem_response(404, "not_found", "There is nothing at this address.", request.id));
}

std::size_t Router::body_bytes_max(const Request& head) const {
  const Route* route = match(head, nullptr, nullptr);
  return route == nullptr ? other_body_bytes_max : route->body_bytes_max;
}

std::size_t Router::cut_body_bytes(const Request& head) const {
  const Route* route = match(head, nullptr, nullptr);
  return route == nullptr ? 0 : route->cut_body_bytes;
}

}  // namespace mg::net
