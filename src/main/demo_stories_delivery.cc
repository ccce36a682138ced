#include "main/demo_story.h"

// Parcels: late, lost, wrong, at the wrong door.
namespace mg::app::demo {
namespace {

Story late_parcel() {
  return {
      .name = "late parcel",
      .subject = "[Where is order {order}?|Parcel has not arrived|{order}, not here yet]",
      .products = "Cairn 45 rucksack|Ridge 2 tent|Pika trekking poles|Loam walking boots",
      .steps =
          {mail(0,
                "[Order {order} was meant to come on {day}.|My {product} should have been here on "
                "{day}.|The tracking for {order} has said “out for delivery” since {day}.] [We "
                "leave for {city} on Friday.|I stayed at home for it twice.|I took a day off for "
                "nothing.] [Is it lost?|Where is it?|Just tell me honestly whether it is coming.]"),
           answer(80,
                  "I don’t know yet, {first}, and I won’t guess. The carrier’s last scan is from "
                  "{day} in {city}. I’ve opened a search with them, they answer within a day, and "
                  "I’ll write by {due} with what they say.",
                  1500, "what the carrier found"),
           note(600,
                "Carrier: parcel fell off the belt in {city}, label torn. They think they have it. "
                "Not certain."),
           answer(500,
                  "They have found it: the label was torn off in their depot in {city}. It goes "
                  "out again tomorrow morning. If it has not been scanned by {due} I’ll send a "
                  "second {product} from our shelf and not wait for them.",
                  1300, "that it was scanned, or a second one is on its way"),
           ask(1200,
               "It was signed for at your address this morning. Do you have it, and is everything "
               "in it?"),
           yes(400, "[All there.|Arrived, and in one piece.|Yes. In time, just.]")},
      .team = TeamName::warehouse,
      .weight = 3};
}

Story late_and_silent() {
  return {
      .name = "late and silent",
      .subject = "[Order {order} again|No news about {order}|Nobody answers about {order}]",
      .products = "Ember stove|Larch 3 tent|Fell waterproof",
      .steps =
          {mail(0,
                "[This is about the {product}, order {order}.|Order {order}, one {product}.|I am "
                "still waiting for one {product} ({order}).] It was in stock when I paid {amount}. "
                "[Now your site says four weeks.|Now it says “on request”.|Now it is not on your "
                "site at all.] [Do you have one for me or not?|Is mine coming?|Please be honest.]"),
           answer(120,
                  "Let me look on the shelf itself rather than in the system. I’ll write by {due}.",
                  180, "whether there is one on the shelf"),
           late(
               65,
               "I promised to write earlier than this and didn’t. I’m sorry; I was waiting for the "
               "warehouse and should have told you so. The truth: we sold one more {product} than "
               "we had. The next come in about four weeks and I can’t shorten that. You can wait, "
               "take another model at the same price, or have {amount} back today. Tell me which."),
           mail(300,
                "[Money back then.|I’ll wait, but only because it’s the one I want.|Which other "
                "model would you take yourself?] [Thanks for owning up.|At least it’s a straight "
                "answer.|I wish I had known that on {day}.]"),
           answer(
               45,
               "Done as you say. I’ll confirm it in writing by {due} so that you have it on paper.",
               1300, "the confirmation in writing"),
           ask(1100, "It is in the post and in your mail. Have we put this right?"), yes(2000)},
      .team = TeamName::warehouse,
      .weight = 2};
}

Story wrong_item() {
  return {
      .name = "wrong item",
      .subject =
          "[Wrong thing in the box|You sent me somebody else’s order|Not what I ordered ({order})]",
      .products = "Pika trekking poles|Moss fleece|Loam walking boots",
      .steps =
          {mail(
               0,
               "I ordered the {product}. [In the box was a dog lead.|I got a child’s life "
               "jacket.|What came is a saucepan set.|I have received two left gaiters.] [Rather "
               "funny, but I need mine by the weekend.|The note has another person’s name and "
               "address on it, which worries me.|Somebody else will be missing it.] Order {order}.",
               Papers::photo),
           answer(40,
                  "That is two mistakes: yours went elsewhere, and you were shown another "
                  "customer’s address, which must not happen. I’ve told our data protection "
                  "person. Yours is being packed now; I’ll send the tracking number by {due}. "
                  "Please keep the wrong one, or give it away.",
                  240, "the tracking number"),
           answer(180,
                  "It left at noon; the carrier has it. Tracking follows in their own mail. I "
                  "can’t promise the hour, they say tomorrow between 9 and 17."),
           ask(1700, "The carrier says delivered. Is it the {product} this time?"),
           yes(300,
               "[The right one. The dog is pleased too.|Yes, correct this time.|It is. Thanks for "
               "being quick.]")},
      .team = TeamName::warehouse,
      .weight = 2};
}

Story neighbour() {
  return {
      .name = "neighbour",
      .subject = "[Signed for by whom?|Delivered to nobody I know|Delivery {order}]",
      .products = "Ember stove|Cairn 45 rucksack",
      .steps =
          {mail(
               0,
               "Your mail says that {order} was [handed to a neighbour|left in a safe place|signed "
               "for by “S. Body”]. [There is no neighbour, I live on a farm.|I have asked all of "
               "them.|My safe place is a flower pot.] [It cost {amount}.|That is {amount} in a "
               "hedge somewhere.|I would rather not have paid {amount} for a hide-and-seek.]"),
           answer(130,
                  "The driver’s photo shows a green door with the number {number}. Is that yours? "
                  "If it isn’t, I’ll treat the {product} as lost by us, not by you."),
           mail(500,
                "[No green door here.|Ours is blue. Number {number} is the next road.|Not mine, "
                "no.] [So now what?|What happens now?|Over to you.]"),
           answer(60,
                  "Then it went to the wrong road. A new {product} leaves today, and the carrier’s "
                  "insurance is our business, not yours. Next word by {due}, with the tracking "
                  "number.",
                  300, "the tracking number of the new one"),
           ask(260,
               "The new one is on its way for tomorrow, and this driver has your phone number. May "
               "I ask again tomorrow, or is it solved for you already?"),
           not_yet(1600,
                   "[Solved when it’s here.|Not yet, van has not come.|Nobody came today either.]"),
           answer(35,
                  "Fair. The van broke down in {city}; it comes tomorrow before noon. I’ll check "
                  "at noon and write by {due}.",
                  1440, "whether the van came"),
           ask(1300, "The driver says it is in your hands, not on a step. Is it?"),
           yes(100, "[In my hands. He was very nice about it.|It is!|Finally, yes.]")},
      .team = TeamName::warehouse};
}

Story change_address() {
  return {
      .name = "change address",
      .subject = "[Change of address for {order}|I have moved!|Please send {order} somewhere else]",
      .products = "Moss fleece|Larch 3 tent|Pika trekking poles",
      .steps =
          {mail(0,
                "[I typed my old address for {order}.|Order {order} is going to a house I left in "
                "{city}.|Stupidly I sent {order} to my old flat.] New one: {number} Station Road, "
                "{city}. [Is it too late?|Can you catch it?|Has it gone already?]"),
           answer(15,
                  "Just caught it: it was on the trolley. It goes to {number} Station Road, "
                  "{city}, tomorrow."),
           mail(50,
                "[You are quick.|Phew.|Bless you.] [The people in the old flat keep everything.|I "
                "owe {agent} a coffee.|I was already drafting an apology to the new tenants.]"),
           ask(30, "Glad. Is there anything else with {order}?"), yes(25)},
      .team = TeamName::warehouse};
}

Story missing_part() {
  return {
      .name = "missing part",
      .subject = "[Pegs missing|No pegs in the bag|Parts missing, order {order}]",
      .products = "Ridge 2 tent|Larch 3 tent",
      .steps =
          {mail(0,
                "The {product} came without [pegs|the guy lines|the repair sleeve|the inner bag]. "
                "[We found out in the dark, in a field near {city}.|Luckily I tried it in the "
                "garden first.|I have counted three times.] [Not a good first night.|Can you send "
                "them?|The rest is lovely.]",
                Papers::photo),
           answer(90,
                  "I’m sorry about the field. The parts go out today by first class post. I can’t "
                  "say how one bag was packed without them, but I’ve asked the warehouse to open "
                  "the other {number} from that batch. I’ll tell you by {due} what they found.",
                  2600, "what was found in the other bags"),
           answer(2200,
                  "Two more of {number} were short. We stopped selling that batch until all are "
                  "checked; thank you for telling us. Your parts should be with you today."),
           ask(900, "Are they there, and is the bag complete now?"),
           yes(800,
               "[Complete. Next trip will be better.|All pegs present.|They came, thank you.]")},
      .team = TeamName::warehouse};
}

}  // namespace

void add_delivery_stories(std::vector<Story>& to) {
  to.push_back(late_parcel());
  to.push_back(late_and_silent());
  to.push_back(wrong_item());
  to.push_back(neighbour());
  to.push_back(change_address());
  to.push_back(missing_part());
}

}  // namespace mg::app::demo
