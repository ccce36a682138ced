#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/email.h"

// Tells what a sender wrote now from what they only carried along: quoted history, signature,
// forwarded mail. Nothing is deleted, every line lands in exactly one field. There is no standard
// for any of this; the phrases of mail programs in many languages are tables in quote_*phrases.cc.
namespace mg::mime {

struct QuoteSplit {
  std::string visible;    // What a reader should see first; never empty when the text is not blank.
  std::string quoted;     // The history that the reply was written over.
  std::string signature;  // Signature block, "Sent from my phone" lines, list and legal footers.
  std::string forwarded;  // A copy of a forwarded message; it also stays in `visible`.
  std::vector<Fold> folds;   // Which rule put what where, in the text's order.
  bool nothing_own = false;  // `visible` is a quote or a signature: not the sender's new words.

  bool operator==(const QuoteSplit&) const = default;
};

// Splits plain text (UTF-8, LF or CRLF). A quote that the sender answered line by line, or wrote
// below, stays in `visible` together with the answers. Linear in the size of `text`. Pure, any
// thread.
QuoteSplit split_quote(std::string_view text);

struct QuoteSplitHtml {
  std::string visible_html;    // What to show at first.
  std::string quoted_html;     // What to show folded; empty when there is no marked history.
  std::string signature_html;  // The containers of signatures; folded as well.
  std::vector<Fold> folds;
  bool nothing_own = false;  // All that can be seen is quoted.

  bool operator==(const QuoteSplitHtml&) const = default;
};

// Splits HTML at the containers in which mail programs wrap the history (Gmail, Outlook, Apple
// Mail, Thunderbird, Yahoo, Proton, Zoho, QQ and more) and at the same phrases as in text. A quote
// with answers inside is not folded, nor is a forward. Run it BEFORE sanitize_html, which drops the
// marks it reads, and sanitise both halves: the output here is NOT safe to show. Text that nobody
// can see (preheaders) does not count as text.
QuoteSplitHtml split_quote_html(std::string_view html);

// The plain text of HTML, split by both ways: for mails that have no text part.
QuoteSplit split_quote_of_html(std::string_view html);

// Splits the text of a mail that came as HTML as well. Where the text alone shows no history or no
// signature (a language that nobody taught us), but the HTML marks one and begins with the same
// words, the text is cut there.
QuoteSplit split_quote_of_both(std::string_view text, std::string_view html);

inline constexpr std::size_t folds_max = 30;

}  // namespace mg::mime
