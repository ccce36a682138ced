#include "pages/other_pages.h"

namespace mg::pages {
namespace {

void write_head(PageWriter& out, std::string_view band, Say headline, Say more) {
  Html& html = out.html();
  html.open("section", {attribute("class", "hero " + std::string(band))});
  html.open("div", {attribute("class", "wrap")});
  html.element("h1", {}, out.say(headline));
  html.element("p", {attribute("class", "sub")}, out.say(more));
  html.close().close();
}

}  // namespace

std::string render_not_found_page(const NotFoundPage& page) {
  PageWriter out(page.frame);
  Html& html = out.html();
  write_head(out, "neutral", Say::not_found, Say::not_found_more);
  html.open("div", {attribute("class", "wrap narrow")});
  html.element("h2", {}, out.say(Say::new_link));
  html.element("p", {}, out.say(Say::new_link_more));
  out.renew_form(page.hidden, page.kept_address, page.bad_address);
  html.close();
  return out.document(out.plain(Say::not_found), {}, {});
}

std::string render_link_sent_page(const Frame& frame) {
  PageWriter out(frame);
  write_head(out, "neutral", Say::link_sent, Say::link_sent_more);
  return out.document(out.plain(Say::link_sent), {}, {});
}

std::string render_unavailable_page(const UnavailablePage& page) {
  PageWriter out(page.frame);
  Html& html = out.html();
  if (page.field.empty()) {
    write_head(out, "broken", Say::cannot_show, Say::cannot_show_more);
    return out.document(out.plain(Say::cannot_show), {}, {});
  }
  write_head(out, "broken", Say::unavailable, Say::unavailable_more);
  const bool message = page.field == "text";
  html.open("div", {attribute("class", "wrap narrow")});
  html.open("form", {attribute("class", "message"), attribute("method", "post"),
                     attribute("action", page.action),
                     attribute("enctype", "multipart/form-data", message)});
  out.hidden(page.hidden);
  if (!page.solved.empty()) out.hidden({{"solved", page.solved}});
  html.element("label", {attribute("for", "kept")}, out.say(Say::unavailable_words));
  html.element("textarea",
               {attribute("id", "kept"), attribute("name", page.field), attribute("rows", "8"),
                attribute("dir", "auto")},
               page.words);
  if (page.had_files) {
    html.element("label", {attribute("for", "file")}, out.say(Say::unavailable_files));
    html.open("input", {attribute("type", "file"), attribute("id", "file"),
                        attribute("name", "file"), flag("multiple")});
  }
  html.element("button", {attribute("class", "btn go"), attribute("type", "submit")},
               out.say(Say::try_again));
  html.close().close();
  return out.document(out.plain(Say::unavailable), {}, {});
}

std::string render_elsewhere_page(const Frame& frame) {
  PageWriter out(frame);
  write_head(out, "neutral", Say::elsewhere, Say::elsewhere_more);
  Html& html = out.html();
  html.open("div", {attribute("class", "wrap narrow")});
  out.renew_form({}, {}, false);
  html.close();
  return out.document(out.plain(Say::elsewhere), {}, {});
}

std::string render_bad_key_page(const Frame& frame, BadKey why) {
  PageWriter out(frame);
  write_head(out, "neutral", Say::problem,
             why == BadKey::reused ? Say::error_key_reused : Say::error_key_bad);
  Html& html = out.html();
  html.open("div", {attribute("class", "wrap narrow")});
  out.renew_form({}, {}, false);
  html.close();
  return out.document(out.plain(Say::problem), {}, {});
}

std::string render_thanks_page(const ThanksPage& page) {
  PageWriter out(page.frame);
  Html& html = out.html();
  write_head(out, "solved-band", Say::thanks, Say::thanks_more);
  html.open("div", {attribute("class", "wrap narrow")}).open("p");
  html.element("a", {attribute("class", "btn no"), attribute("href", page.path)},
               out.say(Say::back_to_case));
  html.close().close();
  return out.document(out.plain(Say::thanks), {}, {});
}

}  // namespace mg::pages
