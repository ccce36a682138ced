#include "api/mail_document.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "mime/sanitize.h"

namespace mg::api {
namespace {

constexpr std::string_view head = R"(<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mail</title>
<style>
html{color-scheme:light dark;background:Canvas;color:CanvasText}
html.own{color-scheme:only light}
body{margin:12px 14px;font:15px/1.5 system-ui,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
img{max-width:100%;height:auto}
img[data-remote-src]:not([src]){outline:1px dashed GrayText}
table{max-width:100%}
pre{white-space:pre-wrap}
blockquote{margin:8px 0;padding-left:12px;border-left:3px solid GrayText}
</style>
</head>
)";

constexpr std::string_view image_start = "<img ";
constexpr std::string_view held_attribute = " data-remote-src=\"";
constexpr std::string_view source_attribute = " src=\"";
constexpr std::string_view cid_attribute = " data-cid=\"";

// By their spelling in sanitised HTML; the same letters in the words do no harm.
bool has_own_colours(std::string_view html) {
  constexpr std::array<std::string_view, 4> marks = {" bgcolor=\"", " color=\"",
                                                     "color:", "background:"};
  return std::ranges::any_of(
      marks, [&](std::string_view mark) { return html.find(mark) != std::string_view::npos; });
}

class Pictures {
 public:
  Pictures(const std::vector<std::string>& cids, bool remote, const MailPicture& picture)
      : remote_(remote), picture_(picture) {
    for (const std::string& cid : cids) cids_.emplace(mime::escape_html(cid), cid);
  }

  // Relies on the sanitiser's spelling: a tag begins with its name, its values stand in double
  // quotes, and & < > " are escaped in values and in text, so that nothing else reads like these.
  std::string put_into(std::string_view html) const {
    std::string out;
    for (auto at = html.find(image_start); at != std::string_view::npos;
         at = html.find(image_start)) {
      const auto end = std::min(html.find('>', at), html.size());
      out.append(html.substr(0, at));
      write_image(html.substr(at, end - at), out);
      html.remove_prefix(end);
    }
    return out.append(html);
  }

 private:
  // `tag` is without its ">".
  void write_image(std::string_view tag, std::string& out) const {
    if (const auto held = tag.find(held_attribute); held != std::string_view::npos && remote_) {
      out.append(tag.substr(0, held)).append(source_attribute);
      out.append(tag.substr(held + held_attribute.size()));
      return;
    }
    out.append(tag);
    const auto own = tag.find(cid_attribute);
    if (own == std::string_view::npos) return;
    std::string_view cid = tag.substr(own + cid_attribute.size());
    cid = cid.substr(0, cid.find('"'));
    const auto known = cids_.find(cid);
    const std::string url = known == cids_.end() ? std::string() : picture_(known->second);
    if (!url.empty()) out.append(source_attribute).append(mime::escape_html(url)).append("\"");
  }

  bool remote_;
  const MailPicture& picture_;
  std::map<std::string, std::string, std::less<>> cids_;  // By their escaped form.
};

}  // namespace

std::string mail_document(std::string_view html, bool remote_pictures, const MailPicture& picture) {
  const mime::Sanitized mail = mime::sanitize_html(html);
  std::string document = "<!doctype html>\n<html";
  if (has_own_colours(mail.html)) document += " class=\"own\"";
  document.append(">\n").append(head).append("<body>\n");
  document += Pictures(mail.cids, remote_pictures, picture).put_into(mail.html);
  return document.append("\n</body>\n</html>\n");
}

std::string mail_security_policy(bool remote_pictures) {
  return "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
         "style-src 'unsafe-inline'; img-src data:" +
         std::string(remote_pictures ? " https: http:" : "") +
         "; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
}

std::string data_url(std::string_view type, std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string url = "data:" + std::string(type) + ";base64,";
  url.reserve(url.size() + (bytes.size() + 2) / 3 * 4);
  const auto byte = [&](std::size_t at) -> std::uint32_t {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u;
  };
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    url += letters[group >> 18];
    url += letters[group >> 12 & 63];
    url += i + 1 < bytes.size() ? letters[group >> 6 & 63] : '=';
    url += i + 2 < bytes.size() ? letters[group & 63] : '=';
  }
  return url;
}

}  // namespace mg::api
