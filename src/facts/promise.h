#pragma once

#include <string_view>

#include "base/time.h"
#include "facts/enums.h"
#include "facts/ids.h"

// Promises ("next word by ...") and the question "is it solved?" with its answers.
namespace mg::facts {

struct PromiseMade {
  static constexpr int number = 40;
  static constexpr std::string_view name = "promise_made";
  PromiseId promise;
  AgentId agent;  // None: made by the acknowledgement.
  Instant due_at;
  Instant warn_at;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
    visit(2, "agent", f.agent);
    visit(3, "due_at", f.due_at);
    visit(4, "warn_at", f.warn_at);
  }
  bool operator==(const PromiseMade&) const = default;
};

struct PromiseMoved {  // Agreed anew, before or after it broke; the reason lies beside the log.
  static constexpr int number = 41;
  static constexpr std::string_view name = "promise_moved";
  PromiseId promise;
  Instant due_at;
  Instant warn_at;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
    visit(2, "due_at", f.due_at);
    visit(3, "warn_at", f.warn_at);
  }
  bool operator==(const PromiseMoved&) const = default;
};

struct PromiseWarned {
  static constexpr int number = 42;
  static constexpr std::string_view name = "promise_warned";
  PromiseId promise;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
  }
  bool operator==(const PromiseWarned&) const = default;
};

struct PromiseKept {
  static constexpr int number = 43;
  static constexpr std::string_view name = "promise_kept";
  PromiseId promise;
  MessageId by;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
    visit(2, "by", f.by);
  }
  bool operator==(const PromiseKept&) const = default;
};

struct PromiseBroken {
  static constexpr int number = 44;
  static constexpr std::string_view name = "promise_broken";
  PromiseId promise;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
  }
  bool operator==(const PromiseBroken&) const = default;
};

struct PromiseReleased {  // No longer owed: the customer said it is solved, or it was spam.
  static constexpr int number = 45;
  static constexpr std::string_view name = "promise_released";
  PromiseId promise;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
  }
  bool operator==(const PromiseReleased&) const = default;
};

struct PromiseMadeGood {  // A broken one: the word came late. It stays counted as broken.
  static constexpr int number = 46;
  static constexpr std::string_view name = "promise_made_good";
  PromiseId promise;
  MessageId by;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "promise", f.promise);
    visit(2, "by", f.by);
  }
  bool operator==(const PromiseMadeGood&) const = default;
};

struct SolutionProposed {
  static constexpr int number = 60;
  static constexpr std::string_view name = "solution_proposed";
  ProposalId proposal;
  AgentId agent;
  MessageId message;
  Instant remind_at;  // The epoch: no reminder.
  Instant lapse_at;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "proposal", f.proposal);
    visit(2, "agent", f.agent);
    visit(3, "message", f.message);
    visit(4, "remind_at", f.remind_at);
    visit(5, "lapse_at", f.lapse_at);
  }
  bool operator==(const SolutionProposed&) const = default;
};

struct ReminderSent {
  static constexpr int number = 61;
  static constexpr std::string_view name = "reminder_sent";
  ProposalId proposal;
  MessageId message;
  Instant remind_at;  // The next one; the epoch: that was the last.
  Instant lapse_at;   // It went out late, and silence ends later; the epoch: as it was.
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "proposal", f.proposal);
    visit(2, "message", f.message);
    visit(3, "remind_at", f.remind_at);
    visit(4, "lapse_at", f.lapse_at);
  }
  bool operator==(const ReminderSent&) const = default;
};

struct SolutionConfirmed {  // The customer's own word. Nothing else makes a conversation solved.
  static constexpr int number = 62;
  static constexpr std::string_view name = "solution_confirmed";
  ProposalId proposal;  // None: said without being asked.
  ContactId contact;
  MessageId message;  // The words that came with it, if any.
  Channel channel = Channel::page;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "proposal", f.proposal);
    visit(2, "contact", f.contact);
    visit(3, "message", f.message);
    visit(4, "channel", f.channel);
  }
  bool operator==(const SolutionConfirmed&) const = default;
};

struct SolutionDeclined {  // "Not yet."
  static constexpr int number = 63;
  static constexpr std::string_view name = "solution_declined";
  ProposalId proposal;
  ContactId contact;
  MessageId message;
  Channel channel = Channel::page;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "proposal", f.proposal);
    visit(2, "contact", f.contact);
    visit(3, "message", f.message);
    visit(4, "channel", f.channel);
  }
  bool operator==(const SolutionDeclined&) const = default;
};

struct ProposalLapsed {  // Silence after the reminders: unconfirmed, never solved.
  static constexpr int number = 64;
  static constexpr std::string_view name = "proposal_lapsed";
  ProposalId proposal;
  template <class Self, class Visit>
  static void fields(Self& f, Visit&& visit) {
    visit(1, "proposal", f.proposal);
  }
  bool operator==(const ProposalLapsed&) const = default;
};

}  // namespace mg::facts
