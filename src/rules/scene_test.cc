#include "rules/scene_test.h"

#include <algorithm>

#include "rules/scene_expect_test.h"

namespace mg::rules::test {
namespace {

// Reads one line after the other and does what it says.
class Stage {
 public:
  void line(std::string_view text) {
    if (take(text, "setting")) return setting(text);
    if (take(text, "expect")) return expect(scene_, text);
    if (!starts_with_time(text)) {
      throw SceneError("a line starts with a time, \"expect\", \"setting\" or \"#\"");
    }
    if (scene_.refusal && !scene_.refusal_expected) throw unexpected_refusal();
    const Instant at = take_time(text);
    if (at < scene_.world.now()) throw SceneError("this time is earlier than the line before it");
    scene_.world.advance(at);
    if (take(text, "time passes")) {
      scene_.refusal.reset();
      return check();
    }
    const std::size_t threads_before = scene_.world.threads().size();
    scene_.refusal.reset();
    scene_.refusal_expected = false;
    act(text);
    scene_.opened = scene_.world.threads().size() > threads_before;
    check();
  }

  void end() const {
    if (scene_.refusal && !scene_.refusal_expected) throw unexpected_refusal();
    if (!scene_.expected_something) throw SceneError("the scene expects nothing");
  }

 private:
  SceneError unexpected_refusal() const {
    return SceneError("this was refused with " + scene_.refusal->code + " (" +
                      scene_.refusal->detail + ") and the scene does not expect it");
  }

  void check() const {
    if (const auto wrong = scene_.world.wrong()) throw SceneError("broken rule: " + *wrong);
  }

  void outcome(Result<void> result) {
    if (!result) scene_.refusal = result.error();
  }

  void setting(std::string_view text) {
    if (!scene_.world.is_empty()) throw SceneError("settings come before the first message");
    Policy& policy = scene_.world.policy;
    if (take(text, "acknowledge within")) {
      policy.acknowledge = true;
      policy.first_answer = std::chrono::minutes(whole_number(take_word(text)));
    } else if (take(text, "reminders on days")) {
      policy.reminder_days.clear();
      while (!text.empty()) policy.reminder_days.push_back(whole_number(take_word(text)));
    } else if (take(text, "no reminders")) {
      policy.reminder_days.clear();
    } else if (take(text, "unconfirmed after days")) {
      policy.unconfirmed_days = whole_number(take_word(text));
    } else if (take(text, "reopen within days")) {
      policy.reopen_days = whole_number(take_word(text));
    } else {
      throw SceneError("there is no such setting");
    }
  }

  void act(std::string_view text) {
    World& world = scene_.world;
    const bool comes_back = take(text, "the last mail comes back");
    if (comes_back || take(text, "the last mail is delayed")) {
      if (world.is_empty() || world.thread().copies.empty()) throw SceneError("no mail went out");
      return world.returned(comes_back);
    }
    const std::string who(take_word(text));
    if (take(text, "starts with")) {
      return world.start(agent(who), contact(take_word(text)));
    }
    if (take(text, "writes back to")) return customer_writes_back(who, text);
    if (take(text, "writes while blocked:")) {
      return world.write(contact(who), trimmed(text), Channel::email, false, {}, true);
    }
    if (take(text, "writes")) return customer_writes(who, text);
    if (take(text, "sends")) {  // "ana sends an automatic mail"
      if (!take(text, "an automatic mail")) throw SceneError("sends what? \"an automatic mail\"");
      return world.write(contact(who), "I am out of the office.", Channel::email, true);
    }
    if (world.is_empty()) throw SceneError("nobody has written yet");
    if (take(text, "says")) return customer_says(who, text);
    agent_acts(who, text);
  }

  void customer_writes(const std::string& who, std::string_view text) {
    const Channel channel = take(text, "on the page") ? Channel::page : Channel::email;
    if (!text.starts_with(':')) throw SceneError("writes what? Put it after a colon");
    scene_.world.write(contact(who), trimmed(text.substr(1)), channel, false);
  }

  // A mail whose head names what it answers: "the question", "the first question", "the last
  // reply".
  void customer_writes_back(const std::string& who, std::string_view text) {
    const auto said = scene_.world.is_empty() ? std::vector<views::Outward>{} : scene_.world.said();
    const auto asks = [](const views::Outward& o) { return o.asks != ProposalId{}; };
    auto at = said.end();
    if (take(text, "the first question")) {
      at = std::ranges::find_if(said, asks);
    } else if (take(text, "the question")) {
      const auto last = std::find_if(said.rbegin(), said.rend(), asks);
      if (last != said.rend()) at = std::prev(last.base());
    } else if (take(text, "the last reply")) {
      if (!said.empty()) at = std::prev(said.end());
    } else {
      throw SceneError(
          "back to what? \"the question\", \"the first question\", \"the last reply\"");
    }
    if (at == said.end()) throw SceneError("there is nothing to write back to");
    if (!text.starts_with(':')) throw SceneError("writes what? Put it after a colon");
    scene_.world.write(contact(who), trimmed(text.substr(1)), Channel::email, false, at->message);
  }

