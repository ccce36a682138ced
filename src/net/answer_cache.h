#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "net/http.h"

namespace mg::net {

// Answers to GETs that come again and again, such as the first page of a list, kept for as long as
// nothing changes. For answers that depend on nothing but the credentials, the path, the query and
// what `version` is a version of. Thread-safe.
class AnswerCache {
 public:
  // Another number after each change, at the latest when whoever made the change is told so.
  // Cheap; any thread.
  using Version = std::function<std::uint64_t()>;

  struct Limits {
    std::size_t bytes_max = 16 * 1024 * 1024;  // Of all bodies; more: all are dropped.
    std::size_t body_bytes_max = 512 * 1024;   // Of one.
    // Who asks is checked at least so often, since a session ends by time alone.
    std::chrono::milliseconds age_max{5'000};
  };

  explicit AnswerCache(Version version) : AnswerCache(std::move(version), Limits{}) {}
  AnswerCache(Version version, Limits limits) : version_(std::move(version)), limits_(limits) {}

  // The answer, when it is the same as before.
  std::optional<Response> find(const Request& request);

  // Passes the answer on to `respond`, and keeps it if it is a 200 and nothing has changed since
  // this was called. To be called before the answer is looked for.
  Respond keeping(const Request& request, Respond respond);

 private:
  struct Kept {
    Response response;  // Its body is shared.
    std::chrono::steady_clock::time_point until;
  };

  static std::string key_of(const Request& request);
  void keep(const std::string& key, std::uint64_t version, Response& response);

  const Version version_;
  const Limits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  std::uint64_t kept_version_ = 0;  // Of all that is kept.
  std::size_t bytes_ = 0;
};

}  // namespace mg::net
