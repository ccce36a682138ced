#include "mime/explain.h"

#include <boost/json.hpp>

#include "mime/authentication.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

namespace json = boost::json;

constexpr std::string_view fold_names[] = {"quoted", "signature", "forwarded", "kept"};
constexpr std::string_view label_names[] = {
    "file",         "message",         "calendar",      "contact",       "smime_signature",
    "smime_signed", "smime_encrypted", "pgp_signature", "pgp_encrypted", "pgp_key",
    "report",       "container"};
static_assert(std::size(fold_names) == static_cast<std::size_t>(FoldKind::kept) + 1);
static_assert(std::size(label_names) == static_cast<std::size_t>(Label::container) + 1);

json::string text(std::string_view value) {
  return json::string(is_utf8(value) ? std::string(value) : clean_utf8(value));
}

json::object address(const Address& value) {
  return {{"addr", text(value.addr)}, {"name", text(value.name)}};
}

json::array addresses(const std::vector<Address>& values) {
  json::array out;
  for (const Address& value : values) out.push_back(address(value));
  return out;
}

json::array strings(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.push_back(text(value));
  return out;
}

json::array attachments(const Email& email) {
  json::array out;
  for (const Attachment& attachment : email.attachments) {
    json::object row{{"name", text(attachment.name)},
                     {"size", attachment.bytes.size()},
                     {"type", text(attachment.type)}};
    if (attachment.is_inline) row["inline"] = true;
    if (attachment.hidden) {
      row["hidden"] = true;
      row["why"] = code_of(attachment.why_hidden);
    }
    if (attachment.label != Label::file) row["label"] = name_of(attachment.label);
    if (attachment.generated) row["generated"] = true;
    out.push_back(std::move(row));
  }
  return out;
}

// Only recipients that the mail did not reach, or not yet.
json::array bounces(const Email& email) {
  json::array out;
  for (const Bounce& bounce : email.bounces) {
    if (bounce.action == "delivered" || bounce.action == "relayed" || bounce.action == "expanded") {
      continue;
    }
    out.push_back(json::object{{"recipient", text(bounce.recipient)},
                               {"status", text(bounce.status)},
                               {"action", text(bounce.action)},
                               {"answer", text(bounce.answer)}});
  }
  return out;
}

json::array reasons(const Reasons& list) {
  json::array out;
  for (const Reason& reason : list) {
    out.push_back(json::object{{"code", code_of(reason.why)}, {"value", text(reason.value)}});
  }
  return out;
}

json::array folds(const Email& email) {
  json::array out;
  for (const Fold& fold : email.folds) {
    out.push_back(json::object{{"kind", name_of(fold.kind)},
                               {"code", code_of(fold.reason.why)},
                               {"value", text(fold.reason.value)},
                               {"line", text(fold.line)}});
  }
  return out;
}

json::array invites(const Email& email) {
  json::array out;
  for (const Invite& invite : email.invites) {
    out.push_back(json::object{{"method", text(invite.method)},
                               {"summary", text(invite.summary)},
                               {"starts", text(invite.starts)},
                               {"ends", text(invite.ends)},
                               {"location", text(invite.location)},
                               {"organizer", text(invite.organizer)}});
  }
  return out;
}

json::array authentication(const Email& email) {
  json::array out;
  for (const Authentication& found : read_authentication(email)) {
    out.push_back(json::object{{"server", text(found.server)},
                               {"method", text(found.method)},
                               {"result", text(found.result)},
                               {"about", text(found.about)}});
  }
  return out;
}

}  // namespace

std::string_view name_of(FoldKind kind) {
  return fold_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Label label) {
  return label_names[static_cast<std::size_t>(label)];
}

std::string explain_json(const Email& email, std::string_view file, double ms) {
  json::object out;
  out["file"] = text(file);
  out["from"] = address(email.from);
  out["to"] = addresses(email.to);
  out["cc"] = addresses(email.cc);
  out["reply_to"] = addresses(email.reply_to);
  out["subject"] = text(email.subject);
  out["message_id"] = text(email.message_id);
  out["in_reply_to"] = strings(email.in_reply_to);
  out["references"] = strings(email.references);
  if (email.date) {
    out["date"] = *email.date;
  } else {
    out["date"] = nullptr;
  }
  out["text"] = text(email.text);
  out["reply_text"] = text(email.reply_text);
  out["signature"] = text(email.signature);
  out["forwarded"] = text(email.forwarded);
  out["attachments"] = attachments(email);
  out["is_auto_reply"] = email.is_auto_reply;
  out["is_from_list"] = email.is_from_list;
  out["automatic"] = reasons(email.automatic);
  out["is_bounce"] = email.is_bounce;
  out["is_feedback_report"] = email.is_feedback_report;
  out["bounce"] = bounces(email);
  out["original_message_id"] = text(email.original_message_id);
  out["folds"] = folds(email);
  out["invites"] = invites(email);
  out["authentication"] = authentication(email);
  out["spam"] = strings(read_spam_marks(email));
  out["oddities"] = reasons(email.oddities);
  out["ms"] = ms;
  return json::serialize(out);
}

}  // namespace mg::mime
