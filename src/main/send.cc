#include "main/send.h"

#include "channels/email/smtp_send.h"

namespace mg::app {

jobs::Ports::Send make_sender(std::shared_ptr<const std::atomic<bool>> stopping) {
  auto sender = std::make_shared<channels::email::SmtpSender>(channels::email::SmtpTimes{},
                                                              std::move(stopping));
  return [sender](const desk::OutboxItem& item,
                  const std::function<void()>& listens) -> desk::Attempt {
    using channels::email::SendOutcome;
    channels::email::SmtpServer server;
    server.url = item.server.url;
    server.user = item.server.user;
    server.password = item.server.password;
    const std::string recipients[] = {item.recipient};
    const SendOutcome outcome = sender->send(server, item.sender, recipients, item.bytes, listens);
    DeliveryState state = DeliveryState::deferred;
    if (outcome.state == SendOutcome::sent) state = DeliveryState::sent;
    if (outcome.state == SendOutcome::failed) state = DeliveryState::failed;
    return {state, outcome.code, outcome.answer, outcome.mail_begun};
  };
}

}  // namespace mg::app
