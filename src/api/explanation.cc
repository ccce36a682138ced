#include "api/block.h"
#include "api/nouns.h"
#include "desk/explain.h"
#include "mime/authentication.h"
#include "mime/clues.h"
#include "mime/email.h"
#include "mime/explain.h"
#include "mime/thread_index.h"
#include "net/endpoint.h"

namespace mg::api {
namespace {

struct Reason {
  std::string code, value, words;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (code, value, words))
constexpr auto member_rules(const Reason*) {
  return std::array{
      MemberRule{.member = "code", .doc = "Stable, for programs.", .example = "automatic_field"},
      MemberRule{.member = "value", .doc = "What was seen in the mail; may be empty."},
      MemberRule{.member = "words", .doc = "The same for people, in English."}};
}

struct FoldedText {
  std::string kind, line;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(FoldedText, (), (kind, line, reason))
constexpr auto member_rules(const FoldedText*) {
  return std::array{
      MemberRule{.member = "kind",
                 .doc = "quoted and signature are folded; forwarded and kept are shown.",
                 .one_of = "quoted signature forwarded kept"},
      MemberRule{.member = "line", .doc = "How it begins."}};
}

struct HiddenFile {
  std::string name, type;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(HiddenFile, (), (name, type, reason))

struct ReportedRecipient {
  std::string recipient, action, status, answer;
};
BOOST_DESCRIBE_STRUCT(ReportedRecipient, (), (recipient, action, status, answer))
constexpr auto member_rules(const ReportedRecipient*) {
  return std::array{
      MemberRule{.member = "action",
                 .doc = "failed, delayed, delivered, relayed or expanded; a server may say more."},
      MemberRule{.member = "status", .doc = "By RFC 3463; may be empty.", .example = "5.1.1"},
      MemberRule{.member = "answer", .doc = "The other mail server's words."}};
}

struct SenderCheck {
  std::string server, method, result, about;
};
BOOST_DESCRIBE_STRUCT(SenderCheck, (), (server, method, result, about))
constexpr auto member_rules(const SenderCheck*) {
  return std::array{MemberRule{.member = "server", .doc = "Who checked, as it says of itself."},
                    MemberRule{.member = "method", .doc = "What was checked.", .example = "dmarc"},
                    MemberRule{.member = "result", .example = "fail"}};
}

// What was understood of the mail.
struct MailExplained {
  bool automatic = false;
  bool from_list = false;
  std::vector<Reason> automatic_because;
  std::vector<FoldedText> folds;
  std::vector<HiddenFile> hidden_files;
  std::vector<Reason> repaired;
  std::vector<ReportedRecipient> reported;
  std::vector<SenderCheck> authentication;
  std::vector<std::string> spam;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(MailExplained, (),
                      (automatic, from_list, automatic_because, folds, hidden_files, repaired,
                       reported, authentication, spam, text))
constexpr auto member_rules(const MailExplained*) {
  return std::array{
      MemberRule{.member = "automatic", .doc = "A machine wrote it."},
      MemberRule{.member = "from_list", .doc = "It came over a mailing list."},
      MemberRule{.member = "automatic_because", .doc = "Why no machine may answer it."},
      MemberRule{.member = "folds", .doc = "How its text was divided, and by which rule."},
      MemberRule{.member = "hidden_files", .doc = "Parts of no use to a reader."},
      MemberRule{.member = "repaired", .doc = "What was repaired, guessed or left out."},
      MemberRule{.member = "reported", .doc = "Whose mail a delivery report is about."},
      MemberRule{.member = "authentication",
                 .doc = "Authentication-Results, the nearest server's first. Only your own mail "
                        "server's word counts: anybody on the way can write such a field."},
      MemberRule{.member = "spam", .doc = "Fields by which a filter says that it is spam."},
      MemberRule{.member = "text",
                 .doc = "All of it, as `makegood mail explain --human` says it."}};
}

struct Placed {
  desk::Placing by = desk::Placing::unknown;
  std::string value, words;
  std::optional<MessageId> answers;
  bool stranger = false;
};
BOOST_DESCRIBE_STRUCT(Placed, (), (by, value, words, answers, stranger))
constexpr auto member_rules(const Placed*) {
  return std::array{MemberRule{.member = "value", .doc = "The address, id or token that told."},
                    MemberRule{.member = "words", .doc = "For people, in English."},
                    MemberRule{.member = "answers", .doc = "The message that it answers."},
                    MemberRule{.member = "stranger",
                               .doc = "Its sender answered a copy: nobody of this conversation has "
                                      "addressed them so far, so they get no copies and no link."}};
}

struct Explanation {
  Placed placed;
  std::optional<Block> blocked;
  std::optional<MailExplained> mail;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (placed, blocked, mail))
constexpr auto member_rules(const Explanation*) {
  return std::array{
      MemberRule{.member = "placed", .doc = "Why the message is in this conversation."},
      MemberRule{.member = "blocked", .doc = "What blocks its sender now."},
      MemberRule{.member = "mail",
                 .doc = "What was understood of the mail; null when it was none or was erased."}};
}

const net::Endpoint<net::Nothing, Explanation> explain_message{
    .path = "/api/v1/messages/{id}/explain",
    .name = "explain_message",
    .summary = "Why is it here?",
    .description =
        "Why a message of the customer's side is in its conversation, why it counts as written by "
        "a machine or not, what was folded, repaired and left out, and what mail servers say about "
        "its sender. The mail is read anew for it. not_found for what our side wrote.",
    .needs = "see_raw_mail",
    .tag = "files",
    .refusals = {RefusalKind::not_found}};

std::string words_of(desk::Placing by) {
  switch (by) {
    case desk::Placing::plus_address:
      return "It was sent to an address with the signed token of this conversation.";
    case desk::Placing::signed_id:
      return "It answers a mail of ours; the Message-ID that it names bears our signature.";
    case desk::Placing::known_id:
      return "It answers a message of this conversation, by the Message-ID that it names.";
    case desk::Placing::marker:
      return "It quotes a mail of ours: the marker or the link in that bears our signature. The "
             "Message-IDs that it names say nothing.";
    case desk::Placing::thread_index:
      return "It belongs to an Outlook thread (Thread-Index) of this conversation, and its sender "
             "takes part here. It names no Message-ID that was known.";
    case desk::Placing::subject_token:
      return "Its subject carries the signed number of this conversation, and its sender takes "
             "part here. It names no Message-ID that was known.";
    case desk::Placing::opened:
      return "It answers nothing that this inbox knew, so it opened the conversation. Subjects "
             "alone join nothing.";
    case desk::Placing::opened_late:
      return "It answers a conversation that had ended, long before or about something else, so "
             "it went to this one, which goes on with it.";
    case desk::Placing::opened_apart:
      return "It names another conversation. Its sender takes no part there, or may not join it, "
             "so it opened its own.";
    case desk::Placing::kept_apart:
      return "It names another conversation. Its sender takes no part there, or may not join it, "
             "so it went on in the one that such a mail of theirs had opened before.";
    case desk::Placing::report:
      return "It is a delivery report about a mail of this conversation, proven by our signature.";
    case desk::Placing::page:
      return "It was written on the customer's page of this conversation.";
    case desk::Placing::api:
      return "It was written over the API.";
    case desk::Placing::unknown:
      return "It cannot be told any more.";
  }
  return "";
}

Reason reason_of(const mime::Reason& reason) {
  return {std::string(mime::code_of(reason.why)), reason.value, mime::words_of(reason)};
}

std::vector<Reason> reasons_of(const mime::Reasons& list) {
  std::vector<Reason> reasons;
  for (const mime::Reason& reason : list) reasons.push_back(reason_of(reason));
  return reasons;
}

MailExplained explain(const mime::Email& email, const std::string& title) {
  MailExplained mail;
  mail.automatic = email.is_auto_reply;
  mail.from_list = email.is_from_list;
  mail.automatic_because = reasons_of(email.automatic);
  for (const mime::Fold& fold : email.folds) {
    mail.folds.push_back({std::string(mime::name_of(fold.kind)), mime::reason_value(fold.line),
                          reason_of(fold.reason)});
  }
  for (const mime::Attachment& part : email.attachments) {
    if (!part.hidden) continue;
    mail.hidden_files.push_back({mime::reason_value(part.name), mime::reason_value(part.type),
                                 reason_of({part.why_hidden, ""})});
  }
  mail.repaired = reasons_of(email.oddities);
  for (const mime::Bounce& bounce : email.bounces) {
    mail.reported.push_back({mime::reason_value(bounce.recipient),
                             mime::reason_value(bounce.action), mime::reason_value(bounce.status),
                             mime::reason_value(bounce.answer)});
  }
  for (const mime::Authentication& check : mime::read_authentication(email)) {
    mail.authentication.push_back({check.server, check.method, check.result, check.about});
  }
  mail.spam = mime::read_spam_marks(email);
  mail.text = mime::explain_words(email, title);
  return mail;
}

Result<Explanation> explanation(desk::Desk& desk, MessageId id) {
  const auto came = desk::came(desk, id);
  if (!came) return std::unexpected(came.error());
  // Not in the snapshot: a large mail takes its time.
  const mime::Email email = came->raw ? mime::parse(*came->raw) : mime::Email{};
  const auto addresses = mime::sent_to(email, came->recipient);
  const auto ids = mime::answered_ids(email);
  std::vector<std::string> markers;
  desk::find_markers(email.html, markers);
  desk::find_markers(email.text, markers);
  const std::string root = mime::thread_root(mime::thread_index_of(email));
  auto answer = desk.read<Explanation>([&](db::Session& session) -> Result<Explanation> {
    const desk::Placed found =
        desk::placed(session, *desk.keys(), *came,
                     {came->inbox, addresses, ids, markers, root, email.subject, came->sender});
    Explanation told;
    told.placed = {
        found.by, mime::reason_value(found.value), words_of(found.by), {}, found.stranger};
    if (found.stranger) {
      told.placed.words +=
          " Its sender had taken no part before: nobody of the conversation has "
          "addressed them, so they get no copies and no link.";
    }
    if (found.answers) told.placed.answers = found.answers;
    told.blocked = find_block_of(session, came->sender);
    return told;
  });
  if (answer && came->raw) answer->mail = explain(email, "Message " + to_string(id));
  return answer;
}

}  // namespace

void add_explanation(net::Api& api, Services& services) {
  api.add_on_workers(explain_message,
                     [&desk = services.desk](const net::Call<>& call) -> Result<Explanation> {
                       const auto id = call.id<MessageId>();
                       if (!id) return std::unexpected(id.error());
                       return explanation(desk, *id);
                     });
}

}  // namespace mg::api
