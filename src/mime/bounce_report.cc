#include "base/ascii.h"
#include "mime/bounce.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

constexpr std::size_t recipients_max = 1000;
constexpr std::size_t report_fields_max = 100;
constexpr std::size_t answer_max = 2000;

// "rfc822; <ana@example.com>" -> "ana@example.com".
std::string recipient_of(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  if (semicolon != std::string_view::npos) value.remove_prefix(semicolon + 1);
  value = ascii::trim(value);
  std::string out = address_in(value);
  if (out.empty()) {
    out = ascii::lower(value.substr(0, value.find_first_of(" \t(")));
    std::erase_if(out, [](char c) { return c == '<' || c == '>'; });
  }
  return clean_utf8(out);
}

// What the remote server answered says more than what the reporting one made of it, unless it is
// the vaguer of the two.
std::string best_status(std::string_view given, std::string_view answer) {
  const std::string own = status_in(given);
  const std::string best = best_status_in(answer, own);
  return best.empty() ? status_of_words(answer) : best;
}

std::string report_action(std::string_view value) {
  const std::string_view word = ascii::trim(value);
  std::string action = ascii::lower(clean_utf8(word.substr(0, word.find_first_of(" \t(;"))));
  if (action == "failure" || action == "failed") return "failed";
  if (action == "expired") return "delayed";
  return action;
}

}  // namespace

void sharpen(std::vector<Bounce>& bounces, std::string_view notice) {
  for (Bounce& bounce : bounces) {
    if (!bounce.status.ends_with(".0.0") && !bounce.status.ends_with(".4.7")) continue;
    std::string words = lines_about(notice, bounce.recipient);
    if (status_in(words).empty() && bounces.size() == 1) words = notice;
    std::string status = best_status(bounce.status, words);
    if (!status.empty()) bounce.status = std::move(status);
    if (bounce.answer.empty()) bounce.answer = ascii::squeeze(words.substr(0, answer_max));
  }
}

namespace {

// Whom a block is about; some servers leave the first of these empty.
std::string recipient_in(const Header& block) {
  for (const std::string_view name :
       {"Final-Recipient", "Original-Recipient", "X-Actual-Recipient"}) {
    std::string recipient = recipient_of(block.first(name));
    if (!recipient.empty()) return recipient;
  }
  return {};
}

// Blocks that lost the empty line between them: each Final-Recipient begins one.
std::vector<Header> by_recipient(Header block) {
  std::vector<Header> out(1);
  bool named = false;
  for (Field& field : block.fields) {
    const bool names = ascii::equals(field.name, "Final-Recipient");
    if (names && named) out.emplace_back();
    named |= names;
    out.back().fields.push_back(std::move(field));
  }
  return out;
}

void read_block(const Header& block, std::vector<Bounce>& out) {
  Bounce bounce;
  bounce.recipient = recipient_in(block);
  if (bounce.recipient.empty() || out.size() >= recipients_max) return;
  const std::string_view answer = block.first("Diagnostic-Code");
  bounce.status = best_status(block.first("Status"), answer);
  bounce.action = report_action(block.first("Action"));
  if (bounce.action.empty()) bounce.action = action_of(bounce.status);
  const std::size_t semicolon = answer.find(';');
  const std::string_view words =
      semicolon == std::string_view::npos ? answer : answer.substr(semicolon + 1);
  bounce.answer = ascii::squeeze(clean_utf8(words.substr(0, answer_max)));
  out.push_back(std::move(bounce));
}

}  // namespace

std::vector<Bounce> read_delivery_status(std::string_view body) {
  std::vector<Bounce> out;
  Reasons oddities;
  while (!body.empty() && out.size() < recipients_max) {
    const std::size_t before = body.size();
    const Header block = take_header(body, report_fields_max, oddities);
    if (body.size() == before) ascii::take_line(body);  // Not a field: go on behind it.
    for (const Header& one : by_recipient(block)) read_block(one, out);
  }
  return out;
}

}  // namespace mg::mime
