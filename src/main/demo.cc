#include "main/demo.h"

#include <algorithm>

#include "desk/files.h"
#include "desk/reads.h"
#include "desk/timers.h"
#include "main/demo_teller.h"

namespace mg::app {
namespace {

using namespace demo;

constexpr std::uint64_t seed = 2026;
constexpr int timers_per_turn_max = 100;
constexpr auto page_link_lasts = std::chrono::days(90);

// Sets the clock and puts it back at the end.
class Walk {
 public:
  explicit Walk(MovableClock& clock)
      : clock_(clock), followed_(clock.follows_system()), end_(clock.now()) {}
  ~Walk() {
    if (followed_) {
      clock_.follow_system();
    } else {
      clock_.set(end_);
    }
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  Instant end() const { return end_; }

 private:
  MovableClock& clock_;
  const bool followed_;
  const Instant end_;
};

// Everything that time itself brings about until `until`, each at its hour.
Result<void> pass_time(desk::Desk& desk, MovableClock& clock, Instant until) {
  for (auto due = desk::next_timer(desk); due && *due <= until; due = desk::next_timer(desk)) {
    clock.set(std::max(*due, clock.now()));
    const auto timers = desk::lease_timers(desk, timers_per_turn_max);
    if (timers.empty()) break;
    for (const auto& timer : timers) {
      const auto fired = desk.change_now(desk::as_system(), desk::fire(timer));
      if (!fired) return std::unexpected(fired.error());
    }
  }
  clock.set(until);
  return {};
}

struct Event {
  Instant at;
  std::size_t telling, step;
};

std::vector<Event> events_of(const std::vector<Casting>& castings) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < castings.size(); ++i) {
    for (std::size_t step = 0; step < castings[i].steps.size(); ++step) {
      events.push_back({castings[i].steps[step].at, i, step});
    }
  }
  std::ranges::stable_sort(events, {}, &Event::at);
  return events;
}

Result<void> play(desk::Desk& desk, MovableClock& clock, Teller& teller,
                  const std::vector<Casting>& castings, std::vector<Telling>& tellings) {
  for (const Event& event : events_of(castings)) {
    if (auto passed = pass_time(desk, clock, event.at); !passed) return passed;
    const Casting& casting = castings[event.telling];
    auto told = teller.tell(tellings[event.telling], casting.story->steps[event.step],
                            casting.steps[event.step]);
    if (!told) return told;
  }
  return {};
}

// What the owner has begun to write, as the browser keeps it.
struct Begun {
  std::string_view who, text;
};
constexpr Begun drafts[] = {
    {"Noah Adler", "I measured three more pairs this morning. The closest is"},
    {"Lars Lindqvist", "The slider left us with the afternoon post. If it does not hold,"},
};

Result<void> leave_drafts(desk::Desk& desk, const Agent& owner,
                          const std::vector<Telling>& tellings) {
  for (const Begun& draft : drafts) {
    const auto telling = std::ranges::find_if(
        tellings, [&](const Telling& t) { return t.customer.name == draft.who; });
    const std::string text(draft.text);
    const std::string body = R"({"kind":"reply","html":"<p>)" + text + R"(</p>","text":")" + text +
                             R"(","attachments":[]})";
    const auto saved =
        desk.change_now(owner.context(), desk::save_draft(telling->conversation, body));
    if (!saved) return std::unexpected(saved.error());
  }
  return {};
}

Result<std::map<State, int>> count(desk::Desk& desk) {
  std::map<State, int> counts;
  for (const State state : {State::open, State::snoozed, State::proposed, State::solved,
                            State::unconfirmed, State::spam, State::merged}) {
    store::ListQuery query;
    query.state = state;
    query.limit = 200;
    do {
      const auto page = desk::list(desk, query);
      if (!page) return std::unexpected(page.error());
      if (!page->items.empty()) counts[state] += static_cast<int>(page->items.size());
      query.cursor = page->next;
    } while (!query.cursor.empty());
  }
  return counts;
}

}  // namespace

Instant MovableClock::now() const {
  const std::int64_t at = at_.load();
  return at == following ? SystemClock().now() : from_micros(at);
}

Result<DemoFacts> make_demo(desk::Desk& desk, MovableClock& clock) {
  const Walk walk(clock);
  Random random(seed);
  const auto castings = plan(walk.end(), random);
  Instant start = walk.end();
  for (const Casting& casting : castings) start = std::min(start, casting.steps.front().at);
  clock.set(start - std::chrono::days(1));
  const auto shop = open_shop(desk);
  if (!shop) return std::unexpected(shop.error());

  Teller teller(desk, *shop, start, random);
  std::vector<Telling> tellings;
  for (const Casting& casting : castings) {
    tellings.push_back(teller.cast(casting, casting.steps.front().at));
  }
  if (auto played = play(desk, clock, teller, castings, tellings); !played) {
    return std::unexpected(played.error());
  }
  if (auto passed = pass_time(desk, clock, walk.end()); !passed) {
    return std::unexpected(passed.error());
  }
  if (auto left = leave_drafts(desk, shop->agents[0], tellings); !left) {
    return std::unexpected(left.error());
  }

  DemoFacts facts;
  facts.email = owner_email;
  facts.password = demo_password;
  facts.customer_page =
      "/c/" + desk::page_token(*desk.keys(), {tellings[0].conversation, tellings[0].contact,
                                              walk.end() + page_link_lasts});
  auto counts = count(desk);
  if (!counts) return std::unexpected(counts.error());
  facts.conversations = std::move(*counts);
  return facts;
}

}  // namespace mg::app
