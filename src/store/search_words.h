#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Words as the search index holds them, the same on both engines: without case, accents and other
// marks that people leave out when they search ("résumé" is "resume", "Ελλάδα" is "ελλαδα", Arabic
// has no vowel signs). Scripts without spaces (Chinese, Japanese, Thai, Khmer, Lao, Burmese) have
// no words to be told: there every pair of neighbouring characters is one.
namespace mg::store {

// Each word once, in the order of the text; texts of more than about half a megabyte of words are
// indexed in part.
std::vector<std::string> index_words(std::string_view text);

// The words that a search looks for, at most 10. Each is to be found as the beginning of a word.
std::vector<std::string> search_words(std::string_view text);

// A text as its words are compared, and where in it each byte comes from.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> from;  // As long as `text`, and one more: the length of the original.
};
Folded fold(std::string_view text);

// Whether a search for what stands at `at` in a folded text finds it there: where a word begins,
// and anywhere in scripts that have no words.
bool begins_word(std::string_view folded, std::size_t at);

}  // namespace mg::store
