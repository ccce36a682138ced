#include "main/demo_teller.h"

#include <algorithm>

#include "desk/answer.h"
#include "desk/customer.h"
#include "desk/reads.h"
#include "main/demo_papers.h"

namespace mg::app::demo {
namespace {

constexpr std::string_view cities[] = {"Leeds",  "Cardiff", "Inverness", "Bristol",  "Norwich",
                                       "Kendal", "Belfast", "Exeter",    "Sheffield"};
constexpr int tries_max = 40;
constexpr int first_order = 44000;

Slots slots_for(const Telling& telling, int order, Instant now, Random& random) {
  const Language language = telling.story->language;
  const Instant past = now - std::chrono::days(random.between(2, 6));
  Slots slots;
  slots["order"] = std::to_string(order);
  slots["amount"] = amount(random.between(24, 310) * 100 + (random.percent(40) ? 50 : 0), language);
  slots["product"] = one_of(telling.story->products, random);
  slots["day"] = weekday(past, language);
  slots["date"] = day_and_month(past, language);
  slots["later_day"] = weekday(now + std::chrono::days(5), language);
  slots["later_date"] = day_and_month(now + std::chrono::days(12), language);
  slots["city"] = random.pick<std::string_view>(cities);
  slots["number"] = std::to_string(random.between(3, 19));
  slots["first"] = telling.customer.first_name();
  slots["name"] = telling.customer.name;
  slots["agent"] = telling.agent->first_name();
  slots["colleague"] = telling.colleague->first_name();
  return slots;
}

const Step* hand_over_of(const Story& story) {
  for (const Step& step : story.steps) {
    if (step.act == Act::hand) return &step;
  }
  return nullptr;
}

}  // namespace

Customer Teller::customer_of(const Casting& casting) {
  if (!casting.who.empty()) {
    return {std::string(casting.who), mail_address(casting.who, random_)};
  }
  const Story& story = *casting.story;
  if (story.steps.back().act != Act::spam) return crowd_.somebody(story.language);
  const int sender = random_.between(100, 999);
  return {"Account Desk " + std::to_string(sender),
          "desk" + std::to_string(sender) + "@best-offers.example"};
}

Telling Teller::cast(const Casting& casting, Instant at) {
  Telling telling;
  telling.story = casting.story;
  telling.random = Random(random_.next());
  telling.customer = customer_of(casting);
  const auto own = shop_.members(casting.story->team);
  telling.agent = random_.pick<const Agent*>(own);
  // Whoever signs in as the owner finds the best-known people among his own.
  const Agent* owner = &shop_.agents.front();
  if (!casting.who.empty() && std::ranges::find(own, owner) != own.end()) telling.agent = owner;
  const Step* hand = hand_over_of(*casting.story);
  const auto others = shop_.members(hand ? hand->team : TeamName::care);
  do {
    telling.colleague = hand ? random_.pick<const Agent*>(others)
                             : &shop_.agents[static_cast<std::size_t>(random_.between(0, 4))];
  } while (telling.colleague == telling.agent);
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(at - start_).count();
  const int order = first_order + static_cast<int>(hours) * 3 + random_.between(0, 2);
  telling.slots = slots_for(telling, order, at, random_);
  if (casting.pence > 0) telling.slots["amount"] = amount(casting.pence, casting.story->language);
  return telling;
}

std::string Teller::words_of_customer(Telling& telling, const Step& step) {
  std::string text;
  for (int i = 0; i < tries_max; ++i) {
    text = in_the_manner_of(telling.customer, told(step.text, telling.slots, telling.random),
                            telling.story->language);
    if (written_.insert(text).second) return text;
  }
  text += "\n\n" + telling.customer.name + ", " + telling.slots.at("order");
  written_.insert(text);
  return text;
}

Result<views::Conversation> Teller::load(ConversationId id) const {
  return desk_.read<views::Conversation>([&](db::Session& session) -> Result<views::Conversation> {
    auto head = desk::case_head(session, id);
    if (!head) return desk::not_found();
    return std::move(head->conversation);
  });
}

// The message may have opened a conversation.
Result<void> Teller::follow(Telling& telling, MessageId message) const {
  const auto id = desk_.read<ConversationId>([&](db::Session& session) -> Result<ConversationId> {
    const auto said = desk::said(session, message);
    if (!said) return desk::not_found();
    return said->shown.message.conversation;
  });
  if (!id) return std::unexpected(id.error());
  if (*id == telling.conversation) return {};
  telling.conversation = *id;
  telling.taken = false;
  const auto conversation = load(*id);
  if (!conversation) return std::unexpected(conversation.error());
  telling.contact = conversation->contact;
  return {};
}

void Teller::quote(desk::ReceivedMail& mail, const Telling& telling) const {
  if (telling.said_last.empty()) return;
  mail.quoted = quoted(telling.said_last, telling.agent->name + " (Fernhill Supply)",
                       telling.said_at, telling.story->language);
}

Teller::Did Teller::customer_mails(Telling& telling, const Step& step) {
  auto mail = std::make_shared<desk::ReceivedMail>();
  const InboxName inbox = telling.story->inbox;
  mail->inbox = shop_.inboxes[static_cast<std::size_t>(inbox)];
  mail->from_address = telling.customer.email;
  mail->from_name = telling.customer.name;
  mail->subject = told(telling.story->subject, telling.slots, telling.random);
  mail->message_id = "demo-" + std::to_string(++mails_) + "@" +
                     telling.customer.email.substr(telling.customer.email.find('@') + 1);
  mail->automatic = step.act == Act::away;
  mail->text = words_of_customer(telling, step);
  if (telling.conversation) {
    mail->subject = "Re: " + mail->subject;
    if (auto address = desk::plus_address(*desk_.keys(), address_of(inbox), telling.conversation)) {
      mail->addressed_to.push_back(*address);
    }
    if (!mail->automatic && telling.random.percent(60)) quote(*mail, telling);
  }
  if (step.papers != Papers::none) {
    const Paper file = paper(step.papers, telling.slots, telling.random);
    mail->parts.push_back(
        {file.name, file.type, {}, false, false, store::prepare_blob(file.bytes)});
  }
  const auto message = desk_.change_now(desk::as_system(), desk::receive_mail(mail, desk_.keys()));
  if (!message) return message;
  if (auto done = follow(telling, MessageId{*message}); !done) {
    return std::unexpected(done.error());
  }
  return message;
}

Teller::Did Teller::customer_on_page(Telling& telling, const Step& step) {
  const auto conversation = load(telling.conversation);
  if (!conversation) return std::unexpected(conversation.error());
  desk::Say say;
  say.claim = {telling.conversation, telling.contact, desk_.now() + std::chrono::days(1)};
  if (!step.text.empty()) say.text = words_of_customer(telling, step);
  const auto context = desk::as_contact(telling.contact);
  Did id;
  if (step.act == Act::yes) {
    id = desk_.change_now(context, desk::confirm_from_page(say, conversation->proposal));
  } else if (step.act == Act::not_yet) {
    id = desk_.change_now(context, desk::decline_from_page(say, conversation->proposal));
  } else {
    id = desk_.change_now(context, desk::write_from_page(say));
  }
  if (id) telling.conversation = ConversationId{*id};
  return id;
}

// The first agent to look at it takes it on. Whoever answers first gets it anyway.
Result<void> Teller::take(Telling& telling, const Step& step) {
  if (telling.taken) return {};
  telling.taken = true;
  const Story& story = *telling.story;
  const bool answers = step.act == Act::answer || step.act == Act::ask;
  if (answers && story.team == TeamName::care && story.priority == Priority::normal) return {};
  desk::Edit edit;
  edit.conversation = telling.conversation;
  edit.assignee = telling.agent->id;
  edit.team = shop_.teams[static_cast<std::size_t>(story.team)];
  edit.priority = story.priority;
  const auto done = desk_.change_now(telling.agent->context(), desk::edit(edit));
  if (!done) return std::unexpected(done.error());
  return {};
}

Teller::Did Teller::agent_answers(Telling& telling, const Step& step, const When& when) {
  desk::NewReply reply;
  reply.conversation = telling.conversation;
  if (step.promise > 0) {
    telling.slots["due"] = by_when(when.due, desk_.now(), telling.story->language);
    reply.promise = desk::NewPromise{when.due, told(step.promised, telling.slots, telling.random)};
  }
  reply.text = told(step.text, telling.slots, telling.random);
  reply.propose = step.act == Act::ask;
  telling.said_last = reply.text;
  telling.said_at = desk_.now();
  return desk_.change_now(telling.agent->context(), desk::reply(std::move(reply)));
}

Teller::Did Teller::agent_notes(Telling& telling, const Agent& author, const Step& step) {
  desk::NewReply note;
  note.conversation = telling.conversation;
  note.text = told(step.text, telling.slots, telling.random);
  return desk_.change_now(author.context(), desk::note(std::move(note)));
}

Teller::Did Teller::agent_hands_over(Telling& telling, const Step& step) {
  if (auto noted = agent_notes(telling, *telling.agent, step); !noted) return noted;
  desk::Edit edit;
  edit.conversation = telling.conversation;
  edit.assignee = telling.colleague->id;
  edit.team = shop_.teams[static_cast<std::size_t>(step.team)];
  auto done = desk_.change_now(telling.agent->context(), desk::edit(edit));
  std::swap(telling.agent, telling.colleague);
  telling.slots["agent"] = telling.agent->first_name();
  telling.slots["colleague"] = telling.colleague->first_name();
  return done;
}

Teller::Did Teller::agent_moves_promise(Telling& telling, const Step& step, const When& when) {
  const auto conversation = load(telling.conversation);
  if (!conversation) return std::unexpected(conversation.error());
  if (conversation->promises.empty()) return desk::not_found();
  return desk_.change_now(telling.agent->context(),
                          desk::move_promise(conversation->promises.back().id, when.due,
                                             told(step.text, telling.slots, telling.random)));
}

Teller::Did Teller::agent_writes_first(Telling& telling, const Step& step) {
  desk::NewConversation first;
  first.inbox = shop_.inboxes[static_cast<std::size_t>(telling.story->inbox)];
  first.name = telling.customer.name;
  first.email = telling.customer.email;
  first.subject = told(telling.story->subject, telling.slots, telling.random);
  first.text = told(step.text, telling.slots, telling.random);
  telling.said_last = first.text;
  telling.said_at = desk_.now();
  const auto id = desk_.change_now(telling.agent->context(), desk::start_conversation(first));
  if (!id) return id;
  telling.conversation = ConversationId{*id};
  const auto conversation = load(telling.conversation);
  if (!conversation) return std::unexpected(conversation.error());
  telling.contact = conversation->contact;
  return id;
}

Teller::Did Teller::act(Telling& telling, const Step& step, const When& when) {
  switch (step.act) {
    case Act::mail:
    case Act::away:
      return customer_mails(telling, step);
    case Act::page:
    case Act::yes:
    case Act::not_yet:
      return customer_on_page(telling, step);
    case Act::answer:
    case Act::ask:
      return agent_answers(telling, step, when);
    case Act::note:
      return agent_notes(telling, *telling.agent, step);
    case Act::aside:
      return agent_notes(telling, *telling.colleague, step);
    case Act::hand:
      return agent_hands_over(telling, step);
    case Act::move:
      return agent_moves_promise(telling, step, when);
    case Act::reach:
      return agent_writes_first(telling, step);
    case Act::spam:
      return desk_.change_now(telling.agent->context(), desk::mark_spam(telling.conversation));
  }
  return desk::not_found();
}

Result<void> Teller::tell(Telling& telling, const Step& step, const When& when) {
  const bool by_agent = step.act == Act::answer || step.act == Act::ask || step.act == Act::note ||
                        step.act == Act::hand;
  if (by_agent) {
    if (auto taken = take(telling, step); !taken) return taken;
  }
  const auto done = act(telling, step, when);
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace mg::app::demo
