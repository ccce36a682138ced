#include "views/outward.h"

#include <gtest/gtest.h>

namespace mg::views {
namespace {

TEST(Outward, replies_and_reminders_say_which_question_they_ask) {
  const facts::Facts facts{
      facts::MessageReceived{MessageId{1}, ContactId{9}, Channel::email, false},
      facts::ReplyReleased{MessageId{2}, AgentId{5}},
      facts::NoteAdded{MessageId{3}, AgentId{5}},
      facts::ReplyReleased{MessageId{4}, AgentId{5}},
      facts::SolutionProposed{ProposalId{7}, AgentId{5}, MessageId{4}, {}, {}},
      facts::SystemMessageWritten{MessageId{6}, SystemKind::reminder},
      facts::ReminderSent{ProposalId{7}, MessageId{6}, {}, {}},
      facts::SystemMessageWritten{MessageId{8}, SystemKind::page_link}};
  std::vector<Outward> said;
  for (const facts::Fact& fact : facts) fold(said, fact);
  EXPECT_EQ(said,
            (std::vector<Outward>{
                {MessageId{2}, {}}, {MessageId{4}, ProposalId{7}}, {MessageId{6}, ProposalId{7}}}));
  EXPECT_EQ(find(said, MessageId{3}), nullptr);
  ASSERT_NE(find(said, MessageId{4}), nullptr);
}

bool crossed(const facts::Facts& facts) {
  Crossing crossing{MessageId{4}};
  for (const facts::Fact& fact : facts) fold(crossing, fact);
  return crossing.crossed;
}

TEST(Outward, a_reply_is_crossed_by_what_people_say_after_it_was_written) {
  facts::ReplyWritten written;
  written.message = MessageId{4};
  const facts::MessageReceived said{MessageId{5}, ContactId{9}, Channel::email, false};
  const facts::MessageReceived automatic{MessageId{5}, ContactId{9}, Channel::email, true};
  const facts::SolutionDeclined declined{ProposalId{7}, ContactId{9}, {}, Channel::page};
  facts::ReplyWritten other;
  other.message = MessageId{3};
  EXPECT_TRUE(crossed({written, said}));
  EXPECT_TRUE(crossed({written, declined})) << "a \"not yet\" needs no words";
  EXPECT_FALSE(crossed({said, declined, written}));
  EXPECT_FALSE(crossed({other, said, written}));
  EXPECT_FALSE(crossed({written, automatic, other}));
}

}  // namespace
}  // namespace mg::views
