#include <charconv>
#include <condition_variable>
#include <fcntl.h>
#include <filesystem>
#include <future>
#include <mutex>
#include <set>
#include <system_error>

#include "channels/email/understand.h"
#include "desk/ahead.h"
#include "desk/import_mail.h"
#include "main/commands.h"
#include "main/counted.h"
#include "main/mbox.h"
#include "mime/email.h"

// makegood import mbox: old mail becomes conversations with their old dates. Nobody is written to.
namespace mg::app {
namespace {

// A batch is one transaction; people's writes wait for it to end.
constexpr std::size_t batch_mails_max = 32;
constexpr std::size_t batch_bytes_max = 1 << 20;

struct Batch {
  std::vector<desk::OldMail> mails;
  std::vector<std::int64_t> ends;  // Where in the file each mail ends.
  std::size_t bytes = 0;

  bool full() const { return mails.size() >= batch_mails_max || bytes >= batch_bytes_max; }
};

// A file goes into an inbox by one command at a time: one that was cut off has stored its last
// mails before the next asks how far it came.
class Turn {
 public:
  Turn(const std::string& key, const Progress& progress) : key_(key) {
    std::unique_lock lock(mutex_);
    while (!taken_.insert(key_).second) {
      ended_.wait_for(lock, std::chrono::milliseconds(100));
      lock.unlock();
      progress("0");  // Ends the wait when nobody asks any more.
      lock.lock();
    }
  }
  ~Turn() {
    {
      const std::lock_guard lock(mutex_);
      taken_.erase(key_);
    }
    ended_.notify_all();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  static inline std::mutex mutex_;
  static inline std::condition_variable ended_;
  static inline std::set<std::string> taken_;
  const std::string key_;
};

std::string key_of(InboxId inbox, MboxReader& reader) {
  return "import_mbox/" + to_string(inbox) + "/" + reader.fingerprint();
}

class Importer {
 public:
  Importer(desk::Desk& desk, InboxId inbox, MboxReader& reader)
      : desk_(desk), inbox_(inbox), reader_(reader), key_(key_of(inbox, reader)) {}
  ~Importer() { (void)settle(); }  // What was submitted refers to this object.

  // Goes on where an earlier run of this file into this inbox stopped.
  void resume() {
    const auto mark = desk_.read<std::optional<std::string>>(
        [&](db::Session& session) -> Result<std::optional<std::string>> {
          return desk::import_mark(session, key_);
        });
    if (!mark || !*mark) return;
    std::int64_t position = 0;
    const char* end = (*mark)->data() + (*mark)->size();
    const auto [rest, error] = std::from_chars((*mark)->data(), end, position);
    if (error != std::errc{} || rest == end) return;
    if (reader_.resume(position, std::string(rest + 1, end))) resumed_at = position;
  }

  // While one batch is being stored, the next one is read and understood.
  Result<void> run(const Progress& progress) {
    std::string bytes;
    Batch batch;
    while (reader_.next(bytes)) {
      if (auto fine = add(batch, bytes); !fine) return fine;
      if (!batch.full()) continue;
      if (auto fine = submit(std::exchange(batch, {})); !fine) return fine;
      progress(std::to_string(durable_ * 100 / std::max<std::int64_t>(reader_.size(), 1)));
    }
    if (!batch.mails.empty()) {
      if (auto fine = submit(std::move(batch)); !fine) return fine;
    }
    return settle();
  }

  std::int64_t imported = 0, known = 0, left_out = 0, failed = 0, resumed_at = 0;

 private:
  Result<void> add(Batch& batch, const std::string& bytes) const {
    store::RawMail raw;
    raw.inbox = inbox_;
    auto mail = channels::email::understand(raw, bytes);
    mail->imported = true;
    mail->raw_bytes = std::make_shared<store::PreparedBlob>(store::prepare_blob(bytes));
    if (auto fine = desk::store_ahead_now(desk_, desk::blobs_of(*mail)); !fine) return fine;
    const Instant now = desk_.now();
    const Instant written_at = std::min(now, mail->written_at.value_or(now));
    batch.mails.push_back({std::move(mail), written_at});
    batch.ends.push_back(reader_.position());
    batch.bytes += bytes.size();
    return {};
  }

  desk::Change change_of(std::vector<desk::OldMail> mails, std::int64_t end) const {
    return desk::import_mails(std::move(mails), desk_.keys(),
                              {key_, std::to_string(end) + " " + reader_.fingerprint_before(end)});
  }

  static desk::Context in_bulk() {
    desk::Context context = desk::as_system();
    context.bulk = true;
    return context;
  }

