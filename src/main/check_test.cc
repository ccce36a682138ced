#include <algorithm>

#include "main/restore_fixture.h"

namespace mg::app {
namespace {

struct Loss {
  std::string table;
  std::string said;
};

class CheckTest : public testing::TestWithParam<db::Engine> {
 protected:
  CheckTest() {
    Story story(workspace_);
    story.tell();
    for (const auto& lease : desk::lease_outbox(*workspace_.desk, 100)) {
      workspace_.change(desk::as_system(),
                        desk::freeze(lease, "copy" + to_string(lease.id) + "@desk.example",
                                     std::make_shared<const store::PreparedBlob>(
                                         store::prepare_blob("Subject: hm\r\n\r\nhm"))));
    }
    while (desk::index_more(*workspace_.desk, 200) > 0) {
    }
  }

  std::string said() {
    const auto checked = check_workspace(*workspace_.desk, [](const std::string&) {});
    return checked ? *checked : checked.error().detail;
  }

  // Without the rows, as a fault of the disk or of somebody's SQL leaves it; then with them again.
  std::string said_without(const std::string& table) {
    write({"CREATE TABLE aside AS SELECT * FROM " + table, "DELETE FROM " + table});
    const std::string words = said();
    write({"INSERT INTO " + table + " SELECT * FROM aside", "DROP TABLE aside"});
    return words;
  }

  void write(const std::vector<std::string>& lines) {
    workspace_.database->write([&](db::Session& session) {
      if (GetParam() == db::Engine::postgres) {
        session.execute_script("SET LOCAL session_replication_role = replica");
      }
      for (const std::string& line : lines) session.execute_script(line);
    });
  }

  const db::testing::TestDatabase place_{GetParam()};
  const FixedClock clock_{made_at};
  Opened workspace_{place_.options.url, clock_};
};

TEST_P(CheckTest, rows_that_are_gone_are_missed_each_in_its_own_words) {
  EXPECT_NE(said().find("nothing that they need is missing"), std::string::npos) << said();
  std::vector<Loss> losses{
      {"message_words", "messages without their words: "},
      {"conversation_words", "conversations without subject and excerpt: "},
      {"promise_words", "promises without their words: "},
      {"contact_address", "contacts without an address: "},
      {"inbox_address", "inboxes without an address: "},
      {"attachment", "stored bytes whose attachment, mail or copy is gone: "},
      {"raw_mail", "stored bytes whose attachment, mail or copy is gone: "},
      {"blob", "attachments without their bytes: "},
      {"blob_chunk", "stored bytes that are not as many as they were: "},
      {"message_id", "mailed copies whose Message-ID is not kept: "},
      {"outbox_words", "mailed copies without their recipient: "},
      {"signing_key", "messages, and no key that signs links to them: "},
  };
  if (GetParam() == db::Engine::postgres) {  // SQLite holds to its foreign keys.
    losses.push_back({"contact", "conversations whose contact is gone: "});
    losses.push_back({"contact", "contacts that the log has added and that are gone: "});
    losses.push_back({"agent", "agents that the log has added and who are gone: "});
    losses.push_back({"inbox", "conversations whose inbox is gone: "});
    losses.push_back({"search", "messages that the search index lacks: "});
  }
  for (const Loss& loss : losses) {
    EXPECT_NE(said_without(loss.table).find(loss.said), std::string::npos)
        << loss.table << ": " << said();
  }
  EXPECT_NE(said().find("nothing that they need is missing"), std::string::npos) << said();
}

TEST_P(CheckTest, a_conversation_that_only_the_log_knows_is_missed) {
  const auto last = count(workspace_, "SELECT max(id) FROM conversation");
  const std::string row = "the conversation's row is gone\n";
  const std::string words = said_without("conversation");
  std::size_t gone = 0;
  for (auto at = words.find(row); at != std::string::npos; at = words.find(row, at + 1)) ++gone;
  EXPECT_EQ(gone, 79U) << words;
  write({"DELETE FROM conversation WHERE id = " + std::to_string(last)});
  EXPECT_EQ(said().find("conversation " + std::to_string(last) + ": " + row), 0U) << said();
}

TEST_P(CheckTest, agents_and_teams_that_nothing_names_are_missed) {
  store::Team team;
  team.name = "Nobody's";
  const auto by_owner = desk::as_agent(AgentId{1}, Role::owner);
  const auto nobodys = workspace_.change(by_owner, desk::save_team(team));
  const auto idle =
      workspace_.change(by_owner, desk::add_agent({"al@desk.example", "Al", Role::agent, "x"}));
  EXPECT_NE(said().find("nothing that they need is missing"), std::string::npos) << said();
  write({"DELETE FROM team WHERE id = " + std::to_string(nobodys),
         "DELETE FROM agent WHERE id = " + std::to_string(idle)});
  for (const std::string& line :
       {"teams that the log has added and that are gone: " + std::to_string(nobodys),
        "agents that the log has added and who are gone: " + std::to_string(idle)}) {
    EXPECT_NE(said().find(line), std::string::npos) << said();
  }
}

TEST_P(CheckTest, a_size_that_is_not_that_of_the_bytes_is_missed) {
  write({"UPDATE attachment SET size = size + 1"});
  EXPECT_NE(said().find("attachments whose size is not that of their bytes: "), std::string::npos)
      << said();
}

TEST_P(CheckTest, one_chunk_of_many_is_missed) {
  write({"DELETE FROM blob_chunk WHERE part = 1"});
  EXPECT_NE(said().find("not as many as they were"), std::string::npos) << said();
}

TEST_P(CheckTest, the_first_ids_are_named_and_that_there_are_more) {
  const std::string words = said_without("message_words");
  const auto line = words.substr(0, words.find('\n'));
  EXPECT_EQ(std::ranges::count(line, ','), 9) << line;
  EXPECT_TRUE(line.ends_with(" and more")) << line;
}

TEST_P(CheckTest, a_document_that_the_search_index_lacks_is_missed) {
  const bool sqlite = GetParam() == db::Engine::sqlite;
  const std::string key = sqlite ? "rowid" : "message";
  write({"DELETE FROM search WHERE " + key + " = (SELECT MIN(id) FROM message WHERE kind = 1)"});
  EXPECT_NE(said().find("messages that the search index lacks: "), std::string::npos) << said();
}

TEST_P(CheckTest, a_search_index_that_has_not_caught_up_lacks_nothing) {
  write({"DELETE FROM follower WHERE name = 'search'", "DELETE FROM search"});
  EXPECT_NE(said().find("The search index has not caught up"), std::string::npos) << said();
}

MG_ON_EVERY_ENGINE(CheckTest);

// Whom the server has not served yet: nothing is there that the search index could lack.
TEST(Check, a_workspace_without_a_message_is_whole) {
  for (const db::Engine engine : db::testing::engines()) {
    const db::testing::TestDatabase place(engine);
    const FixedClock clock(made_at);
    Opened workspace(place.options.url, clock);
    workspace.change(desk::as_system(),
                     desk::create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"));
    const auto checked = check_workspace(*workspace.desk, [](const std::string&) {});
    ASSERT_TRUE(checked) << checked.error().detail;
    EXPECT_TRUE(checked->ends_with("nothing that they need is missing.")) << *checked;
  }
}

}  // namespace
}  // namespace mg::app
