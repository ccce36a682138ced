#include "rules/scene_expect_test.h"

namespace mg::rules::test {
namespace {

void same(std::string_view what, const std::string& expected, const std::string& found) {
  if (expected == found) return;
  throw SceneError("expected " + std::string(what) + " " + expected + ", but it is " + found);
}

void holds(std::string_view what, bool is_so) {
  if (!is_so) throw SceneError("expected: " + std::string(what) + ", but it is not so");
}

std::string word(auto value) {
  return std::string(word_of(value));
}

std::string timers_text(const views::Conversation& c) {
  std::string text;
  auto timers = views::timers_of(c);
  std::ranges::sort(timers, {}, &views::Timer::due_at);
  for (const views::Timer& timer : timers) text += (text.empty() ? "" : " ") + word(timer.kind);
  return text.empty() ? "none" : text;
}

std::string names_of_facts(const facts::Facts& facts) {
  std::string text;
  for (const facts::Fact& fact : facts) {
    text += (text.empty() ? "" : " ") + std::string(facts::name_of(fact));
  }
  return text.empty() ? "none" : text;
}

// "promise due tue 12:00", "promise kept", "promise warned": the one made last.
void expect_promise(const Thread& t, std::string_view term) {
  const auto found = t.promises.find(t.last_promise);
  if (found == t.promises.end()) throw SceneError("no promise has been made");
  const views::Promise& promise = found->second;
  if (take(term, "due")) {
    const std::string due = time_text(take_time(term));
    return same("the promise due", due, time_text(promise.due_at));
  }
  if (term == "warned") return holds("promise warned", promise.warned);
  if (term == "not warned") return holds("promise not warned", !promise.warned);
  if (term == "made up for") return holds("promise made up for", !promise.standing);
  if (term == "still standing") return holds("promise still standing", promise.standing);
  const auto state = enum_from<PromiseState>(term);
  if (!state) throw SceneError("a promise cannot be \"" + std::string(term) + "\"");
  same("the promise", std::string(term), word(promise.state));
}

bool expect_refusal(Scene& scene, std::string_view term) {
  if (take(term, "refused with")) {
    if (!scene.refusal) throw SceneError("expected a refusal, but it was done");
    scene.refusal_expected = true;
    same("the refusal", std::string(term), scene.refusal->code);
    return true;
  }
  return false;
}

// Terms about the deed itself.
bool expect_deed(Scene& scene, std::string_view term) {
  if (expect_refusal(scene, term)) return true;
  if (scene.refusal && !scene.refusal_expected) {
    throw SceneError("this was refused with " + scene.refusal->code + ": " + scene.refusal->detail);
  }
  if (take(term, "facts")) {
    if (term.starts_with(':')) term = trimmed(term.substr(1));
    same("the facts", std::string(term), names_of_facts(scene.world.made()));
  } else if (term == "nothing happens") {
    same("the facts", "none", names_of_facts(scene.world.made()));
  } else if (term == "a new conversation") {
    holds(term, scene.opened);
  } else if (term == "the same conversation") {
    holds(term, !scene.opened);
  } else if (term == "it continues the first one") {
    const views::Conversation& first = scene.world.threads().front().now;
    const views::Conversation& now = scene.world.thread().now;
    holds(term, now.continues == first.id && first.continued_by == now.id && now.id != first.id);
  } else {
    return false;
  }
  return true;
}

bool expect_numbers(const views::Conversation& c, std::string_view term) {
  if (take(term, "messages")) {
    same("messages", std::string(term), std::to_string(c.messages));
  } else if (take(term, "reminders sent")) {
    same("reminders sent", std::string(term), std::to_string(c.reminders));
  } else if (take(term, "held replies")) {
    same("held replies", std::string(term), std::to_string(c.held.size()));
  } else if (take(term, "standing promises")) {
    same("standing promises", std::string(term), std::to_string(c.promises.size()));
  } else if (take(term, "timers")) {
    if (term.starts_with(':')) term = trimmed(term.substr(1));
    same("the timers", std::string(term), timers_text(c));
  } else {
    return false;
  }
  return true;
}

void expect_term(Scene& scene, std::string_view term) {
  if (expect_deed(scene, term)) return;
  const std::string_view whole = term;
  const Thread& t = scene.world.thread();
  const views::Conversation& c = t.now;
  if (expect_numbers(c, term)) return;
  if (take(term, "state")) return same("state", std::string(term), word(c.state));
  if (take(term, "turn")) return same("turn", std::string(term), word(c.turn));
  if (take(term, "assignee")) {
    return same("assignee", std::string(term), scene.names.name(c.assignee.value));
  }
  if (take(term, "requester")) {
    return same("requester", std::string(term), scene.names.name(c.contact.value));
  }
  if (take(term, "waiting since")) {
    return same("waiting since", time_text(take_time(term)), time_text(c.waiting_since));
  }
  if (term == "not waiting") {
    return same("waiting since", "never", time_text(c.waiting_since));
  }
  if (term == "not yet") return holds(term, c.not_yet);
  if (term == "no not yet") return holds(term, !c.not_yet);
  if (term == "answered") return holds(term, c.answered);
  if (term == "not answered") return holds(term, !c.answered);
  if (take(term, "cc")) {
    const ContactId who{scene.names.id(term)};
    return holds(whole, views::find_other(c, who) != nullptr);
  }
  if (take(term, "shown as due")) {
    const views::Promise* shown = views::first_promise(c);
    return same("due as it is shown", time_text(take_time(term)),
                shown ? time_text(shown->due_at) : "none");
  }
  if (take(term, "promise")) return expect_promise(t, term);
  throw SceneError("unknown expectation: \"" + std::string(whole) + "\"");
}

}  // namespace

void expect(Scene& scene, std::string_view terms) {
  if (scene.world.is_empty()) throw SceneError("nothing has happened yet");
  scene.expected_something = true;
  const std::size_t last = scene.world.threads().size() - 1;
  scene.world.look_at(take(terms, "of the first conversation") ? 0 : last);
  if (terms.starts_with(':')) terms = trimmed(terms.substr(1));
  const auto parts = split(terms, ',');
  if (parts.empty()) throw SceneError("expect what?");
  try {
    for (const std::string_view part : parts) expect_term(scene, part);
  } catch (const SceneError&) {
    scene.world.look_at(last);
    throw;
  }
  scene.world.look_at(last);
}

}  // namespace mg::rules::test
