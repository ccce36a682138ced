#pragma once

#include <string_view>

namespace mg::rules {

enum class Answer { none, yes, not_yet };

// Reads a mail's own words for the answer to "is it solved?", in the languages of the customer's
// page. A greeting, a closing and what stands below that do not count.
// `yes` is a mail that says nothing else: "Yes", "yes, it works now, thank you!". Anything longer
// or less sure is `none`, an ordinary message: a customer is never taken to have confirmed what he
// or she did not plainly say. `not_yet` is a mail that begins with it, and may go on: "Not yet, the
// lid is still broken." Words beside a quote (">") may answer something else, and are `none`.
Answer read_answer(std::string_view text);

}  // namespace mg::rules
