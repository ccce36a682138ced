#include "views/outward.h"

#include <algorithm>

namespace mg::views {

void fold(std::vector<Outward>& said, const facts::Fact& fact) {
  if (const auto* f = std::get_if<facts::ReplyReleased>(&fact)) {
    said.push_back({f->message, {}});
  }
  if (const auto* f = std::get_if<facts::ReminderSent>(&fact)) {
    said.push_back({f->message, f->proposal});
  }
  if (const auto* f = std::get_if<facts::SolutionProposed>(&fact)) {
    const auto at = std::ranges::find(said, f->message, &Outward::message);
    if (at != said.end()) at->asks = f->proposal;
  }
}

void fold(Crossing& crossing, const facts::Fact& fact) {
  if (const auto* f = std::get_if<facts::ReplyWritten>(&fact)) {
    crossing.written = crossing.written || f->message == crossing.reply;
  }
  const auto* said = std::get_if<facts::MessageReceived>(&fact);
  const bool counts =
      (said && !said->automatic) || std::holds_alternative<facts::SolutionDeclined>(fact);
  if (crossing.written && counts) crossing.crossed = true;
}

const Outward* find(const std::vector<Outward>& said, MessageId message) {
  const auto at = std::ranges::find(said, message, &Outward::message);
  return at == said.end() ? nullptr : &*at;
}

}  // namespace mg::views
