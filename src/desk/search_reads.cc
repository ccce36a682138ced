#include <algorithm>

#include "desk/reads.h"
#include "store/search.h"

namespace mg::desk {
namespace {

constexpr std::size_t snippet_bytes_max = 240;
constexpr int lag_counted_max = 10'000;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  const auto at =
      std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(),
                  word.end(), [](char a, char b) { return lower(a) == b; });
  return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

// The part of `text` around the first match, with every match between U+0002 and U+0003.
std::string snippet_of(std::string_view text, const std::vector<std::string>& words) {
  std::size_t first = std::string_view::npos;
  for (const std::string& word : words) first = std::min(first, find_word(text, word, 0));
  std::size_t begin = first == std::string_view::npos || first < 60 ? 0 : first - 60;
  while (begin > 0 && begin < text.size() && continues_character(text[begin])) --begin;
  std::size_t end = std::min(text.size(), begin + snippet_bytes_max);
  while (end < text.size() && continues_character(text[end])) ++end;
  const std::string_view part = text.substr(begin, end - begin);
  std::string out;
  for (std::size_t i = 0; i < part.size();) {
    const auto match = std::ranges::find_if(words, [&](const std::string& word) {
      return find_word(part.substr(i, word.size()), word, 0) == 0;
    });
    if (match == words.end()) {
      const char c = part[i++];
      out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
      continue;
    }
    out += '\x02';
    out += part.substr(i, match->size());
    out += '\x03';
    i += match->size();
  }
  return out;
}

}  // namespace

Result<SearchPage> search(Desk& desk, std::string_view text, std::string_view cursor, int limit) {
  MessageId before;
  if (!cursor.empty()) {
    const auto id = id_from<MessageId>(cursor);
    if (!id) {
      return refuse(RefusalKind::bad_input, "bad_cursor",
                    "This cursor is not one that the search gave. Start again without it.",
                    "/cursor");
    }
    before = *id;
  }
  return desk.read<SearchPage>([&](db::Session& session) -> Result<SearchPage> {
    SearchPage page;
    const auto words = store::search_words(text);
    auto found = store::search(session, text, before, limit + 1);
    if (found.size() > static_cast<std::size_t>(limit)) {
      found.pop_back();
      page.next = to_string(found.back().message);
    }
    for (const store::Found& hit : found) {
      auto item = store::load_item(session, hit.conversation);
      const auto message = store::load_message(session, hit.message);
      if (!item || !message) continue;
      page.items.push_back({std::move(*item), snippet_of(message->words.text, words), hit.message});
    }
    const auto position = store::load_follower(session, "search").value_or(store::Position{});
    page.lag_facts = store::log_lag(session, position, lag_counted_max);
    return page;
  });
}

}  // namespace mg::desk
