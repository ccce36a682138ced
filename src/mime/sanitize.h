#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mg::mime {

// The largest image that may stay inside the HTML as a data: URL (bytes of the URL).
inline constexpr std::size_t data_image_bytes_max = 512u << 10;

// What the result holds at most; then it ends in mid-text, with all its elements closed.
inline constexpr std::size_t sanitized_bytes_max = 1u << 20;

struct Sanitized {
  std::string html;                // A body fragment, safe to show in a sandboxed frame.
  bool has_remote_images = false;  // Something was held back in data-remote-src.
  std::vector<std::string> cids;   // Content-Ids that the HTML shows, in order, without doubles.
};

// Turns a content id (without "cid:", percent-decoded) into the address under which the image is
// served; "" leaves the image without a source.
using CidUrl = std::function<std::string(std::string_view cid)>;

// Rebuilds `html` (UTF-8) from an allow-list of elements, attributes and CSS properties, after a
// full HTML5 parse. What is not on the lists is gone; the text inside unknown elements stays. No
// script, handler, style sheet, form, frame, SVG or remote reference survives: remote images keep
// their address in data-remote-src for a proxy to show on request. Links open apart and say nothing
// of where they were clicked. An image of the mail itself keeps its content id in data-cid, so that
// sanitised HTML can be stored and given other addresses later by sanitising it again. Idempotent:
// sanitising the result with the same `cid_url` changes nothing. For mail that comes in and for
// mail that agents write. Linear; pure, any thread.
Sanitized sanitize_html(std::string_view html, const CidUrl& cid_url = {});

// The same for the HTML of a mail that goes out: remote pictures (held back or not) have their
// address in src, pictures of the mail itself that of `cid_url`, and those without one are left
// out. Never to be shown here.
std::string sanitize_outgoing_html(std::string_view html, const CidUrl& cid_url = {});

// The address when its scheme may be linked to (http, https, mailto, tel), with control characters
// and blanks removed as browsers do; "" otherwise. For every stored URL field, at write and at
// render (row X9).
std::string safe_link(std::string_view url);

// `text` with & < > " ' escaped: for text nodes and quoted attribute values.
std::string escape_html(std::string_view text);

}  // namespace mg::mime
