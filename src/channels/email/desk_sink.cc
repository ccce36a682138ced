#include "channels/email/desk_sink.h"

#include "desk/ahead.h"
#include "desk/mail_in.h"
#include "net/problem.h"

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
  auto blob = std::make_shared<store::PreparedBlob>(store::prepare_blob(raw));
  const auto answer = [done = std::move(done), count](Result<void> fate) {
    if (!fate) net::tell_internal_error(fate.error(), "mail");
    done(std::vector<Result<void>>(count, fate));
  };
  desk::store_ahead(desk_, {blob.get()},
                    [&desk = desk_, answer, blob, sender = std::move(envelope.from),
                     recipients = std::move(recipients)](Result<void> stored_ahead) {
                      if (!stored_ahead) return answer(std::move(stored_ahead));
                      desk.change(
                          desk::as_system(), desk::accept_mail(sender, recipients, blob),
                          [answer](Result<std::int64_t> stored) {
                            answer(stored ? Result<void>() : std::unexpected(stored.error()));
                          });
                    });
}

}  // namespace mg::channels::email
