#include <algorithm>
#include <sodium.h>

#include "desk/mail_in.h"
#include "desk/sign_in.h"
#include "store/people.h"
#include "store/workspace.h"

namespace mg::desk {
namespace {

// Short, for it is how long the mails of a node that died have to wait.
constexpr auto mail_lease_time = std::chrono::seconds(8);

// Of RFC 2606: no mail is ever delivered there.
constexpr std::string_view nobodys_domain = "@mail.invalid";

}  // namespace

std::string nobodys_address(std::string_view words) {
  const std::string hash = hash_of_secret(words).substr(0, 10);
  std::string hex(2 * hash.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(hash.data()),
                 hash.size());
  hex.pop_back();  // libsodium ends with a NUL.
  return "unknown-" + hex + std::string(nobodys_domain);
}

bool is_somebodys_address(std::string_view address) {
  return !store::address_key(address).empty();
}

bool is_nobodys_address(std::string_view address) {
  return address.starts_with("unknown-") && address.ends_with(nobodys_domain);
}

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
          },
          db::Commit::shared};
}

std::vector<store::PreparedBlob*> blobs_of(ReceivedMail& mail) {
  std::vector<store::PreparedBlob*> blobs;
  for (MailPart& part : mail.parts) blobs.push_back(&part.bytes);
  if (mail.raw_bytes) blobs.push_back(mail.raw_bytes.get());
  return blobs;
}

std::vector<store::RawMail> lease_mail(Desk& desk, int count_max) {
  std::vector<store::RawMail> leased;
  desk.database().write(
      [&](db::Session& session) {
        leased = store::lease_raw_mail(session, mail_lease_time, count_max);
      },
      db::Lane::bulk);
  return leased;
}

void keep_mail(Desk& desk, const std::vector<store::MailLease>& held) {
  if (held.empty()) return;
  desk.database().write([&](db::Session& session) {
    for (const store::MailLease& lease : held) store::keep_lease(session, lease, mail_lease_time);
  });
}

Change give_back(std::vector<RawMailId> mails, Duration pause) {
  return {rules::Right::anyone, [mails = std::move(mails), pause](Tx& tx) -> Result<std::int64_t> {
            for (const RawMailId id : mails) store::give_back(tx.session, id, pause);
            return 0;
          }};
}

Result<std::string> raw_bytes(Desk& desk, const store::RawMail& mail) {
  return desk.read<std::string>([&](db::Session& session) -> Result<std::string> {
    auto bytes = store::load_blob(session, mail.blob);
    if (!bytes) return not_found();
    return std::move(*bytes);
  });
}

std::map<std::int64_t, std::string> raw_bytes(Desk& desk, std::span<const store::RawMail> mails) {
  std::vector<std::int64_t> blobs;
  for (const store::RawMail& mail : mails) blobs.push_back(mail.blob);
  using Found = std::map<std::int64_t, std::string>;
  auto found = desk.read<Found>(
      [&](db::Session& session) -> Result<Found> { return store::load_blobs(session, blobs); });
  return found ? std::move(*found) : Found();
}

std::int64_t mail_waiting(Desk& desk) {
  std::int64_t waiting = 0;
  desk.database().read([&](db::Session& session) { waiting = store::raw_mail_waiting(session); });
  return waiting;
}

Change quarantine_mail(RawMailId id, std::string error) {
  return {rules::Right::anyone, [id, error = std::move(error)](Tx& tx) -> Result<std::int64_t> {
            store::finish_raw_mail(tx.session, id, store::RawMailState::quarantined, {}, {}, error);
            return id.value;
          }};
}

}  // namespace mg::desk
