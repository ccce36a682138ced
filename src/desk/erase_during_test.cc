#include <future>
#include <semaphore>

#include "desk/erase_fixture.h"

// What is being written, on any node, while an erasure begins.
namespace mg::desk {
namespace {

// A change that has done all its work and does not commit before it is told to.
class Paused {
 public:
  Paused(Desk& desk, const Context& context, Change change) {
    change.work = [this, work = std::move(change.work)](Tx& tx) {
      auto result = work(tx);
      worked_.release();
      go_on_.acquire();
      return result;
    };
    desk.change(context, std::move(change),
                [this](Result<std::int64_t> done) { done_.set_value(std::move(done)); });
    worked_.acquire();
  }
  Result<std::int64_t> end() {
    go_on_.release();
    return done_.get_future().get();
  }

 private:
  std::binary_semaphore worked_{0}, go_on_{0};
  std::promise<Result<std::int64_t>> done_;
};

// Begins and, unless it must wait, ends the erasure before the change is there.
class EraseDuring : public EraseContact {
 protected:
  void erase_during(const Context& context, Change change) {
    const ContactId who = ana();
    std::promise<Result<std::int64_t>> started;
    auto start_is_done = started.get_future();
    Paused paused(*desk_, context, std::move(change));
    desk_->change(by_owner(), erase_contact({who, ana_email_, ErasureReason::asked}),
                  [&](Result<std::int64_t> done) { started.set_value(std::move(done)); });
    if (start_is_done.wait_for(300ms) == std::future_status::ready) run();
    EXPECT_TRUE(paused.end());
    EXPECT_TRUE(start_is_done.get());
    run();
  }

  // Words of Ana: her name, her address, and all since there were `count`.
  std::vector<std::string> hers(std::size_t count) const {
    std::vector<std::string> found(words_.begin(), words_.begin() + 3);
    found.insert(found.end(), words_.begin() + static_cast<std::ptrdiff_t>(count), words_.end());
    return found;
  }
};

TEST_P(EraseDuring, her_first_mail_in_anothers_conversation_does_not_escape) {
  mail_of_ana("Help");
  mail_from("Cy", "cy@third.example", "Mine", "Hello");
  const std::size_t before = words_.size();
  auto mail = std::make_shared<ReceivedMail>();
  mail->inbox = inbox_;
  mail->from_address = ana_email_;
  mail->from_name = ana_name_;
  mail->message_id = word() + "@x.example";
  mail->references = {last_id_};
  mail->text = word();
  erase_during(as_system(), receive_mail(mail, desk_->keys()));
  EXPECT_EQ(places_of(hers(before)), std::set<std::string>{});
}

TEST_P(EraseDuring, a_conversation_that_is_begun_with_her_does_not_escape) {
  mail_of_ana("Help");
  const std::size_t before = words_.size();
  NewConversation wanted;
  wanted.inbox = inbox_;
  wanted.email = ana_email_;
  wanted.subject = word();
  wanted.text = word();
  erase_during(by_owner(), start_conversation(wanted));
  EXPECT_EQ(places_of(hers(before)), std::set<std::string>{});
}

MG_ON_EVERY_ENGINE(EraseDuring);

}  // namespace
}  // namespace mg::desk
