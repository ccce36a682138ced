#include "channels/email/desk_sink.h"

#include "desk/mail_in.h"

namespace mg::channels::email {

Result<Recipient> DeskSink::resolve(std::string_view address) {
  const auto inbox = directory_.inbox_of(address);
  if (!inbox) return std::unexpected(inbox.error());
  return Recipient{std::string(address), inbox->value};
}

void DeskSink::accept(Envelope envelope, std::string raw, MailDone done) {
  std::vector<desk::MailRecipient> recipients;
  for (const Recipient& recipient : envelope.recipients) {
    recipients.push_back({recipient.address, InboxId{recipient.inbox}});
  }
  const std::size_t count = recipients.size();
  auto blob = std::make_shared<const store::PreparedBlob>(store::prepare_blob(raw));
  desk_.change(desk::as_system(),
               desk::accept_mail(std::move(envelope.from), std::move(recipients), std::move(blob)),
               [done = std::move(done), count](Result<std::int64_t> stored) {
                 Result<void> fate;
                 if (!stored) fate = std::unexpected(stored.error());
                 done(std::vector<Result<void>>(count, fate));
               });
}

}  // namespace mg::channels::email
