#pragma once

#include <string>
#include <utility>

namespace mg {

// A member of a PATCH body: absent (leave it alone), null (clear it) or a value (set it).
template <class T>
class Patch {
 public:
  Patch() = default;
  Patch(T value) : state_(State::value), value_(std::move(value)) {}
  static Patch null() {
    Patch patch;
    patch.state_ = State::null;
    return patch;
  }

  bool is_absent() const { return state_ == State::absent; }
  bool is_null() const { return state_ == State::null; }
  bool has_value() const { return state_ == State::value; }
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }

  bool operator==(const Patch&) const = default;

 private:
  enum class State { absent, null, value };
  State state_ = State::absent;
  T value_{};
};

// A member that is written as it stands and read as the compact text of any JSON value.
struct RawJson {
  std::string text = "null";
  bool operator==(const RawJson&) const = default;
};

}  // namespace mg
