#include "desk/late.h"

#include "desk/parts.h"
#include "rules/conversation/receive.h"
#include "store/people.h"

namespace mg::desk {
namespace {

bool works_here(db::Session& session, AgentId id) {
  const auto agent = id ? store::load_agent(session, id) : std::nullopt;
  return agent && agent->active;
}

}  // namespace

std::optional<views::Conversation> continuation_of(Tx& tx, const views::Conversation& ended,
                                                   ContactId writer) {
  std::optional<views::Conversation> last;
  const views::Conversation* at = &ended;
  while (at->continued_by && rules::needs_new_conversation(*at, tx.happened_at, tx.policy)) {
    auto next = tx.load(at->continued_by);
    if (!next || next->inbox != ended.inbox || is_erased(tx.session, next->contact)) break;
    if (next->contact != ended.contact && next->contact != writer) break;
    last = std::move(*next);
    at = &*last;
  }
  return last;
}

views::Conversation conversation_for_late_words(Tx& tx, views::Conversation known,
                                                std::optional<views::Conversation> continuation,
                                                const LateWords& words) {
  const auto is_too_late = [&](const views::Conversation& c, rules::Answer answer,
                               bool new_matter = false) {
    return rules::needs_new_conversation(c, tx.happened_at, tx.policy, answer, new_matter);
  };
  if (!is_too_late(known, words.answer, words.new_matter)) return known;
  views::Conversation& last = continuation ? *continuation : known;
  if (continuation && !is_too_late(last, rules::Answer::none)) return std::move(last);
  auto opened =
      open_conversation(tx, last.inbox, words.requester, words.channel, words.subject, last.id);
  store::append(tx.session, last, {facts::ConversationContinued{opened.id}}, tx.system_stamp());
  const bool is_same_matter = words.answer == rules::Answer::not_yet;
  if (is_same_matter && works_here(tx.session, last.assignee)) {
    store::append(tx.session, opened, {facts::ConversationAssigned{last.assignee}},
                  tx.system_stamp());
  }
  return opened;
}

}  // namespace mg::desk
