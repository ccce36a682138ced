#pragma once

#include <span>
#include <string_view>

// What people write to say that it is solved, or not yet. Lower-case words with one blank between
// them, without punctuation; apostrophes are left out ("its" is "it's", "cest" is "c'est").
namespace mg::rules::phrases {

using List = std::span<const std::string_view>;

List yes();                // The whole mail.
List not_yet();            // How a mail begins, whatever follows.
List not_yet_sentences();  // How a mail begins, when the sentence ends there.
List no();                 // One word; not yet only if nothing or a sign of trouble follows.
List never_mind();         // After "no": no more than politeness.
List trouble();            // Words that show that something is still wrong.
List nothing_more();       // Words that show that nothing is.

List greetings();   // How a line that only greets begins.
List closings();    // A line alone above the writer's name.
List courtesies();  // At the end of a mail; they change nothing.

}  // namespace mg::rules::phrases
