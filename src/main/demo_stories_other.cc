#include "main/demo_story.h"

// What the shop writes first, what machines write, and what nobody asked for.
namespace mg::app::demo {
namespace {

Story recall() {
  return {
      .name = "recall",
      .subject = "Please do not use the gas valve of your {product}",
      .products = "Ember stove|Ember duo stove",
      .steps =
          {says(Act::reach, 0,
                "Dear {first}, you bought an {product} from us (order {order}). A spring in "
                "its valve can let gas out when it is closed. Please don’t use it. We collect "
                "it and refund {amount}, or send another model; tell us which. We found out "
                "because a customer wrote to us."),
           says(
               Act::away, 2,
               "[I am away until {later_day} and read no mail.|Out of office until {later_day}. "
               "For "
               "anything urgent please ring the desk in {city}.|I’m on leave, back on {later_day}; "
               "your message will not be forwarded.]"),
           mail(2900,
                "[Back now. It’s in the shed with the valve off.|Just read this.|Goodness. I "
                "used it {number} times.] [Refund, please.|Another model would be fine.|Thank "
                "you for telling me yourselves.]"),
           answer(50,
                  "Good. The courier comes tomorrow with a metal box and needs no signature. "
                  "I’ll write by {due} when it’s here and the rest has left us.",
                  2800, "that the stove is here"),
           ask(2500, "It’s here, and your side of it is on its way to you. Is everything settled?"),
           yes(1200)},
      .priority = Priority::high,
      .weight = 2};
}

Story wholesale_spam() {
  return {
      .name = "spam: ranking",
      .subject =
          "[First page of search results|Your site has {number} errors|Quick question about your "
          "website]",
      .products = "website",
      .steps =
          {mail(0,
                "Dear owner, I was looking at your website and found {number} errors that "
                "keep you off page one. [We are a team of experts with {number} years behind "
                "us.|We got a shop in {city} to the top in a week.|This offer is for {later_day} "
                "only.] [Shall I send prices?|Reply YES for a free audit.|When can we talk?]"),
           says(Act::spam, 120, "")},
      .weight = 2};
}

Story invoice_spam() {
  return {
      .name = "spam: invoice",
      .subject = "[Overdue invoice {order}|Final notice {order}|Payment advice {order}]",
      .products = "invoice",
      .steps =
          {mail(0,
                "Your invoice {order} over {amount} is overdue. [Change of bank details: "
                "see below.|Avoid legal action by paying before {later_day}.|Our new account is "
                "in another name, please update your books.] [Treat as confidential.|Do "
                "not telephone, our lines are down.|Confirm by return.]"),
           says(Act::spam, 45, "")},
      .team = TeamName::payments,
      .weight = 2};
}

Story journalist() {
  return {
      .name = "press question",
      .subject = "[Question from a journalist|Comment by {later_day}?|Press enquiry: repairs]",
      .products = "repair workshop",
      .steps = {mail(
                    0,
                    "I write for the {city} [Courier|Herald|Post] about shops that mend what "
                    "they sell. [How many repairs do you do in a year?|What share of returns "
                    "gets thrown away?|Could I visit the workshop?] [My deadline is {later_day}.|A "
                    "line or two is enough.|I’d rather have numbers than adjectives.]"),
                hand(60, TeamName::care,
                     "{colleague}, you know these numbers. I only know that I don’t."),
                answer(90,
                       "I have some of it: {number} hundred repairs since January. What gets "
                       "thrown away we don’t count, so I can’t tell you, and I’d rather say so "
                       "than guess. Come by; I’ll send two dates by {due}.",
                       1440, "two dates for a visit"),
                answer(1200,
                       "Thursday at 10, when Edith is in, or Friday at 14. Coffee is terrible, "
                       "the sewing isn’t."),
                mail(700, "[Thursday it is.|Friday, please.|Thursday. I’ll bring the coffee.]"),
                ask(60, "It’s in the book. Do you have what you need until then?"), yes(200)},
      .team = TeamName::warehouse};
}

Story complaint_about_us() {
  return {
      .name = "rude on the phone",
      .subject = "[How I was spoken to|A complaint|About your phone line]",
      .products = "phone line",
      .steps =
          {mail(0,
                "I rang on {day} about order {order} and was [told to “read the website”|cut off "
                "in the middle of a sentence|on hold for {number} minutes and then got a machine]. "
                "[I have shopped with you for {number} years.|I’m not angry about the parcel, I’m "
                "angry about that.|I don’t want a voucher. I want somebody to read this.]"),
           answer(180,
                  "I’ve read it, twice. There is no excuse in what follows: we had two people for "
                  "sixty calls that day and one of them snapped. I’ve told the team what you "
                  "wrote, without your name. What I can’t promise is that nobody is ever tired "
                  "again. What I’ll do by {due} is tell you what we change.",
                  2880, "what we change about the phone"),
           answer(2600,
                  "Three people from Monday on, and a recording that says how long the wait really "
                  "is. If it’s over ten minutes it offers to ring you back."),
           page(800,
                "[That is more than I expected.|Good. I’ll ring and see.|Thank you for reading it, "
                "{agent}.]"),
           ask(90, "Have we put it right, as far as it can be?")},
      .weight = 2};
}

}  // namespace

void add_other_stories(std::vector<Story>& to) {
  to.push_back(recall());
  to.push_back(wholesale_spam());
  to.push_back(invoice_spam());
  to.push_back(journalist());
  to.push_back(complaint_about_us());
}

}  // namespace mg::app::demo
