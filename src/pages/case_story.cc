#include "pages/case_story.h"

#include <algorithm>

namespace mg::pages {
namespace {

// Of a long story the page shows the first step and the newest ones.
constexpr int first_facts = 20;
constexpr int newest_facts_max = 1000;

class Teller {
 public:
  Teller(db::Session& session, const views::Conversation& conversation, ContactId reader)
      : session_(session), conversation_(conversation), reader_(reader) {}

  void tell(const store::LoggedFact& logged) {
    at_ = logged.header.happened_at;
    std::visit([this](const auto& fact) { on(fact); }, logged.fact);
  }
  Story take() { return std::move(story_); }

 private:
  void step(StepKind kind) { story_.steps.push_back({kind, at_}); }

  template <class Other>
  void on(const Other&) {}
  void on(const facts::MessageReceived& fact) {
    if (fact.automatic) return;
    if (!std::exchange(heard_, true)) return step(StepKind::heard);
    if (fact.contact == reader_) step(StepKind::your_words);
  }
  void on(const facts::ReplyReleased&) {
    step(std::exchange(answered_, true) ? StepKind::answer : StepKind::first_answer);
  }
  void on(const facts::PromiseMade& fact) {
    due_[fact.promise] = fact.due_at;
    if (!fact.agent) story_.acknowledged[at_] = fact.due_at;
  }
  void on(const facts::PromiseMoved& fact) { due_[fact.promise] = fact.due_at; }
  void on(const facts::PromiseKept& fact) {
    // The fact ends broken promises too; only the row knows which of both it was.
    const auto promise = store::load_promise(session_, fact.promise);
    if (promise && promise->state == PromiseState::kept) step(StepKind::promise_kept);
  }
  void on(const facts::PromiseBroken& fact) {
    step(StepKind::promise_broken);
    const auto due = due_.find(fact.promise);
    story_.missed.try_emplace(fact.promise, due == due_.end() ? at_ : due->second);
  }
  void on(const facts::SolutionProposed& fact) {
    if (fact.proposal == conversation_.proposal) story_.proposed_in = fact.message;
    step(StepKind::asked);
  }
  void on(const facts::SolutionDeclined&) { step(StepKind::said_not_yet); }
  void on(const facts::SolutionConfirmed&) { step(StepKind::said_solved); }
  void on(const facts::ConversationContinued&) { step(StepKind::went_on); }
  void on(const facts::ProposalLapsed&) { step(StepKind::not_confirmed); }

  db::Session& session_;
  const views::Conversation& conversation_;
  ContactId reader_;
  std::map<PromiseId, Instant> due_;
  Instant at_;
  bool heard_ = false, answered_ = false;
  Story story_;
};

}  // namespace

Story story_of(db::Session& session, const views::Conversation& conversation, ContactId reader) {
  Teller teller(session, conversation, reader);
  const auto tell = [&](std::int64_t after_seq, int count_max) {
    for (const auto& logged :
         store::history(session, conversation.id.value, after_seq, count_max)) {
      teller.tell(logged);
    }
  };
  tell(0, first_facts);
  tell(std::max<std::int64_t>(first_facts, conversation.seq - newest_facts_max), newest_facts_max);
  return teller.take();
}

}  // namespace mg::pages
