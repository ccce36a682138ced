#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "pages/html.h"

// Every sentence that a customer's page can say, in every language. A catalogue that lacks one
// does not compile. Patterns are a small part of ICU's MessageFormat: {name}, and
// {name, plural, one{...} other{...}} with # for the number. Pure, any thread.
namespace mg::pages {

enum class Language { en, de, es, fr };
inline constexpr std::array all_languages = {Language::en, Language::de, Language::es,
                                             Language::fr};

enum class PluralRule { one_is_singular, zero_and_one_are_singular, arabic, none };

enum class Say {
#define MG_SAY(name) name,
#include "pages/words.inc"
#undef MG_SAY
  count_  // Not a sentence: how many there are.
};
inline constexpr std::size_t say_count = static_cast<std::size_t>(Say::count_);
std::string_view name_of(Say say);

using Catalogue = std::array<std::string_view, say_count>;

struct Entry {
  Say say;
  std::string_view pattern;
};
// Stops the compiler when a sentence is missing, empty or there twice.
consteval Catalogue complete(std::span<const Entry> entries) {
  Catalogue out{};
  for (const Entry& entry : entries) {
    std::string_view& slot = out[static_cast<std::size_t>(entry.say)];
    if (!slot.empty() || entry.pattern.empty()) throw "a sentence is there twice, or empty";
    slot = entry.pattern;
  }
  for (const std::string_view pattern : out) {
    if (pattern.empty()) throw "a sentence is missing";
  }
  return out;
}

extern const Catalogue words_en, words_de, words_es, words_fr;

struct LanguageFacts {
  std::string_view code;       // BCP 47, for lang="".
  std::string_view direction;  // "ltr" or "rtl", for dir="".
  PluralRule plural;
  const Catalogue* words;
};
const LanguageFacts& facts_of(Language language);

// The first language of an Accept-Language header (RFC 9110, 12.5.4; q-values count) that we speak.
Language language_for(std::string_view accept_language, Language otherwise);

// The plural category of CLDR: "zero", "one", "two", "few", "many" or "other".
std::string_view plural_category(PluralRule rule, std::int64_t count);

// What stands for {name}. A person's name is isolated by <bdi>, a moment becomes <time>.
struct Fill {
  enum class Kind { text, person, moment, count };
  std::string_view name;
  std::string value = {};
  Kind kind = Kind::text;
  std::int64_t count = 0;
  Instant at = {};
};
Fill text_of(std::string_view name, std::string value);
Fill person(std::string_view name, std::string value);
Fill moment(std::string_view name, std::string phrase, Instant at);
Fill number(std::string_view name, std::int64_t count);

// A sentence that is yet to be said: as HTML in a page, as plain text in a title.
struct Sentence {
  Say say = Say::count_;
  std::vector<Fill> fills = {};
};
SafeHtml html_of(Language language, const Sentence& sentence);
std::string plain_of(Language language, const Sentence& sentence);

inline std::string_view words_of(Language language, Say say) {
  return (*facts_of(language).words)[static_cast<std::size_t>(say)];
}

}  // namespace mg::pages
