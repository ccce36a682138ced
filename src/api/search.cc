#include "api/change.h"
#include "api/item.h"
#include "api/message.h"
#include "api/nouns.h"
#include "api/paging.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct SearchWanted {
  std::string q;
  int limit = 20;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(SearchWanted, (), (q, limit, cursor))
constexpr auto member_rules(const SearchWanted*) {
  return std::array{
      MemberRule{.member = "q",
                 .doc = "Words; a conversation fits when one message has the beginnings of all.",
                 .max_length = 1000},
      limit_rule, cursor_rule};
}

struct Hit {
  Item conversation;
  MessageId message;
  MessageKind kind = MessageKind::customer;
  Author author;
  Instant at;
  std::string snippet, subject;
  bool subject_matches = false;
};
BOOST_DESCRIBE_STRUCT(Hit, (),
                      (conversation, message, kind, author, at, snippet, subject, subject_matches))
constexpr auto member_rules(const Hit*) {
  return std::array{
      MemberRule{.member = "message", .doc = "The newest that fits."},
      MemberRule{.member = "author", .doc = "Who wrote that message."},
      MemberRule{.member = "at", .doc = "When."},
      MemberRule{.member = "snippet",
                 .doc = "Of its words, the part around the first match; each match stands between "
                        "U+0002 and U+0003, and U+2026 where something was cut off."},
      MemberRule{.member = "subject",
                 .doc = "The conversation's, with its matches marked in the same way."},
      MemberRule{.member = "subject_matches", .doc = "Whether there is one in the subject."}};
}

struct Hits {
  std::vector<Hit> items;
  std::optional<std::string> next;
  std::int64_t lag_facts = 0;
};
BOOST_DESCRIBE_STRUCT(Hits, (), (items, next, lag_facts))
constexpr auto member_rules(const Hits*) {
  return std::array{
      MemberRule{.member = "lag_facts", .doc = "How far the index is behind the log."}};
}

const net::Endpoint<net::Nothing, Hits, SearchWanted> search{
    .path = "/api/v1/search",
    .name = "search",
    .summary = "Search",
    .description = "Conversations by the words of their messages, subjects and people.",
    .needs = "read_conversations",
    .tag = "search"};

}  // namespace

void add_search(net::Api& api, Services& services) {
  api.add_on_workers(
      search,
      [&desk = services.desk](const net::Call<net::Nothing, SearchWanted>& call) -> Result<Hits> {
        const SearchWanted& wanted = call.query;
        const auto found = desk::search(desk, wanted.q, wanted.cursor, wanted.limit);
        if (!found) return std::unexpected(found.error());
        Hits hits;
        hits.lag_facts = found->lag_facts;
        if (!found->next.empty()) hits.next = found->next;
        for (const desk::FoundItem& f : found->items) {
          hits.items.push_back({item_of(f.item), f.message, f.kind,
                                author_of(f.author, f.author_name, f.author_email), f.at, f.snippet,
                                f.subject, f.subject_matches});
        }
        return hits;
      });
}

}  // namespace mg::api
