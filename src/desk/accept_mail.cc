#include <algorithm>

#include "desk/mail_in.h"
#include "store/workspace.h"

namespace mg::desk {

Change accept_mail(std::string sender, std::vector<MailRecipient> recipients,
                   std::shared_ptr<const store::PreparedBlob> raw) {
  return {rules::Right::anyone,
          [sender = std::move(sender), recipients = std::move(recipients),
           raw](Tx& tx) -> Result<std::int64_t> {
            const std::int64_t blob = store::add_blob(tx.session, *raw);
            std::vector<InboxId> stored;
            for (const MailRecipient& recipient : recipients) {
              // Two addresses of one inbox are one mail to it.
              if (std::ranges::find(stored, recipient.inbox) != stored.end()) continue;
              stored.push_back(recipient.inbox);
              store::add_raw_mail(tx.session, {.id = tx.fresh<RawMailId>(),
                                               .inbox = recipient.inbox,
                                               .recipient = recipient.address,
                                               .sender = sender,
                                               .blob = blob,
                                               .received_at = tx.now});
              store::touch_inbox(tx.session, recipient.inbox, tx.now);
            }
            return blob;
          }};
}

Change quarantine_mail(RawMailId id, std::string error) {
  return {rules::Right::anyone, [id, error = std::move(error)](Tx& tx) -> Result<std::int64_t> {
            store::finish_raw_mail(tx.session, id, store::RawMailState::quarantined, {}, {},
                                   error);
            return id.value;
          }};
}

}  // namespace mg::desk
