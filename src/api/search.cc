#include "api/change.h"
#include "api/item.h"
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
  std::string snippet;
  MessageId message;
};
BOOST_DESCRIBE_STRUCT(Hit, (), (conversation, snippet, message))
constexpr auto member_rules(const Hit*) {
  return std::array{
      MemberRule{.member = "snippet", .doc = "Each match stands between U+0002 and U+0003."},
      MemberRule{.member = "message", .doc = "The newest that fits."}};
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
          hits.items.push_back({item_of(f.item), f.snippet, f.message});
        }
        return hits;
      });
}

}  // namespace mg::api
