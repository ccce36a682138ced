#include "net/answer_cache.h"

#include <utility>

namespace mg::net {
namespace {

// Of what is kept beside a body, about.
constexpr std::size_t entry_bytes = 2 * 1024;

}  // namespace

// A NUL stands in none of the parts, so no two requests have one key.
std::string AnswerCache::key_of(const Request& request) {
  std::string key(method_name(request.method));
  key += request.secure ? "s" : "p";
  const auto add = [&key](std::string_view part) {
    key += part;
    key += '\0';
  };
  add(request.path);
  for (const Parameter& parameter : request.query) {
    add(parameter.name);
    add(parameter.value);
  }
  key += '\0';
  // All of a name count: a second one may be what the program reads.
  for (const Header& header : request.headers) {
    if (header.name != "authorization" && header.name != "cookie") continue;
    add(header.name);
    add(header.value);
  }
  return key;
}

std::optional<Response> AnswerCache::find(const Request& request) {
  const std::string key = key_of(request);
  const std::lock_guard lock(mutex_);
  if (kept_version_ != version_()) return {};
  const auto at = kept_.find(key);
  if (at == kept_.end() || at->second.until < std::chrono::steady_clock::now()) return {};
  return at->second.response;
}

Respond AnswerCache::keeping(const Request& request, Respond respond) {
  return [this, key = key_of(request), version = version_(),
          respond = std::move(respond)](Response response) mutable {
    if (response.status == 200) keep(key, version, response);
    respond(std::move(response));
  };
}

void AnswerCache::keep(const std::string& key, std::uint64_t version, Response& response) {
  const std::size_t size = response.body_bytes().size() + entry_bytes;
  if (size > limits_.body_bytes_max || !response.header("set-cookie").empty()) return;
  if (auto* own = std::get_if<std::string>(&response.body)) {
    const auto shared = std::make_shared<const std::string>(std::move(*own));
    response.body = SharedBytes{shared, *shared};
  }
  const std::lock_guard lock(mutex_);
  if (version_() != version) return;
  if (kept_version_ != version || bytes_ + size > limits_.bytes_max) {
    kept_.clear();
    bytes_ = 0;
    kept_version_ = version;
  }
  if (!kept_.contains(key)) bytes_ += size;
  kept_.insert_or_assign(key, Kept{response, std::chrono::steady_clock::now() + limits_.age_max});
}

}  // namespace mg::net
