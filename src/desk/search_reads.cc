#include <algorithm>

#include "base/utf8.h"
#include "desk/excerpt.h"
#include "desk/own_side.h"
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
      if (!store::begins_word(folded.text, at)) continue;
      const auto begin = folded.from[at];
      auto end = at + word.size();
      while (end < folded.text.size() && folded.from[end] == folded.from[end - 1]) ++end;
      std::fill(marks.begin() + begin, marks.begin() + folded.from[end], true);
    }
  }
  return marks;
}

bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

// One line, with every match between U+0002 and U+0003.
std::string shown(std::string_view text, const std::vector<bool>& marks, std::size_t begin,
                  std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (marks[i] && (i == begin || !marks[i - 1])) out += '\x02';
    if (!is_blank(text[i])) {
      out += text[i];
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    if (marks[i] && (i + 1 == end || !marks[i + 1])) out += '\x03';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

// Where the part begins that shows the first match: with a word, if one begins near.
std::size_t lead(std::string_view text, std::size_t first) {
  if (first <= lead_bytes) return 0;
  const std::size_t from = utf8_boundary(text, first - lead_bytes);
  for (std::size_t at = from; at < first; ++at) {
    if (is_blank(text[at])) return text.find_first_not_of(" \t\r\n", at);
  }
  return from;
}

// The part around the first match. A signature is shown only when the match is in it.
std::string snippet_of(std::string_view whole, std::string_view writer,
                       const std::vector<std::string>& words) {
  std::string_view text = utf8_cut(whole, searched_bytes_max);
  std::vector<bool> marks = marked(text, words);
  const std::string_view own = without_sign_off(text, writer);
  const auto own_end = marks.begin() + static_cast<std::ptrdiff_t>(own.size());
  const bool is_in_own = std::find(marks.begin(), own_end, true) != own_end;
  if (is_in_own || std::ranges::find(marks, true) == marks.end()) text = own;
  marks.resize(text.size());
  const auto at = static_cast<std::size_t>(std::ranges::find(marks, true) - marks.begin());
  const std::size_t begin = at == marks.size() ? 0 : lead(text, at);
  const std::string_view part = utf8_cut_at_word(text.substr(begin), snippet_bytes_max);
  const bool is_cut = !shown(text, marks, begin + part.size(), text.size()).empty() ||
                      whole.size() > searched_bytes_max;
  return (begin > 0 ? "\u2026" : "") + shown(text, marks, begin, begin + part.size()) +
         (is_cut ? "\u2026" : "");
}

// Completes a hit with whose words they are.
void name_author(db::Session& session, RawMailId raw, FoundItem& hit, bool& erased) {
  if (hit.author.kind == ActorKind::agent) {
    if (const auto agent = store::load_agent(session, AgentId{hit.author.id})) {
      hit.author_name = agent->name;
      hit.author_email = agent->email;
    } else {
      OwnName ours = own_name(session, raw);
      hit.author_name = std::move(ours.name);
      hit.author_email = std::move(ours.email);
    }
  } else if (hit.author.kind == ActorKind::contact) {
    if (const auto contact = store::load_contact(session, ContactId{hit.author.id})) {
      hit.author_name = contact->name;
      hit.author_email = contact->email;
      erased = contact->erased_at != Instant{};
    }
  }
}

FoundItem found_item(db::Session& session, store::ListItem item, const store::ShownMessage& message,
                     const std::vector<std::string>& words) {
  FoundItem hit;
  hit.item = std::move(item);
  hit.message = message.message.id;
  hit.kind = message.message.kind;
  hit.author = message.message.author;
  hit.at = message.message.at;
  bool erased = false;  // The words may still wait for their turn.
  name_author(session, message.words.raw_mail, hit, erased);
  if (!erased) hit.snippet = snippet_of(message.words.text, hit.author_name, words);
  const auto marks = marked(hit.item.subject, words);
  hit.subject = shown(hit.item.subject, marks, 0, marks.size());
  hit.subject_matches = std::ranges::find(marks, true) != marks.end();
  return hit;
}

}  // namespace

Result<SearchPage> search(Desk& desk, std::string_view text, std::string_view cursor, int limit) {
  MessageId before;
  if (!cursor.empty()) {
    const auto id = id_from<MessageId>(cursor);
    if (!id) {
      return refuse(RefusalKind::bad_input, "bad_cursor",
                    "This cursor is not one that the search gave. Start again without it.",
                    "?cursor");
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
      page.items.push_back(found_item(session, std::move(*item), *message, words));
    }
    const auto position = store::load_follower(session, "search").value_or(store::Position{});
    page.lag_facts = store::log_lag(session, position, lag_counted_max);
    return page;
  });
}

}  // namespace mg::desk
