#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace mg::db {

// The most recently used values by SQL text; the oldest goes when there are more than `max`.
template <class T>
class TextCache {
 public:
  explicit TextCache(std::size_t max) : max_(max) {}

  std::shared_ptr<T> find(std::string_view text) {
    const auto found = index_.find(text);
    if (found == index_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->second;
  }

  // Returns the value that had to go, if any.
  std::shared_ptr<T> insert(std::string_view text, std::shared_ptr<T> value) {
    erase(text);
    entries_.emplace_front(std::string(text), std::move(value));
    index_.emplace(entries_.front().first, entries_.begin());
    if (entries_.size() <= max_) return nullptr;
    std::shared_ptr<T> oldest = entries_.back().second;
    index_.erase(entries_.back().first);
    entries_.pop_back();
    return oldest;
  }

  void erase(std::string_view text) {
    const auto found = index_.find(text);
    if (found == index_.end()) return;
    const auto entry = found->second;
    index_.erase(found);
    entries_.erase(entry);
  }

  void clear() {
    index_.clear();
    entries_.clear();
  }
  std::size_t size() const { return entries_.size(); }

 private:
  using Entries = std::list<std::pair<std::string, std::shared_ptr<T>>>;
  const std::size_t max_;
  Entries entries_;
  std::unordered_map<std::string_view, typename Entries::iterator> index_;
};

}  // namespace mg::db
