#include "base/json_document.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>

#include "base/utf8.h"

namespace mg::json {
namespace {

namespace bj = boost::json;

// Builds the document while the parser runs, and stops it at what the grammar allows but we do
// not: repeated keys, U+0000, infinite numbers.
struct Builder {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 1024;
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using Error = bj::error_code;

  bj::value_stack stack;
  std::vector<std::string> keys;  // Of all open objects, innermost last.
  std::string key_so_far;
  std::string complaint;

  bool stop(Error& error, std::string why) {
    complaint = std::move(why);
    error = bj::make_error_code(bj::error::syntax);
    return false;
  }
  bool has_no_nul(bj::string_view text, Error& error) {
    if (text.find('\0') == bj::string_view::npos) return true;
    return stop(error, "the character U+0000 is not allowed");
  }

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t count, Error&) {
    stack.push_array(count);
    return true;
  }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t count, Error& error) {
    const auto first = keys.end() - static_cast<std::ptrdiff_t>(count);
    std::sort(first, keys.end());
    const auto twice = std::adjacent_find(first, keys.end());
    if (twice != keys.end()) return stop(error, "the member \"" + *twice + "\" stands there twice");
    keys.erase(first, keys.end());
    stack.push_object(count);
    return true;
  }
  bool on_key_part(bj::string_view text, std::size_t, Error& error) {
    key_so_far.append(text.data(), text.size());
    stack.push_chars(text);
    return has_no_nul(text, error);
  }
  bool on_key(bj::string_view text, std::size_t, Error& error) {
    key_so_far.append(text.data(), text.size());
    keys.push_back(std::move(key_so_far));
    key_so_far.clear();
    stack.push_key(text);
    return has_no_nul(text, error);
  }
  bool on_string_part(bj::string_view text, std::size_t, Error& error) {
    stack.push_chars(text);
    return has_no_nul(text, error);
  }
  bool on_string(bj::string_view text, std::size_t, Error& error) {
    stack.push_string(text);
    return has_no_nul(text, error);
  }
  bool on_number_part(bj::string_view, Error&) { return true; }
  bool on_int64(std::int64_t number, bj::string_view, Error&) {
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, bj::string_view, Error&) {
    stack.push_uint64(number);
    return true;
  }
  bool on_double(double number, bj::string_view, Error& error) {
    if (!std::isfinite(number)) return stop(error, "a number is too large");
    stack.push_double(number);
    return true;
  }
  bool on_bool(bool value, Error&) {
    stack.push_bool(value);
    return true;
  }
  bool on_null(Error&) {
    stack.push_null();
    return true;
  }
  bool on_comment_part(bj::string_view, Error&) { return true; }
  bool on_comment(bj::string_view, Error&) { return true; }
};

std::string limits_sentence(const MemberRule& rule, std::string_view unit) {
  std::string sentence = "must have ";
  if (rule.min_length) sentence += "at least " + std::to_string(*rule.min_length);
  if (rule.min_length && rule.max_length) sentence += " and ";
  if (rule.max_length) sentence += "at most " + std::to_string(*rule.max_length);
  return sentence + ' ' + std::string(unit);
}

MemberRule with_default(MemberRule rule, std::size_t max_length) {
  if (!rule.max_length) rule.max_length = max_length;
  return rule;
}

}  // namespace

Document::Document() = default;
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

std::expected<Document, Fault> Document::parse(std::string_view text) {
  bj::parse_options options;
  options.max_depth = depth_max;
  bj::basic_parser<Builder> parser(options);
  Builder& builder = parser.handler();
  builder.stack.reset();
  bj::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) error = bj::make_error_code(bj::error::extra_data);
  if (error) {
    const std::string why = builder.complaint.empty() ? error.message() : builder.complaint;
    return std::unexpected(Fault{
        {}, "The body is not acceptable JSON: " + why + " (byte " + std::to_string(used) + ")."});
  }
  Document document;
  document.root_ = std::make_unique<Value>(builder.stack.release());
  return document;
}

