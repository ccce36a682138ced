#include "rules/world_test.h"

#include <algorithm>

namespace mg::rules::test {

using facts::Facts;
using views::Conversation;

namespace {

// Timers that are due at one instant fire in this many rounds at most; more is a loop.
constexpr int rounds_max = 10'000;

bool is_timer(const views::Timer& timer, TimerKind kind, std::int64_t subject) {
  return timer.kind == kind && timer.subject == subject;
}

}  // namespace

void World::append(const Facts& facts, facts::Actor actor) {
  Thread& t = thread();
  for (const facts::Fact& fact : facts) {
    const facts::Header header{t.now.id.value, t.now.seq + 1, now_, now_, actor, 0};
    const State before = t.now.state;
    views::Touched touched;
    views::fold(t.now, header, fact, &touched);
    t.log.push_back({header, fact});
    if (auto copy = views::delivery_made_by(header, fact)) t.copies[copy->id] = *copy;
    if (const OutboxId id = views::delivery_changed_by(fact)) {
      views::fold(t.copies[id], header, fact);
    }
    made_.push_back(fact);
    for (const views::Promise& promise : touched.promises) t.promises[promise.id] = promise;
    if (const auto* made = std::get_if<facts::PromiseMade>(&fact)) t.last_promise = made->promise;
    if (const auto* asked = std::get_if<facts::SolutionProposed>(&fact)) {
      t.proposals.push_back(asked->proposal);
    }
    if (before != State::solved && t.now.state == State::solved) {
      const auto* said = std::get_if<facts::SolutionConfirmed>(&fact);
      if (!said || said->contact != t.now.contact) {
        broken_rule_ = "became solved by " + std::string(facts::name_of(fact)) +
                       ", not by the requester's word";
      }
    }
  }
}

Result<void> World::append(const Result<Facts>& facts, facts::Actor actor) {
  if (!facts) return std::unexpected(facts.error());
  append(*facts, actor);
  return {};
}

void World::open(ContactId contact, ConversationId continues) {
  current_ = threads_.size();
  Thread& t = threads_.emplace_back();
  t.now.id = fresh<ConversationId>();
  append(
      {facts::ConversationOpened{next_number_++, InboxId{1}, contact, Channel::email, continues}});
}

void World::open_if_too_late(ContactId contact, Answer answer) {
  if (!needs_new_conversation(thread().now, now_, policy, answer)) return;
  if (thread().now.erased_at != Instant{}) return open(contact, {});
  const std::size_t old = current_;
  open(contact, thread().now.id);
  const std::size_t opened = current_;
  const Facts made = made_;
  current_ = old;
  append({facts::ConversationContinued{threads_[opened].now.id}});
  current_ = opened;
  made_ = made;
}

std::vector<views::Outward> World::said() {
  std::vector<views::Outward> said;
  for (const facts::Record& record : thread().log) views::fold(said, record.fact);
  return said;
}

void World::write(ContactId contact, std::string_view text, Channel channel, bool automatic,
                  MessageId answers, bool blocked) {
  made_.clear();
  if (is_empty() || (blocked && !takes_blocked(thread().now, contact))) open(contact, {});
  const Answer answer = channel == Channel::email
                            ? answer_by_mail(thread().now, said(), {contact, answers, text})
                            : Answer::none;
  if (!automatic || channel != Channel::email) open_if_too_late(contact, answer);
  const bool is_new = thread().now.messages == 0 && thread().now.held.empty();
  if (!blocked && says_no_spam(thread().now, contact, channel)) {
    append(*rules::clear_spam(thread().now, now_), facts::contact_actor(contact));
  }
  if (blocked) append(into_spam(thread().now, {BlockId{1}, false}));
  append(receive(thread().now, {fresh<MessageId>(), contact, channel, automatic, answer}),
         facts::contact_actor(contact));
  if (is_new && !automatic && policy.acknowledge && thread().now.state != State::spam) {
    append(acknowledge(thread().now, fresh<MessageId>(), fresh<PromiseId>(),
                       {fresh<OutboxId>(), contact}, now_, policy));
  }
}

void World::start(AgentId agent, ContactId contact) {
  made_.clear();
  open(contact, {});
  const Facts opened = made_;
  const auto said = reply({.agent = agent, .asks = false, .next_word = {}, .hold = {}});
  if (!said) broken_rule_ = "a new conversation refuses its first message";
  made_.insert(made_.begin(), opened.begin(), opened.end());
}

Result<void> World::reply(const NewReply& want) {
  made_.clear();
  Reply reply;
  reply.message = fresh<MessageId>();
  reply.agent = want.agent;
  reply.release_at = now_ + want.hold;
  if (want.next_word) {
    reply.promise = fresh<PromiseId>();
    reply.promise_due = *want.next_word;
  }
  if (want.asks) reply.proposal = fresh<ProposalId>();
  auto done =
      append(rules::reply(thread().now, reply, now_, policy), facts::agent_actor(want.agent));
  if (done && want.hold == Duration{}) release(reply.message);
  return done;
}

void World::release(MessageId message) {
  const Conversation& c = thread().now;
  const auto held = std::ranges::find(c.held, message, &views::HeldReply::message);
  if (held == c.held.end()) return;
  const Copy copy{fresh<OutboxId>(), c.contact};
  const facts::Actor author = facts::agent_actor(held->agent);
  views::Crossing crossing{message};
  for (const facts::Record& record : thread().log) views::fold(crossing, record.fact);
  append(rules::release(c, message, std::span(&copy, 1), now_, policy, crossing.crossed), author);
}

Result<void> World::withdraw(AgentId agent, MessageId message) {
  made_.clear();
  return append(rules::withdraw(thread().now, message, agent), facts::agent_actor(agent));
}

Result<void> World::note(AgentId agent) {
  made_.clear();
  return append(rules::note(thread().now, fresh<MessageId>(), agent), facts::agent_actor(agent));
}

Result<void> World::promise(AgentId agent, Instant due_at) {
  made_.clear();
  return append(rules::promise(thread().now, fresh<PromiseId>(), agent, due_at, now_, policy),
                facts::agent_actor(agent));
}

Result<void> World::move_promise(PromiseId id, Instant due_at) {
  made_.clear();
  return append(rules::move_promise(thread().now, id, {due_at, true}, now_, policy), {});
}

Result<void> World::answer(ContactId contact, ProposalId proposal, bool with_words,
                           Result<Facts> (*decide)(const Conversation&, const Confirm&)) {
  made_.clear();
  const ConversationId asked_in = thread().now.id;
  if (decide != rules::confirm) open_if_too_late(contact);
  Confirm want;
  want.contact = contact;
  if (thread().now.id == asked_in) want.proposal = proposal;
  if (with_words) want.message = fresh<MessageId>();
  return append(decide(thread().now, want), facts::contact_actor(contact));
}

Result<void> World::say_solved(ContactId contact, ProposalId proposal, bool with_words) {
  return answer(contact, proposal, with_words, rules::confirm);
}

Result<void> World::say_not_yet(ContactId contact, ProposalId proposal, bool with_words) {
  return answer(contact, proposal, with_words, rules::decline);
}

Result<void> World::mark_spam() {
  made_.clear();
  return append(rules::mark_spam(thread().now), {});
}

Result<void> World::clear_spam() {
  made_.clear();
  return append(rules::clear_spam(thread().now, now_), {});
}

void World::returned(bool failed) {
  views::Delivery& copy = thread().copies.rbegin()->second;
  if (copy.state == DeliveryState::queued) {
    append({facts::DeliveryReported{copy.id, copy.message, DeliveryState::sent, 250, {}}});
  }
  made_.clear();
  for (const facts::Record& record : std::vector(thread().log)) {
    const auto about = views::message_made_by(record.header, record.fact);
    if (!about || about->id != copy.message) continue;
    append(reported(thread().now, copy, *about, {fresh<MessageId>(), failed}));
  }
}

void World::assign(AgentId agent) {
  made_.clear();
  if (thread().now.assignee != agent) append({facts::ConversationAssigned{agent}});
}

// In the conversation looked at; the desk does so in each that the person took part in.
void World::erase(AgentId by, ContactId contact) {
  made_.clear();
  std::vector<views::Delivery> copies;
  for (const auto& [id, copy] : thread().copies) copies.push_back(copy);
  append(rules::erase(thread().now, {contact, ErasureReason::asked, copies}),
         facts::agent_actor(by));
}

void World::fire(const views::Timer& timer) {
  const Conversation& c = thread().now;
  switch (timer.kind) {
    case TimerKind::reply_release:
      release(MessageId{timer.subject});
      break;
    case TimerKind::promise_warn:
      append(warn_promise(c, PromiseId{timer.subject}, now_));
      break;
    case TimerKind::promise_break:
      append(break_promise(c, PromiseId{timer.subject}, now_));
      break;
    case TimerKind::remind:
      if (reminder_is_due(c, ProposalId{timer.subject}, now_)) {
        const Copy copy{fresh<OutboxId>(), c.contact};
        append(remind(c, fresh<MessageId>(), std::span(&copy, 1), c.remind_at, policy));
      }
      break;
    case TimerKind::lapse:
      append(lapse(c, ProposalId{timer.subject}, now_));
      break;
  }
}

void World::advance(Instant at) {
  made_.clear();
  Facts looked_at;
  const std::size_t back = current_;
  for (int round = 0;; ++round) {
    std::optional<std::pair<views::Timer, std::size_t>> first;
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      for (const views::Timer& timer : views::timers_of(threads_[i].now)) {
        if (timer.due_at <= at && (!first || timer.due_at < first->first.due_at)) {
          first = {timer, i};
        }
      }
    }
    if (!first) break;
    now_ = std::max(now_, first->first.due_at);
    current_ = first->second;
    made_.clear();
    fire(first->first);
    if (made_.empty() || round == rounds_max) {
      broken_rule_ = "a due timer (" + std::string(word_of(first->first.kind)) +
                     ") changes nothing and so would fire for ever";
      break;
    }
    if (current_ == back) looked_at.insert(looked_at.end(), made_.begin(), made_.end());
  }
  current_ = back;
  made_ = looked_at;
  now_ = std::max(now_, at);
}

