#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace mg::channels::email {

// The sentences that the program itself puts into mail, in one language. "{}" stands for what is
// filled in.
struct MailWords {
  std::string_view have_message;        // A subject; {} is the conversation's number.
  std::string_view new_link;            // The same.
  std::string_view acknowledgement;     // {} is the workspace.
  std::string_view acknowledgement_by;  // {} is when the next word comes.
  std::string_view reminder;            // {} is the workspace.
  std::string_view page_link;
  std::string_view promise;           // {} is when.
  std::string_view question;          // Is it solved?
  std::string_view how_to_answer;     // By mail or on the page.
  std::string_view open_page;         // The button.
  std::string_view open_page_to_say;  // The button when the question is asked.
  std::string_view footer;            // {} is the workspace.
  std::string_view footer_unasked;    // The same, to who has never written to us.
};

// For "de", "de-AT" ...; English when there is no catalogue.
const MailWords& words_for(std::string_view language);

// "Friday, 12 December 2026, 17:00 (Europe/Berlin)" in the language.
std::string time_in_words(Instant at, std::string_view language, std::string_view time_zone);

// `text` with its "{}" replaced.
std::string fill(std::string_view text, std::string_view value);

}  // namespace mg::channels::email