  Result<void> submit(Batch batch) {
    if (auto fine = settle(); !fine) return fine;
    pending_ = std::move(batch);
    auto promise = std::make_shared<std::promise<Result<std::int64_t>>>();
    stored_ = promise->get_future();
    desk_.change(in_bulk(), change_of(pending_.mails, pending_.ends.back()),
                 [promise](Result<std::int64_t> fresh) { promise->set_value(std::move(fresh)); });
    return {};
  }

  // Waits for the batch under way; one that was refused is tried again mail by mail.
  Result<void> settle() {
    if (!stored_.valid()) return {};
    const auto fresh = stored_.get();
    if (fresh) {
      count(*fresh, pending_.mails.size(), pending_.ends.back());
      return {};
    }
    if (is_gone(fresh.error())) return std::unexpected(fresh.error());
    for (std::size_t i = 0; i < pending_.mails.size(); ++i) {
      const auto one =
          desk_.change_now(in_bulk(), change_of({pending_.mails[i]}, pending_.ends[i]));
      if (one) {
        count(*one, 1, pending_.ends[i]);
      } else if (is_gone(one.error())) {
        return std::unexpected(one.error());
      } else if (one.error().code == desk::between_ourselves) {
        ++left_out;
      } else {
        ++failed;
      }
    }
    return {};
  }

  // Not this mail, but the database: nothing can be stored now.
  bool is_gone(const Refusal& refusal) const {
    return refusal.kind == RefusalKind::unavailable && !desk_.database().healthy();
  }

  void count(std::int64_t fresh, std::size_t all, std::int64_t end) {
    imported += fresh;
    known += static_cast<std::int64_t>(all) - fresh;
    durable_ = end;
  }

  desk::Desk& desk_;
  const InboxId inbox_;
  MboxReader& reader_;
  const std::string key_;
  std::int64_t durable_ = 0;
  Batch pending_;
  std::future<Result<std::int64_t>> stored_;
};

std::string said(const Importer& importer) {
  std::string text = counted(importer.imported, "mail imported, ", "mails imported, ") +
                     counted(importer.known, "was there already.", "were there already.");
  if (importer.resumed_at > 0) {
    text += " An earlier run had done the first " + counted(importer.resumed_at, "byte", "bytes") +
            " (--restart reads from the beginning).";
  }
  if (importer.left_out > 0) {
    text += " " + counted(importer.left_out, "mail", "mails") +
            " from your own addresses to nobody else left out.";
  }
  if (importer.failed > 0) {
    text += " " + counted(importer.failed, "mail", "mails") +
            " could not be stored; --restart tries again.";
  }
  return text;
}

}  // namespace

Result<std::string> import_mbox(desk::Desk& desk, const Arguments& arguments,
                                const Progress& progress) {
  const auto value = [&](const char* name) { return argument(arguments, name); };
  const std::string path = value(file_argument);
  const auto inbox = desk.read<std::optional<InboxId>>(
      [&](db::Session& session) -> Result<std::optional<InboxId>> {
        return store::inbox_of_address(session, value("inbox"));
      });
  if (!inbox) return std::unexpected(inbox.error());
  if (!*inbox) {
    return refuse(RefusalKind::not_found, "unknown_inbox",
                  "There is no inbox with the address " + value("inbox") + ".");
  }
  const std::string descriptor = value(file_of_command);
  MboxReader reader = descriptor.empty()
                          ? MboxReader(path)
                          : MboxReader(::fcntl(std::stoi(descriptor), F_DUPFD_CLOEXEC, 0));
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(path, error);
  if (reader.is_stream() && !is_folder) {
    return refuse(RefusalKind::bad_input, "unreadable",
                  path +
                      " is a pipe and no file. Save what comes out of it as a file, and name "
                      "that: an import that was stopped goes on in the middle.");
  }
  if (!reader.opened() || is_folder) {
    return refuse(RefusalKind::bad_input, "unreadable", why_unreadable(path));
  }
  if (!reader.good()) {
    return refuse(RefusalKind::bad_input, "not_a_mailbox",
                  path + " is no mailbox (mbox): its first line does not begin with \"From \".");
  }
  const Turn turn(key_of(**inbox, reader), progress);
  Importer importer(desk, **inbox, reader);
  if (value("restart").empty()) importer.resume();
  if (auto done = importer.run(progress); !done) {
    return refuse(RefusalKind::unavailable, "import_incomplete",
                  said(importer) +
                      " Then the database could not be written. Run the command "
                      "again: it goes on where it stopped.");
  }
  if (reader.cut()) {
    return refuse(RefusalKind::conflict, "import_incomplete",
                  said(importer) +
                      " Then the file ended before its end: something made it shorter while it was "
                      "read. Run the command again with the whole file.");
  }
  if (importer.failed > 0) {
    return refuse(RefusalKind::conflict, "import_incomplete", said(importer));
  }
  return said(importer);
}

}  // namespace mg::app
