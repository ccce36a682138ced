#pragma once

#include <gumbo.h>

// The marks that mail programs leave in HTML around the history.
namespace mg::mime::html {

enum class QuoteMark {
  none,
  holds_quote,     // The element holds the history, no more.
  starts_history,  // From the element to the end of the mail all is history.
};

QuoteMark quote_mark(const GumboNode* element);

}  // namespace mg::mime::html
