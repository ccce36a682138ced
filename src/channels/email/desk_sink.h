#pragma once

#include "channels/email/lmtp_sink.h"
#include "desk/people.h"

namespace mg::channels::email {

// Keeps mail from the listener in the desk: 250 follows the durable commit of the raw bytes.
class DeskSink final : public MailSink {
 public:
  DeskSink(desk::Desk& desk, desk::Directory& directory) : desk_(desk), directory_(directory) {}

  Result<Recipient> resolve(std::string_view address) override;
  void accept(Envelope envelope, std::string raw, MailDone done) override;

 private:
  desk::Desk& desk_;
  desk::Directory& directory_;
};

}  // namespace mg::channels::email
