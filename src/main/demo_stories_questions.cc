#include "main/demo_story.h"

// Questions before and after buying.
namespace mg::app::demo {
namespace {

Story fireproof() {
  return {
      .name = "fireproof",
      .subject =
          "[Is the {product} fireproof?|Fire and the {product}|A question about the {product}]",
      .products = "Larch 3 tent|Larch 6 tent|Ridge 2 tent",
      .steps = {mail(0,
                     "Is the {product} fireproof or just “resistant”? [It’s for my kids so I need "
                     "the real answer.|My two boys sleep in it and I want the truth, not the "
                     "brochure.|The man in the other shop did not know.]"),
                answer(90,
                       "The real answer: no tent is fireproof. I know that this one passed a test "
                       "called CPAI-84, and I don’t know what that means for a candle or a camp "
                       "fire. I’m asking the maker and will write by {due}.",
                       240, "what the test means in practice"),
                answer(200,
                       "From the maker: the fabric stops burning by itself within two seconds when "
                       "the flame is taken away. It does melt. Hot drops can burn skin. So: no "
                       "flame inside, ever, and the stove three metres away. If that isn’t enough "
                       "for your peace of mind, I’d choose cotton, and we don’t sell it."),
                ask(1500, "Did that answer what you needed to know?"),
                yes(400,
                    "[It did. Bought it, and a battery lamp.|Yes, and thank you for the part about "
                    "cotton.|Clear at last.]")},
      .weight = 2};
}

Story which_rucksack() {
  return {
      .name = "which rucksack",
      .subject = "[Which rucksack for a long back?|Advice, please|45 or 60 litres?]",
      .products = "Cairn 45 rucksack|Cairn 60 rucksack",
      .steps =
          {mail(0,
                "I’m [1.94 m with a long back|1.52 m and every rucksack hits my neck|recovering "
                "from a slipped disc] and want to walk [the Pennine Way|from {city} to the sea|a "
                "week with a tent] in spring. Would the {product} fit? [I can’t try it on anywhere "
                "near here.|The chart stops before my size.|The reviews contradict each other.]"),
           answer(170,
                  "Honestly: perhaps not. The {product} adjusts from 43 to 53 cm of back. Would "
                  "you measure from the bone at the base of your neck to the top of your hips? "
                  "Then I can tell you yes or no instead of perhaps."),
           mail(1200,
                "[49 cm, my wife says.|54 cm. Measured twice.|48 cm, more or less.] [What’s the "
                "verdict?|So?|Am I a lost cause?]"),
           ask(80,
               "Thank you. I’d borrow one first: we lend the {product} for a week, you pay the "
               "post back. A label is in your mail. Does that help you decide?"),
           yes(3000)},
      .weight = 2};
}

Story repair_old() {
  return {.name = "grandfather's tent",
          .subject = "[A very old tent|Poles for a tent from 1987|Do you know this tent?]",
          .products = "ridge tent from 1987|canvas rucksack of 1974",
          .steps = {
              mail(0,
                   "My [grandfather|late husband|father] left me a Fernhill {product}. [One pole "
                   "is gone.|The canvas has a hole.|The leather has cracked.] [It smells of him "
                   "and of paraffin.|We all learned to camp with it.|I would rather mend it than "
                   "own ten new ones.] Is there anybody left who could?",
                   Papers::photo),
              answer(300,
                     "There is: Edith, who sewed them, is retired and comes in on Thursdays. I’ve "
                     "put your picture on her bench. I can’t say yet if it can be done. I’ll write "
                     "by {due}, once she has seen it.",
                     7200, "what Edith says"),
              answer(6500,
                     "Edith knew it by the stitching. She can do it for the price of the material, "
                     "about £18, and would like to hear about the trips."),
              mail(1500,
                   "[I’m in tears, in a good way.|Please tell Edith yes.|£18! Yes, please.] [I’ll "
                   "write her a letter.|It is on its way to you.|There are stories enough.]"),
              answer(120,
                     "I’ve told her. It will take her two or three Thursdays; more exactly I can’t "
                     "say. I’ll write by {due} how far she is.",
                     8600, "how far Edith is"),
              ask(8000, "She has finished, and it’s in the post, insured. Is it as you hoped?"),
              yes(4000,
                  "[It is exactly as it was.|It stands in the garden and we are all in it.|He "
                  "would have been pleased.]")}};
}

Story stock() {
  return {
      .name = "back in stock",
      .subject = "[When will the {product} be back?|{product} in my size|Stock?]",
      .products = "Scree approach shoes|Tarn down jacket|Hoar 500 sleeping bag",
      .steps = {mail(0,
                     "When do you get the {product} in [size 38|medium|the green] again? [I’ve "
                     "been looking since {day}.|Your site only says “soon”.|I’d like to plan.]"),
                answer(50,
                       "“Soon” is not a date, you’re right. The next delivery is booked for the "
                       "week after next; sizes aren’t confirmed. I’ll know by {due} and write "
                       "then, whatever the answer is.",
                       4000, "whether yours is in the delivery"),
                answer(3700,
                       "It isn’t in this delivery. The next chance is in about seven weeks. If you "
                       "need one before, I’d rather send you to another shop than have you wait."),
                mail(600,
                     "[I’ll wait, it is not urgent.|Then I buy elsewhere, but thank you.|That’s "
                     "honest. Put me on the list.]"),
                ask(40, "Done as you wish. Is your question answered?")},
      .weight = 2};
}

Story privacy() {
  return {
      .name = "delete my data",
      .subject = "[Delete my account|My data|Please forget me]",
      .products = "account",
      .steps =
          {mail(0,
                "Please [delete my account and everything that you hold about me|remove me from "
                "your newsletter and your files]. [I’ve clicked “unsubscribe” {number} times.|I "
                "still get mails.|I did ask on {day} already.]"),
           answer(120,
                  "The newsletter stops with this message. I can delete your account today too, "
                  "except for invoices, which the law makes us keep for six years; only the "
                  "bookkeeper sees those. Shall I?"),
           mail(700,
                "[Yes, do it.|Go ahead.|Please do.] [Thanks for telling me about the "
                "invoices.|Invoices are fine.|I had not thought of invoices.]"),
           answer(
               60,
               "It’s running; deleting everywhere takes until tonight. I’ll confirm it by {due}.",
               700, "that everything is deleted"),
           ask(600, "It’s gone, apart from the invoices. Is that what you asked for?")},
      .team = TeamName::care};
}

Story short_praise() {
  return {
      .name = "praise",
      .subject = "[Thank you|A word of thanks|Just to say]",
      .products = "Moss fleece|Winter Owl sleeping bag|Loam walking boots",
      .steps =
          {mail(0,
                "No complaint. [Whoever packed order {order} wrote “have a dry weekend” on the "
                "box.|Your {agent} on the phone was kind to my mother.|The {product} has now been "
                "to {number} countries.] [It was dry.|That’s all.|Pass it on, please.]"),
           answer(200,
                  "I read it out in the warehouse. Jonas went red. Thank you for taking the time."),
           ask(1, "There was nothing to solve, but only you can say so. Is it all well?"),
           yes(300)},
      .weight = 1};
}

}  // namespace

void add_question_stories(std::vector<Story>& to) {
  to.push_back(fireproof());
  to.push_back(which_rucksack());
  to.push_back(repair_old());
  to.push_back(stock());
  to.push_back(privacy());
  to.push_back(short_praise());
}

}  // namespace mg::app::demo
