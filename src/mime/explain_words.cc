#include <ctime>

#include "mime/authentication.h"
#include "mime/explain.h"

namespace mg::mime {
namespace {

// What a mail says may hold anything; on a terminal it is one line.
std::string shown(std::string_view value) {
  return reason_value(value);
}

class Writer {
 public:
  void head(std::string_view words) { out_.append(words).append("\n"); }

  void field(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out_.append("  ").append(name).append(": ").append(value).append("\n");
  }

  void item(std::string_view words) { out_.append("  - ").append(words).append("\n"); }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string person(const Address& address) {
  if (address.name.empty()) return shown(address.addr);
  return shown(address.name) + " <" + shown(address.addr) + ">";
}

std::string people(const std::vector<Address>& list) {
  constexpr std::size_t shown_max = 10;
  std::string out;
  for (std::size_t i = 0; i < list.size() && i < shown_max; ++i) {
    out += (i == 0 ? "" : ", ") + person(list[i]);
  }
  if (list.size() > shown_max) out += " and " + std::to_string(list.size() - shown_max) + " more";
  return out;
}

std::string moment(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  char text[40];
  if (gmtime_r(&time, &parts) == nullptr) return "";
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

std::size_t lines_in(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t lines = text.empty() ? 0 : 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  return lines;
}

std::string counted(std::size_t count, std::string_view one) {
  return std::to_string(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

void write_facts(const Email& email, Writer& out) {
  out.field("From", person(email.from));
  out.field("To", people(email.to));
  out.field("Cc", people(email.cc));
  out.field("Answers to", people(email.reply_to));
  out.field("Subject", shown(email.subject));
  out.field("Date", email.date ? moment(*email.date) : "");
  out.field("Message-ID", shown(email.message_id));
  std::string answers;
  for (const std::string& id : email.in_reply_to)
    answers += (answers.empty() ? "" : " ") + shown(id);
  out.field("In answer to", answers);
  if (!email.references.empty()) {
    out.field("References", counted(email.references.size(), "message"));
  }
}

void write_automatic(const Email& email, Writer& out) {
  if (!email.is_auto_reply && !email.is_from_list) {
    out.head("Written by a person: no marker of a machine was found.");
    return;
  }
  out.head(email.is_auto_reply ? "Written by a machine, so no machine answers it:"
                               : "No machine answers it:");
  for (const Reason& reason : email.automatic) out.item(words_of(reason));
}

void write_bounces(const Email& email, Writer& out) {
  if (email.is_feedback_report) out.head("A complaint: somebody marked a mail of ours as spam.");
  if (!email.is_bounce) return;
  out.head("A delivery report:");
  for (const Bounce& bounce : email.bounces) {
    std::string words = shown(bounce.recipient) + ": " + shown(bounce.action);
    if (!bounce.status.empty()) words += " (" + shown(bounce.status) + ")";
    if (!bounce.answer.empty()) words += ", \"" + shown(bounce.answer) + "\"";
    out.item(words);
  }
  out.field("About", shown(email.original_message_id));
}

void write_text(const Email& email, Writer& out) {
  out.head("Shown at first: " + counted(lines_in(email.reply_text), "line") + " of " +
           counted(lines_in(email.text), "line") + ". Nothing is deleted.");
  constexpr std::string_view verbs[] = {"Folded as history", "Folded as signature",
                                        "Forwarded, and shown", "Shown"};
  static_assert(std::size(verbs) == static_cast<std::size_t>(FoldKind::kept) + 1);
  for (const Fold& fold : email.folds) {
    std::string words(verbs[static_cast<std::size_t>(fold.kind)]);
    if (!fold.line.empty()) words += " from \"" + shown(fold.line) + "\"";
    out.item(words + ": " + words_of(fold.reason));
  }
}

void write_attachments(const Email& email, Writer& out) {
  if (!email.attachments.empty()) out.head(counted(email.attachments.size(), "attachment") + ":");
  for (const Attachment& part : email.attachments) {
    std::string words =
        shown(part.name) + " (" + shown(part.type) + ", " + counted(part.bytes.size(), "byte");
    if (part.label != Label::file) words += ", " + std::string(name_of(part.label));
    if (part.is_inline) words += ", inline";
    if (part.generated) words += ", the mail gives it no name";
    words += ")";
    if (part.hidden) words += ": hidden, " + words_of({part.why_hidden, ""});
    out.item(words);
  }
  for (const Invite& invite : email.invites) {
    out.item("Calendar, " + shown(invite.method) + ": " + shown(invite.summary) + ", " +
             shown(invite.starts));
  }
}

void write_sender_checks(const Email& email, Writer& out) {
  const auto checks = read_authentication(email);
  if (!checks.empty()) {
    out.head("What mail servers say about its sender (only your own server's word counts):");
  }
  for (const Authentication& check : checks) {
    std::string words = check.server.empty() ? "" : shown(check.server) + ": ";
    words += shown(check.method) + "=" + shown(check.result);
    if (!check.about.empty()) words += ", " + shown(check.about);
    out.item(words);
  }
  const auto marks = read_spam_marks(email);
  if (!marks.empty()) out.head("A filter on the way took it for spam:");
  for (const std::string& mark : marks) out.item(shown(mark));
}

}  // namespace

std::string explain_words(const Email& email, std::string_view file) {
  Writer out;
  out.head(shown(file));
  write_facts(email, out);
  write_automatic(email, out);
  write_bounces(email, out);
  write_text(email, out);
  write_attachments(email, out);
  write_sender_checks(email, out);
  if (!email.oddities.empty()) out.head("Repaired, guessed or left out:");
  for (const Reason& reason : email.oddities) out.item(words_of(reason));
  return out.take();
}

}  // namespace mg::mime
