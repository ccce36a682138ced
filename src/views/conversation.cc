#include "views/conversation.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace mg::views {
namespace {

using facts::Header;

Promise* find(Conversation& c, PromiseId id) {
  const auto at = std::ranges::find(c.promises, id, &Promise::id);
  return at == c.promises.end() ? nullptr : &*at;
}

// One overload a fact. Those of the life cycle come in the order in which they happen.
struct Folder {
  Conversation& c;
  const Header& h;
  Touched* touched;

  void touch(const Promise& promise) {
    if (touched) touched->promises.push_back(promise);
  }

  void wait_for_us() {
    c.turn = Turn::us;
    if (c.waiting_since == Instant{}) c.waiting_since = h.happened_at;
  }

  void end(State state) {
    c.state = state;
    c.turn = Turn::none;
    c.waiting_since = {};
    c.ended_at = h.happened_at;
    c.remind_at = c.lapse_at = {};
  }

  void operator()(const facts::ConversationOpened& f) {
    assert(h.seq == 1);
    c.id = ConversationId{h.stream};
    c.number = f.conversation_number;
    c.inbox = f.inbox;
    c.contact = f.contact;
    c.channel = f.channel;
    c.continues = f.continues;
    c.created_at = h.happened_at;
    // Until somebody has written something nobody waits: an agent may be the one who starts.
    c.turn = Turn::none;
  }
  void operator()(const facts::ConversationContinued& f) { c.continued_by = f.by; }
  void operator()(const facts::ConversationLinked&) {}
  // Once more: who was only in Bcc, or a stranger, takes part openly from now on.
  void operator()(const facts::ParticipantJoined& f) {
    const auto known = std::ranges::find(c.others, f.contact, &Participant::contact);
    if (known == c.others.end()) {
      c.others.push_back({f.contact, f.role});
    } else if (f.role == ParticipantRole::cc || known->role == ParticipantRole::stranger) {
      known->role = f.role;
    }
  }
  void operator()(const facts::ConversationAssigned& f) { c.assignee = f.agent; }
  void operator()(const facts::TeamChanged& f) { c.team = f.team; }
  void operator()(const facts::PriorityChanged& f) { c.priority = f.priority; }
  void operator()(const facts::SubjectChanged&) {}

  void operator()(const facts::MessageReceived& f) {
    ++c.messages;
    c.last_message = f.message;
    if (!f.automatic) c.last_customer_at = h.happened_at;
    if (f.automatic || c.state == State::spam) {
      // A conversation that a machine opened still has to be looked at by somebody.
      if (c.messages == 1 && c.state == State::open) c.turn = Turn::us;
      return;
    }
    if (c.state == State::proposed) {
      c.state = State::open;
      c.remind_at = c.lapse_at = {};
    }
    if (c.state == State::open) wait_for_us();
  }

  void operator()(const facts::ReplyWritten& f) {
    c.held.push_back({f.message, f.agent, f.release_at, f.promise, f.promise_due, f.promise_warn_at,
                      f.proposal});
  }
  void drop_held(MessageId message) {
    const auto gone =
        std::erase_if(c.held, [&](const HeldReply& r) { return r.message == message; });
    assert(gone == 1);
  }
  void operator()(const facts::ReplyWithdrawn& f) { drop_held(f.message); }
  void operator()(const facts::ReplyReleased& f) {
    drop_held(f.message);
    ++c.messages;
    c.last_message = f.message;
    if (!c.answered) c.first_answer_at = h.happened_at;
    c.answered = true;
    if (f.crossed) return;
    // Brought in later than the customer's words that followed it: those wait still.
    const bool is_old = h.happened_at < h.recorded_at;
    if (is_old && h.happened_at < c.last_customer_at) return;
    c.not_yet = false;
    c.waiting_since = {};
    if (c.state == State::open) c.turn = Turn::customer;
  }
  void operator()(const facts::NoteAdded& f) { c.last_message = f.message; }
  void operator()(const facts::SystemMessageWritten&) {}
  void operator()(const facts::DeliveryQueued&) {}
  void operator()(const facts::DeliveryReported&) {}
  // Nobody can answer a question that never arrived, and silence after it means nothing.
  void operator()(const facts::NotDelivered& f) {
    if (c.state == State::snoozed || (c.state == State::proposed && f.contact == c.contact)) {
      c.state = State::open;
      c.remind_at = c.lapse_at = {};
    }
    if (c.state == State::open) wait_for_us();
  }

