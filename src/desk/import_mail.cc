#include "desk/import_mail.h"

#include "store/workspace.h"

namespace mg::desk {

std::optional<std::string> import_mark(db::Session& session, std::string_view key) {
  return store::load_setting(session, key);
}

Change import_mails(std::vector<OldMail> mails, std::shared_ptr<const Keyring> keys,
                    ImportMark mark) {
  return {rules::Right::anyone,
          [mails = std::move(mails), keys = std::move(keys),
           mark = std::move(mark)](Tx& tx) -> Result<std::int64_t> {
            std::int64_t fresh = 0;
            for (const OldMail& old : mails) {
              Tx then{tx.session, tx.settings, tx.policy, tx.now, old.written_at, tx.context};
              const auto receipt = receive_mail(old.mail, keys).work(then);
              if (!receipt) return std::unexpected(receipt.error());
              fresh += *receipt != 0;
            }
            store::save_setting(tx.session, mark.key, mark.value);
            return fresh;
          }};
}

}  // namespace mg::desk
