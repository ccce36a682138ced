#include "desk/erase_contact.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "db/test_database.h"
#include "desk/answer.h"
#include "desk/customer.h"
#include "desk/files.h"
#include "desk/hold.h"
#include "desk/mail_in.h"
#include "desk/outbox.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/sign_in.h"
#include "desk/timers.h"
#include "desk/workspace.h"
#include "gen/store/migrations.h"
#include "store/search.h"

// Every word of Ana carries a canary, a word that occurs nowhere else. After the erasure none may
// be in any column of any table nor, on SQLite, in any byte of the data folder. The tables are read
// from the schema, so a table that is added later is looked at, too.
namespace mg::desk {
namespace {

using namespace std::chrono_literals;

// Fourteen letters, different from each other from the first on: indexes share beginnings.
std::string canary(int n) {
  std::uint64_t x = static_cast<std::uint64_t>(n) * 0x9e3779b97f4a7c15u + 0x7f4a7c15u;
  std::string word;
  for (int i = 0; i < 14; ++i) {
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    word += static_cast<char>('a' + (x >> 40) % 26);
  }
  return word;
}

std::shared_ptr<const store::PreparedBlob> blob(const std::string& bytes) {
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

class EraseContact : public testing::TestWithParam<db::Engine> {
 protected:
  EraseContact() : test_database_(GetParam()) {
    database_ = db::open(test_database_.options);
    database_->migrate(store::migrations());
    desk_ = std::make_unique<Desk>(*database_, clock_,
                                   Desk::Options{"https://desk.example", "desk.example"});
    owner_ = AgentId{*desk_->change_now(
        as_system(), create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
    desk_->reload();
    inbox_ = add_inbox("help@desk.example");
  }

  InboxId add_inbox(const std::string& address) {
    return InboxId{*desk_->change_now(by_owner(), save_inbox({.id = {},
                                                              .name = "Support",
                                                              .address = address,
                                                              .aliases = {},
                                                              .smtp = "smtp://127.0.0.1:1",
                                                              .smtp_user = {},
                                                              .smtp_password = {},
                                                              .team = {},
                                                              .last_read_at = {},
                                                              .error = {}}))};
  }

  Context by_owner() const { return as_agent(owner_, Role::owner); }

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
    mail->references = std::move(references);
    mail->text = text;
    mail->quoted = "> " + word();
    mail->html = "<p>" + word() + "</p>";
    mail->people = R"({"to":[{"name":"Help","email":"help@desk.example"}],"cc":[)" + cc + "]}";
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
  ConversationId conversation_of(MessageId id) {
    return look<ConversationId>([&](db::Session& session) {
      return store::load_message(session, id)->message.conversation;
    });
  }
  views::Conversation load(ConversationId id) {
    return look<views::Conversation>([&](db::Session& session) {
      return *store::load_conversation(session, id, store::Lock::none);
    });
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

  void TearDown() override {
    database_->read([](db::Session& session) {
      for (const ConversationId id : store::conversations_after(session, {}, 10'000)) {
        for (const auto& difference : store::check_conversation(session, id)) {
          ADD_FAILURE() << difference.what;
        }
      }
    });
  }

  db::testing::TestDatabase test_database_;
  FixedClock clock_{from_rfc3339("2026-11-21T09:00:00Z").value()};
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Desk> desk_;
  AgentId owner_;
  InboxId inbox_;
  std::vector<std::string> words_;
  std::string last_id_;
  std::string ana_name_ = word();
  std::string ana_email_ = word() + "@" + word() + ".example";
};

TEST_P(EraseContact, no_word_of_the_person_is_left_in_any_table_or_file) {
  // Enough to make the database move its pages about.
  for (int i = 0; i < 40; ++i) {
    const MessageId first = mail_of_ana("Help " + word() + " " + std::string(700, 'x'));
    const ConversationId id = conversation_of(first);
    answer(id, "Ana, " + word());
    if (i % 4 == 0) send_what_waits(i % 8 == 0 ? DeliveryState::sent : DeliveryState::deferred);
    mail_of_ana("More " + word(), {last_id_});
    ASSERT_TRUE(desk_->change_now(by_owner(), note({.conversation = id,
                                                    .text = "She says " + word(),
                                                    .html = {},
                                                    .attachments = {},
                                                    .promise = {},
                                                    .seen = {}})));
    if (i % 10 == 3) index_all();
  }
  const ConversationId last = conversation_of(mail_of_ana("Last " + word()));
  answer(last, "Held " + word(), 60);
  const auto upload_id =
      desk_->change_now(by_owner(), upload(word(), "text/plain", blob("upload " + word())));
  ASSERT_TRUE(desk_->change_now(
      by_owner(),
      save_draft(last, R"({"kind":"reply","text":")" + word() + R"(","attachments":[")" +
                           std::to_string(*upload_id) + R"("]})")));
  ASSERT_TRUE(desk_->change_now(as_system(), mail_new_link(ana_email_)));
  ASSERT_TRUE(desk_->change_now(as_contact(ana()),
                                write_from_page({{last, ana(), clock_.now() + 24h},
                                                 word(),
                                                 {{word(), "a/b", store::prepare_blob(word())}}})));
  // Mail that is in no conversation: in quarantine under another envelope, twice, and waiting.
  const auto stray = [&](const std::string& sender) {
    ASSERT_TRUE(desk_->change_now(
        as_system(),
        accept_mail(sender, {{"help@desk.example", inbox_}},
                    blob("Received: x\r\nFrom: A\r\n <" + ana_email_ + ">\r\n\r\n" + word()))));
  };
  stray("bounce-1@lists.example");
  ASSERT_TRUE(desk_->change_now(
      as_system(), quarantine_mail(lease_mail(*desk_, 1).at(0).id, "cannot read " + word())));
  stray(ana_email_);
  index_all();
  const auto before = places_of(words_);
  for (const char* place : {"acknowledgement.address_key",
                            "attachment.content_id",
                            "attachment.name",
                            "blob_chunk.bytes",
                            "command.id",
                            "contact.email",
                            "contact.name",
                            "contact_address.address_key",
                            "conversation_words.excerpt",
                            "conversation_words.subject",
                            "draft.body",
                            "message_id.id",
                            "message_words.html",
                            "message_words.quoted",
                            "message_words.text",
                            "outbox_words.answer",
                            "outbox_words.message_id",
                            "outbox_words.recipient",
                            "promise_words.text",
                            "raw_mail.error",
                            "raw_mail.sender",
                            "throttle.key"}) {
    EXPECT_TRUE(before.contains(place)) << place << ": the test puts no word there";
  }

  const ContactId id = ana();
  ASSERT_TRUE(start(id, ana_email_));
  EXPECT_FALSE(contact(ana_email_));
  EXPECT_GT(run(), 41);
  expect_nothing_is_left();
  const auto done =
      look<store::Erasure>([&](db::Session& session) { return *erasure(session, id); });
  EXPECT_NE(done.finished_at, Instant{});
  EXPECT_EQ(done.conversations, 41);
  EXPECT_EQ(done.mails, 81 + 2);
  EXPECT_TRUE(done.addresses.empty());
  for (const char* table : {"attachment", "blob", "blob_chunk", "draft", "message_words",
                            "promise_words", "raw_mail", "message_id"}) {
    EXPECT_EQ(rows_of(table), 0) << table;
  }
}

TEST_P(EraseContact, conversations_of_others_lose_only_what_the_person_wrote) {
  const std::string kept = "the-words-of-bea";
  const std::string ana_in_cc =
      R"({"name":")" + ana_name_ + R"(","email":")" + ana_email_ + R"("})";
  auto others = words_;
  const MessageId asked = mail_from("Bea", "bea@other.example", "Bea asks", kept, {}, ana_in_cc);
  const std::string bea_id = last_id_;
  const ConversationId id = conversation_of(asked);
  const std::size_t before = words_.size();
  const MessageId hers = mail_of_ana("I, too: " + word(), {bea_id});
  ASSERT_EQ(conversation_of(hers), id);
  for (std::size_t i = before; i < words_.size(); ++i) others.push_back(words_[i]);
  index_all();
  ASSERT_TRUE(start(ana(), ana_name_));
  run();

  EXPECT_EQ(places_of(others), std::set<std::string>{});
  EXPECT_EQ(files_with(others), (std::map<std::string, int>{}));
  const auto c = load(id);
  EXPECT_EQ(c.state, State::open);
  EXPECT_EQ(c.erased_at, Instant{});
  EXPECT_EQ(c.promises.size(), 1u);
  const auto thread = look<std::vector<Said>>(
      [&](db::Session& session) { return desk::thread(session, id, {}, 10); });
  ASSERT_EQ(thread.size(), 3u);
  EXPECT_EQ(thread[0].shown.words.text, kept);
  EXPECT_EQ(thread[0].attachments.size(), 1u);
  EXPECT_FALSE(thread[0].erased);
  EXPECT_EQ(thread[2].shown.words.text, "");
  ASSERT_TRUE(thread[2].erased);
  EXPECT_EQ(thread[2].erased->by, "Bo");
  const auto page = list(*desk_, {});
  EXPECT_EQ(page->items.at(0).excerpt, kept);
  EXPECT_EQ(search(*desk_, "words", "", 10)->items.size(), 1u);
}

TEST_P(EraseContact, the_person_is_out_of_reach_at_once_and_the_queues_follow) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  answer(id, "Soon.", 60);
  const ContactId who = ana();
  const std::string token = page_token(*desk_->keys(), {id, who, clock_.now() + 24h});
  ASSERT_TRUE(start(who, " " + ana_email_ + " "));

  const auto leases = lease_outbox(*desk_, 10);
  for (const auto& lease : leases) {
    EXPECT_FALSE(load_outbox_item(*desk_, lease)->has_value()) << "nothing goes out any more";
  }
  const PageClaim claim = *read_page_token(*desk_->keys(), token, clock_.now());
  EXPECT_EQ(desk_->change_now(as_contact(who), write_from_page({claim, "Hello?", {}})).error().kind,
            RefusalKind::not_found);
  EXPECT_EQ(desk_->change_now(as_contact(who), confirm_from_page({claim, "", {}}, {})).error().kind,
            RefusalKind::not_found);
  clock_.advance(5h);
  const auto timers = lease_timers(*desk_, 10);
  EXPECT_FALSE(timers.empty());
  for (const auto& timer : timers) {
    ASSERT_TRUE(desk_->change_now(as_system(), fire(timer)));
  }
  EXPECT_EQ(load(id).promises.at(0).state, PromiseState::open) << "not broken by the wait";

  run();
  const auto c = load(id);
  EXPECT_EQ(c.state, State::unconfirmed);
  EXPECT_TRUE(c.promises.empty());
  EXPECT_TRUE(c.held.empty());
  EXPECT_FALSE(next_timer(*desk_));
  EXPECT_FALSE(next_outgoing(*desk_));
  const auto copies = look<std::vector<views::Delivery>>(
      [&](db::Session& session) { return store::deliveries_in(session, id); });
  ASSERT_EQ(copies.size(), 1u);
  EXPECT_EQ(copies[0].state, DeliveryState::cancelled);
  EXPECT_EQ(look<std::string>([&](db::Session& session) {
              return store::load_words(session, copies[0].id).answer;
            }),
            "Not sent: the person was erased.");
  NewReply want;
  want.conversation = id;
  want.text = "Still there?";
  EXPECT_EQ(desk_->change_now(by_owner(), reply(want)).error().code, "person_erased");
  EXPECT_EQ(desk_
                ->change_now(by_owner(), edit({.conversation = id,
                                               .subject = "Ana",
                                               .assignee = {},
                                               .team = {},
                                               .priority = {}}))
                .error()
                .code,
            "person_erased");
}

TEST_P(EraseContact, a_later_mail_makes_a_new_contact_and_is_linked_to_nothing) {
  const ConversationId old = conversation_of(mail_of_ana("Help"));
  const ContactId who = ana();
  ASSERT_TRUE(start(who, ana_email_));
  const std::string token = *plus_address(*desk_->keys(), "help@desk.example", old);
  auto mail = std::make_shared<ReceivedMail>();
  mail->inbox = inbox_;
  mail->from_address = ana_email_;
  mail->subject = "Again";
  mail->message_id = "new@x";
  mail->addressed_to = {token};
  mail->text = "Hello again";
  const auto receipt = desk_->change_now(as_system(), receive_mail(mail, desk_->keys()));
  ASSERT_TRUE(receipt);
  run();
  const auto c = load(conversation_of(MessageId{*receipt}));
  EXPECT_NE(c.id, old);
  EXPECT_NE(c.contact, who);
  EXPECT_FALSE(c.continues);
  EXPECT_FALSE(load(old).continued_by);
  EXPECT_EQ(contact(ana_email_), c.contact);
  store::ListQuery open;
  open.state = State::open;
  EXPECT_EQ(list(*desk_, open)->items.at(0).excerpt, "Hello again");
}

TEST_P(EraseContact, it_goes_on_where_a_crash_has_ended_it) {
  for (int i = 0; i < 6; ++i) mail_of_ana("Help " + word());
  index_all();
  const ContactId who = ana();
  ASSERT_TRUE(start(who, ana_email_));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(erase_more(*desk_), EraseTurn::more);
  desk_.reset();
  database_.reset();
  database_ = db::open(test_database_.options);
  desk_ = std::make_unique<Desk>(*database_, clock_,
                                 Desk::Options{"https://desk.example", "desk.example"});
  run();
  expect_nothing_is_left();
  const auto done =
      look<store::Erasure>([&](db::Session& session) { return *erasure(session, who); });
  EXPECT_EQ(done.conversations, 6);
  EXPECT_EQ(done.mails, 6);
}

TEST_P(EraseContact, a_long_conversation_is_erased_in_several_turns) {
  mail_of_ana("Help");
  for (int i = 0; i < 120; ++i) mail_of_ana("More " + word(), {last_id_});
  ASSERT_TRUE(start(ana(), ana_email_));
  EXPECT_GE(run(), 3);
  EXPECT_EQ(list(*desk_, {})->items.size(), 1u);
  expect_nothing_is_left();
}

TEST_P(EraseContact, it_takes_the_right_and_the_persons_name_or_address) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  const ContactId who = ana();
  EXPECT_EQ(start(who, "somebody@else.example").error().code, "not_confirmed");
  EXPECT_EQ(start(who, "").error().code, "not_confirmed");
  EXPECT_EQ(start(ContactId{999'999}, "x").error().kind, RefusalKind::not_found);
  EXPECT_EQ(desk_->change_now(as_agent(owner_, Role::agent), erase_contact({who, ana_email_}))
                .error()
                .kind,
            RefusalKind::not_allowed);
  EXPECT_EQ(erase_more(*desk_), EraseTurn::idle);
  EXPECT_EQ(load(id).state, State::open);
  ASSERT_TRUE(start(who, ana_email_));
  EXPECT_TRUE(start(who, "")) << "asked again it is as it was";
  run();
  EXPECT_TRUE(start(who, ""));
  EXPECT_EQ(erase_more(*desk_), EraseTurn::idle);
  const auto facts = look<std::vector<store::LoggedFact>>(
      [&](db::Session& session) { return store::history(session, who.value, 0, 10); });
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[1].fact, facts::Fact(facts::ContactErased{who, ErasureReason::asked}));
  EXPECT_EQ(facts[1].header.actor, facts::agent_actor(owner_));
  EXPECT_EQ(facts[2].fact, facts::Fact(facts::ContactErasureFinished{who, 1, 1}));
}

TEST_P(EraseContact, a_copy_that_left_all_the_same_is_told_as_sent) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  const auto lease = lease_outbox(*desk_, 1).at(0);
  ASSERT_TRUE(desk_->change_now(as_system(), freeze(lease, "m@desk.example", blob("bytes"))));
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  EXPECT_FALSE(desk_->change_now(as_system(), freeze(lease, "n@desk.example", blob(word()))));
  ASSERT_TRUE(desk_->change_now(as_system(), report(lease, {DeliveryState::sent, 250, word()})));
  const auto copies = look<std::vector<views::Delivery>>(
      [&](db::Session& session) { return store::deliveries_in(session, id); });
  EXPECT_EQ(copies.at(0).state, DeliveryState::sent);
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

TEST_P(EraseContact, a_copy_on_hold_is_cancelled_too) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  answer(id, "Soon.");
  database_->write([&](db::Session& session) { hold_outgoing(session, clock_.now()); });
  ASSERT_GT(look<std::int64_t>([&](db::Session& s) { return outgoing_hold(s).copies; }), 0);
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  EXPECT_EQ(look<std::int64_t>([&](db::Session& s) { return outgoing_hold(s).copies; }), 0);
}

TEST_P(EraseContact, no_draft_comes_back_behind_it) {
  const ConversationId id = conversation_of(mail_of_ana("Help"));
  ASSERT_TRUE(start(ana(), ana_email_));
  EXPECT_FALSE(desk_->change_now(by_owner(), save_draft(id, word())));
  run();
  EXPECT_FALSE(desk_->change_now(by_owner(), save_draft(id, word())));
  EXPECT_EQ(places_of(words_), std::set<std::string>{});
}

TEST_P(EraseContact, mail_to_two_inboxes_leaves_with_the_last_of_them) {
  const InboxId other = add_inbox("sales@desk.example");
  ASSERT_TRUE(desk_->change_now(
      as_system(), accept_mail("cy@third.example",
                               {{"help@desk.example", inbox_}, {"sales@desk.example", other}},
                               blob("From: cy@third.example\r\n\r\nkeep me"))));
  const ConversationId ana_asks = conversation_of(mail_of_ana("Help"));
  (void)ana_asks;
  const std::string in_anas = last_id_;
  std::vector<MessageId> cys;
  for (const store::RawMail& raw : lease_mail(*desk_, 5)) {
    auto mail = std::make_shared<ReceivedMail>();
    mail->raw = raw.id;
    mail->inbox = raw.inbox;
    mail->from_address = "cy@third.example";
    mail->message_id = "cy@x";
    mail->references = {in_anas};  // Known in one of the inboxes alone.
    mail->text = "Me, too.";
    cys.push_back(MessageId{*desk_->change_now(as_system(), receive_mail(mail, desk_->keys()))});
  }
  ASSERT_EQ(cys.size(), 2u);
  ASSERT_TRUE(start(ana(), ana_email_));
  run();
  int readable = 0;
  for (const MessageId id : cys) readable += raw_mail(*desk_, id).has_value();
  EXPECT_EQ(readable, 1);
}

MG_ON_EVERY_ENGINE(EraseContact);

}  // namespace
}  // namespace mg::desk
