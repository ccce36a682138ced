#pragma once

#include <boost/describe/enum.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <optional>
#include <string>
#include <string_view>

// Words that facts, rows and the API share. Their numbers are stored: never reuse or reorder one.
namespace mg {

enum class State {
  open = 1,
  snoozed = 2,
  proposed = 3,
  solved = 4,
  unconfirmed = 5,
  spam = 6,
  merged = 7
};
BOOST_DESCRIBE_ENUM(State, open, snoozed, proposed, solved, unconfirmed, spam, merged)

enum class Turn { none = 0, us = 1, customer = 2, third_party = 3 };
BOOST_DESCRIBE_ENUM(Turn, none, us, customer, third_party)

enum class Channel { email = 1, page = 2, api = 3 };
BOOST_DESCRIBE_ENUM(Channel, email, page, api)

enum class Priority { low = 1, normal = 2, high = 3, urgent = 4 };
BOOST_DESCRIBE_ENUM(Priority, low, normal, high, urgent)

enum class Role { owner = 1, admin = 2, agent = 3 };
BOOST_DESCRIBE_ENUM(Role, owner, admin, agent)

enum class MessageKind { customer = 1, reply = 2, note = 3, system = 4 };
BOOST_DESCRIBE_ENUM(MessageKind, customer, reply, note, system)

// Why the program itself wrote a message.
// delay: a mail server on the way is still trying.
enum class SystemKind {
  none = 0,
  acknowledgement = 1,
  reminder = 2,
  bounce = 3,
  page_link = 4,
  delay = 5
};
BOOST_DESCRIBE_ENUM(SystemKind, none, acknowledgement, reminder, bounce, page_link, delay)

enum class PromiseState { open = 1, kept = 2, broken = 3, released = 4 };
BOOST_DESCRIBE_ENUM(PromiseState, open, kept, broken, released)

// held: waits for somebody's word, see desk/hold.h. cancelled: never sent, by somebody's word.
// delayed: our mail server took it, and one behind it is still trying.
enum class DeliveryState {
  queued = 1,
  sent = 2,
  deferred = 3,
  failed = 4,
  cancelled = 5,
  held = 6,
  delayed = 7
};
BOOST_DESCRIBE_ENUM(DeliveryState, queued, sent, deferred, failed, cancelled, held, delayed)

enum class ActorKind { system = 0, agent = 1, contact = 2 };
BOOST_DESCRIBE_ENUM(ActorKind, system, agent, contact)

// bcc: known to agents alone; neither mail nor page tells the customer's side.
// A stranger answered a copy, and nobody of the conversation has named them so far.
enum class ParticipantRole { requester = 1, cc = 2, bcc = 3, stranger = 4 };
BOOST_DESCRIBE_ENUM(ParticipantRole, requester, cc, bcc, stranger)

enum class TimerKind {
  reply_release = 1,
  promise_warn = 2,
  promise_break = 3,
  remind = 4,
  lapse = 5
};
BOOST_DESCRIBE_ENUM(TimerKind, reply_release, promise_warn, promise_break, remind, lapse)

// Why a person was erased: asked for it; had been kept long enough; the law or a court says so.
enum class ErasureReason { other = 0, asked = 1, retention = 2, legal = 3 };
BOOST_DESCRIBE_ENUM(ErasureReason, other, asked, retention, legal)

// The word of an enumerator, as JSON and the readable log have it.
template <class E>
std::string_view word_of(E value) {
  return boost::describe::enum_to_string(value, "unknown");
}

template <class E>
std::optional<E> enum_from(std::string_view word) {
  E value{};
  if (!boost::describe::enum_from_string(std::string(word).c_str(), value)) return {};
  return value;
}

}  // namespace mg
