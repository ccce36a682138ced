#pragma once

#include <string_view>

namespace mg::rules {

enum class Answer { none, yes, not_yet };

// Reads a mail that says nothing but the answer to "is it solved?": "Yes", "yes, solved, thank
// you!", "not yet", "nein". Anything longer or less sure is `none`, an ordinary message: a
// customer is never taken to have confirmed what he or she did not plainly say.
Answer read_answer(std::string_view text);

}  // namespace mg::rules
