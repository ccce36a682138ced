#include "pages/case_parts.h"

namespace mg::pages {
namespace {

Say say_of(StepKind kind) {
  switch (kind) {
    case StepKind::heard:
      return Say::heard;
    case StepKind::first_answer:
      return Say::first_answer;
    case StepKind::answer:
      return Say::answer;
    case StepKind::your_words:
      return Say::your_words;
    case StepKind::promise_made:
      return Say::promise_made;
    case StepKind::promise_kept:
      return Say::promise_kept;
    case StepKind::promise_broken:
      return Say::promise_broken;
    case StepKind::asked:
      return Say::asked;
    case StepKind::said_not_yet:
      return Say::said_not_yet;
    case StepKind::said_solved:
      return Say::said_solved;
    case StepKind::went_on:
      return Say::went_on;
    case StepKind::not_confirmed:
      break;
  }
  return Say::not_confirmed;
}

// A step that went wrong, or that nobody confirmed, has no check mark.
bool is_good(StepKind kind) {
  return kind != StepKind::promise_broken && kind != StepKind::not_confirmed &&
         kind != StepKind::said_not_yet;
}

void write_step(PageWriter& out, const ProgressStep& step) {
  Html& html = out.html();
  html.open("li", {attribute("class", "bad", !is_good(step.kind))});
  html.open("span", {attribute("class", is_good(step.kind) ? "d ok" : "d"),
                     attribute("aria-hidden", "true")});
  if (is_good(step.kind)) html.raw(icon(Icon::check));
  html.close();
  html.element("time", {attribute("datetime", to_rfc3339(step.at))}, out.calendar().brief(step.at));
  html.text(" ").element("span", {}, out.say(say_of(step.kind))).close();
}

void write_next(PageWriter& out, Instant due) {
  Html& html = out.html();
  html.open("li", {attribute("class", "nx")});
  html.element("span", {attribute("class", "d"), attribute("aria-hidden", "true")}, "");
  html.element("b", {}, out.say(Say::brief_by, {moment("time", out.calendar().brief(due), due)}));
  html.text(" ").element("span", {}, out.say(Say::next_update)).close();
}

void write_progress(PageWriter& out, const CasePage& page) {
  const auto& steps = page.steps;
  const auto promise = promise_state(page);
  const bool ended =
      page.state == State::solved || page.state == State::merged || page.state == State::spam;
  const bool next = promise == PromiseShown::due && !ended;
  if (steps.empty() && !next) return;
  // Leaving out a single one would save nothing.
  const bool long_story = steps.size() > steps_shown_max + 1;
  const std::size_t left_out = long_story ? steps.size() - steps_shown_max : 0;

  Html& html = out.html();
  html.open("ol", {attribute("class", "line"), attribute("aria-label", out.plain(Say::progress))});
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (left_out > 0 && i == 1) {
      const auto count = static_cast<std::int64_t>(left_out);
      html.open("li", {attribute("class", "skipped")});
      html.element("span", {attribute("class", "d"), attribute("aria-hidden", "true")}, "");
      html.element("span", {}, out.say(Say::steps_more, {number("count", count)})).close();
      i += left_out;
    }
    write_step(out, steps[i]);
  }
  if (next) {
    write_next(out, page.promise->due_at);
    for (const Instant due : page.promise->later) write_next(out, due);
  }
  html.close();
}

}  // namespace

void write_band(PageWriter& out, const CasePage& page) {
  const Headline headline = headline_of(page, out.calendar());
  Html& html = out.html();
  html.open("section", {attribute("class", "hero " + std::string(class_of(headline.band)))});
  html.open("div", {attribute("class", "wrap")});
  if (!page.subject.empty()) {
    html.open("p", {attribute("class", "about")}).element("bdi", {}, page.subject).close();
  }
  html.element("h1", {}, html_of(out.language(), headline.sentence));
  html.open("p", {attribute("class", "sub")});
  for (const Sentence& sentence : headline.more) {
    html.raw(html_of(out.language(), sentence)).text(" ");
  }
  html.close();
  const auto promise = promise_state(page);
  const bool promise_counts = headline.band == Band::due || headline.band == Band::broken;
  if (promise && promise_counts && !page.promise->text.empty()) {
    html.element("p", {attribute("class", "vow"), attribute("dir", "auto")},
                 out.say(Say::quote, {text_of("words", page.promise->text)}));
  }
  write_progress(out, page);
  html.close().close();
}

}  // namespace mg::pages
