#include "pages/case_page.h"

#include "pages/case_parts.h"

namespace mg::pages {
namespace {

void write_newer(PageWriter& out, const CasePage& page) {
  if (!page.newer) return;
  Html& html = out.html();
  html.open("div", {attribute("class", "wrap")}).open("p", {attribute("class", "flash")});
  html.raw(out.say(Say::went_elsewhere, {text_of("number", page.newer->number)}));
  if (!page.newer->url.empty()) {
    html.text(" ").element("a", {attribute("href", page.newer->url)}, out.say(Say::open_newer));
  }
  html.close().close();
}

void write_who(PageWriter& out, const CasePage& page) {
  Html& html = out.html();
  html.open("section", {attribute("class", "who"), attribute("aria-labelledby", "who")});
  html.element("h2", {attribute("id", "who")}, out.say(Say::who_looks_after));
  html.open("div", {attribute("class", "ppl")});
  if (page.agent.empty()) {
    html.element("span", {attribute("class", "av none"), attribute("aria-hidden", "true")}, "?");
    html.open("p").element("b", {}, out.say(Say::nobody_yet));
    html.element("small", {}, out.say(Say::nobody_yet_more)).close();
  } else {
    html.element("span", {attribute("class", "av"), attribute("aria-hidden", "true")},
                 initials_of(page.agent));
    html.open("p").open("b").element("bdi", {}, page.agent).close().close();
  }
  html.close().close();
}

void write_words(PageWriter& out, const CasePage& page) {
  Html& html = out.html();
  if (!page.own_words.empty()) {
    html.open("section", {attribute("class", "sec"), attribute("aria-labelledby", "own")});
    html.element("h2", {attribute("id", "own")}, out.say(Say::your_own_words));
    html.open("blockquote", {attribute("dir", "auto")});
    html.element("span", {attribute("class", "mk")},
                 out.say(Say::quote, {text_of("words", page.own_words)}));
    html.close().close();
  }
  if (asks_question(page) && page.proposal && !page.proposal->text.empty()) {
    const std::string& by = page.proposal->by.empty() ? page.agent : page.proposal->by;
    html.open("section", {attribute("class", "sec"), attribute("aria-labelledby", "done")});
    html.element(
        "h2", {attribute("id", "done")},
        out.say(Say::what_was_done, {person("who", by.empty() ? page.frame.workspace_name : by)}));
    html.element("p", {attribute("class", "tx claim"), attribute("dir", "auto")},
                 page.proposal->text);
    html.close();
  }
}

SafeHtml footer_of(const CasePage& page) {
  PageWriter out(page.frame);
  Html& html = out.html();
  html.open("div").open("p").raw(out.say(Say::only_for_you));
  if (page.link_expires_at) {
    const Instant until = *page.link_expires_at;
    html.text(" ").raw(
        out.say(Say::link_until, {moment("date", out.calendar().date(until), until)}));
  }
  html.close();
  html.open("details").element("summary", {}, out.say(Say::new_link));
  html.element("p", {}, out.say(Say::new_link_more));
  out.renew_form(page.hidden, {}, false);
  html.close().close();
  html.element("p", {attribute("class", "zone")},
               out.say(Say::times_in, {text_of("zone", out.calendar().zone_name())}));
  return html.take();
}

std::string finished(PageWriter& out, const CasePage& page) {
  const Headline headline = headline_of(page, out.calendar());
  const Fill conversation = text_of("number", page.number);
  const SafeHtml note =
      page.first_name.empty()
          ? out.say(Say::private_page, {conversation})
          : out.say(Say::private_page_of, {person("name", page.first_name), conversation});
  return out.document(plain_of(out.language(), headline.sentence), note, footer_of(page));
}

}  // namespace

std::string render_case_page(const CasePage& page) {
  PageWriter out(page.frame);
  Html& html = out.html();
  write_band(out, page);
  if (page.is_earlier) {
    html.open("div", {attribute("class", "wrap grid plain")});
    html.open("div", {attribute("class", "body")});
    write_thread(out, page);
    html.close().close();
    return finished(out, page);
  }
  write_flash(out, page);
  write_newer(out, page);
  const bool question = asks_question(page) || page.state == State::solved;
  html.open("div", {attribute("class", question ? "wrap grid" : "wrap grid plain")});
  // What nobody asked may be answered, but does not come before what was said.
  const bool unasked = page.state == State::open;
  if (!unasked) write_question(out, page);
  html.open("div", {attribute("class", "body")});
  write_words(out, page);
  write_thread(out, page);
  write_message_form(out, page);
  html.close();
  if (unasked) write_question(out, page);
  if (page.state != State::spam) write_who(out, page);
  html.close();
  return finished(out, page);
}

}  // namespace mg::pages
