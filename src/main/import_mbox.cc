#include <fstream>
#include <latch>

#include "channels/email/understand.h"
#include "main/commands.h"
#include "mime/email.h"

// makegood import mbox: old mail becomes conversations with their old dates. Nobody is written to.
namespace mg::app {
namespace {

constexpr int mails_per_turn_max = 64;

// Cuts a mailbox (mboxrd) into mails at "From " lines that follow an empty line.
class MboxReader {
 public:
  explicit MboxReader(const std::string& path) : file_(path, std::ios::binary) {
    file_.seekg(0, std::ios::end);
    size_ = static_cast<std::int64_t>(file_.tellg());
    file_.seekg(0);
    std::getline(file_, line_);
  }
  bool good() const { return size_ >= 0 && line_.starts_with("From "); }
  std::int64_t size() const { return size_; }
  std::int64_t position() {
    return file_.good() ? static_cast<std::int64_t>(file_.tellg()) : size_;
  }

  bool next(std::string& mail) {
    if (!file_.good()) return false;
    mail.clear();
    bool after_empty = false;
    while (std::getline(file_, line_)) {
      if (after_empty && line_.starts_with("From ")) break;
      after_empty = line_.empty() || line_ == "\r";
      // mboxrd: a line that began with "From " was written as ">From ".
      std::string_view text = line_;
      const auto quotes = text.find_first_not_of('>');
      if (quotes != std::string_view::npos && quotes > 0 &&
          text.substr(quotes).starts_with("From ")) {
        text.remove_prefix(1);
      }
      if (mail.size() + text.size() < mime::email_bytes_max) {
        mail += text;
        mail += '\n';
      }
    }
    return !mail.empty();
  }

 private:
  std::ifstream file_;
  std::int64_t size_ = -1;
  std::string line_;
};

struct Importer {
  desk::Desk& desk;
  InboxId inbox;
  std::int64_t imported = 0, known = 0, failed = 0;

  void take(std::vector<std::string>& mails) {
    std::latch finished(static_cast<std::ptrdiff_t>(mails.size()));
    std::vector<Result<std::int64_t>> results(mails.size());
    for (std::size_t i = 0; i < mails.size(); ++i) {
      store::RawMail raw;
      raw.inbox = inbox;
      auto mail = channels::email::understand(raw, mails[i]);
      mail->imported = true;
      mail->raw_bytes = std::make_shared<const store::PreparedBlob>(store::prepare_blob(mails[i]));
      desk::Context context = desk::as_system();
      context.bulk = true;
      const Instant now = desk.now();
      context.happened_at = std::min(now, mail->written_at.value_or(now));
      desk.change(context, desk::receive_mail(mail, desk.keys()),
                  [&results, &finished, i](Result<std::int64_t> result) {
                    results[i] = std::move(result);
                    finished.count_down();
                  });
    }
    finished.wait();
    for (const auto& result : results) {
      ++(!result ? failed : *result == 0 ? known : imported);
    }
    mails.clear();
  }
};

}  // namespace

Result<std::string> import_mbox(desk::Desk& desk, const Arguments& arguments,
                                const Progress& progress) {
  const auto value = [&](const char* name) {
    const auto at = arguments.find(name);
    return at == arguments.end() ? std::string() : at->second;
  };
  const std::string path = value("file");
  const auto inbox = desk.read<std::optional<InboxId>>(
      [&](db::Session& session) -> Result<std::optional<InboxId>> {
        return store::inbox_of_address(session, value("inbox"));
      });
  if (!inbox) return std::unexpected(inbox.error());
  if (!*inbox) {
    return refuse(RefusalKind::not_found, "unknown_inbox",
                  "There is no inbox with the address " + value("inbox") + ".");
  }
  MboxReader reader(path);
  if (!reader.good()) {
    return refuse(RefusalKind::bad_input, "not_a_mailbox",
                  path + " cannot be read as a mailbox (mbox).");
  }
  Importer importer{desk, **inbox};
  std::vector<std::string> mails;
  std::string mail;
  while (reader.next(mail)) {
    mails.push_back(mail);
    if (mails.size() < mails_per_turn_max) continue;
    importer.take(mails);
    progress(std::to_string(reader.position() * 100 / std::max<std::int64_t>(reader.size(), 1)));
  }
  importer.take(mails);
  std::string said = std::to_string(importer.imported) + " mails imported, " +
                     std::to_string(importer.known) + " were there already.";
  if (importer.failed > 0) {
    return refuse(RefusalKind::unavailable, "import_incomplete",
                  said + " " + std::to_string(importer.failed) +
                      " could not be stored. Run the command again: it goes on where it stopped.");
  }
  return said;
}

}  // namespace mg::app
