#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/conversation/delivery.h"
#include "rules/conversation/erase.h"
#include "rules/conversation/promise.h"
#include "rules/conversation/proposal.h"
#include "rules/conversation/receive.h"
#include "rules/conversation/reply.h"
#include "views/conversation.h"

// A desk in memory for tests of the rules: it does what src/desk does around them (ids, log, clock,
// timers), without a database. Not thread-safe.
namespace mg::rules::test {

// One conversation with its log and the rows that folding it touches.
struct Thread {
  views::Conversation now;
  std::vector<facts::Record> log;
  std::map<PromiseId, views::Promise> promises;  // Every promise ever made, as it is now.
  PromiseId last_promise;
  std::vector<ProposalId> proposals;  // In the order in which they were asked.
  std::map<OutboxId, views::Delivery> copies;
};

struct NewReply {
  AgentId agent;
  bool asks = false;                 // Ends with "is it solved?".
  std::optional<Instant> next_word;  // Ends with a promise for then.
  Duration hold{};                   // Zero: sent at once.
};

class World {
 public:
  explicit World(Instant start) : now_(start) { policy.acknowledge = false; }

  Policy policy;  // Acknowledgements are off, unlike in the product, to keep scenes short.

  Instant now() const { return now_; }
  std::vector<Thread>& threads() { return threads_; }
  Thread& thread() { return threads_[current_]; }
  void look_at(std::size_t index) { current_ = index; }
  bool is_empty() const { return threads_.empty(); }

  // Fires, in order, all timers that are due by `at`; the clock ends there. Facts that the timers
  // make are in `made()`.
  void advance(Instant at);

  // What our side has said to the customer in the conversation looked at.
  std::vector<views::Outward> said();

  // Facts that the last command, or the last advance(), made in the conversation looked at.
  const facts::Facts& made() const { return made_; }

  // Commands act on the conversation looked at. A refusal leaves everything as it was.
  // `answers`: the message that the head of the mail names, if any.
  void write(ContactId contact, std::string_view text, Channel channel, bool automatic,
             MessageId answers = {}, bool blocked = false);
  void start(AgentId agent, ContactId contact);
  Result<void> reply(const NewReply& want);
  Result<void> withdraw(AgentId agent, MessageId message);
  Result<void> note(AgentId agent);
  Result<void> promise(AgentId agent, Instant due_at);
  Result<void> move_promise(PromiseId id, Instant due_at);
  Result<void> say_solved(ContactId contact, ProposalId proposal, bool with_words);
  Result<void> say_not_yet(ContactId contact, ProposalId proposal, bool with_words);
  Result<void> mark_spam();
  Result<void> clear_spam();
  // A delivery report about the copy that went out last.
  void returned(bool failed);
  void assign(AgentId agent);
  void erase(AgentId by, ContactId contact);

  // What must hold after every step; the first thing that does not, in words.
  std::optional<std::string> wrong() const;

 private:
  template <class IdType>
  IdType fresh() {
    return IdType{next_id_++};
  }
  void append(const facts::Facts& facts, facts::Actor actor = {});
  Result<void> append(const Result<facts::Facts>& facts, facts::Actor actor);
  void open(ContactId contact, ConversationId continues);
  void open_if_too_late(ContactId contact, Answer answer = Answer::none);
  void release(MessageId message);
  void fire(const views::Timer& timer);
  Result<void> answer(ContactId contact, ProposalId proposal, bool with_words,
                      Result<facts::Facts> (*decide)(const views::Conversation&, const Confirm&));

  Instant now_;
  std::int64_t next_id_ = 1000;
  std::int64_t next_number_ = 1;
  std::vector<Thread> threads_;
  std::size_t current_ = 0;
  facts::Facts made_;
  std::optional<std::string> broken_rule_;  // Seen while appending; told by wrong().
};

}  // namespace mg::rules::test
