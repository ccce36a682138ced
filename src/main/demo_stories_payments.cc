#include "main/demo_story.h"

// Money: taken twice, not returned, asked for wrongly.
namespace mg::app::demo {
namespace {

Story charged_twice() {
  return {
      .name = "charged twice",
      .subject =
          "[Charged twice for order {order}|Double charge, order {order}|You took {amount} twice]",
      .products = "Ridge 2 tent|Larch 3 tent|Cairn 45 rucksack",
      .steps =
          {mail(0,
                "[You have charged my card {amount} twice for order {order}.|My bank shows two "
                "payments of {amount} to Fernhill, both on {date}.|There are two charges of "
                "{amount} on my account for one {product}.] I ordered once. [Please give one of "
                "them back.|Can you please refund the second one?|I would like the extra one "
                "returned, please.]",
                Papers::statement),
           answer(70,
                  "Thank you for the statement, {first}. I can see order {order} and one payment "
                  "on our side; the second may be a reservation that your bank lets go of in three "
                  "to five days. I am asking our bank about it."),
           mail(900,
                "[You took {amount} twice and I’ve explained it three times.|I have now explained "
                "this three times: {amount}, twice.|Third time of writing: you took {amount} "
                "twice.] Three to five days is {later_day}. [My rent goes out on Monday and you "
                "are holding the money for it.|My rent goes out on Monday and that money was for "
                "it.|I have a direct debit on Monday that will bounce without it.]"),
           aside(25,
                 "The second charge is real: capture retried after the checkout timed out. A card "
                 "refund can’t land before {later_day}. A bank transfer arrives tonight."),
           answer(12,
                  "You’re right, and {later_day} is no use to you. We did take it twice; it was "
                  "our checkout, not anything you did. You shouldn’t have had to say it three "
                  "times.\n\nA card refund is out of our hands once it leaves us and takes days. A "
                  "bank transfer of {amount} arrives tonight if you send me a sort code and "
                  "account number. I’ll write by {due} whichever you choose.",
                  150, "the transfer, or the card refund, is on its way"),
           page(45,
                "[I picked the transfer.|The transfer, please.|Transfer. Details in my other "
                "mail.] Thank you for [not pretending|being straight with me|admitting it]."),
           answer(40,
                  "The transfer left our bank just now: {amount}, plus the £12 that your bank took "
                  "for the overdraft. It should be there by {due}; I’ll look again then and tell "
                  "you either way.",
                  200, "whether the transfer arrived"),
           ask(120,
               "Our bank says that it was credited. Is it there on your side, and is that "
               "everything?"),
           yes(90,
               "[It’s there.|It arrived.|Yes, it is in.] [Rent is safe.|I can breathe again.|Thank "
               "you for the £12 too.]")},
      .team = TeamName::payments,
      .priority = Priority::high,
      .weight = 2};
}

Story refund_not_arrived() {
  return {
      .name = "refund not arrived",
      .subject = "[Where is my refund?|Refund for {order}|Still no refund, order {order}]",
      .products = "Tarn down jacket|Fell waterproof|Moss fleece",
      .steps =
          {mail(0,
                "I sent the {product} back on {date} and [nothing has come|the money has not "
                "come|there is still no {amount}]. [The post office says you signed for "
                "it.|Tracking says delivered to you.|I have the receipt from the post office.] "
                "Order {order}. [How long does it take?|When will I have it?|What is going on?]",
                Papers::receipt),
           answer(150,
                  "I’m sorry, {first}. Your parcel did reach us, I can see it booked in at the "
                  "warehouse, but nobody started the refund. I don’t know why yet. I’ll find out "
                  "and write by {due}.",
                  240, "why the refund of {amount} was not started"),
           hand(30, TeamName::payments,
                "{colleague}, returned and booked in, refund never triggered. Third one like this "
                "in two weeks. Can you push {amount} today?"),
           answer(110,
                  "I’m {agent}, I look after payments. It was stuck because the label had no order "
                  "number on it. That is our label, so it is our mistake. I refunded {amount} to "
                  "your card a minute ago. Cards take up to three working days and I can’t make "
                  "your bank quicker. I’ll look on our side and write by {due}.",
                  3000, "whether the refund went through"),
           ask(2500,
               "The refund has left us and was accepted by your bank. Can you see the {amount}?"),
           yes(500, "[Yes, came this morning.|Got it, thank you.|It is there now.]")},
      .inbox = InboxName::returns,
      .weight = 2};
}

Story gift_card() {
  return {
      .name = "gift card",
      .subject = "[Gift card says zero|Gift card not accepted|Empty gift card]",
      .products = "gift card",
      .steps = {
          mail(0,
               "My [daughter|brother|sister-in-law|husband] gave me a gift card for {amount} and "
               "your website says the balance is zero. [I have not bought anything.|I have never "
               "used it.|It is still sealed in the envelope.] [I feel a bit silly asking.|It was a "
               "birthday present.|I don’t want to tell them it did not work.]",
               Papers::photo),
          answer(95,
                 "Not silly at all. The card was printed but never switched on at the till, which "
                 "is ours to fix. I can’t switch it on myself; Payments can, and I’ve asked them. "
                 "You will hear from me by {due}.",
                 180, "that the card works"),
          ask(100, "It is on now, with {amount} on it. Would you try it and tell me if it works?"),
          yes(700, "[It works, I bought socks.|Worked first time.|Yes! Stove ordered.]")}};
}

Story discount_missing() {
  return {
      .name = "discount missing",
      .subject = "[Code AUTUMN15 did not work|Discount not taken off|Wrong total on order {order}]",
      .products = "Ember stove|Tarn down jacket|Ridge 2 tent",
      .steps = {mail(0,
                     "I put in AUTUMN15 for the {product} and [it still charged me {amount}|I paid "
                     "the full {amount}|the basket ignored it]. [Your newsletter says it runs to "
                     "the end of the month.|The mail you sent me says 15% off everything.|It says "
                     "valid until {later_date}.] Order {order}."),
                answer(60,
                       "You’re right about the date, {first}. The code leaves out things that are "
                       "on sale already, and the newsletter did not say so. That is unfair, so "
                       "I’ve refunded the 15% to your card. It takes up to three working days to "
                       "show, which I can’t speed up."),
                mail(240,
                     "[Thank you, that was quick.|Appreciated.|Well, that was painless.] [Please "
                     "fix the newsletter though.|You should say so in the mail.|Others will trip "
                     "over this too.]"),
                ask(45,
                    "We have: the next one says it in the first line. Is that everything for order "
                    "{order}?"),
                yes(200)},
      .team = TeamName::payments};
}

Story company_invoice() {
  return {
      .name = "company invoice",
      .subject = "[Invoice with VAT number, {order}|Need a proper invoice for {order}|VAT invoice]",
      .products = "first aid kits|head torches|group shelters",
      .steps =
          {mail(0,
                "Hello, we bought {number} {product} for our [scout group|school|mountain rescue "
                "team|climbing club] and our treasurer needs [an invoice made out to the group|a "
                "VAT invoice|an invoice with our address on it]. The receipt for {order} only has "
                "my name. [Is that possible afterwards?|Can you reissue it?|It is for the audit "
                "next week.]"),
           answer(200,
                  "It is. I can put the group’s name and address on it; I can’t change the date, "
                  "because that is the day you paid. Which name and address shall I use?"),
           mail(800,
                "[Please use|Make it out to|The name is] {city} Outdoor Group, {number} Mill Lane, "
                "{city}. [Many thanks.|Thank you kindly.|That would save me a lot of trouble.]"),
           ask(90,
               "Here it is, made out to {city} Outdoor Group. Does your treasurer have what is "
               "needed?"),
           yes(1500,
               "[He is satisfied, which is rare.|Perfect, thank you.|Accepted by the treasurer.]")},
      .team = TeamName::payments};
}

}  // namespace

void add_payment_stories(std::vector<Story>& to) {
  to.push_back(charged_twice());
  to.push_back(refund_not_arrived());
  to.push_back(gift_card());
  to.push_back(discount_missing());
  to.push_back(company_invoice());
}

}  // namespace mg::app::demo
