#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/erase_contact.h"
#include "desk/files.h"
#include "desk/outbox.h"
#include "store/erasure.h"

// Every word of Ana carries a canary, a word that occurs nowhere else. After the erasure none may
// be in any column of any table nor, on SQLite, in any byte of the data folder. The tables are read
// from the schema, so a table that is added later is looked at, too.
namespace mg::desk {
// Fourteen letters, different from each other from the first on: indexes share beginnings.
inline std::string canary(int n) {
  std::uint64_t x = static_cast<std::uint64_t>(n) * 0x9e3779b97f4a7c15u + 0x7f4a7c15u;
  std::string word;
  for (int i = 0; i < 14; ++i) {
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    word += static_cast<char>('a' + (x >> 40) % 26);
  }
  return word;
}

inline std::shared_ptr<const store::PreparedBlob> blob(const std::string& bytes) {
  // As it is: a compressed canary could not be found by looking at bytes.
  auto kept = store::prepare_blob(bytes);
  kept.codec = 0;
  kept.bytes = bytes;
  return std::make_shared<const store::PreparedBlob>(std::move(kept));
}

class Canaries {
 public:
  explicit Canaries(const std::vector<std::string>& words) {
    // An index may keep the first letters of a word apart from the rest.
    for (const std::string& word : words) ends_.insert(word.substr(word.size() - letters));
  }
  int found_in(std::string_view bytes) const {
    int count = 0;
    std::size_t run = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      run = bytes[i] >= 'a' && bytes[i] <= 'z' ? run + 1 : 0;
      if (run >= letters) count += ends_.contains(bytes.substr(i + 1 - letters, letters));
    }
    return count;
  }

 private:
  static constexpr std::size_t letters = 11;
  std::set<std::string, std::less<>> ends_;
};

class EraseContact : public DeskTest {
 protected:
  std::string word() {
    words_.push_back(canary(static_cast<int>(words_.size()) + 1));
    return words_.back();
  }

  // A mail that came over the wire and is taken in, with an attachment.
  MessageId mail_from(const std::string& name, const std::string& email, const std::string& subject,
                      const std::string& text, std::vector<std::string> references = {},
                      const std::string& cc = "") {
    const std::string id = word() + "@" + word() + ".example";
    const std::string raw =
        "From: " + name + " <" + email + ">\r\nX-Trace: " + word() + "\r\n\r\n" + text;
    const std::int64_t stored = *desk_->change_now(
        as_system(), accept_mail(email, {{"help@desk.example", inbox_}}, blob(raw)));
    EXPECT_GT(stored, 0);
    const auto leased = lease_mail(*desk_, 1);
    EXPECT_EQ(leased.size(), 1u);
    auto mail = std::make_shared<ReceivedMail>();
    mail->raw = leased.at(0).id;
    mail->inbox = inbox_;
    mail->from_address = email;
    mail->from_name = name;
    mail->subject = subject;
    mail->message_id = id;
    mail->ancestors = references;
    mail->references = std::move(references);
    mail->text = text;
    mail->quoted = "> " + word();
    mail->html = "<p>" + word() + "</p>";
    mail->people = R"({"to":[{"name":"Help","email":"help@desk.example"}],"cc":[)" + cc +
                   R"(],"reply_to":[]})";
    mail->parts.push_back({word() + ".txt", "text/plain", word() + "@cid", false, false,
                           *blob("attached " + word())});
    last_id_ = id;
    const auto receipt = desk_->change_now(as_system(), receive_mail(mail, desk_->keys()));
    EXPECT_TRUE(receipt) << receipt.error().detail;
    return MessageId{receipt.value_or(0)};
  }
  MessageId mail_of_ana(const std::string& text, std::vector<std::string> references = {}) {
    return mail_from(ana_name_, ana_email_, word(), text, std::move(references));
  }

  template <class T>
  T look(std::function<T(db::Session&)> what) {
    std::optional<T> found;
    database_->read([&](db::Session& session) { found.emplace(what(session)); });
    return std::move(*found);
  }
  std::optional<ContactId> contact(const std::string& email) {
    return look<std::optional<ContactId>>(
        [&](db::Session& session) { return store::find_contact(session, email); });
  }