namespace {

std::optional<std::string> wrong_ending(const Conversation& c) {
  const bool ended = c.state == State::solved || c.state == State::unconfirmed;
  if (ended != (c.ended_at != Instant{})) return "the time of the end does not fit the state";
  if (!ended && c.state != State::spam) return {};
  for (const views::Timer& timer : views::timers_of(c)) {
    if (timer.kind != TimerKind::reply_release) {
      return "ended, yet a timer waits: " + std::string(word_of(timer.kind));
    }
  }
  if (c.turn != Turn::none) return "ended, yet it is somebody's turn";
  if (c.waiting_since != Instant{}) return "ended, yet the customer waits";
  if (ended && !c.promises.empty()) return "ended, yet a promise stands";
  if (c.state == State::spam && !c.held.empty()) return "spam, yet a reply is held";
  return {};
}

std::optional<std::string> wrong_promises(const Thread& t) {
  const auto timers = views::timers_of(t.now);
  for (const auto& [id, promise] : t.promises) {
    const bool listed =
        std::ranges::find(t.now.promises, id, &views::Promise::id) != t.now.promises.end();
    if (listed != promise.standing) return "a promise stands in its row alone, or not there";
    const bool open = promise.state == PromiseState::open;
    const bool ticks = std::ranges::any_of(timers, [&](const views::Timer& timer) {
      return is_timer(timer, TimerKind::promise_break, id.value);
    });
    const bool rests = t.now.state == State::spam;
    if ((open && !rests) != ticks) return "an open promise has no clock, or one that rests has";
    if (open && !promise.standing) return "an open promise does not stand";
    const bool broke = std::ranges::any_of(t.log, [&](const facts::Record& record) {
      const auto* f = std::get_if<facts::PromiseBroken>(&record.fact);
      return f && f->promise == id;
    });
    if (broke && !open && promise.state != PromiseState::broken) {
      return "a promise was broken and no longer says so";
    }
    if (promise.state == PromiseState::broken && !broke) return "a promise is broken without fact";
  }
  return {};
}

std::optional<std::string> wrong_erasure(const Thread& t) {
  const Conversation& c = t.now;
  if (c.erased_at == Instant{}) return {};
  if (c.state == State::open || c.state == State::proposed) return "erased, yet it has not ended";
  if (!c.held.empty()) return "erased, yet a reply is held";
  for (const auto& [id, copy] : t.copies) {
    if (copy.state == DeliveryState::queued || copy.state == DeliveryState::deferred) {
      return "erased, yet a mail waits to be sent";
    }
  }
  for (const facts::Record& record : t.log) {
    const bool said = std::holds_alternative<facts::MessageReceived>(record.fact) ||
                      std::holds_alternative<facts::NoteAdded>(record.fact) ||
                      std::holds_alternative<facts::ReplyWritten>(record.fact);
    if (said && record.header.happened_at > c.erased_at) return "words came after the erasure";
  }
  return {};
}

std::optional<std::string> wrong_counts(const Thread& t) {
  int said = 0;
  int released = 0;
  for (const facts::Record& record : t.log) {
    released += std::holds_alternative<facts::ReplyReleased>(record.fact);
    said += std::holds_alternative<facts::MessageReceived>(record.fact);
  }
  if (t.now.messages != said + released) return "the number of messages is not that of the facts";
  if (t.now.answered != (released > 0)) return "answered without a released reply, or the reverse";
  return {};
}

}  // namespace

