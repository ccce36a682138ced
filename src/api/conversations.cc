#include "api/change.h"
#include "api/item.h"
#include "api/nouns.h"
#include "api/paging.h"
#include "api/view_names.h"
#include "desk/answer.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct Wanted {
  std::optional<std::string> view;
  std::optional<State> state;
  std::optional<std::string> assignee;
  std::optional<TeamId> team;
  std::optional<InboxId> inbox;
  std::optional<Turn> turn;
  std::optional<std::string> sort;
  int limit = 50;
  std::string cursor;
};
BOOST_DESCRIBE_STRUCT(Wanted, (), (view, state, assignee, team, inbox, turn, sort, limit, cursor))
constexpr auto member_rules(const Wanted*) {
  return std::array{
      MemberRule{.member = "view",
                 .doc = "Those of a view of the workspace. The other filters narrow it.",
                 .one_of = view_names},
      MemberRule{.member = "state", .doc = "Exactly this one; none means all but spam and merged."},
      MemberRule{.member = "assignee", .doc = "me, none or an agent's id."},
      MemberRule{.member = "team", .doc = "Those of this team."},
      MemberRule{.member = "inbox", .doc = "Those that came in by this inbox."},
      MemberRule{.member = "turn", .doc = "Those where this side has to act next."},
      MemberRule{.member = "sort",
                 .doc = "number (the default without a view), -number (newest first), promise (due "
                        "first) or updated (the last change first).",
                 .one_of = "number -number promise updated"},
      limit_rule,
      cursor_rule};
}

struct NewContact {
  std::string name, email;
};
BOOST_DESCRIBE_STRUCT(NewContact, (), (name, email))
constexpr auto member_rules(const NewContact*) {
  return std::array{MemberRule{.member = "name", .max_length = 200, .may_be_absent = true},
                    MemberRule{.member = "email", .max_length = 320, .format = "email"}};
}

struct NewConversation {
  InboxId inbox;
  NewContact contact;
  std::string subject, text;
};
BOOST_DESCRIBE_STRUCT(NewConversation, (), (inbox, contact, subject, text))
constexpr auto member_rules(const NewConversation*) {
  return std::array{
      MemberRule{.member = "inbox", .doc = "The mail goes out from its address."},
      MemberRule{.member = "subject", .max_length = 500, .example = "Your order 48213"},
      MemberRule{.member = "text",
                 .doc = "Plain text.",
                 .min_length = 1,
                 .max_length = desk::message_bytes_max}};
}

const net::Endpoint<net::Nothing, net::Page<Item>, Wanted> list_conversations{
    .path = "/api/v1/conversations",
    .name = "list_conversations",
    .summary = "List conversations",
    .description = "Those of a view, or all that fit the filters.",
    .needs = "read_conversations",
    .tag = "conversations"};

const net::Endpoint<NewConversation, Item> start_conversation{
    .method = net::Method::post,
    .path = "/api/v1/conversations",
    .name = "start_conversation",
    .summary = "Write to a customer first",
    .description = "Opens a conversation with this mail as its first message.",
    .needs = "start_conversation",
    .tag = "conversations",
    .status = 201,
    .body_bytes_max = 2 * 1024 * 1024};

std::unexpected<Refusal> bad_parameter(std::string name, std::string detail) {
  return refuse(RefusalKind::bad_input, "invalid_member", std::move(detail), "?" + name);
}

Result<std::optional<AgentId>> assignee_of(const Wanted& wanted, AgentId me) {
  if (!wanted.assignee) return std::optional<AgentId>{};
  if (*wanted.assignee == "me") return me;
  if (*wanted.assignee == "none") return AgentId{};
  if (const auto id = id_from<AgentId>(*wanted.assignee)) return *id;
  return bad_parameter("assignee", "?assignee must be me, none or an agent's id.");
}

std::optional<store::ListSort> sort_of(const Wanted& wanted) {
  using Sort = std::optional<store::ListSort>;
  if (!wanted.sort) return Sort{};
  if (*wanted.sort == "number") return Sort(store::ListSort::number);
  if (*wanted.sort == "-number") return Sort(store::ListSort::number_down);
  if (*wanted.sort == "promise") return Sort(store::ListSort::due);
  return Sort(store::ListSort::updated);  // The rules let nothing else through.
}

// Adds a filter to what a view asks for; false when nothing can fit both.
template <class T>
bool narrow(std::optional<T>& have, const std::optional<T>& want) {
  if (have && want && *have != *want) return false;
  if (want) have = want;
  return true;
}

// nullopt: no conversation can fit.
Result<std::optional<store::ListQuery>> query_of(const Wanted& wanted, AgentId me) {
  store::ListQuery query;
  if (wanted.view) {
    auto of_view = desk::view_query(*wanted.view, me);
    if (!of_view) return bad_parameter("view", "?view must be the name of a view.");
    query = std::move(*of_view);
  }
  const auto assignee = assignee_of(wanted, me);
  if (!assignee) return std::unexpected(assignee.error());
  bool can_fit = narrow(query.state, wanted.state);
  can_fit &= narrow(query.turn, wanted.turn);
  can_fit &= narrow(query.assignee, *assignee);
  can_fit &= !query.unheard || query.state.value_or(State::open) == State::open;
  query.team = wanted.team.value_or(TeamId{});
  query.inbox = wanted.inbox.value_or(InboxId{});
  query.sort = sort_of(wanted).value_or(query.sort);
  query.limit = wanted.limit;
  query.cursor = wanted.cursor;
  if (!can_fit) return std::optional<store::ListQuery>{};
  return query;
}

Result<net::Page<Item>> page_of(desk::Desk& desk, const Wanted& wanted, AgentId me) {
  const auto query = query_of(wanted, me);
  if (!query) return std::unexpected(query.error());
  net::Page<Item> page;
  if (!*query) return page;
  const auto found = desk::list(desk, **query);
  if (!found) return std::unexpected(found.error());
  for (const store::ListItem& row : found->items) page.items.push_back(item_of(row));
  if (!found->next.empty()) page.next = found->next;
  return page;
}

}  // namespace

void add_conversations(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(list_conversations, [&desk](const net::Call<net::Nothing, Wanted>& call) {
    return page_of(desk, call.query, call.as<Principal>().agent());
  });
  api.add(start_conversation, [&desk](net::Call<NewConversation> call, net::Reply<Item> reply) {
    NewConversation& body = call.body;
    answer_change<Item>(desk, context_of(call),
                        desk::start_conversation({.inbox = body.inbox,
                                                  .name = body.contact.name,
                                                  .email = body.contact.email,
                                                  .subject = body.subject,
                                                  .text = body.text,
                                                  .html = {}}),
                        show_item, std::move(reply));
  });
}

}  // namespace mg::api
