#include "pages/case_parts.h"

namespace mg::pages {
namespace {

SafeHtml error_words(const PageWriter& out, const CasePage& page) {
  const FormLimits& limits = page.limits;
  switch (page.flash) {
    case Flash::too_long:
      return out.say(Say::error_long, {number("count", limits.characters)});
    case Flash::cut_off:
      return out.say(Say::error_cut_off, {number("count", limits.characters)});
    case Flash::files_too_large:
      return out.say(Say::error_file_large,
                     {text_of("size", size_words(out.language(), limits.file_bytes))});
    case Flash::too_many_files:
      return out.say(Say::error_files_many, {number("count", limits.files)});
    case Flash::stale_proposal:
      return out.say(Say::error_stale);
    case Flash::form_expired:
      return out.say(Say::error_expired);
    case Flash::files_of_day_too_large:
      return out.say(Say::error_files_of_day,
                     {text_of("size", size_words(out.language(), limits.file_bytes_a_day))});
    case Flash::too_often:
      return out.say(Say::error_often);
    case Flash::bad_form:
      return out.say(Say::error_form);
    case Flash::from_elsewhere:
      return out.say(Say::error_elsewhere);
    case Flash::key_reused:
      return out.say(Say::error_key_reused);
    case Flash::bad_key:
      return out.say(Say::error_key_bad);
    case Flash::not_the_asker:
      return out.say(Say::error_not_yours);
    default:
      return out.say(Say::error_empty);
  }
}

Say said_words(Flash flash) {
  if (flash == Flash::said_solved) return Say::flash_solved;
  return flash == Flash::said_not_yet ? Say::flash_not_yet : Say::flash_stored;
}

// The form in which the error is to be mended.
bool error_is_in_answer(const CasePage& page) {
  return is_error(page.flash) && asks_question(page) &&
         (page.flash_is_about_answer || page.flash == Flash::stale_proposal);
}

void open_form(PageWriter& out, const CasePage& page, std::string_view where,
               std::string_view css_class, bool files) {
  out.html().open("form", {attribute("class", css_class), attribute("method", "post"),
                           attribute("action", page.path + std::string(where)),
                           attribute("enctype", "multipart/form-data", files)});
  out.hidden(page.hidden);
}

void write_is_back(PageWriter& out) {
  Html& html = out.html();
  html.open("section", {attribute("class", "ask done"), attribute("aria-labelledby", "q")});
  html.element("h2", {attribute("id", "q")}, out.say(Say::you_said_solved));
  html.element("p", {}, out.say(Say::it_is_back_more));
  html.element("a", {attribute("class", "btn no"), attribute("href", "#text")},
               out.say(Say::it_is_back));
  html.close();
}

}  // namespace

bool asks_question(const CasePage& page) {
  if (!page.may_answer) return false;
  // Also unasked: somebody whose problem has gone may say so as soon as a person has written.
  return page.state == State::proposed || page.state == State::unconfirmed ||
         (page.state == State::open && page.answered);
}

void write_flash(PageWriter& out, const CasePage& page) {
  if (page.flash == Flash::none) return;
  Html& html = out.html();
  html.open("div", {attribute("class", "wrap")});
  if (is_error(page.flash)) {
    const bool in_answer = error_is_in_answer(page);
    html.open("div", {attribute("class", "flash wrong-box"), attribute("role", "alert"),
                      attribute("id", "problem")});
    html.element("h2", {}, out.say(Say::problem));
    html.open("p", {})
        .element("a", {attribute("href", in_answer ? "#words" : "#text")}, error_words(out, page))
        .close();
  } else {
    const bool solved = page.flash == Flash::said_solved;
    html.open("div",
              {attribute("class", solved ? "flash moss" : "flash"), attribute("role", "status")});
    html.open("p").element("b", {}, out.say(said_words(page.flash)));
    if (page.flash == Flash::words_stored) html.text(" ").raw(out.say(Say::flash_stored_more));
    html.close();
  }
  html.close().close();
}

void write_question(PageWriter& out, const CasePage& page) {
  if (page.state == State::solved && page.may_answer) return write_is_back(out);
  if (!asks_question(page)) return;
  const Proposal proposal = page.proposal.value_or(Proposal{});
  const std::string& who = proposal.by.empty() ? page.agent : proposal.by;
  Html& html = out.html();
  html.open("section", {attribute("class", "ask"), attribute("aria-labelledby", "q")});
  html.element("h2", {attribute("id", "q")}, out.say(Say::is_it_solved));
  html.element("p", {}, out.say(Say::only_you));
  open_form(out, page, "/confirmation", "answer", false);
  if (!proposal.id.empty()) out.hidden({{"proposal", proposal.id}});
  html.element("label", {attribute("for", "words")}, out.say(Say::add_words));
  const bool wrong = error_is_in_answer(page);
  html.element("textarea",
               {attribute("id", "words"), attribute("name", "words"), attribute("rows", "2"),
                attribute("dir", "auto"), attribute("aria-invalid", "true", wrong),
                attribute("aria-describedby", "problem", wrong)},
               page.kept_words);
  html.open("button", {attribute("class", "btn yes"), attribute("type", "submit"),
                       attribute("name", "solved"), attribute("value", "yes")});
  html.raw(icon(Icon::check)).raw(out.say(Say::yes_solved)).close();
  html.element("button",
               {attribute("class", "btn no"), attribute("type", "submit"),
                attribute("name", "solved"), attribute("value", "not_yet")},
               out.say(Say::not_yet));
  html.close();
  html.element("p", {attribute("class", "fine")},
               who.empty() ? out.say(Say::not_yet_goes_we)
                           : out.say(Say::not_yet_goes, {person("who", who)}));
  html.close();
}

void write_message_form(PageWriter& out, const CasePage& page) {
  Html& html = out.html();
  const bool wrong = is_error(page.flash) && !error_is_in_answer(page);
  // Words beside an answer that this page no longer asks for are not lost.
  const std::string& kept =
      page.kept_text.empty() && !asks_question(page) ? page.kept_words : page.kept_text;
  html.open("section", {attribute("class", "sec write"), attribute("aria-labelledby", "write")});
  SafeHtml heading = out.say(Say::write_to_us);
  if (page.state == State::solved) {
    heading = out.say(Say::write_if_back);
  } else if (!page.agent.empty() && page.state != State::spam) {
    heading = out.say(Say::write_to, {person("who", page.agent)});
  }
  html.element("h2", {attribute("id", "write")}, heading);
  open_form(out, page, "/messages", "message", true);
  html.element("label", {attribute("for", "text")}, out.say(Say::your_message));
  html.element("textarea",
               {attribute("id", "text"), attribute("name", "text"), attribute("rows", "5"),
                attribute("dir", "auto"), attribute("aria-invalid", "true", wrong),
                attribute("aria-describedby", "problem", wrong)},
               kept);
  html.open("div", {attribute("class", "below")}).open("div");
  html.element("label", {attribute("for", "file")}, out.say(Say::files));
  html.open("input", {attribute("type", "file"), attribute("id", "file"), attribute("name", "file"),
                      flag("multiple"), attribute("aria-describedby", "file-limit")});
  html.element("p", {attribute("class", "hint"), attribute("id", "file-limit")},
               out.say(Say::files_limit,
                       {number("count", page.limits.files),
                        text_of("size", size_words(out.language(), page.limits.file_bytes))}));
  html.close();
  html.element("button", {attribute("class", "btn go"), attribute("type", "submit")},
               out.say(Say::send));
  html.close().close();
  // A mail into spam stays there unheard.
  if (page.state != State::spam) {
    html.element("p", {attribute("class", "hint")}, out.say(Say::or_by_mail));
  }
  html.close();
}

}  // namespace mg::pages