  void operator()(const facts::PromiseMade& f) {
    c.promises.push_back({f.promise,
                          c.id,
                          f.agent,
                          PromiseState::open,
                          false,
                          true,
                          h.happened_at,
                          f.due_at,
                          f.warn_at,
                          {}});
    // A promise takes the matter up again, after "is it solved?" as well as after silence: while we
    // owe a word nobody is reminded to say "yes", and the silence is ours.
    if (c.state == State::proposed || c.state == State::unconfirmed) {
      c.state = State::open;
      c.ended_at = {};
      c.remind_at = c.lapse_at = {};
    }
    // Who owes the next word has the turn, whoever wrote last.
    if (c.state == State::open) c.turn = Turn::us;
    touch(c.promises.back());
  }
  void operator()(const facts::PromiseMoved& f) {
    Promise* promise = find(c, f.promise);
    assert(promise);
    promise->state = PromiseState::open;
    promise->warned = false;
    promise->due_at = f.due_at;
    promise->warn_at = f.warn_at;
    touch(*promise);
  }
  void operator()(const facts::PromiseWarned& f) {
    Promise* promise = find(c, f.promise);
    assert(promise);
    promise->warned = true;
    touch(*promise);
  }
  void operator()(const facts::PromiseBroken& f) {
    Promise* promise = find(c, f.promise);
    assert(promise);
    promise->state = PromiseState::broken;
    if (promise->ended_at == Instant{}) promise->ended_at = h.happened_at;
    touch(*promise);
  }
  // Ends a promise: an open one as kept or released. One that has ever broken stays broken, also
  // when it was moved afterwards, but stands no more.
  void settle(PromiseId id, PromiseState as) {
    Promise* promise = find(c, id);
    assert(promise);
    promise->standing = false;
    if (promise->ended_at == Instant{}) {
      promise->state = as;
      promise->ended_at = h.happened_at;
    } else {
      promise->state = PromiseState::broken;
    }
    touch(*promise);
    std::erase_if(c.promises, [&](const Promise& p) { return p.id == id; });
  }
  void operator()(const facts::PromiseKept& f) { settle(f.promise, PromiseState::kept); }
  void operator()(const facts::PromiseMadeGood& f) { settle(f.promise, PromiseState::broken); }
  void operator()(const facts::PromiseReleased& f) { settle(f.promise, PromiseState::released); }

  void operator()(const facts::SolutionProposed& f) {
    c.state = State::proposed;
    c.turn = Turn::customer;
    c.ended_at = {};
    c.proposal = f.proposal;
    c.proposed_at = h.happened_at;
    c.proposed_by = f.agent;
    c.reminders = 0;
    c.remind_at = f.remind_at;
    c.lapse_at = f.lapse_at;
  }
  void operator()(const facts::ReminderSent& f) {
    ++c.reminders;
    c.remind_at = f.remind_at;
    if (f.lapse_at != Instant{}) c.lapse_at = f.lapse_at;
  }
  void operator()(const facts::SolutionConfirmed&) {
    end(State::solved);
    c.not_yet = false;
  }
  void operator()(const facts::SolutionDeclined&) {
    c.state = State::open;
    c.not_yet = true;
    c.ended_at = {};
    c.remind_at = c.lapse_at = {};
    wait_for_us();
  }
  void operator()(const facts::ProposalLapsed&) { end(State::unconfirmed); }
  void operator()(const facts::ConversationReopened&) {
    c.state = State::open;
    c.ended_at = {};
    wait_for_us();
  }
  // Without the customer's word it cannot be solved. What had ended stays as it had ended.
  void operator()(const facts::PersonErased& f) {
    if (f.contact != c.contact) return;
    c.erased_at = h.happened_at;
    c.not_yet = false;
    const bool over =
        c.state != State::open && c.state != State::snoozed && c.state != State::proposed;
    if (!over) end(State::unconfirmed);
  }
  void operator()(const facts::MarkedSpam&) {
    c.state = State::spam;
    c.turn = Turn::none;
    c.waiting_since = {};
    c.ended_at = {};
    c.remind_at = c.lapse_at = {};
  }
  void operator()(const facts::SpamCleared&) {
    c.state = State::open;
    // Whom we took for spam before any answer has waited all the time.
    if (!c.answered) c.waiting_since = c.last_customer_at;
    wait_for_us();
  }

  // Facts of the workspace never stand in a conversation's stream.
  template <class Other>
  void operator()(const Other&) {
    assert(false && "a fact of the workspace in a conversation's stream");
  }
};

}  // namespace

void fold(Conversation& conversation, const facts::Header& header, const facts::Fact& fact,
          Touched* touched) {
  assert(header.seq == conversation.seq + 1);
  std::visit(Folder{conversation, header, touched}, fact);
  conversation.seq = header.seq;
  conversation.updated_at = std::max(conversation.updated_at, header.happened_at);
}

const Participant* find_other(const Conversation& c, ContactId contact) {
  const auto at = std::ranges::find(c.others, contact, &Participant::contact);
  return at == c.others.end() ? nullptr : &*at;
}

bool takes_part(const Conversation& c, ContactId contact) {
  const Participant* other = find_other(c, contact);
  return c.contact == contact || (other && other->role != ParticipantRole::stranger);
}

const Promise* first_promise(const Conversation& conversation) {
  if (conversation.state == State::spam) return nullptr;
  const auto first = std::ranges::min_element(conversation.promises, {}, [](const Promise& p) {
    return std::pair(p.state != PromiseState::open, p.due_at);
  });
  return first == conversation.promises.end() ? nullptr : &*first;
}

std::vector<Timer> timers_of(const Conversation& c) {
  std::vector<Timer> timers;
  for (const HeldReply& reply : c.held) {
    timers.push_back({TimerKind::reply_release, reply.message.value, reply.release_at});
  }
  for (const Promise& promise : c.promises) {
    if (promise.state != PromiseState::open || c.state == State::spam) continue;
    if (!promise.warned && promise.warn_at != Instant{}) {
      timers.push_back({TimerKind::promise_warn, promise.id.value, promise.warn_at});
    }
    timers.push_back({TimerKind::promise_break, promise.id.value, promise.due_at});
  }
  if (c.state == State::proposed) {
    if (c.remind_at != Instant{}) {
      timers.push_back({TimerKind::remind, c.proposal.value, c.remind_at});
    }
    if (c.lapse_at != Instant{}) {
      timers.push_back({TimerKind::lapse, c.proposal.value, c.lapse_at});
    }
  }
  return timers;
}

}  // namespace mg::views
