#include "mime/quote_marks.h"

#include <algorithm>
#include <string_view>

#include "mime/html_tree.h"

namespace mg::mime::html {
namespace {

struct Mark {
  std::string_view name;  // A class or an id.
  QuoteMark mark;
};

constexpr auto holds = QuoteMark::holds_quote;
constexpr auto starts = QuoteMark::starts_history;
constexpr auto signs = QuoteMark::signature;

constexpr Mark marks[] = {
    {"gmail_quote", holds},  // Gmail
    {"gmail_quote_container", holds},
    {"yahoo_quoted", holds},  // Yahoo, with a number in the id
    {"yahoo-quoted-begin", starts},
    {"protonmail_quote", holds},  // Proton
    {"tutanota_quote", holds},    // Tuta
    {"zmail_extra", holds},       // Zoho
    {"zmail_extra_hr", holds},
    {"moz-cite-prefix", holds},  // Thunderbird: the line above its blockquote
    {"moz-signature-quote", holds},
    {"OLK_SRC_BODY_SECTION", holds},  // Outlook for Mac
    {"mac_OLK_SRC_BODY_SECTION", holds},
    {"divRplyFwdMsg", starts},  // Outlook on the web
    {"appendonsend", starts},   // Outlook, Hotmail
    {"stopSpelling", starts},   // Hotmail
    {"ms-outlook-mobile-reference-message", holds},
    {"mail-editor-reference-message-container", holds},
    {"reference-message", holds},
    {"airmail_on", holds},  // Airmail
    {"bloop_original_html", holds},
    {"zwchr", starts},  // Zimbra
    {"wmQuote", holds},
    {"quoted-reply", holds},
    {"reply-quote", holds},
    {"spark_quote", holds},  // Spark
    {"skiff_quote", holds},
    {"canary_quote", holds},
    {"history_container", holds},  // Polymail
    {"missive_quote", holds},
    {"front-blockquote", holds},  // Front
    {"crisp-quote", holds},
    {"intercom-quoted-reply", holds},
    {"gorgias_quote", holds},
    {"freescout_quote", holds},
    {"qqmail-quote", holds},    // QQ
    {"ntes_quote", holds},      // NetEase
    {"isReplyContent", holds},  // NetEase
    {"mailcontent_history", holds},
    {"x_original_msg", holds},
    {"messageReplySection", holds},   // Spark
    {"sh-quoted-content", holds},     // Superhuman
    {"mailmaster_reply", holds},      // NetEase Mail Master
    {"edo-original-message", holds},  // Edison
    {"aolmail_quote", holds},         // AOL
    {"aolReplacedBody", holds},
    {"gmail_signature", signs},  // Gmail
    {"gmail_signature_prefix", signs},
    {"moz-signature", signs},       // Thunderbird
    {"AppleMailSignature", signs},  // Apple Mail
    {"ms-outlook-mobile-signature", signs},
    {"protonmail_signature_block", signs},
    {"protonmail_signature_block-user", signs},
    {"tutanota_signature", signs},
    {"messageSignatureSection", signs},  // Spark
    {"sh-signature", signs},             // Superhuman
    {"front-signature", signs},
    {"edo-signature", signs},
    {"bloop_sign", signs},  // Airmail
    {"airmail_signature", signs},
    {"missive_signature", signs},
    {"mailmaster_signature", signs},
    {"ntes-signature", signs},
    {"zmail_signature", signs},
    {"canary_signature", signs},
    {"wisestamp_signature", signs},
    {"ydp-signature", signs},  // Yahoo, with its prefix
};

// Outlook puts "x_" and Hotmail "ecx" before names of other programs when it quotes them.
std::string_view own_name(std::string_view name) {
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view prefix : {"x_", "ecx", "m_", "v1"}) {
      if (name.starts_with(prefix) && name.size() > prefix.size()) {
        name.remove_prefix(prefix.size());
        more = true;
      }
    }
  }
  return name;
}

QuoteMark mark_of(std::string_view given) {
  const std::string_view name = own_name(given);
  for (const auto& known : marks) {
    if (name == known.name) return known.mark;
  }
  // Yahoo: yahoo_quoted_1234567890. Google Groups and webmails: m_123divRplyFwdMsg.
  if (name.starts_with("yahoo_quoted")) return holds;
  if (name.ends_with("divRplyFwdMsg") || name.ends_with("appendonsend")) return starts;
  // Airmail: bloop_sign_1234567890. Yahoo puts "ydp" and a number before: ydp1a2b3csignature.
  if (name.starts_with("bloop_sign")) return signs;
  if (name.starts_with("ydp") && name.ends_with("signature")) return signs;
  return QuoteMark::none;
}

}  // namespace

Marked quote_mark(const GumboNode* element) {
  if (element->v.element.attributes.length == 0) return {};
  const GumboTag tag = element->v.element.tag;
  const bool blockquote = tag == GUMBO_TAG_BLOCKQUOTE;
  if (blockquote && attribute(element, "type") == "cite") return {holds, "type=cite"};
  for (const char* place : {"id", "name", "data-smartmail"}) {
    const auto value = attribute(element, place);
    if (const auto mark = mark_of(value); mark != QuoteMark::none) return {mark, value};
  }
  const auto marker = attribute(element, "data-marker");  // Zimbra
  if (marker == "__DIVIDER__" || marker == "__HEADERS__") return {starts, marker};
  if (marker == "__SIG_PRE__" || marker == "__SIG_POST__") return {signs, marker};
  auto classes = attribute(element, "class").substr(0, 400);
  while (!classes.empty()) {
    const auto end = std::min(classes.find(' '), classes.size());
    const auto name = classes.substr(0, end);
    const auto mark = mark_of(name);
    // Gmail's "indent" has the class as well: only below "On ... wrote:" is that a quote.
    if (mark != QuoteMark::none && !blockquote) return {mark, name};
    classes.remove_prefix(std::min(end + 1, classes.size()));
  }
  return {};
}

}  // namespace mg::mime::html
