#include <algorithm>
#include <gtest/gtest.h>
#include <latch>

#include "desk/answer.h"
#include "desk/files.h"
#include "desk/mail_in.h"
#include "desk/people.h"
#include "desk/reads.h"
#include "desk/test_desk.h"
#include "store/conversation_rows.h"

// Lists and search over more conversations than the program sorts at once: whatever road a query
// takes, its pages hold what fits, each once, in order.
namespace mg::desk {
namespace {

using namespace std::chrono_literals;
using store::ListQuery;
using store::ListSort;

constexpr int conversations = 2'100;  // See is_narrow() in store/lists.cc.

class Lists : public ::testing::TestWithParam<db::Engine> {
 protected:
  Lists() : test_desk_(GetParam()), desk_(test_desk_.desk()) {
    owner_ = AgentId{*desk_.change_now(
        as_system(), create_owner({"bo@desk.example", "Bo", Role::owner, "x"}, "Fernhill"))};
    desk_.reload();
    inbox_ = InboxId{*desk_.change_now(by_owner(), save_inbox({.id = {},
                                                               .name = "Support",
                                                               .address = "help@desk.example",
                                                               .aliases = {},
                                                               .smtp = {},
                                                               .smtp_user = {},
                                                               .smtp_password = {},
                                                               .team = {},
                                                               .last_read_at = {},
                                                               .error = {}}))};
  }

  Context by_owner() const { return as_agent(owner_, Role::owner); }

  // Mails of some people, each a conversation of its own, a second apart and in no order of time.
  void receive(int first, int count, const std::string& text) {
    std::latch finished(count);
    for (int i = first; i < first + count; ++i) {
      auto mail = std::make_shared<ReceivedMail>();
      mail->inbox = inbox_;
      mail->from_address = "person" + std::to_string(i % 50) + "@customer.example";
      mail->subject = "It broke";
      mail->message_id = "m" + std::to_string(i) + "@customer.example";
      mail->text = text;
      mail->imported = true;
      Context context = as_system();
      context.happened_at = desk_.now() - 1s * ((i * 7919) % 10'007);
      desk_.change(context, receive_mail(mail, desk_.keys()), [&](Result<std::int64_t> stored) {
        EXPECT_TRUE(stored);
        finished.count_down();
      });
    }
    finished.wait();
  }

  void load_all() {
    all_.clear();
    test_desk_.desk().database().read([&](db::Session& session) {
      for (const ConversationId id : store::conversations_after(session, {}, 10'000)) {
        all_.push_back(*store::load_conversation(session, id, store::Lock::none));
      }
    });
  }

  static bool fits(const views::Conversation& c, const ListQuery& query) {
    if (query.state ? c.state != *query.state : c.state == State::spam || c.state == State::merged)
      return false;
    if (query.turn && c.turn != *query.turn) return false;
    if (query.assignee && c.assignee != *query.assignee) return false;
    if (query.inbox && c.inbox != query.inbox) return false;
    if (query.contact && c.contact != query.contact) return false;
    if (query.unheard && (c.state != State::open || c.answered)) return false;
    return !query.promised || views::first_promise(c) != nullptr;
  }

  static std::int64_t key_of(const views::Conversation& c, ListSort sort) {
    if (sort == ListSort::due) return store::due_key(c);
    if (sort == ListSort::updated) return -to_micros(c.updated_at);
    return sort == ListSort::number ? c.number : -c.number;
  }

  std::vector<ConversationId> expected(const ListQuery& query) const {
    std::vector<std::pair<std::pair<std::int64_t, std::int64_t>, ConversationId>> keyed;
    const bool down = query.sort == ListSort::updated || query.sort == ListSort::number_down;
    for (const views::Conversation& c : all_) {
      if (!fits(c, query)) continue;
      keyed.push_back({{key_of(c, query.sort), down ? -c.id.value : c.id.value}, c.id});
    }
    std::ranges::sort(keyed);
    std::vector<ConversationId> ids;
    for (const auto& [key, id] : keyed) ids.push_back(id);
    return ids;
  }

  std::vector<ConversationId> listed(ListQuery query) {
    std::vector<ConversationId> ids;
    do {
      const auto page = list(desk_, query);
      if (!page) return ids;
      for (const auto& item : page->items) ids.push_back(item.conversation.id);
      query.cursor = page->next;
    } while (!query.cursor.empty());
    return ids;
  }

  testing::TestDesk test_desk_;
  Desk& desk_;
  AgentId owner_;
  InboxId inbox_;
  std::vector<views::Conversation> all_;
};

TEST_P(Lists, each_query_has_what_fits_once_and_in_order_in_every_sort) {
  receive(0, conversations, "It broke again.");
  load_all();
  for (std::size_t i = 0; i < 300; ++i) {
    const ConversationId id = all_[i * 7].id;
    if (i % 3 == 0) {
      EXPECT_TRUE(desk_.change_now(by_owner(), edit({.conversation = id,
                                                     .subject = {},
                                                     .assignee = owner_,
                                                     .team = {},
                                                     .priority = {}})));
    }
    if (i % 10 == 2) {
      EXPECT_TRUE(desk_.change_now(
          by_owner(), make_promise(id, {desk_.now() + 1h * static_cast<int>(i), "Word."})));
    }
    if (i % 10 == 1) {
      EXPECT_TRUE(desk_.change_now(by_owner(), mark_spam(id)));
    }
  }
  load_all();
  std::vector<ListQuery> queries(11);
  queries[1].state = State::open;
  queries[2].turn = Turn::us;
  queries[3].assignee = owner_;
  queries[4].assignee = AgentId{};
  queries[5].inbox = inbox_;
  queries[6].unheard = true;
  queries[7].state = State::spam;
  queries[8].contact = all_.front().contact;
  queries[9].turn = Turn::us;
  queries[9].assignee = owner_;
  queries[10].promised = true;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    for (const ListSort sort :
         {ListSort::number, ListSort::number_down, ListSort::due, ListSort::updated}) {
      ListQuery query = queries[i];
      query.sort = sort;
      query.limit = 190;
      EXPECT_EQ(listed(query), expected(query))
          << "query " << i << ", sort " << static_cast<int>(sort);
    }
  }
}

TEST_P(Lists, a_conversation_is_found_once_whatever_page_its_other_messages_would_be_on) {
  receive(0, 30, "The zipper broke.");
  const auto ids = listed({});
  // The first ten say it again, so that their older messages lie on later pages.
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_TRUE(desk_.change_now(by_owner(), note({.conversation = ids[i],
                                                   .text = "That zipper.",
                                                   .html = {},
                                                   .attachments = {},
                                                   .promise = {},
                                                   .seen = {}})));
  }
  while (index_lag(desk_, 1) > 0) index_more(desk_, 1000);
  std::vector<ConversationId> found;
  std::string cursor;
  do {
    const auto page = search(desk_, "zipper", cursor, 4);
    ASSERT_TRUE(page);
    for (const auto& hit : page->items) found.push_back(hit.item.conversation.id);
    cursor = page->next;
  } while (!cursor.empty());
  // Mails that came in together may have their ids in another order than their conversations.
  std::vector<ConversationId> wanted = ids;
  const auto newest_message = [&](ConversationId id) {
    return *desk_.read<MessageId>([&](db::Session& session) -> Result<MessageId> {
      return store::load_conversation(session, id, store::Lock::none)->last_message;
    });
  };
  std::ranges::sort(wanted, std::greater{}, newest_message);
  EXPECT_EQ(found, wanted) << "by the newest message that fits";
}

MG_ON_EVERY_ENGINE(Lists);

}  // namespace
}  // namespace mg::desk
