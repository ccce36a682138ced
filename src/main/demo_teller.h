#pragma once

#include <set>
#include <string>

#include "desk/desk.h"
#include "desk/mail_in.h"
#include "main/demo_people.h"
#include "main/demo_plan.h"
#include "main/demo_words.h"

// Plays the steps of stories on a desk, each at the time that the desk's clock tells.
namespace mg::app::demo {

// One story as it is told of one customer.
struct Telling {
  const Story* story = nullptr;
  Customer customer;
  const Agent* agent = nullptr;      // Who looks after it.
  const Agent* colleague = nullptr;  // Who takes over, or lends a hand.
  Slots slots;
  Random random{0};  // What is drawn for one story leaves the others as they are.

  ConversationId conversation;  // The last one, when they are linked.
  ContactId contact;
  bool taken = false;     // The agent has taken it on.
  std::string said_last;  // The agent's last answer, for customers who quote.
  Instant said_at;
};

class Teller {
 public:
  // `start`: when the shop opened; order numbers rise from then.
  Teller(desk::Desk& desk, const Shop& shop, Instant start, Random& random)
      : desk_(desk), shop_(shop), start_(start), random_(random), crowd_(random) {}

  // `at`: when the story begins.
  Telling cast(const Casting& casting, Instant at);
  Result<void> tell(Telling& telling, const Step& step, const When& when);

 private:
  using Did = Result<std::int64_t>;

  Customer customer_of(const Casting& casting);
  // A text that nobody has written yet.
  std::string words_of_customer(Telling& telling, const Step& step);
  Did customer_mails(Telling& telling, const Step& step);
  Did customer_on_page(Telling& telling, const Step& step);
  Did agent_answers(Telling& telling, const Step& step, const When& when);
  Did agent_hands_over(Telling& telling, const Step& step);
  Did agent_moves_promise(Telling& telling, const Step& step, const When& when);
  Did agent_writes_first(Telling& telling, const Step& step);
  Did agent_notes(Telling& telling, const Agent& author, const Step& step);
  Result<void> take(Telling& telling, const Step& step);
  void quote(desk::ReceivedMail& mail, const Telling& telling) const;
  Did act(Telling& telling, const Step& step, const When& when);
  Result<views::Conversation> load(ConversationId id) const;
  Result<void> follow(Telling& telling, MessageId message) const;

  desk::Desk& desk_;
  const Shop& shop_;
  const Instant start_;
  Random& random_;
  Crowd crowd_;
  int mails_ = 0;
  std::set<std::string, std::less<>> written_;
};

}  // namespace mg::app::demo