  // Leased and frozen, as if the mail server could not be reached.
  void send_what_waits(DeliveryState outcome) {
    for (const auto& lease : lease_outbox(*desk_, 100)) {
      const auto item = load_outbox_item(*desk_, lease);
      ASSERT_TRUE(item);
      if (!*item) continue;
      if ((*item)->build) {
        ASSERT_TRUE(desk_->change_now(
            as_system(), freeze(lease, word() + "@desk.example",
                                blob("To: " + ana_email_ + "\r\n\r\nfrozen " + word()))));
      }
      ASSERT_TRUE(desk_->change_now(as_system(), report(lease, {outcome, 451, word()})));
    }
  }

  MessageId answer(ConversationId id, const std::string& text, int undo_seconds = 0) {
    NewReply want;
    want.conversation = id;
    want.text = text;
    want.html = "<p>" + text + "</p>";
    want.undo_seconds = undo_seconds;
    want.promise = NewPromise{clock_.now() + 10h, word()};
    Context context = by_owner();
    context.command = "http:" + word();  // A client's own key.
    context.digest = "d";
    const auto id_of = desk_->change_now(context, reply(want));
    EXPECT_TRUE(id_of) << id_of.error().detail;
    return MessageId{id_of.value_or(0)};
  }

  void index_all() {
    while (index_more(*desk_, 1000) > 0) {
    }
  }

  ContactId ana() { return *contact(ana_email_); }
  Result<std::int64_t> start(ContactId id, const std::string& confirmation) {
    return desk_->change_now(by_owner(), erase_contact({id, confirmation, ErasureReason::asked}));
  }
  int run() {
    int turns = 0;
    while (erase_more(*desk_) == EraseTurn::more) ++turns;
    return turns;
  }

  // Text and bytes of every column of every table, "table.column" each.
  void each_value(const std::function<void(const std::string&, std::string_view)>& fn) {
    database_->read([&](db::Session& session) {
      for (const auto& [table, columns] : tables(session)) {
        for (const std::string& column : columns) {
          const bool sqlite = session.engine() == db::Engine::sqlite;
          const std::string as = sqlite ? "CAST(\"" + column + "\" AS BLOB)"
                                        : "convert_to(CASE WHEN pg_typeof(\"" + column +
                                              "\")::text = 'bytea' THEN encode(\"" + column +
                                              "\"::text::bytea, 'escape') ELSE \"" + column +
                                              "\"::text END, 'UTF8')";
          session.execute_text("SELECT " + as + " FROM \"" + table + "\"", {},
                               [&](const db::Row& row) { fn(table + "." + column, row.blob(0)); });
        }
      }
    });
  }
  static std::map<std::string, std::vector<std::string>> tables(db::Session& session) {
    std::map<std::string, std::vector<std::string>> found;
    const char* sqlite =
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c "
        "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'search'";
    const char* postgres =
        "SELECT table_name::text, column_name::text FROM information_schema.columns "
        "WHERE table_schema = current_schema()";
    session.execute_text(
        session.engine() == db::Engine::sqlite ? sqlite : postgres, {},
        [&](const db::Row& row) { found[row.string(0)].push_back(row.string(1)); });
    return found;
  }

  std::int64_t rows_of(const std::string& table) {
    std::int64_t rows = 0;
    database_->read([&](db::Session& session) {
      session.execute_text("SELECT count(*) FROM " + table, {},
                           [&](const db::Row& row) { rows = row.integer(0); });
    });
    return rows;
  }

  // Tables and columns that hold one of the words.
  std::set<std::string> places_of(const std::vector<std::string>& words) {
    std::set<std::string> where;
    const Canaries canaries(words);
    each_value([&](const std::string& place, std::string_view value) {
      if (canaries.found_in(value)) where.insert(place);
    });
    return where;
  }

  // Files of the data folder that hold one of the words, byte by byte.
  std::map<std::string, int> files_with(const std::vector<std::string>& words) {
    std::map<std::string, int> found;
    if (GetParam() != db::Engine::sqlite) return found;
    const Canaries canaries(words);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test_database_.folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      if (const int count = canaries.found_in(bytes))
        found[entry.path().filename().string()] = count;
    }
    return found;
  }

  void expect_nothing_is_left() {
    EXPECT_EQ(places_of(words_), std::set<std::string>{});
    EXPECT_EQ(files_with(words_), (std::map<std::string, int>{}));
  }

  std::vector<std::string> words_;
  std::string last_id_;
  std::string ana_name_ = word();
  std::string ana_email_ = word() + "@" + word() + ".example";
};

}  // namespace mg::desk
