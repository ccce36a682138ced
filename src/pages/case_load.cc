#include "pages/case_load.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/customer.h"
#include "desk/reads.h"
#include "pages/case_story.h"

namespace mg::pages {
namespace {

constexpr int messages_shown_max = 500;  // Of a longer thread there are several pages.
constexpr std::size_t own_words_bytes_max = 600;

bool is_shown(const views::Message& message) {
  return message.kind == MessageKind::customer ||
         (message.kind == MessageKind::reply && message.released && !message.withdrawn);
}

std::string first_name_of(const std::string& name) {
  return name.substr(0, name.find(' '));
}

// The beginning of a text, cut between words.
std::string beginning_of(std::string_view text) {
  const std::string_view part = utf8_cut_at_word(text, own_words_bytes_max);
  return std::string(part) + (part.size() < text.size() ? "…" : "");
}

bool is_of(const views::Message& message, ContactId contact) {
  return message.kind == MessageKind::customer && message.author == facts::contact_actor(contact);
}

// What the program itself wrote, as the page says it in its own language.
SafeHtml automatic_words(const Frame& frame, const views::Message& message, const Story& story) {
  const PageWriter out(frame);
  if (message.system == SystemKind::reminder) return out.say(Say::told_reminder);
  if (message.system == SystemKind::page_link) return out.say(Say::told_link);
  const auto promised = story.acknowledged.find(message.at);
  if (promised == story.acknowledged.end()) return out.say(Say::told_received);
  const Instant due = promised->second;
  return out.say(Say::told_received_by, {moment("by", out.calendar().by(due), due)});
}

ThreadEntry entry_of(const desk::Said& said, ContactId reader, const std::string& path) {
  const views::Message& message = said.shown.message;
  ThreadEntry entry;
  entry.name = said.author_name.empty() ? said.author_email : said.author_name;
  // Somebody else's address is not the reader's business either.
  if (said.author_name.empty() && !is_of(message, reader)) {
    entry.name = entry.name.substr(0, entry.name.find('@'));
  }
  entry.at = message.at;
  entry.text = said.shown.words.text;
  entry.author = message.kind == MessageKind::reply ? Author::agent
                 : is_of(message, reader)           ? Author::you
                                                    : Author::other;
  // Agents are known by name; their addresses are not the customer's business.
  if (entry.author == Author::agent) entry.name = said.author_name;
  for (const desk::Attached& file : said.attachments) {
    entry.attachments.push_back(
        {file.name, file.size, path + "/attachments/" + to_string(file.id)});
  }
  return entry;
}

// When the word was due that this promise was broken by, if it ever was; also when it was moved
// afterwards.
std::optional<Instant> missed_by(const views::Promise& promise, const Story& story) {
  if (promise.state == PromiseState::broken) return promise.due_at;
  if (promise.ended_at == Instant{}) return {};
  const auto told = story.missed.find(promise.id);
  return told == story.missed.end() ? promise.ended_at : told->second;
}

std::optional<NextPromise> promise_of(const desk::Case& head, const Story& story) {
  const store::ListItem& item = head.item;
  if (!item.promise) return {};
  NextPromise next;
  next.due_at = item.promise->due_at;
  next.state =
      item.promise->state == PromiseState::broken ? PromiseShown::broken : PromiseShown::due;
  if (item.promise->agent && item.promise->agent == item.conversation.assignee) {
    next.by = item.assignee_name;
  }
  next.text = item.promise_text;
  if (next.state == PromiseShown::broken) return next;
  for (const views::Promise& promise : head.conversation.promises) {
    const auto missed = missed_by(promise, story);
    if (missed) next.missed = std::min(next.missed.value_or(*missed), *missed);
    const bool later = promise.id != item.promise->id && promise.state == PromiseState::open;
    if (later) next.later.push_back(promise.due_at);
  }
  std::ranges::sort(next.later);
  return next;
}

void add_thread(CasePage& page, const std::vector<desk::Said>& thread, const Story& story,
                ContactId reader) {
  for (const desk::Said& said : thread) {
    const views::Message& message = said.shown.message;
    if (message.kind == MessageKind::system) {
      page.thread.push_back({.author = Author::automatic,
                             .at = message.at,
                             .text = automatic_words(page.frame, message, story)});
      continue;
    }
    if (!is_shown(message) || said.erased) continue;
    page.thread.push_back(entry_of(said, reader, page.path));
    if (is_of(message, reader) && !message.automatic && !is_blank(said.shown.words.text)) {
      page.own_words = beginning_of(said.shown.words.text);
    }
  }
}

// The question that waits for an answer, if one does.
std::optional<Proposal> proposal_of(db::Session& session, const desk::Case& head,
                                    const Story& story) {
  const views::Conversation& c = head.conversation;
  if (!c.proposal || (c.state != State::proposed && c.state != State::unconfirmed)) return {};
  Proposal proposal{to_string(c.proposal), {}, head.proposed_by_name, c.proposed_at};
  if (const auto asked = store::load_message(session, story.proposed_in)) {
    proposal.text = asked->words.text;
  }
  return proposal;
}

// The conversation that took this one up again; a way into it only for who takes part in it.
std::optional<NewerConversation> newer_of(db::Session& session, const desk::Keyring& keys,
                                          const desk::PageClaim& claim, ConversationId id) {
  if (!id) return {};
  const auto next = store::load_conversation(session, id, store::Lock::none);
  if (!next) return {};
  NewerConversation newer{std::to_string(next->number), {}};
  if (views::takes_part(*next, claim.contact)) {
    newer.url = "/c/" + desk::page_token(keys, {id, claim.contact, claim.expires});
  }
  return newer;
}

bool is_known(db::Session& session, ContactId id) {
  const auto contact = store::load_contact(session, id);
  return contact && contact->erased_at == Instant{};
}

// Whoever was erased has no page, and neither has what was theirs.
bool may_be_shown(db::Session& session, const desk::PageClaim& claim) {
  const auto c = store::load_conversation(session, claim.conversation, store::Lock::none);
  return c && is_known(session, c->contact) && is_known(session, claim.contact);
}

// Who was addressed in Bcc is known to agents alone: so is what they wrote. What a stranger says is
// not ours to show to the customer.
bool is_for_agents(db::Session& session, const desk::PageClaim& claim,
                   const views::Message& message) {
  if (message.author.kind != ActorKind::contact || is_of(message, claim.contact)) return false;
  const auto c = store::load_conversation(session, claim.conversation, store::Lock::none);
  const auto* other = c ? views::find_other(*c, ContactId{message.author.id}) : nullptr;
  return other && other->role != ParticipantRole::cc;
}

}  // namespace

std::optional<CasePage> load_case(db::Session& session, const desk::Settings& settings,
                                  const desk::Keyring& keys, const desk::PageClaim& claim,
                                  const std::string& token, MessageId before, Frame frame) {
  if (!may_be_shown(session, claim)) return {};
  const auto head = desk::load_case(session, claim.conversation);
  if (!head) return {};
  const views::Conversation& c = head->conversation;
  CasePage page;
  page.frame = std::move(frame);
  page.frame.workspace_name = settings.workspace_name;
  page.path = "/c/" + token;
  page.first_name = first_name_of(store::load_contact(session, claim.contact)->name);
  page.number = std::to_string(c.number);
  page.subject = head->item.subject;
  page.state = c.state;
  page.turn = c.turn;
  page.agent = head->item.assignee_name;
  if (c.state == State::solved) page.solved_at = c.ended_at;
  Story story = story_of(session, c, claim.contact);
  page.promise = promise_of(*head, story);
  auto thread = desk::customer_thread(session, c.id, claim.contact, before, messages_shown_max + 1);
  if (std::ssize(thread) > messages_shown_max) {
    thread.erase(thread.begin());
    page.earlier_url = page.path + "?before=" + to_string(thread.front().shown.message.id);
  }
  page.is_earlier = static_cast<bool>(before);
  add_thread(page, thread, story, claim.contact);
  page.steps = std::move(story.steps);
  page.proposal = proposal_of(session, *head, story);
  page.answered = c.answered;
  // Who was only copied in reads along; the question is the requester's to answer.
  page.may_answer = claim.contact == c.contact;
  page.may_object = desk::brings_back(session, c, claim.contact);
  page.newer = newer_of(session, keys, claim, c.continued_by);
  page.link_expires_at = claim.expires;
  return page;
}

bool shows_attachment(db::Session& session, const desk::PageClaim& claim, AttachmentId id) {
  if (!may_be_shown(session, claim)) return false;
  const auto file = store::load_attachment(session, id);
  if (!file || file->hidden || file->conversation != claim.conversation || !file->message)
    return false;
  const auto shown = store::load_message(session, file->message);
  return shown && is_shown(shown->message) && !is_for_agents(session, claim, shown->message);
}

}  // namespace mg::pages
