#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace mg::net {

// A path is exact segments and {parameters}: "/api/v1/conversations/{id}/messages". A parameter
// is one non-empty segment. A last segment "{name...}" takes all that is left, slashes too.
struct Route {
  Method method = Method::get;
  std::string path = {};
  std::string name = {};   // Unique, snake_case; the operationId of endpoints.
  std::string needs = {};  // The right, in the caller's words; "" means anybody.
  std::size_t body_bytes_max = 1024 * 1024;
  Handler handler = {};
  std::size_t cut_body_bytes = 0;  // As Site::cut_body_bytes has it.
};

// Enough that a wrong POST of usual size gets its 404 or 405 and not a 413.
inline constexpr std::size_t other_body_bytes_max = 64 * 1024;

// Finds the handler of a request. Built once, then read from many threads. Exact segments win
// over parameters. GET routes serve HEAD too (the server drops the body). A path without this
// method answers 405 with Allow; a path that nothing matches goes to `otherwise`, or answers 404.
// Methods other than those of http.h (OPTIONS, TRACE, ...) answer 405 on every path.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Two routes with the same method and pattern are a bug (assert).
  void add(Route route);
  void otherwise(Handler handler);

  void handle(Request request, Respond respond) const;
  // For Site::body_bytes_max: the route's; where there is none, other_body_bytes_max.
  std::size_t body_bytes_max(const Request& head) const;
  // For Site::cut_body_bytes.
  std::size_t cut_body_bytes(const Request& head) const;

  // In the order of add(); for the access matrix test and for listings.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node;
  // The route of this path and method; else null, and `allow` lists the methods of the path.
  const Route* match(const Request& request, std::vector<std::string_view>* values,
                     std::string* allow) const;

  std::vector<Route> routes_;
  std::unique_ptr<Node> root_;
  Handler otherwise_;
};

}  // namespace mg::net
