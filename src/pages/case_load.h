#pragma once

#include <optional>
#include <string>

#include "desk/desk.h"
#include "pages/case_page.h"

namespace mg::pages {

// What the holder of this claim may see, as stored now: no notes, no withdrawn or held replies.
// `frame` is the caller's; `token` is put into the page's own links, and `keys` sign the one to the
// conversation that took this one up again. The thread is its newest part, or with `before` the
// part before that message. nullopt: there is no such conversation.
std::optional<CasePage> load_case(db::Session& session, const desk::Settings& settings,
                                  const desk::Keyring& keys, const desk::PageClaim& claim,
                                  const std::string& token, MessageId before, Frame frame);

// True when the page of this claim shows the attachment.
bool shows_attachment(db::Session& session, const desk::PageClaim& claim, AttachmentId id);

}  // namespace mg::pages
