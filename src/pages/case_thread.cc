#include "mime/linkify.h"
#include "pages/case_parts.h"

namespace mg::pages {
namespace {

SafeHtml shown(const std::variant<std::string, SafeHtml>& text) {
  if (const auto* html = std::get_if<SafeHtml>(&text)) return *html;
  return SafeHtml(mime::linkify(std::get<std::string>(text)));
}

void write_attachments(PageWriter& out, const std::vector<AttachmentLink>& attachments) {
  if (attachments.empty()) return;
  Html& html = out.html();
  html.open("ul",
            {attribute("class", "files"), attribute("aria-label", out.plain(Say::attachments))});
  for (const AttachmentLink& file : attachments) {
    html.open("li").open("a", {attribute("href", file.url), flag("download")});
    html.element("bdi", {}, file.name).close();
    html.text(" ").element("small", {}, size_words(out.language(), file.size)).close();
  }
  html.close();
}

std::string_view sign_class(Author author) {
  if (author == Author::agent) return "av";
  return author == Author::automatic ? "av auto" : "av own";
}

void write_entry(PageWriter& out, const CasePage& page, const ThreadEntry& entry) {
  Html& html = out.html();
  const bool own = entry.author == Author::you;
  const bool automatic = entry.author == Author::automatic;
  const std::string& name = automatic ? page.frame.workspace_name : entry.name;
  html.open("li", {attribute("class", "msg")}).open("article");
  html.element("span",
               {attribute("class", sign_class(entry.author)), attribute("aria-hidden", "true")},
               initials_of(own ? page.first_name : name));
  html.open("div").open("h3", {attribute("class", "by")});
  if (own) {
    html.element("b", {}, out.say(Say::you));
  } else {
    html.open("b").element("bdi", {}, name).close();
  }
  html.text(" ").element("time", {attribute("datetime", to_rfc3339(entry.at))},
                         out.calendar().at(entry.at));
  if (automatic) html.text(", ").raw(out.say(Say::automatic));
  html.close();
  html.element("div", {attribute("class", "tx"), attribute("dir", "auto")}, shown(entry.text));
  if (!entry.quoted.empty()) {
    html.open("details", {attribute("class", "quoted")});
    html.element("summary", {}, out.say(Say::quoted_history));
    html.element("div", {attribute("class", "tx"), attribute("dir", "auto")},
                 SafeHtml(mime::linkify(entry.quoted)));
    html.close();
  }
  write_attachments(out, entry.attachments);
  html.close().close().close();
}

// That this is not the whole thread, and the ways to the rest.
void write_parts(PageWriter& out, const CasePage& page) {
  Html& html = out.html();
  if (page.earlier_url.empty() && !page.is_earlier) return;
  html.open("p", {attribute("class", "parts")});
  if (!page.earlier_url.empty()) {
    const auto count = static_cast<std::int64_t>(page.thread.size());
    if (!page.is_earlier) {
      html.raw(out.say(Say::newest_shown, {number("count", count)})).text(" ");
    }
    html.element("a", {attribute("href", page.earlier_url), attribute("rel", "prev")},
                 out.say(Say::earlier_messages));
  }
  if (page.is_earlier) {
    if (!page.earlier_url.empty()) html.text(" · ");
    html.element("a", {attribute("href", page.path)}, out.say(Say::newest_messages));
  }
  html.close();
}

}  // namespace

void write_thread(PageWriter& out, const CasePage& page) {
  Html& html = out.html();
  const auto& thread = page.thread;
  html.open("section", {attribute("class", "sec"), attribute("aria-labelledby", "said")});
  html.element("h2", {attribute("id", "said")},
               out.say(page.is_earlier ? Say::earlier_messages : Say::everything_said));
  write_parts(out, page);
  if (thread.empty() && !page.is_earlier)
    html.element("p", {attribute("class", "hint")}, out.say(Say::nothing_said));
  const bool folds = !page.is_earlier && thread.size() > entries_open_max;
  const std::size_t folded = folds ? thread.size() - entries_open_max : 0;
  std::size_t i = 0;
  if (folded > 0) {
    html.open("details", {attribute("class", "earlier")});
    html.element("summary", {},
                 out.say(Say::earlier, {number("count", static_cast<std::int64_t>(folded))}));
    html.open("ol", {attribute("class", "thread")});
    for (; i < folded; ++i) write_entry(out, page, thread[i]);
    html.close().close();
  }
  if (i < thread.size()) {
    html.open("ol", {attribute("class", "thread")});
    for (; i < thread.size(); ++i) write_entry(out, page, thread[i]);
    html.close();
  }
  html.close();
}

}  // namespace mg::pages
