#include "base/utf8.h"
#include "desk/answer.h"
#include "desk/parts.h"
#include "rules/conversation/erase.h"
#include "rules/conversation/proposal.h"
#include "store/messages.h"
#include "store/people.h"

namespace mg::desk {
namespace {

constexpr std::size_t subject_bytes_max = 1000;

std::unexpected<Refusal> unknown(const char* what, const char* pointer) {
  return refuse(RefusalKind::bad_input, "unknown_reference",
                std::string("There is no such ") + what + ".", pointer);
}

Result<facts::Facts> edits(Tx& tx, const views::Conversation& c, const Edit& want) {
  facts::Facts facts;
  if (want.subject) {
    if (is_blank(*want.subject) || want.subject->size() > subject_bytes_max ||
        !is_one_line(*want.subject)) {
      return refuse(RefusalKind::bad_input, "bad_length",
                    "A subject has 1 to 1,000 characters, on one line.", "/subject");
    }
    if (auto refusal = rules::refused_if_erased(c)) return std::unexpected(std::move(*refusal));
    store::save_subject(tx.session, c.id, *want.subject);
    facts.push_back(facts::SubjectChanged{});
  }
  if (want.assignee && *want.assignee != c.assignee) {
    if (*want.assignee) {
      const auto agent = store::load_agent(tx.session, *want.assignee);
      if (!agent || !agent->active) return unknown("agent", "/assignee");
    }
    facts.push_back(facts::ConversationAssigned{*want.assignee});
  }
  if (want.team && *want.team != c.team) {
    bool exists = !*want.team;
    for (const store::Team& team : store::load_teams(tx.session)) exists |= team.id == *want.team;
    if (!exists) return unknown("team", "/team");
    facts.push_back(facts::TeamChanged{*want.team});
  }
  if (want.priority && *want.priority != c.priority) {
    facts.push_back(facts::PriorityChanged{*want.priority});
  }
  return facts;
}

// `decide` takes the conversation and the time.
template <class Decide>
Change decided(ConversationId id, Decide decide) {
  return {rules::Right::answer, [id, decide](Tx& tx) -> Result<std::int64_t> {
            auto conversation = tx.load(id);
            if (!conversation) return std::unexpected(conversation.error());
            const auto facts = decide(*conversation, tx.happened_at);
            if (!facts) return std::unexpected(facts.error());
            tx.append(*conversation, *facts);
            return id.value;
          }};
}

}  // namespace

Change edit(Edit want) {
  return {rules::Right::answer, [want = std::move(want)](Tx& tx) -> Result<std::int64_t> {
            auto conversation = tx.load(want.conversation);
            if (!conversation) return std::unexpected(conversation.error());
            const auto facts = edits(tx, *conversation, want);
            if (!facts) return std::unexpected(facts.error());
            tx.append(*conversation, *facts);
            return want.conversation.value;
          }};
}

Change mark_spam(ConversationId id) {
  return decided(id, [](const auto& c, Instant) { return rules::mark_spam(c); });
}
Change clear_spam(ConversationId id) {
  return decided(id, rules::clear_spam);
}

}  // namespace mg::desk