std::string pointer_of(const Place* place) {
  if (place == nullptr) return {};
  std::string pointer = pointer_of(place->parent);
  if (place->is_index) return pointer + '/' + std::to_string(place->index);
  pointer += place->is_query ? '?' : '/';
  for (const char c : place->name) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

void Reading::fault(const Place* place, std::string_view predicate) {
  if (faults_.size() >= faults_max) return;
  std::string pointer = pointer_of(place);
  std::string sentence = pointer.empty() ? "The body" : pointer;
  sentence += ' ';
  sentence += predicate;
  sentence += '.';
  faults_.push_back({std::move(pointer), std::move(sentence)});
}

std::vector<std::string_view> words_of(std::string_view one_of) {
  std::vector<std::string_view> words;
  while (!one_of.empty()) {
    const std::size_t end = std::min(one_of.find(' '), one_of.size());
    words.push_back(one_of.substr(0, end));
    one_of.remove_prefix(std::min(end + 1, one_of.size()));
  }
  return words;
}

void check_text(Reading& reading, const Place* place, std::string_view text,
                const MemberRule& rule) {
  const MemberRule full = with_default(rule, string_length_max_default);
  const std::size_t length = utf8_length(text);
  if (length < full.min_length.value_or(0) || length > *full.max_length) {
    reading.fault(place, limits_sentence(full, "characters"));
  }
  const auto words = words_of(rule.one_of);
  if (words.empty() || std::ranges::find(words, text) != words.end()) return;
  std::string sentence = "must be one of";
  for (const std::string_view word : words) {
    sentence += word == words.front() ? " " : ", ";
    sentence += word;
  }
  reading.fault(place, sentence);
}

void check_range(Reading& reading, const Place* place, std::int64_t number,
                 const MemberRule& rule) {
  if (rule.minimum && number < *rule.minimum) {
    reading.fault(place, "must be at least " + std::to_string(*rule.minimum));
  }
  if (rule.maximum && number > *rule.maximum) {
    reading.fault(place, "must be at most " + std::to_string(*rule.maximum));
  }
}

bool is_string(const Value& value) {
  return value.is_string();
}

bool is_null(const Value& value) {
  return value.is_null();
}

std::optional<std::string_view> text_of(Reading& reading, const Place* place, const Value& value,
                                        std::string_view predicate) {
  const bj::string* text = value.if_string();
  if (text != nullptr) return std::string_view(text->data(), text->size());
  reading.fault(place, predicate);
  return {};
}

void take(Reading& reading, const Place* place, const Value& value, const MemberRule& rule,
          std::string& out) {
  const auto text = text_of(reading, place, value);
  if (!text) return;
  check_text(reading, place, *text, rule);
  out = *text;
}

void take(Reading& reading, const Place* place, const Value& value, bool& out) {
  if (const bool* found = value.if_bool()) {
    out = *found;
  } else {
    reading.fault(place, "must be true or false");
  }
}

void take(Reading& reading, const Place* place, const Value& value, const MemberRule& rule,
          std::int64_t& out) {
  if (const std::int64_t* found = value.if_int64()) {
    out = *found;
    check_range(reading, place, out, rule);
  } else {
    reading.fault(place, value.is_uint64() ? "is out of range" : "must be an integer");
  }
}

void take(Reading& reading, const Place* place, const Value& value, const MemberRule& rule,
          std::uint64_t& out) {
  if (const std::uint64_t* large = value.if_uint64()) {
    out = *large;
    if (rule.maximum) check_range(reading, place, INT64_MAX, rule);
    return;
  }
  const std::int64_t* found = value.if_int64();
  if (found == nullptr) return reading.fault(place, "must be an integer");
  if (*found < 0) return reading.fault(place, "must not be negative");
  out = static_cast<std::uint64_t>(*found);
  check_range(reading, place, *found, rule);
}

void take(Reading& reading, const Place* place, const Value& value, double& out) {
  if (value.is_number()) {
    out = value.to_number<double>();
  } else {
    reading.fault(place, "must be a number");
  }
}

void take(Reading&, const Place*, const Value& value, RawJson& out) {
  out.text = bj::serialize(value);
}

std::optional<std::size_t> items_of(Reading& reading, const Place* place, const Value& value,
                                    const MemberRule& rule) {
  const bj::array* array = value.if_array();
  if (array == nullptr) {
    reading.fault(place, "must be an array");
    return {};
  }
  const MemberRule full = with_default(rule, items_max_default);
  if (array->size() < full.min_length.value_or(0) || array->size() > *full.max_length) {
    reading.fault(place, limits_sentence(full, "items"));
    return {};
  }
  return array->size();
}

const Value& item(const Value& array, std::size_t index) {
  return array.get_array()[index];
}

bool open_object(Reading& reading, const Place* place, const Value& value,
                 const std::vector<std::string_view>& names) {
  const bj::object* object = value.if_object();
  if (object == nullptr) {
    reading.fault(place, "must be an object");
    return false;
  }
  for (const auto& member : *object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::ranges::find(names, name) != names.end()) continue;
    const Place here{.parent = place, .name = name};
    reading.fault(&here, "is not a member that is known here");
  }
  return true;
}

const Value* member(const Value& object, std::string_view name) {
  return object.get_object().if_contains(bj::string_view(name.data(), name.size()));
}

}  // namespace mg::json
