#include "rules/conversation/reply.h"

#include <algorithm>

#include "desk/answer.h"
#include "desk/parts.h"
#include "store/log.h"
#include "store/messages.h"
#include "store/withdrawal.h"

namespace mg::desk {
namespace {

constexpr int undo_seconds_max = 120;

// What is sent when "is it solved?" is asked without further words.
constexpr std::string_view question =
    "We think this is solved. Is it? Only you can say: answer yes or not yet.";

Result<void> nobody_answered_meanwhile(Tx& tx, const NewReply& want) {
  if (!want.seen) return {};
  if (store::newer_than(tx.session, want.conversation, want.seen, tx.context.agent())) {
    return refuse(RefusalKind::conflict, "answered_meanwhile",
                  "Somebody has written since you began. Read it, then send again.");
  }
  return {};
}

void send(Tx& tx, views::Conversation& conversation, const views::HeldReply& reply, bool crossed) {
  const auto copies = copies_of(tx, conversation, reply.message);
  // A held reply is released by a timer; it stays the agent's act.
  store::Stamp stamp = tx.stamp();
  stamp.actor = facts::agent_actor(reply.agent);
  const auto facts =
      rules::release(conversation, reply.message, copies, tx.happened_at, tx.policy, crossed);
  store::append(tx.session, conversation, facts, stamp);
}

Result<std::int64_t> write_reply(Tx& tx, const NewReply& want) {
  if (auto fine = check_text(want.text, "/text"); !fine) return std::unexpected(fine.error());
  auto conversation = tx.load(want.conversation);
  if (!conversation) return std::unexpected(conversation.error());
  if (auto fine = nobody_answered_meanwhile(tx, want); !fine) {
    return std::unexpected(fine.error());
  }
  const int hold = std::clamp(want.undo_seconds, 0, undo_seconds_max);
  rules::Reply reply;
  reply.message = tx.fresh<MessageId>();
  reply.agent = tx.context.agent();
  reply.release_at = tx.happened_at + std::chrono::seconds(hold);
  if (want.promise) {
    reply.promise = tx.fresh<PromiseId>();
    reply.promise_due = want.promise->due_at;
    store::save_words(tx.session, reply.promise, {want.promise->text, ""});
  }
  if (want.propose) reply.proposal = tx.fresh<ProposalId>();
  const auto facts = rules::reply(*conversation, reply, tx.happened_at, tx.policy);
  if (!facts) return std::unexpected(facts.error());
  if (auto used = use_attachments(tx, want.attachments, reply.message, want.conversation); !used) {
    return std::unexpected(used.error());
  }
  const auto people = people_of_reply(tx, *conversation, want.recipients);
  if (!people) return std::unexpected(people.error());
  store::save_words(
      tx.session, reply.message,
      {.text = want.text, .quoted = {}, .html = want.html, .people = *people, .raw_mail = {}});
  keep_names(tx, conversation->id, *people);
  tx.append(*conversation, *facts);
  if (hold == 0) send(tx, *conversation, views::HeldReply(conversation->held.back()), false);
  return reply.message.value;
}

Result<std::int64_t> take_back(Tx& tx, MessageId message) {
  auto shown = store::load_message(tx.session, message);
  if (!shown || shown->message.kind != MessageKind::reply) return not_found();
  auto conversation = tx.load(shown->message.conversation);
  if (!conversation) return std::unexpected(conversation.error());
  // Again, behind the conversation's lock: the same undo may have come twice at once.
  shown = store::load_message(tx.session, message);
  const bool is_own = shown->message.author == facts::agent_actor(tx.context.agent());
  if (shown->message.withdrawn && is_own) return message.value;
  const auto facts = rules::withdraw(*conversation, message, tx.context.agent());
  if (!facts) return std::unexpected(facts.error());
  const auto held = std::ranges::find(conversation->held, message, &views::HeldReply::message);
  store::take_back_words(tx.session, message, held->promise, tx.now);
  tx.append(*conversation, *facts);
  return message.value;
}

}  // namespace

void release_reply(Tx& tx, views::Conversation& conversation, MessageId message) {
  const auto held = std::ranges::find(conversation.held, message, &views::HeldReply::message);
  if (held == conversation.held.end()) return;
  const bool crossed = store::was_crossed(tx.session, conversation.id, message);
  send(tx, conversation, views::HeldReply(*held), crossed);
}

Change reply(NewReply want) {
  return {rules::Right::answer, [want = std::move(want)](Tx& tx) { return write_reply(tx, want); }};
}

Change propose(ConversationId conversation, std::string text) {
  NewReply want;
  want.conversation = conversation;
  want.text = text.empty() ? std::string(question) : std::move(text);
  want.propose = true;
  return reply(std::move(want));
}

Change withdraw_reply(MessageId message) {
  return {rules::Right::answer, [message](Tx& tx) { return take_back(tx, message); }};
}

Change note(NewReply want) {
  return {rules::Right::answer, [want = std::move(want)](Tx& tx) -> Result<std::int64_t> {
            if (auto fine = check_text(want.text, "/text"); !fine) {
              return std::unexpected(fine.error());
            }
            auto conversation = tx.load(want.conversation);
            if (!conversation) return std::unexpected(conversation.error());
            const auto id = tx.fresh<MessageId>();
            const auto facts = rules::note(*conversation, id, tx.context.agent());
            if (!facts) return std::unexpected(facts.error());
            auto used = use_attachments(tx, want.attachments, id, want.conversation);
            if (!used) return std::unexpected(used.error());
            store::save_words(
                tx.session, id,
                {.text = want.text, .quoted = {}, .html = want.html, .people = {}, .raw_mail = {}});
            tx.append(*conversation, *facts);
            return id.value;
          }};
}

}  // namespace mg::desk
