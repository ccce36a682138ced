#pragma once

#include <gumbo.h>
#include <string_view>

// The marks that mail programs leave in HTML around the history.
namespace mg::mime::html {

enum class QuoteMark {
  none,
  holds_quote,     // The element holds the history, no more.
  starts_history,  // From the element to the end of the mail all is history.
  signature,       // The element holds the sender's signature.
};

struct Marked {
  QuoteMark mark = QuoteMark::none;
  std::string_view name;  // The class, id or attribute that says so; lives with the tree.
};
Marked quote_mark(const GumboNode* element);

}  // namespace mg::mime::html
