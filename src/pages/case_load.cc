#include "pages/case_load.h"

#include <algorithm>

#include "desk/reads.h"

namespace mg::pages {
namespace {

constexpr int messages_shown_max = 500;
constexpr int facts_read_max = 2000;

bool is_shown(const views::Message& message) {
  return message.kind == MessageKind::customer ||
         (message.kind == MessageKind::reply && message.released && !message.withdrawn);
}

std::string first_name_of(const std::string& name) {
  return name.substr(0, name.find(' '));
}

std::optional<StepKind> step_of(const std::string& fact, bool& heard, bool& answered) {
  if (fact == "message_received") {
    return std::exchange(heard, true) ? StepKind::your_words : StepKind::heard;
  }
  if (fact == "reply_released") {
    return std::exchange(answered, true) ? StepKind::answer : StepKind::first_answer;
  }
  if (fact == "promise_broken") return StepKind::promise_broken;
  if (fact == "solution_proposed") return StepKind::asked;
  if (fact == "solution_declined") return StepKind::said_not_yet;
  if (fact == "solution_confirmed") return StepKind::said_solved;
  if (fact == "conversation_continued") return StepKind::went_on;
  if (fact == "proposal_lapsed") return StepKind::not_confirmed;
  return {};
}

std::vector<ProgressStep> steps_of(db::Session& session, ConversationId id) {
  std::vector<ProgressStep> steps;
  bool heard = false;
  bool answered = false;
  for (const desk::HistoryEntry& entry : desk::history(session, id, 0, facts_read_max)) {
    const auto step = step_of(entry.fact, heard, answered);
    if (step) steps.push_back({*step, entry.header.happened_at});
  }
  return steps;
}

ThreadEntry entry_of(const desk::Said& said, ContactId reader, const std::string& path) {
  const views::Message& message = said.shown.message;
  ThreadEntry entry;
  entry.name = said.author_name.empty() ? said.author_email : said.author_name;
  entry.at = message.at;
  entry.text = said.shown.words.text;
  entry.author = message.kind == MessageKind::reply        ? Author::agent
                 : ContactId{message.author.id} == reader ? Author::you
                                                          : Author::other;
  // Agents are known by name; their addresses are not the customer's business.
  if (entry.author == Author::agent) entry.name = said.author_name;
  for (const desk::Attached& file : said.attachments) {
    entry.attachments.push_back(
        {file.name, file.size, path + "/attachments/" + to_string(file.id)});
  }
  return entry;
}

std::optional<NextPromise> promise_of(const store::ListItem& item) {
  if (!item.promise) return {};
  NextPromise next;
  next.due_at = item.promise->due_at;
  next.state = item.promise->state == PromiseState::broken ? PromiseShown::broken
                                                           : PromiseShown::due;
  if (item.promise->agent && item.promise->agent == item.conversation.assignee) {
    next.by = item.assignee_name;
  }
  next.text = item.promise_text;
  return next;
}

}  // namespace

std::optional<CasePage> load_case(db::Session& session, const desk::Settings& settings,
                                  const desk::PageClaim& claim, const std::string& token,
                                  Frame frame) {
  const auto head = desk::case_head(session, claim.conversation);
  if (!head) return {};
  const views::Conversation& c = head->conversation;
  CasePage page;
  page.frame = std::move(frame);
  page.frame.workspace_name = settings.workspace_name;
  page.frame.time_zone = settings.time_zone;
  page.path = "/c/" + token;
  const auto reader = store::load_contact(session, claim.contact);
  if (reader) page.first_name = first_name_of(reader->name);
  page.number = std::to_string(c.number);
  page.subject = head->item.subject;
  page.state = c.state;
  page.turn = c.turn;
  page.promise = promise_of(head->item);
  page.agent = head->item.assignee_name;
  page.own_words = head->item.excerpt;
  if (c.state == State::solved) page.solved_at = c.ended_at;
  page.steps = steps_of(session, c.id);
  for (const desk::Said& said : desk::thread(session, c.id, {}, messages_shown_max)) {
    if (!is_shown(said.shown.message)) continue;
    page.thread.push_back(entry_of(said, claim.contact, page.path));
    if (c.proposal && said.shown.message.at == c.proposed_at &&
        said.shown.message.kind == MessageKind::reply) {
      page.proposal = Proposal{to_string(c.proposal), said.shown.words.text,
                               head->proposed_by_name, c.proposed_at};
    }
  }
  // Who was only copied in reads along; the question is the requester's to answer.
  page.answered = c.answered;
  page.may_answer = claim.contact == c.contact;
  if (c.state != State::proposed && c.state != State::unconfirmed) page.proposal.reset();
  if (c.continued_by) {
    const auto newer = std::ranges::find(head->linked, c.continued_by, &store::Previous::id);
    if (newer != head->linked.end()) {
      page.newer = NewerConversation{std::to_string(newer->number), ""};
    }
  }
  page.link_expires_at = claim.expires;
  return page;
}

bool shows_attachment(db::Session& session, ConversationId conversation, AttachmentId id) {
  const auto file = store::load_attachment(session, id);
  if (!file || file->hidden || file->conversation != conversation || !file->message) return false;
  const auto shown = store::load_message(session, file->message);
  return shown && is_shown(shown->message);
}

}  // namespace mg::pages
