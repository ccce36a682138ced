#pragma once

#include <string>
#include <vector>

#include "desk/desk.h"
#include "store/blob.h"
#include "store/lists.h"
#include "store/messages.h"

// What customers do on their page. The claim comes from a verified token.
namespace mg::desk {

inline constexpr std::size_t words_characters_max = 64 * 1024;

// A file that came with the form.
struct PageFile {
  std::string name, type;
  store::PreparedBlob bytes;
};

struct Say {
  PageClaim claim;
  std::string text;
  std::vector<PageFile> files;
  bool by_hand = false;  // In a browser: what stands there last already is not said again.
};

// For so long. Going back to a form that was sent loads its page anew, and browsers put the words
// into it again.
inline constexpr auto said_again_within = std::chrono::hours(1);

// The command id (of a Context) of a form that says `contents`; `action` tells the forms of one
// page apart.
std::string page_command(const PageClaim& claim, std::string_view action,
                         std::string_view contents);

// Makes the context one of a request that came with this Idempotency-Key: keys are the actor's own.
// `request` is what has to be the same when it is asked again.
void add_key(Context& context, std::string_view key, std::string_view request);

// Whether what this person writes on the page takes the conversation out of spam: whoever asked for
// help is asked there whether we were wrong. Not when they are blocked.
bool brings_back(db::Session& session, const views::Conversation& conversation, ContactId contact);

// More words than desk/page_room.h allows are refused; the room of files is taken before.
// Receipt of all: the conversation that it ended up in (another one, when the old one had ended
// too long ago).
// In spam, words that bring the conversation back.
Change write_from_page(Say want);

// "Yes, it is solved" and "Not yet", with or without words. `proposal`: the one that the form
// named, none when it named none.
Change confirm_from_page(Say want, ProposalId proposal);
Change decline_from_page(Say want, ProposalId proposal);

inline constexpr int links_mailed_max = 5;

// Mails new links to this address: one to each of the newest conversations that it takes part in
// and that go on or may still be reopened, at most links_mailed_max; without any, one to the newest
// that has ended. Each link goes out in the thread of its own conversation. Who is not the
// requester gets one only when let in: named by the requester in To or Cc, or writing to the
// conversation's own address, which only our mails tell. Always answers the same way, and at most
// once an hour for one address.
Change mail_new_links(std::string address, std::shared_ptr<const Keyring> keys);

}  // namespace mg::desk
