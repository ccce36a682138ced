#include "base/ascii.h"
#include "mime/html_text.h"
#include "mime/quote.h"

// Puts together what the text and the HTML of one mail say about its history.
namespace mg::mime {
namespace {

void append(std::string& field, std::string_view more) {
  if (ascii::trim(more).empty()) return;
  field.append(field.empty() ? "" : "\n\n").append(more);
}

// Text and HTML of a mail break lines and set marks differently; letters and digits are the same.
bool tells(char c) {
  return ascii::is_alnum(c) || static_cast<signed char>(c) < 0;
}

// A space that does not break is a letter to the loop above, and white space to a reader.
std::size_t skip(std::string_view text, std::size_t at) {
  constexpr std::string_view nbsp = "\u00a0";
  while (at < text.size()) {
    if (text.substr(at, nbsp.size()) == nbsp) {
      at += nbsp.size();
    } else if (!tells(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// Where in `text` the words of `start` end, if it begins with them; npos else.
std::size_t end_of_start(std::string_view text, std::string_view start) {
  std::size_t at = 0, end = 0;
  for (std::size_t i = skip(start, 0); i < start.size(); i = skip(start, i + 1)) {
    at = skip(text, at);
    if (at >= text.size() || text[at] != start[i]) return std::string_view::npos;
    end = ++at;
  }
  return end;
}

// The start of the line behind `end`, where the rest can be cut off; npos if words are in between.
std::size_t cut_after(std::string_view text, std::size_t end) {
  const auto line_end = std::min(text.find('\n', end), text.size());
  for (std::size_t i = end; i < line_end; ++i) {
    if (tells(text[i])) return std::string_view::npos;
  }
  return line_end;
}

std::string without_blank_ends(std::string_view text) {
  return std::string(ascii::trim(text));
}

Fold fold_of(FoldKind kind, Why why, std::string_view text) {
  return {kind, {why, ""}, reason_value(text.substr(0, text.find('\n')))};
}

}  // namespace

QuoteSplit split_quote_of_html(std::string_view html) {
  const auto parts = split_quote_html(html);
  const auto visible = text_of_html(parts.visible_html);
  if (visible.empty()) return split_quote(text_of_html(html));  // Only a picture stands above.
  QuoteSplit split = split_quote(visible);
  split.nothing_own |= parts.nothing_own;
  append(split.signature, text_of_html(parts.signature_html));
  append(split.quoted, text_of_html(parts.quoted_html));
  split.folds.insert(split.folds.end(), parts.folds.begin(), parts.folds.end());
  return split;
}

QuoteSplit split_quote_of_both(std::string_view text, std::string_view html) {
  QuoteSplit split = split_quote(text);
  if (html.empty() || !split.forwarded.empty()) return split;
  if (!split.quoted.empty() && !split.signature.empty()) return split;
  const auto parts = split_quote_html(html);
  const bool more_quoted = split.quoted.empty() && !parts.quoted_html.empty();
  const bool more_signed = split.signature.empty() && !parts.signature_html.empty();
  if (!more_quoted && !more_signed) return split;
  const std::string shown = text_of_html(parts.visible_html);
  const auto end = end_of_start(split.visible, shown);
  const auto cut = end == std::string_view::npos || end == 0 ? end : cut_after(split.visible, end);
  if (cut == std::string_view::npos || cut == 0) return split;
  const std::string rest = without_blank_ends(std::string_view(split.visible).substr(cut));
  if (rest.empty()) return split;
  // With only a signature to look for, the rest must be just that.
  const std::string sign = text_of_html(parts.signature_html);
  const auto sign_end = sign.empty() ? 0 : end_of_start(rest, sign);
  const bool signed_rest = sign_end != std::string_view::npos && !sign.empty();
  if (!more_quoted && (!signed_rest || skip(rest, sign_end) < rest.size())) return split;
  split.visible.resize(cut);
  while (split.visible.ends_with('\n') || split.visible.ends_with(' ')) split.visible.pop_back();
  const auto sign_cut = signed_rest && more_signed ? cut_after(rest, sign_end) : 0;
  const bool signs = sign_cut != 0 && sign_cut != std::string_view::npos;
  const auto history = without_blank_ends(std::string_view(rest).substr(signs ? sign_cut : 0));
  std::erase_if(split.folds, [](const Fold& fold) { return fold.kind == FoldKind::kept; });
  std::vector<Fold> told;
  if (signs) {
    split.signature = without_blank_ends(std::string_view(rest).substr(0, sign_cut));
    told.push_back(fold_of(FoldKind::signature, Why::signature_html, split.signature));
  }
  if (!history.empty()) {
    told.push_back(fold_of(FoldKind::quoted, Why::quote_html, history));
    append(split.quoted, history);
  }
  split.folds.insert(split.folds.begin(), told.begin(), told.end());
  return split;
}

}  // namespace mg::mime
