#include "desk/customer.h"
#include "desk/page_room.h"
#include "desk/sign_in.h"
#include "pages/page_desk.h"

// Files that come to the customer's page, and how much one link may have stored.
namespace mg::pages {
namespace {

class PageFiles : public PageDesk {
 protected:
  net::Response send_file(const std::string& path, const std::string& bytes) {
    return post(path + "/messages", {{"text", "my words"}, {"file", bytes, "a.txt"}});
  }
  desk::PageClaim claim(ConversationId id) { return {id, contact("ana@customer.example"), {}}; }
  void use_up_room_but(std::int64_t bytes, ConversationId id) {
    ASSERT_TRUE(desk::take_room_for_files(desk_, claim(id), desk::page_files_bytes_a_day - bytes));
  }
  std::size_t unfinished_blobs() {
    return read<std::size_t>([&](db::Session& session) {
      return store::unfinished_blobs(session, desk_.now() + std::chrono::hours(1)).size();
    });
  }
};

TEST_P(PageFiles, one_link_takes_so_many_bytes_in_a_day_and_then_says_what_to_do) {
  const auto id = ana_writes("My kettle broke.");
  use_up_room_but(10, id);
  EXPECT_EQ(send_file(page_of(id), "0123456").status, 303);
  const std::string before = log_head();
  const auto full = send_file(page_of(id), "0123");
  EXPECT_EQ(full.status, 429);
  EXPECT_TRUE(has(full.body_bytes(), "at most 250 MB of files in a day"));
  EXPECT_TRUE(has(full.body_bytes(), "Send them without the files, and the files tomorrow."));
  EXPECT_TRUE(has(full.body_bytes(), "\nmy words</textarea>"));
  // What is stored in pieces is refused before its first piece.
  std::string pieces;
  while (pieces.size() < 4 * store::blob_ahead_bytes) pieces += desk::random_secret();
  EXPECT_EQ(send_file(page_of(id), pieces).status, 429);
  EXPECT_EQ(unfinished_blobs(), 0u);
  EXPECT_EQ(log_head(), before);
  // A new link of the same person is the same link; words still come through, and others' files.
  test_desk_.clock().set(desk_.now() + std::chrono::hours(1));
  EXPECT_EQ(send_file(page_of(id), "0123").status, 429);
  EXPECT_EQ(post(page_of(id) + "/messages", {{"text", "my words"}}).status, 303);
  const auto other = ana_writes("And my lamp.");
  ASSERT_NE(other, id);
  EXPECT_EQ(send_file(page_of(other), "0123").status, 303);
  // The next day it takes files again.
  test_desk_.clock().set(desk_.now() + std::chrono::hours(23));
  EXPECT_EQ(send_file(page_of(id), "0123").status, 303);
}

TEST_P(PageFiles, one_link_takes_so_many_words_in_an_hour_and_gives_more_back) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::propose(id, "A new one is on its way."));
  const std::string much(desk::words_characters_max, 'x');
  const auto fits = desk::page_words_bytes_an_hour / (std::ssize(much) + desk::message_bytes);
  for (std::int64_t i = 0; i < fits; ++i) {
    ASSERT_EQ(post(page_of(id) + "/messages", {{"text", much}}).status, 303) << i;
  }
  const std::string before = log_head();
  const auto refused = post(page_of(id) + "/messages", {{"text", much}});
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(has(refused.body_bytes(), "Try again in an hour."));
  EXPECT_TRUE(has(refused.body_bytes(), "xxx</textarea>"));
  const auto not_yet =
      post(page_of(id) + "/confirmation", {{"solved", "not_yet"}, {"words", much}});
  EXPECT_EQ(not_yet.status, 429);
  EXPECT_EQ(log_head(), before);
  // Saying so without words is always possible.
  EXPECT_EQ(post(page_of(id) + "/confirmation", {{"solved", "yes"}}).status, 303);
  EXPECT_EQ(conversation(id).state, State::solved);
  test_desk_.clock().set(desk_.now() + std::chrono::hours(1));
  EXPECT_EQ(post(page_of(id) + "/messages", {{"text", much}}).status, 303);
}

TEST_P(PageFiles, files_are_hashed_on_the_workers_and_words_come_back_when_none_is_free) {
  const auto id = ana_writes("My kettle broke.");
  const std::string before = log_head();
  const auto answer =
      answer_to(full_router_,
                form(page_of(id) + "/messages", {{"text", "my words"}, {"file", "0123", "a.txt"}}));
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(has(answer.body_bytes(), "\nmy words</textarea>"));
  EXPECT_TRUE(has(answer.body_bytes(), "type=\"file\""));
  EXPECT_EQ(log_head(), before);
}

MG_ON_EVERY_ENGINE(PageFiles);

}  // namespace
}  // namespace mg::pages
