#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/described.h"
#include "base/patch.h"

// JSON text (RFC 8259) read strictly: UTF-8 only, no duplicate keys, no lone surrogates, no
// U+0000 (PostgreSQL cannot store it), no number beyond a double, at most depth_max levels.
namespace mg::json {

inline constexpr std::size_t depth_max = 32;
inline constexpr std::size_t faults_max = 20;  // More are counted but not worded.

// One thing that is wrong with the input: a whole sentence, and where (RFC 6901; "" is the whole).
struct Fault {
  std::string pointer;
  std::string detail;
  bool operator==(const Fault&) const = default;
};
using Faults = std::vector<Fault>;

using Value = boost::json::value;

class Document {
 public:
  static std::expected<Document, Fault> parse(std::string_view text);
  ~Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;

  const Value& root() const { return *root_; }

 private:
  Document();
  std::unique_ptr<Value> root_;
};

// Where in the document a value stands: a chain through the stack frames of the reader.
struct Place {
  const Place* parent = nullptr;
  std::string_view name = {};
  std::size_t index = 0;
  bool is_index = false;
  bool is_query = false;  // A query parameter: its pointer is written "?name".
};
std::string pointer_of(const Place* place);

// Collects what is wrong while a document is read.
class Reading {
 public:
  // `predicate` goes on from the pointer: "must be a string" -> "/title must be a string".
  void fault(const Place* place, std::string_view predicate);
  bool ok() const { return faults_.empty(); }
  Faults take_faults() { return std::move(faults_); }

 private:
  Faults faults_;
};

// Each puts the value into `out`, or records a fault.
void take(Reading&, const Place*, const Value&, const MemberRule&, std::string& out);
void take(Reading&, const Place*, const Value&, bool& out);
void take(Reading&, const Place*, const Value&, const MemberRule&, std::int64_t& out);
void take(Reading&, const Place*, const Value&, const MemberRule&, std::uint64_t& out);
void take(Reading&, const Place*, const Value&, double& out);
void take(Reading&, const Place*, const Value&, RawJson& out);

bool is_null(const Value&);
bool is_string(const Value&);
// The text of a string value; records a fault and gives nullopt for any other value.
std::optional<std::string_view> text_of(Reading&, const Place*, const Value&,
                                        std::string_view predicate = "must be a string");
// The number of items when it is an array within the rule's lengths; else a fault and nullopt.
std::optional<std::size_t> items_of(Reading&, const Place*, const Value&, const MemberRule&);
const Value& item(const Value& array, std::size_t index);
// True when it is an object that has no member but those named; else records faults.
bool open_object(Reading&, const Place*, const Value&, const std::vector<std::string_view>& names);
const Value* member(const Value& object, std::string_view name);  // nullptr when absent.

// Characters (code points) of valid UTF-8.
std::size_t length_in_characters(std::string_view text);
// The words of MemberRule::one_of.
std::vector<std::string_view> words_of(std::string_view one_of);
// A fault when the text breaks the rule's lengths or is none of its words.
void check_text(Reading&, const Place*, std::string_view text, const MemberRule&);
void check_range(Reading&, const Place*, std::int64_t number, const MemberRule&);

}  // namespace mg::json