  // On the customer's page: "says yes", "says not yet: words", "says yes to the first question".
  void customer_says(const std::string& who, std::string_view text) {
    World& world = scene_.world;
    const bool yes = take(text, "yes");
    if (!yes && !take(text, "not yet")) throw SceneError("says what? \"yes\" or \"not yet\"");
    ProposalId about =
        world.thread().now.state == State::open ? ProposalId{} : world.thread().now.proposal;
    if (take(text, "to the first question")) {
      if (world.thread().proposals.empty()) throw SceneError("nothing has been asked");
      about = world.thread().proposals.front();
    } else if (take(text, "to the last question")) {
      about = world.thread().now.proposal;
    }
    if (!text.empty() && text.front() != ':') throw SceneError("words come after a colon");
    const bool with_words = !text.empty();
    outcome(yes ? world.say_solved(contact(who), about, with_words)
                : world.say_not_yet(contact(who), about, with_words));
  }

  void agent_acts(const std::string& who, std::string_view text) {
    World& world = scene_.world;
    if (take(text, "replies")) return agent_replies(who, text);
    if (take(text, "takes it back")) {
      return outcome(world.withdraw(agent(who), scene_.last_reply));
    }
    if (take(text, "notes")) return outcome(world.note(agent(who)));
    if (take(text, "promises the next word by")) {
      return outcome(world.promise(agent(who), take_time(text)));
    }
    if (take(text, "moves the promise to")) {
      return outcome(world.move_promise(world.thread().last_promise, take_time(text)));
    }
    if (take(text, "marks it as spam")) return outcome(world.mark_spam());
    if (take(text, "clears it of spam")) return outcome(world.clear_spam());
    if (take(text, "erases")) return world.erase(agent(who), contact(take_word(text)));
    if (take(text, "assigns it to")) {
      const auto to = take_word(text);
      return world.assign(to == "nobody" ? AgentId{} : agent(to));
    }
    throw SceneError("unknown deed: \"" + std::string(text) + "\"");
  }

  // What the reply ends with stands in brackets after the words.
  void agent_replies(const std::string& who, std::string_view text) {
    NewReply want;
    want.agent = agent(who);
    for (auto open = text.rfind('('); open != text.npos && text.ends_with(')');
         open = text.rfind('(')) {
      std::string_view ending = trimmed(text.substr(open + 1, text.size() - open - 2));
      if (take(ending, "asks if solved")) {
        want.asks = true;
      } else if (take(ending, "next word by")) {
        want.next_word = take_time(ending);
      } else if (take(ending, "held for")) {
        want.hold = std::chrono::seconds(whole_number(take_word(ending)));
        if (!take(ending, "seconds")) throw SceneError("held for how many seconds?");
      } else {
        throw SceneError("unknown ending: \"" + std::string(ending) + "\"");
      }
      text = trimmed(text.substr(0, open));
    }
    if (!text.starts_with(':')) throw SceneError("replies what? Put it after a colon");
    outcome(scene_.world.reply(want));
    for (const facts::Fact& fact : scene_.world.made()) {
      const auto* written = std::get_if<facts::ReplyWritten>(&fact);
      if (written) scene_.last_reply = written->message;
    }
  }

  AgentId agent(std::string_view name) { return AgentId{scene_.names.id(name)}; }
  ContactId contact(std::string_view name) { return ContactId{scene_.names.id(name)}; }

  Scene scene_;
};

}  // namespace

std::vector<std::string> play_scene(std::string_view file, std::string_view text) {
  std::vector<std::string> wrong;
  Stage stage;
  int number = 0;
  const auto tell = [&](const SceneError& error) {
    wrong.push_back(std::string(file) + ":" + std::to_string(number) + ": " + error.what());
  };
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    try {
      stage.line(line);
    } catch (const SceneError& error) {
      tell(error);
      if (!line.starts_with("expect")) return wrong;  // What follows would only confuse.
    }
  }
  try {
    if (wrong.empty()) stage.end();
  } catch (const SceneError& error) {
    tell(error);
  }
  return wrong;
}

}  // namespace mg::rules::test
