#pragma once

#include "pages/case_page.h"

// A customer's page for tests, with believable words.
namespace mg::pages {

inline Instant sample_time(std::string_view text) {
  return *from_rfc3339(text);
}

inline CasePage sample_case() {
  CasePage page;
  page.frame = {"Fernhill Supply", "/page-assets/case-0.css", Language::en, "Europe/London",
                sample_time("2026-11-20T15:30:00Z")};
  page.path = "/c/tok_EN-1";
  page.first_name = "Amara";
  page.number = "1042";
  page.subject = "Charged twice for order 48213";
  page.agent = "Tomas Varga";
  page.own_words = "My rent goes out on Monday and you are holding the money for it.";
  page.promise = NextPromise{sample_time("2026-11-20T18:00:00Z"), PromiseShown::due, "Tomas Varga",
                             "I will tell you whether the transfer has arrived."};
  page.steps = {{StepKind::heard, sample_time("2026-11-20T09:40:00Z")},
                {StepKind::first_answer, sample_time("2026-11-20T10:58:00Z")},
                {StepKind::promise_kept, sample_time("2026-11-20T12:41:00Z")},
                {StepKind::answer, sample_time("2026-11-20T15:22:00Z")}};
  page.thread = {
      {Author::you,
       "Amara Okafor",
       sample_time("2026-11-20T09:40:00Z"),
       std::string("You took £248 twice and I’ve explained it three times. Three to five days is "
                   "Wednesday. My rent goes out on Monday and you are holding the money for it.\n\n"
                   "Order: https://fernhill.example/orders/48213"),
       {},
       {{"statement.pdf", 148213, "/c/tok_EN-1/files/7"}}},
      {Author::automatic,
       {},
       sample_time("2026-11-20T09:40:10Z"),
       std::string("We have your words. Tomas will write to you by 11:00 today.")},
      {Author::agent, "Tomas Varga", sample_time("2026-11-20T15:22:00Z"),
       std::string("The transfer left our bank at 15:18, £248 plus the £12 fee your bank took. "
                   "Please look when you get a moment, and tell me if it isn’t there.")}};
  page.hidden = {{"csrf", "c5rf"}};
  page.link_expires_at = sample_time("2027-01-19T12:00:00Z");
  return page;
}

inline CasePage sample_proposed() {
  CasePage page = sample_case();
  page.state = State::proposed;
  page.promise.reset();
  page.turn = Turn::customer;
  page.proposal = Proposal{"77", "The £260 has left our bank. It should be in your account now.",
                           "Tomas Varga", sample_time("2026-11-20T15:22:00Z")};
  page.steps.push_back({StepKind::asked, sample_time("2026-11-20T15:22:00Z")});
  return page;
}

}  // namespace mg::pages
