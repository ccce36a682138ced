#pragma once

#include <span>
#include <string_view>

// What mail programs write around quotes and under mails, by language. All lower case, with plain
// blanks and without emphasis marks: lines are folded the same way before they are compared.
// Adding a language is adding its phrases to the lists; nothing else has to change.
namespace mg::mime::phrases {

using List = std::span<const std::string_view>;

List wrote();           // "wrote", "schrieb": the verb of the line above a quote.
List openers();         // "on ", "am ": how such a line starts, before a date.
List quoting();         // "quoting ": how such a line starts when it has no date.
List weekdays();        // Starts of day and month names, for lines that begin with a date.
List original();        // Between dashes: "original message".
List forwarded();       // Between dashes: "forwarded message".
List forward_starts();  // A whole line: "begin forwarded message:".
List sent_from();       // "sent from", "gesendet von": starts of a mobile footer.
List devices();         // Words that make such a line a footer.
List whole_footers();   // Starts of lines that are footers whatever follows.
List footer_ends();     // Ends of lines that are footers: languages with the verb last.
List disclaimers();     // Starts of legal paragraphs.
List legal_words();     // One must occur in a legal paragraph.

// `more`: copies, importance, attachments.
enum class Field { none, from, date, to, subject, more, reply_to };

struct FieldNames {
  Field field;
  List names;
};

std::span<const FieldNames> field_names();  // The header lines that Outlook and others copy.

}  // namespace mg::mime::phrases
