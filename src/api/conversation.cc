#include "api/change.h"
#include "api/item.h"
#include "api/nouns.h"
#include "api/previous.h"
#include "desk/answer.h"
#include "desk/reads.h"

namespace mg::api {
namespace {

struct Participant {
  Contact contact;
  ParticipantRole role = ParticipantRole::cc;
};
BOOST_DESCRIBE_STRUCT(Participant, (), (contact, role))

struct Proposal {
  ProposalId id;
  Instant at;
  std::optional<Named<AgentId>> by;
  int reminders = 0;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (id, at, by, reminders))
constexpr auto member_rules(const Proposal*) {
  return std::array{MemberRule{.member = "at", .doc = "When the customer was asked."},
                    MemberRule{.member = "by", .doc = "Who asked."},
                    MemberRule{.member = "reminders", .doc = "How often it was asked again."}};
}

// answers: a mail of somebody else's has opened it, which answers a message of the other one.
enum class Relation { continues, continued_by, answers, answered_by };
BOOST_DESCRIBE_ENUM(Relation, continues, continued_by, answers, answered_by)

struct Linked {
  ConversationId id;
  std::int64_t number = 0;
  std::string subject;
  Relation relation = Relation::continues;
};
BOOST_DESCRIBE_STRUCT(Linked, (), (id, number, subject, relation))

struct Detail : Item {
  std::string position;
  std::vector<Participant> participants;
  std::optional<Proposal> proposal;
  std::vector<Linked> linked;
  std::vector<Previous> previous;
  std::int64_t promises_kept = 0, promises_broken = 0;
};
BOOST_DESCRIBE_STRUCT(Detail, (Item),
                      (position, participants, proposal, linked, previous, promises_kept,
                       promises_broken))
constexpr auto member_rules(const Detail*) {
  return std::array{
      MemberRule{.member = "number", .doc = "What people call the conversation by: #1042."},
      MemberRule{.member = "state", .doc = "Only the customer's word makes it solved."},
      MemberRule{.member = "turn", .doc = "Who has to act next."},
      MemberRule{.member = "waiting_since", .doc = "The customer waits for us since then."},
      MemberRule{.member = "position", .doc = "Of the log, for the live stream. Opaque."},
      MemberRule{.member = "participants",
                 .doc = "The requester, those in Cc and in Bcc, and strangers: who answered a "
                        "mail of it that others had sent them. The last two are for agents alone."},
      MemberRule{.member = "proposal", .doc = "\"Is it solved?\", while it waits for the answer."},
      MemberRule{
          .member = "linked",
          .doc = "The one that this continues, and the one that continues this; then those that "
                 "somebody else's mail opened who answered this one, and the other way: at most "
                 "ten, the newest first."},
      MemberRule{.member = "previous", .doc = "Others of the same person, the newest first."},
      MemberRule{.member = "promises_kept", .doc = "To this person, in all conversations."},
      MemberRule{.member = "promises_broken", .doc = "To this person, in all conversations."}};
}

struct ConversationChange {
  std::optional<std::string> subject;
  Patch<IdOr<Named<AgentId>>> assignee;
  Patch<IdOr<Named<TeamId>>> team;
  std::optional<Priority> priority;
};
BOOST_DESCRIBE_STRUCT(ConversationChange, (), (subject, assignee, team, priority))
constexpr auto member_rules(const ConversationChange*) {
  return std::array{MemberRule{.member = "subject", .min_length = 1, .max_length = 500},
                    MemberRule{.member = "assignee",
                               .doc = "An agent's id, or the object as it was read, of which the "
                                      "id counts; null: nobody."},
                    MemberRule{.member = "team",
                               .doc = "A team's id, or the object as it was read, of which the id "
                                      "counts; null: none."}};
}

const net::Endpoint<net::Nothing, Detail> get_conversation{
    .path = "/api/v1/conversations/{id}",
    .name = "get_conversation",
    .summary = "A conversation",
    .description = "Its list item's members, and what its head shows besides.",
    .needs = "read_conversations",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found}};

const net::Endpoint<ConversationChange, Item> update_conversation{
    .method = net::Method::patch,
    .path = "/api/v1/conversations/{id}",
    .name = "update_conversation",
    .summary = "Change a conversation",
    .description =
        "Only the members of the body that are there change. It takes these four alone, in the "
        "form in which they were read; others are refused, also unchanged ones. The state is not "
        "one of them: messages, proposals and the customer's word move it.",
    .needs = "answer",
    .tag = "conversations",
    .refusals = {RefusalKind::not_found, RefusalKind::conflict}};

// The question is open only while the conversation waits for its answer.
std::optional<Proposal> proposal_of(const desk::CaseHead& head) {
  const views::Conversation& c = head.conversation;
  if (c.state != State::proposed || !c.proposal) return {};
  Proposal proposal{c.proposal, c.proposed_at, {}, c.reminders};
  if (c.proposed_by) proposal.by = Named<AgentId>{c.proposed_by, head.proposed_by_name};
  return proposal;
}

Detail detail_of(const desk::CaseHead& head) {
  Detail detail;
  static_cast<Item&>(detail) = item_of(head.item);
  detail.position = head.position;
  for (const desk::Participant& p : head.participants) {
    detail.participants.push_back({{p.contact.id, p.contact.name, p.contact.email}, p.role});
  }
  detail.proposal = proposal_of(head);
  for (const store::Previous& other : head.linked) {
    const bool is_older = other.id == head.conversation.continues;
    detail.linked.push_back({other.id, other.number, other.subject,
                             is_older ? Relation::continues : Relation::continued_by});
  }
  for (const auto& [other, answers] : head.apart) {
    detail.linked.push_back({other.id, other.number, other.subject,
                             answers ? Relation::answers : Relation::answered_by});
  }
  detail.previous = previous_of(head.previous);
  detail.promises_kept = head.promises.kept;
  detail.promises_broken = head.promises.broken;
  return detail;
}

desk::Edit edit_of(ConversationId id, const ConversationChange& change) {
  desk::Edit edit{.conversation = id,
                  .subject = change.subject,
                  .assignee = {},
                  .team = {},
                  .priority = change.priority};
  if (!change.assignee.is_absent()) {
    edit.assignee = change.assignee.has_value() ? change.assignee->id : AgentId{};
  }
  if (!change.team.is_absent()) edit.team = change.team.has_value() ? change.team->id : TeamId{};
  return edit;
}

}  // namespace

void add_conversation(net::Api& api, Services& services) {
  desk::Desk& desk = services.desk;
  api.add_on_workers(get_conversation, [&desk](const net::Call<>& call) -> Result<Detail> {
    const auto id = call.id<ConversationId>();
    if (!id) return std::unexpected(id.error());
    return desk.read<Detail>([&](db::Session& session) -> Result<Detail> {
      const auto head = desk::case_head(session, *id);
      if (!head) return desk::not_found();
      return detail_of(*head);
    });
  });
  api.add(update_conversation, [&desk](net::Call<ConversationChange> call, net::Reply<Item> reply) {
    const auto id = call.id<ConversationId>();
    if (!id) return reply(std::unexpected(id.error()));
    answer_change<Item>(desk, context_of(call), desk::edit(edit_of(*id, call.body)), show_item,
                        std::move(reply));
  });
}

}  // namespace mg::api
