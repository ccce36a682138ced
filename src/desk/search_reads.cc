#include <algorithm>

#include "base/utf8.h"
#include "desk/reads.h"
#include "store/search.h"

namespace mg::desk {
namespace {

constexpr std::size_t snippet_bytes_max = 240;
constexpr std::size_t lead_bytes = 60;                 // Shown before the first match.
constexpr std::size_t searched_bytes_max = 32 * 1024;  // Of a message, for the match that is shown.
constexpr int lag_counted_max = 10'000;

// The bytes of `text` that a match covers.
std::vector<bool> marked(std::string_view text, const std::vector<std::string>& words) {
  const store::Folded folded = store::fold(text);
  std::vector<bool> marks(text.size());
  for (const std::string& word : words) {
    for (auto at = folded.text.find(word); at != std::string::npos;
         at = folded.text.find(word, at + 1)) {
      const auto begin = folded.from[at];
      auto end = at + word.size();
      while (end < folded.text.size() && folded.from[end] == folded.from[end - 1]) ++end;
      std::fill(marks.begin() + begin, marks.begin() + folded.from[end], true);
    }
  }
  return marks;
}

// The part of `whole` around the first match, with every match between U+0002 and U+0003.
std::string snippet_of(std::string_view whole, const std::vector<std::string>& words) {
  const std::string_view text = utf8_cut(whole, searched_bytes_max);
  const std::vector<bool> marks = marked(text, words);
  const auto first = static_cast<std::size_t>(std::ranges::find(marks, true) - marks.begin());
  const bool near = first == marks.size() || first < lead_bytes;
  const std::size_t begin = near ? 0 : utf8_boundary(text, first - lead_bytes);
  const std::size_t end = utf8_boundary(text, begin + snippet_bytes_max);
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (marks[i] && (i == begin || !marks[i - 1])) out += '\x02';
    out += static_cast<unsigned char>(text[i]) < ' ' ? ' ' : text[i];
    if (marks[i] && (i + 1 == end || !marks[i + 1])) out += '\x03';
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