std::optional<std::string> World::wrong() const {
  if (broken_rule_) return broken_rule_;
  for (const Thread& t : threads_) {
    Conversation again;
    for (const facts::Record& record : t.log) views::fold(again, record.header, record.fact);
    if (!(again == t.now)) return "replaying the log gives another state";
    if (auto found = wrong_ending(t.now)) return found;
    if (auto found = wrong_promises(t)) return found;
    if (auto found = wrong_counts(t)) return found;
    if (auto found = wrong_erasure(t)) return found;
    if (t.now.waiting_since != Instant{} && t.now.turn != Turn::us) {
      return "the customer waits although it is not our turn";
    }
    if (t.now.state == State::proposed && !t.now.promises.empty()) {
      return "asked \"is it solved?\" while we owe a word";
    }
    if (t.now.state == State::proposed && t.now.turn != Turn::customer) {
      return "asked \"is it solved?\", yet it is not the customer's turn";
    }
    if (t.now.state != State::proposed &&
        (t.now.remind_at != Instant{} || t.now.lapse_at != Instant{})) {
      return "nothing is asked, yet a reminder is noted";
    }
    for (const views::Timer& timer : views::timers_of(t.now)) {
      if (timer.due_at < now_) return "a timer is overdue: " + std::string(word_of(timer.kind));
    }
  }
  return {};
}

}  // namespace mg::rules::test
