#include "main/demo_story.h"

// Sending things back.
namespace mg::app::demo {
namespace {

Story too_heavy() {
  return {
      .name = "too heavy to return",
      .subject = "[Returning the {product}|Collection please|Cannot bring it to the post]",
      .products = "Larch 6 tent|folding table|cast iron oven",
      .steps =
          {mail(0,
                "The {product} is [too big for me|far heavier than I thought|not for me after all] "
                "and your form says to take it to the post office. [I am 81 and I cannot lift "
                "it.|I have had my hip done and may not carry.|I don’t drive any more.] [Is there "
                "another way?|Could somebody come for it?|What do people like me do?]"),
           answer(100,
                  "Of course somebody can come. It costs you nothing. I’ll arrange a collection "
                  "and write by {due} with the day and the driver’s name.",
                  240, "the day of the collection and who comes"),
           mail(1500,
                "[I am 81 and I cannot lift it back to the post office. Please just tell me who is "
                "coming.|Nobody has told me who is coming, or when.|I waited in all day. Nobody "
                "rang.]"),
           late(40,
                "You should have heard from me by now. I’m sorry. The collection is booked: a "
                "driver called Mick, on {later_day} between 10 and 12, and he carries it down "
                "himself. Your {amount} is refunded when he has it, not when it reaches us. I’ll "
                "write by {due} to say that both happened.",
                2800, "that it was collected and refunded"),
           ask(2500,
               "Mick has it, and the refund of {amount} is on its way. Did it go as it should?"),
           yes(1200,
               "[A very polite young man. Thank you.|He even took his shoes off.|It did. Much "
               "obliged.]")},
      .inbox = InboxName::returns,
      .weight = 2};
}

Story third_size() {
  return {
      .name = "third size",
      .subject = "[Wrong size again|Third pair of boots|Boots, order {order}]",
      .products = "Loam walking boots|Scree approach shoes",
      .steps =
          {mail(0,
                "The {product} in my usual size are [too narrow|too short|loose at the heel]. I’d "
                "like to [change them|try a half size up|swap them]. Order {order}."),
           answer(160,
                  "Easily done. The next half size up is set aside for you; the label is attached. "
                  "I’ll send them as soon as the post office scans the old pair."),
           mail(4300,
                "Third size I’ve tried. [Either the chart is wrong or I am.|Your chart and my feet "
                "disagree.|I am starting to doubt my feet.] [I walk the coast path in two "
                "weeks.|What do other people do?|I would love to keep them if one pair fitted.]"),
           answer(70,
                  "It’s the chart. I measured a pair in the stockroom: they come up 4 mm short of "
                  "what it says. If you send me the length of your longer foot in millimetres I’ll "
                  "measure every pair until one fits. I can’t promise there is one, but you’ll "
                  "have an answer by {due}.",
                  1400, "which pair fits, or that none does"),
           page(200,
                "[276 mm if I believe my ruler.|Longer foot: 281 mm. The left. I never knew.|My "
                "wife measured: 268 mm standing.]"),
           ask(700,
               "I found one pair that is right by the tape and sent it; the chart is being "
               "corrected. Once you have walked in them: are they the ones?"),
           yes(5200,
               "[Twelve miles, no blister.|They fit.|Finally. Thank you for the tape measure.]")},
      .inbox = InboxName::returns,
      .weight = 2};
}

Story late_return() {
  return {
      .name = "late return",
      .subject = "[Is it too late to return?|Return after 30 days|{product}, past the 30 days]",
      .products = "Tarn down jacket|Moss fleece|Pika trekking poles",
      .steps =
          {mail(0,
                "I know that it’s past the thirty days. [I bought the {product} for a trip in "
                "spring that was called off.|I was in hospital and the {product} is still in its "
                "bag.|What I have here, {product}, was a present for someone who has since died.] "
                "[I understand if not.|Would you take it back all the same?|I thought that I would "
                "at least ask.]"),
           note(50,
                "Policy says no. It doesn’t fit this. Unused, tags on, told us the whole story. "
                "I’d take it."),
           answer(20,
                  "Yes. The thirty days are there so that things come back in time to be sold "
                  "again, and this one can be. Send it with the label here; the {amount} goes back "
                  "to your card when it arrives. I can’t pay sooner than that, but I’ll write by "
                  "{due} to say where things are.",
                  5700, "whether it arrived and the money left"),
           mail(300,
                "[That is very kind.|I did not expect that.|You have no idea how much that helps.] "
                "[It goes off tomorrow.|Posted today.|My neighbour takes it to the post.]"),
           ask(4800, "It is here, in perfect order, and {amount} has left us. Is that everything?"),
           yes(900)},
      .inbox = InboxName::returns,
      .weight = 2};
}

Story no_label() {
  return {
      .name = "no label",
      .subject = "[No return label|Return label will not print|Label for {order}]",
      .products = "Fell waterproof|Scree approach shoes|Ember stove",
      .steps =
          {mail(0,
                "[I have no printer.|The label for {order} opens as an empty page.|There was no "
                "label in the box.] [How do I send the {product} back?|What do I stick on the "
                "parcel?|Surely in this day and age there is another way?]"),
           answer(25,
                  "There is: show the square code I’ve attached at any post office, they print the "
                  "label for you. No printer needed."),
           ask(1600,
               "I see that {order} was handed in. Did the code work, and is it solved for you?"),
           yes(600,
               "[Worked a treat.|Yes. The lady at the counter had never seen one, but it "
               "worked.|It did.]")},
      .inbox = InboxName::returns,
      .weight = 2};
}

Story no_label_silent() {
  Story story = no_label();
  story.name = "no label, then silence";
  story.subject = "[How do I return this?|Returning {order}|Return form]";
  story.steps[0] =
      mail(0,
           "[Your form asks for a return number and I have none.|The return page gives an "
           "error.|Where do I find the return number for {order}?] [It is only the {product}.|It’s "
           "about one {product}.|I just want to send a {product} back.]");
  story.steps.pop_back();
  return story;
}

Story broken_exchange() {
  return {
      .name = "exchange was worse",
      .subject = "[Replacement is broken as well|Second one, same fault|{product} again]",
      .products = "head torch|Ember stove|water filter",
      .steps =
          {mail(0,
                "You kindly replaced my {product}. [The new one does exactly the same.|The second "
                "one lasted {number} days.|Now I own two that do not work.] [I’m running out of "
                "patience.|I don’t want a third.|Is it me?] Order {order}.",
                Papers::photo),
           answer(75,
                  "It isn’t you. Two in a row means that sending a third would be lazy. I’ll take "
                  "one apart with the workshop and tell you by {due} what is wrong with them.",
                  1500, "what is wrong with the {product}"),
           move(1000, 1500, "The workshop has it open but needs another day to be sure."),
           answer(1200,
                  "A seal in this batch is cut wrong. We’ve stopped selling it. You can have a "
                  "different model today or {amount} back today; I’d take the money, because I "
                  "can’t vouch for the other one yet."),
           mail(400,
                "[Money, please, and thank you for the honesty.|I’ll take your advice and the "
                "money.|The money then. Nobody has ever told me not to buy their thing.]"),
           ask(60,
               "{amount} is on its way and will take up to three working days. Have we dealt with "
               "this properly?"),
           yes(4200)},
      .team = TeamName::care,
      .inbox = InboxName::returns};
}

}  // namespace

void add_return_stories(std::vector<Story>& to) {
  to.push_back(too_heavy());
  to.push_back(third_size());
  to.push_back(late_return());
  to.push_back(no_label());
  to.push_back(no_label_silent());
  to.push_back(broken_exchange());
}

}  // namespace mg::app::demo
