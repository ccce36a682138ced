#pragma once

#include <memory>
#include <string>
#include <vector>

#include "desk/mail_in.h"

// Old mail from elsewhere: many at a time, with a durable mark of how far it has come.
namespace mg::desk {

struct OldMail {
  std::shared_ptr<const ReceivedMail> mail;  // `imported`: nobody is written to.
  Instant written_at;
};

// How far an import of one file has come; kept under `key`.
struct ImportMark {
  std::string key, value;
};
std::optional<std::string> import_mark(db::Session& session, std::string_view key);

// The mails and the mark in one transaction: after any interruption the mark says exactly what is
// there. Receipt: how many were new; the others were known by their Message-ID. A refusal undoes
// all of it, so try them one by one then.
Change import_mails(std::vector<OldMail> mails, std::shared_ptr<const Keyring> keys,
                    ImportMark mark);

}  // namespace mg::desk
