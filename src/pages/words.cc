#include "pages/words.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>

namespace mg::pages {
namespace {

constexpr std::array<std::string_view, say_count> names = {
#define MG_SAY(name) #name,
#include "pages/words.inc"
#undef MG_SAY
};

const std::array<LanguageFacts, all_languages.size()> languages = {{
    {"en", "ltr", PluralRule::one_is_singular, &words_en},
    {"de", "ltr", PluralRule::one_is_singular, &words_de},
    {"es", "ltr", PluralRule::one_is_singular, &words_es},
    {"fr", "ltr", PluralRule::zero_and_one_are_singular, &words_fr},
}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Where the brace that `text` begins with is closed.
std::size_t closing_brace(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  assert(!"unbalanced brace in a catalogue");
  return text.size() - 1;
}

std::string_view branch_for(std::string_view branches, std::string_view category) {
  std::string_view other;
  while (!(branches = trimmed(branches)).empty()) {
    const std::size_t brace = branches.find('{');
    if (brace == std::string_view::npos) break;
    const std::string_view name = trimmed(branches.substr(0, brace));
    const std::size_t end = brace + closing_brace(branches.substr(brace));
    const std::string_view body = branches.substr(brace + 1, end - brace - 1);
    if (name == category) return body;
    if (name == "other") other = body;
    branches.remove_prefix(end + 1);
  }
  return other;
}

struct AsHtml {
  std::string literal(std::string_view text) const { return escaped(text); }
  std::string filled(const Fill& fill) const {
    Html html;
    if (fill.kind == Fill::Kind::person) return html.element("bdi", {}, fill.value).take().view();
    if (fill.kind == Fill::Kind::moment) {
      const auto at = attribute("datetime", to_rfc3339(fill.at));
      return html.element("time", {at}, fill.value).take().view();
    }
    return escaped(fill.value);
  }
};
struct AsPlain {
  std::string literal(std::string_view text) const { return std::string(text); }
  std::string filled(const Fill& fill) const { return fill.value; }
};

template <class Form>
void format(std::string& out, PluralRule rule, std::string_view pattern,
            const std::vector<Fill>& fills, const Form& form, const Fill* counted = nullptr) {
  while (!pattern.empty()) {
    const std::size_t special = pattern.find_first_of(counted ? "{#" : "{");
    out += form.literal(pattern.substr(0, special));
    if (special == std::string_view::npos) return;
    pattern.remove_prefix(special);
    if (counted && pattern.front() == '#') {
      out += form.filled(*counted);
      pattern.remove_prefix(1);
      continue;
    }
    const std::size_t end = closing_brace(pattern);
    const std::string_view inside = pattern.substr(1, end - 1);
    const std::size_t comma = inside.find(',');
    const std::string_view name = trimmed(inside.substr(0, comma));
    const auto fill = std::ranges::find(fills, name, &Fill::name);
    assert(fill != fills.end());
    if (comma == std::string_view::npos) {
      out += form.filled(*fill);
    } else {
      const std::string_view branches = inside.substr(inside.find(',', comma + 1) + 1);
      const auto branch = branch_for(branches, plural_category(rule, fill->count));
      format(out, rule, branch, fills, form, &*fill);
    }
    pattern.remove_prefix(end + 1);
  }
}

template <class Form>
std::string format(Language language, const Sentence& sentence) {
  std::string out;
  format(out, facts_of(language).plural, words_of(language, sentence.say), sentence.fills, Form{});
  return out;
}

// The q-value in thousandths; 1000 when there is none or it cannot be read.
int quality_of(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view text = trimmed(parameters.substr(at + 2));
  double value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value >= 1 ? 1000 : value > 0 ? static_cast<int>(value * 1000) : 0;
}

std::optional<Language> language_of(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  for (const Language language : all_languages) {
    const std::string_view code = facts_of(language).code;
    const bool same = std::ranges::equal(primary, code, [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    });
    if (same) return language;
  }
  return {};
}

}  // namespace

std::string_view name_of(Say say) {
  return names[static_cast<std::size_t>(say)];
}

const LanguageFacts& facts_of(Language language) {
  return languages[static_cast<std::size_t>(language)];
}

Language language_for(std::string_view accept_language, Language otherwise) {
  Language best = otherwise;
  int best_quality = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view item = trimmed(accept_language.substr(0, comma));
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    const std::size_t semicolon = item.find(';');
    const auto language = language_of(trimmed(item.substr(0, semicolon)));
    if (!language) continue;
    const int quality =
        semicolon == std::string_view::npos ? 1000 : quality_of(item.substr(semicolon + 1));
    if (quality > best_quality) {
      best = *language;
      best_quality = quality;
    }
  }
  return best;
}

std::string_view plural_category(PluralRule rule, std::int64_t count) {
  switch (rule) {
    case PluralRule::one_is_singular:
      return count == 1 ? "one" : "other";
    case PluralRule::zero_and_one_are_singular:
      return count == 0 || count == 1 ? "one" : "other";
    case PluralRule::none:
      return "other";
    case PluralRule::arabic:
      break;
  }
  if (count == 0) return "zero";
  if (count == 1) return "one";
  if (count == 2) return "two";
  if (count % 100 >= 3 && count % 100 <= 10) return "few";
  return count % 100 >= 11 ? "many" : "other";
}

Fill text_of(std::string_view name, std::string value) {
  return {name, std::move(value)};
}
Fill person(std::string_view name, std::string value) {
  return {name, std::move(value), Fill::Kind::person};
}
Fill moment(std::string_view name, std::string phrase, Instant at) {
  return {name, std::move(phrase), Fill::Kind::moment, 0, at};
}
Fill number(std::string_view name, std::int64_t count) {
  return {name, std::to_string(count), Fill::Kind::count, count};
}

SafeHtml html_of(Language language, const Sentence& sentence) {
  return SafeHtml(format<AsHtml>(language, sentence));
}
std::string plain_of(Language language, const Sentence& sentence) {
  return format<AsPlain>(language, sentence);
}

}  // namespace mg::pages
