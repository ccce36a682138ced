#include "main/demo_story.h"

// Things that broke, or never were as they were said to be.
namespace mg::app::demo {
namespace {

Story zip_failed() {
  return {
      .name = "zip failed",
      .subject = "[Zip gone after two days|{product}: zip|Broken zip, order {order}]",
      .products = "Fell waterproof|Tarn down jacket|Moss fleece",
      .steps =
          {mail(0,
                "The zip went on day two. I liked this {product}, [I don’t want the money, I want "
                "the jacket.|it fits me like nothing else does. I’d rather have it mended than "
                "replaced.|and I’d like to go on liking it.] [Can it be repaired?|Do you mend "
                "things?|What can you do?]",
                Papers::photo),
           answer(60,
                  "We can mend it: it’s the slider, not the teeth, I can see that in your photo. "
                  "It takes our workshop nine days with the post both ways. I can’t make that "
                  "shorter before the weekend, so I’m asking if they can send you a slider to fit "
                  "yourself. Answer by {due}.",
                  150, "whether a slider can be posted to you"),
           answer(
               110,
               "They can. It’s in today’s post with a drawing; it takes five minutes and a fork. "
               "If it doesn’t hold, the workshop does it for nothing and we pay the post."),
           mail(3000,
                "[The fork bit made me laugh.|It came this morning.|Slider is here.] [Trying "
                "tonight.|I’ll do it when the children are asleep.|I have found a fork.]"),
           ask(200, "How did it go with the fork? Does it run?"),
           yes(900,
               "[Runs like new.|It holds. Five minutes, as you said.|Fixed it. I feel like an "
               "engineer.]")},
      .weight = 2};
}

Story bent_pole() {
  return {
      .name = "bent pole",
      .subject = "[Bent pole, {product}|Pole arrived bent|{product}: one pole]",
      .products = "Ridge 2 tent|Larch 3 tent",
      .steps =
          {mail(0,
                "One pole of my {product} is bent [where it goes into the hub|near the tip|like a "
                "banana]. [It was like that in the bag.|I have not put any weight on it.|It was "
                "its first outing, near {city}, no wind.] Could you send me another?",
                Papers::photo),
           answer(85, "Sent this morning: one new pole section. The photo was all I needed."),
           ask(2600, "The pole should be there. Is the tent standing straight?"),
           not_yet(700,
                   "[It came! Thank you. The left pole is bent though, so not quite done.|Pole "
                   "arrived, but it’s for the other side.|Nearly. It is the right pole but two "
                   "sections too short.]"),
           answer(50,
                  "My mistake: I read the photo the wrong way round. The right one goes by courier "
                  "today and I’ve put both sides in. I’ll write by {due} to be sure that it came.",
                  1500, "that the right pole has come"),
           ask(1300, "The courier says delivered at 9:40. Straight now?"),
           yes(600, "[Straight as a church.|Both sides now, thank you.|It stands!]")},
      .team = TeamName::warehouse,
      .weight = 2};
}

Story cold_bag() {
  return {
      .name = "cold sleeping bag",
      .subject = "[Cold in the {product}|{product}, not as warm as it says|Freezing at plus four]",
      .products = "Winter Owl sleeping bag|Hoar 500 sleeping bag",
      .steps = {mail(0,
                     "Your page says that the {product} is comfortable to minus five. [I shivered "
                     "all night at plus four.|We measured plus three and I wore everything I "
                     "had.|I was cold from two o’clock on, at plus five.] [I’m not a cold "
                     "sleeper.|My friend in a cheaper bag slept.|What am I doing wrong?]"),
                answer(140,
                       "You did nothing wrong. “Comfort” on that page is the limit for a man of 25 "
                       "in the lab; the honest figure for most people is plus two. I’ve asked for "
                       "the page to be changed. You can bring it back used, or add a liner that I "
                       "can send today at no cost; it adds about four degrees and weighs 280 g. I "
                       "can’t make the bag itself warmer."),
                page(500, "[The liner, please.|I’ll try the liner.|Liner first, I like the bag.]"),
                answer(60,
                       "It’s in the post. Sleep in it for two nights; I’ll ask then, and returning "
                       "it stays open. I’ll write by {due}.",
                       4320, "how the nights were"),
                ask(4000, "How were the nights? Warm enough, or shall it come back?"),
                yes(1400,
                    "[Sleeping bag is warm now. You did what you said.|Warm as toast.|I slept "
                    "through, at minus one.]")},
      .weight = 2};
}

Story boots_sole() {
  return {
      .name = "sole came off",
      .subject = "[Sole came off|{product}: sole|The sole of my boot is in a bog]",
      .products = "Loam walking boots|Scree approach shoes",
      .steps =
          {mail(0,
                "[The sole of my left boot came off on the way down.|Walking down from the pass "
                "the sole simply peeled away.|The sole of my {product} stayed in a bog near "
                "{city}.] They are {number} months old. [I walked four miles with string round "
                "it.|My son carried me over the stream.|I was lucky that it happened at the end.]",
                Papers::photo),
           answer(55,
                  "I’m glad that you got down. That must not happen to boots that are {number} "
                  "months old, whatever the small print says. New ones are set aside. Would you "
                  "post us the old ones so that the maker can see why? We pay."),
           mail(1300,
                "[They are on their way to you.|Posted them this morning.|My husband takes them to "
                "the post tomorrow.] [I kept the string as a souvenir.|Same size, please.|Thank "
                "you for not arguing.]"),
           ask(1500, "The new pair was delivered. Do they fit, and shall we call it solved?"),
           yes(700),
           mail(8600,
                "[Six days in|A week on|Two walks later], and [the lace hook of the new pair has "
                "come off.|there is glue showing on the new left one. Is it starting again?|the "
                "new pair squeaks. Loudly.] [I hate to write again.|Sorry to be a nuisance.|You "
                "did say that I should.]"),
           answer(70,
                  "Write as often as you need to. Please send me a picture, and don’t walk "
                  "anywhere far from home in them until I’ve seen it. I’ll answer by {due}.",
                  480, "what I make of the picture"),
           ask(420,
               "Thank you for the picture: that one is harmless, the workshop calls it bloom and "
               "it wipes off. If you don’t trust them any more I’ll take them back. Is it all "
               "right like this?"),
           yes(1000,
               "[Wiped off. I trust them again.|All right like this.|It is, and I feel silly.]")},
      .weight = 2};
}

Story tent_leaks() {
  return {
      .name = "tent leaks, months later",
      .subject = "[{product} lets water in|Leaking tent|Wet feet in the {product}]",
      .products = "Ridge 2 tent|Larch 3 tent",
      .steps = {mail(
                    0,
                    "It rained on our second night and the {product} [dripped on my head|let water "
                    "in at the foot end|was wet all along the seam]. [Tent is {number} weeks "
                    "old.|The neighbours’ tents were dry.|I am not talking about condensation.]",
                    Papers::photo),
                answer(45,
                       "Your photo shows the tape lifting off the seam. We seal it again for "
                       "nothing; send it as it is, don’t dry it first. It’ll be five days in the "
                       "workshop. I’ll write by {due} when it has come.",
                       2880, "that the tent has come"),
                answer(2500,
                       "It’s here and on the bench. The tape had been put on cold. It goes back to "
                       "you on {later_day}."),
                ask(5000,
                    "It should be with you. Have you had rain yet? If not, tell me when you have."),
                yes(2600,
                    "[Rain like stair rods. Dry.|We put the garden hose on it. Dry.|Dry, after a "
                    "night in {city}, which says something.]"),
                mail(48000,
                     "You mended our {product} [in autumn|some weeks ago|last month] and it was "
                     "fine. [Now the other seam is doing the same.|Now it drips at the door "
                     "end.|Now the groundsheet lets water in.] [Can I send it again?|Same "
                     "procedure?|Would you look again?]",
                     Papers::photo),
                answer(90,
                       "Of course, and I’m sorry: we should have done all the seams at once. This "
                       "time the post is on us both ways and you get a tent to borrow meanwhile. "
                       "I’ll write by {due} with the label.",
                       240, "the label and the tent to borrow"),
                ask(200,
                    "The label is in your mail, the tent to borrow goes out today. Is that how you "
                    "want it?"),
                yes(700)},
      .weight = 2};
}

Story stove_smell() {
  return {
      .name = "stove smells",
      .subject = "[Is this safe? {product}|Smell of gas|Gas smell from the {product}]",
      .products = "Ember stove|Ember duo stove",
      .steps =
          {mail(0,
                "I can smell gas when the {product} is [off|closed|packed away]. [It is in the "
                "kitchen now.|The cartridge is still on.|My children are in the house.] [Is it "
                "dangerous?|What should I do right now?|Please answer quickly.]"),
           answer(6,
                  "Please take it outside now, unscrew the cartridge in the open air and keep away "
                  "from flames. Don’t use it again. Then write to me. I stay here until you have."),
           mail(22,
                "[It’s outside, cartridge is off.|Done. It hissed when I unscrewed it.|Done, thank "
                "you, my hands shook a bit.] [What now?|Is that it?|Can I have another one?]"),
           note(5,
                "Valve on this batch again? Two in a month. Asked the warehouse to stop sending "
                "them."),
           answer(10,
                  "You did that right. A courier collects it tomorrow in a metal box; {amount} is "
                  "refunded today. We’ve stopped selling this batch until the maker has answered. "
                  "I’ll write by {due} with what they say; whether anyone else is affected is not "
                  "known yet.",
                  2880, "what the maker says about the valve"),
           answer(2700,
                  "The maker confirms it: a spring in the valve. Everybody who bought one is being "
                  "written to today. Without your mail we would not have known."),
           ask(60, "Is everything settled from your side?"), yes(500)},
      .priority = Priority::urgent};
}

Story lost_screw() {
  return {
      .name = "small part",
      .subject = "[A tiny screw|Spare part for {product}|Lost a part]",
      .products = "Pika trekking poles|head torch|Cairn 45 rucksack",
      .steps =
          {mail(0,
                "[I lost the little screw of my {product}.|The buckle of my {product} broke, my "
                "fault, a car door.|The clip of the {product} is somewhere on a hill.] [Can I buy "
                "one?|Do you sell that part?|How much is a new one?]"),
           ask(110,
               "They cost pennies, so it’s in the post to you for nothing. Is that all you need?"),
           yes(4000,
               "[It came in an envelope with a note. Made my day.|That is all, thank you.|It "
               "fits.]")},
      .team = TeamName::warehouse,
      .weight = 2};
}

}  // namespace

void add_gear_stories(std::vector<Story>& to) {
  to.push_back(zip_failed());
  to.push_back(bent_pole());
  to.push_back(cold_bag());
  to.push_back(boots_sole());
  to.push_back(tent_leaks());
  to.push_back(stove_smell());
  to.push_back(lost_screw());
}

}  // namespace mg::app::demo
