#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "facts/fact.h"

// Facts as bytes: a run of fields, each a varint key (tag * 2 + kind) and a value; kind 0 is a
// zigzag varint, kind 1 a length and that many bytes. Fields with the default value are left out.
// The number of the fact is kept outside (a column of the log). See docs/formats/facts.md.
namespace mg::facts {

enum class CodecError {
  unknown_number,  // Written by a newer program: this one must not go on deciding (it drains).
  malformed,
};

std::string encode(const Fact& fact);

// Unknown fields are skipped: the log's bytes are never written anew, so nothing is lost.
std::expected<Fact, CodecError> decode(int number, std::string_view bytes);

// {"message":"12","agent":"3"}: for people and the history endpoint. Ids are strings, times
// RFC 3339, "none" is null.
std::string to_readable_json(const Fact& fact);

// Every fact this program knows, default-made; for tests and documents.
Facts one_of_each();

}  // namespace mg::facts
