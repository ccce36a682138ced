#include "api/change.h"
#include "api/nouns.h"
#include "base/json.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct ViewCount {
  std::string id;
  std::int64_t count = 0, late = 0;
};
BOOST_DESCRIBE_STRUCT(ViewCount, (), (id, count, late))
constexpr auto member_rules(const ViewCount*) {
  return std::array{
      MemberRule{.member = "id", .doc = "As ?view= of the conversations takes it."},
      MemberRule{.member = "count", .doc = "At most 1000, which means \"1000 or more\"."},
      MemberRule{.member = "late", .doc = "Of these, how many have a promise that is overdue."}};
}

const net::Endpoint<net::Nothing, net::Page<ViewCount>> list_views{
    .path = "/api/v1/views",
    .name = "list_views",
    .summary = "How much each view holds",
    .description = "For the agent who asks.",
    .needs = "read_conversations",
    .tag = "conversations"};

}  // namespace

void add_views(net::Api& api, Services& services) {
  api.add_on_workers(
      list_views, [&desk = services.desk](const net::Call<>& call) -> Result<net::Page<ViewCount>> {
        const auto counts = desk::view_counts(desk, call.as<Principal>().agent());
        if (!counts) return std::unexpected(counts.error());
        net::Page<ViewCount> page;
        for (const desk::ViewCount& c : *counts) page.items.push_back({c.id, c.count, c.late});
        return page;
      });
}

}  // namespace mg::api
