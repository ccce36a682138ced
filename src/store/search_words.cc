#include "store/search_words.h"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "base/utf8.h"

namespace mg::store {
namespace {

constexpr std::size_t words_searched_max = 10;
constexpr std::size_t searched_word_bytes_max = 64;
constexpr std::size_t indexed_word_bytes_max = 120;
constexpr std::size_t indexed_bytes_max = 500'000;  // A tsvector holds at most 1 MiB.
constexpr std::size_t text_bytes_max = 1u << 20;

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  return *get(status);  // ICU carries these tables in itself.
}

// Marks that are written over or under a letter that is found without them, too.
bool is_left_out(UChar32 c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) ||
         (c >= 0x0610 && c <= 0x061A) || c == 0x0640 || (c >= 0x064B && c <= 0x065F) ||
         c == 0x0670 || (c >= 0x06D6 && c <= 0x06ED);
}

// Letters that Unicode does not take apart and that people search for by these.
const char* plain_letters(UChar32 c) {
  switch (c) {
    case 0x00E6:
      return "ae";
    case 0x0153:
      return "oe";
    case 0x00F8:
      return "o";
    case 0x0142:
      return "l";
    case 0x0111:
    case 0x00F0:
      return "d";
    case 0x00FE:
      return "th";
    case 0x0127:
      return "h";
    case 0x0131:
      return "i";
    case 0x0629:
      return "\u0647";
    case 0x0649:
      return "\u064a";
    case 0x0671:
      return "\u0627";
    default:
      return nullptr;
  }
}

icu::UnicodeString folded(const icu::UnicodeString& text) {
  static const icu::Normalizer2& casefold = normalizer(icu::Normalizer2::getNFKCCasefoldInstance);
  static const icu::Normalizer2& decompose = normalizer(icu::Normalizer2::getNFDInstance);
  static const icu::Normalizer2& compose = normalizer(icu::Normalizer2::getNFCInstance);
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString apart = decompose.normalize(casefold.normalize(text, status), status);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (is_left_out(c)) continue;
    if (const char* plain = plain_letters(c)) {
      kept.append(icu::UnicodeString::fromUTF8(plain));
    } else {
      kept.append(c);
    }
  }
  return compose.normalize(kept, status);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string folded_utf8(std::string_view text) {
  std::string out;
  if (is_ascii(text)) {
    out = text;
    for (char& c : out) c = ascii::lower(c);
    return out;
  }
  folded(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}))
      .toUTF8String(out);
  return out;
}

bool has_no_spaces(UChar32 c) {
  if (c < 0x0E00) return false;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return c == 0x30FC || c == 0x3099 || c == 0x309A;  // Marks that kana share.
  }
}

bool is_in_word(UChar32 c) {
  return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

enum class Kind { other, word, pairs };

Kind kind_of(UChar32 c) {
  if (c < 0x80) {
    const char a = ascii::lower(static_cast<char>(c));
    return (a >= 'a' && a <= 'z') || (a >= '0' && a <= '9') ? Kind::word : Kind::other;
  }
  if (has_no_spaces(c) && is_in_word(c)) return Kind::pairs;
  return is_in_word(c) ? Kind::word : Kind::other;
}

UChar32 code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  switch (text.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    default:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
             (byte(3) & 0x3F);
  }
}

// Calls `take(word, is_pair)` for each word of a folded text. The last character of a run without
// spaces is told alone, too, unless `pairs_only`: a search for one character finds it by its
// beginning anywhere but there.
template <class Take>
void each_word(std::string_view text, bool pairs_only, Take take) {
  std::size_t begin = 0;     // Of the run.
  std::size_t previous = 0;  // Of the character before, in a run without spaces.
  std::size_t count = 0;     // Of the run's characters.
  Kind run = Kind::other;
  const auto end_run = [&](std::size_t at) {
    if (run == Kind::word) take(text.substr(begin, at - begin));
    if (run == Kind::pairs && (count == 1 || !pairs_only))
      take(text.substr(previous, at - previous));
    run = Kind::other;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::max<std::size_t>(utf8_sequence_length(text.substr(at)), 1);
    const Kind kind = kind_of(code_point(text.substr(at, size)));
    if (kind != run) {
      end_run(at);
      run = kind;
      begin = at;
      count = 0;
    }
    if (run == Kind::pairs && count > 0) take(text.substr(previous, at + size - previous));
    ++count;
    previous = at;
    at += size;
  }
  end_run(text.size());
}

}  // namespace

std::vector<std::string> index_words(std::string_view text) {
  const std::string plain = folded_utf8(utf8_cut(text, text_bytes_max));
  std::vector<std::string> words;
  std::unordered_set<std::string_view> seen;
  std::size_t bytes = 0;
  each_word(plain, false, [&](std::string_view whole) {
    const std::string_view word = utf8_cut(whole, indexed_word_bytes_max);
    if (bytes + word.size() > indexed_bytes_max || !seen.insert(word).second) return;
    bytes += word.size();
    words.emplace_back(word);
  });
  return words;
}

std::vector<std::string> search_words(std::string_view text) {
  const std::string plain = folded_utf8(utf8_cut(text, text_bytes_max));
  std::vector<std::string> words;
  each_word(plain, true, [&](std::string_view word) {
    if (words.size() < words_searched_max) {
      words.emplace_back(utf8_cut(word, searched_word_bytes_max));
    }
  });
  return words;
}

bool begins_word(std::string_view folded, std::size_t at) {
  if (at == 0) return true;
  const auto kind_at = [&](std::size_t begin) {
    const std::string_view rest = folded.substr(begin);
    return kind_of(
        code_point(rest.substr(0, std::max<std::size_t>(utf8_sequence_length(rest), 1))));
  };
  return kind_at(at) != Kind::word || kind_at(utf8_boundary(folded, at - 1)) != Kind::word;
}

Folded fold(std::string_view text) {
  static thread_local std::unordered_map<std::string, std::string> known;  // Few scripts a desk.
  constexpr std::size_t known_max = 20'000;
  Folded out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = std::max<std::size_t>(utf8_sequence_length(text.substr(at)), 1);
    const auto from = static_cast<std::uint32_t>(at);
    if (size == 1) {
      out.text += ascii::lower(text[at]);
    } else {
      if (known.size() > known_max) known.clear();
      const auto [found, is_new] = known.try_emplace(std::string(text.substr(at, size)));
      if (is_new) found->second = folded_utf8(found->first);
      out.text += found->second;
    }
    out.from.resize(out.text.size(), from);
    at += size;
  }
  out.from.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace mg::store
