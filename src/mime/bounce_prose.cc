#include <set>

#include "base/ascii.h"
#include "mime/address.h"
#include "mime/bounce.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

constexpr std::size_t recipients_max = 200;
constexpr std::size_t answer_max = 2000;
constexpr std::size_t notice_max = 64 * 1024;

constexpr std::string_view returned_marks[] = {
    "below this line is a copy",
    "this is a copy of",
    "copy of the message",
    "unsent message follows",
    "original message follows",
    "- original message",
    "original message -",
    "original message:",
    "returned message -",
    "- returned message",
    "header of the original",
    "headers of the original",
    "- message header",
    "original message header",
    "message header follows",
    "message headers follow",
    "message text follows",
    "original mail follows",
    "returned mail follows",
    "-- message --",
    "begin message",
};

// Each mark has one of these, so that prose costs four searches a line and not one for each mark.
constexpr std::string_view mark_cores[] = {"message", "original", "copy", "mail"};
constexpr bool has_core(std::string_view text) {
  return std::ranges::any_of(
      mark_cores, [&](std::string_view core) { return text.find(core) != std::string_view::npos; });
}
static_assert(std::ranges::all_of(returned_marks, has_core));

bool is_returned_mark(std::string_view line) {
  constexpr std::size_t line_bytes_max = 119;
  if (line.size() > line_bytes_max) return false;
  const std::string words = ascii::lower(line);
  return has_core(words) && std::ranges::any_of(returned_marks, [&](std::string_view mark) {
           return words.find(mark) != std::string::npos;
         });
}

bool is_local_char(char c) {
  constexpr std::string_view others = ".!#$%&'*+-/=?^_`{|}~";
  return ascii::is_alnum(c) || others.find(c) != std::string_view::npos ||
         static_cast<signed char>(c) < 0;
}

bool is_domain_char(char c) {
  return ascii::is_alnum(c) || c == '.' || c == '-' || c == '_' || static_cast<signed char>(c) < 0;
}

struct Span {
  std::size_t from = 0;
  std::size_t to = 0;
};

// The address around the first "@" at or behind `from`.
bool next_address(std::string_view text, std::size_t from, Span& span) {
  for (std::size_t at = text.find('@', from); at != std::string_view::npos;
       at = text.find('@', at + 1)) {
    std::size_t start = at;
    while (start > from && is_local_char(text[start - 1])) --start;
    if (start > from && start == at && text[start - 1] == '"') {
      const std::size_t quote = start > 1 ? text.rfind('"', start - 2) : std::string_view::npos;
      if (quote != std::string_view::npos && quote >= from) start = quote;
    }
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '[') {
      end = std::min(text.find(']', end), text.size() - 1) + 1;
    } else {
      while (end < text.size() && is_domain_char(text[end])) ++end;
      while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    }
    if (start < at && end > at + 1) {
      span = {start, end};
      return true;
    }
  }
  return false;
}

bool is_machine(std::string_view addr) {
  return ascii::starts_with(addr, "mailer-daemon@") || ascii::starts_with(addr, "postmaster@");
}

// "550 <ana@example.com>... User unknown": the code goes.
std::string_view without_code(std::string_view line) {
  if (line.size() < 5 || (line[0] != '4' && line[0] != '5') || !ascii::is_digit(line[1]) ||
      !ascii::is_digit(line[2]) || line[3] != ' ') {
    return line;
  }
  const std::string_view rest = line.substr(4);
  return rest.starts_with('<') ? rest : line;
}

// The address a line is about: it stands at the front, with nothing but marks before it, or, if
// `named`, only a name.
std::string leading_address(std::string_view line, bool named) {
  constexpr std::string_view marks = " \t<>*-\"'`[(|:";
  line = without_code(line);
  const std::size_t start = std::min(line.find_first_not_of(marks), line.size());
  std::string_view rest = line.substr(start);
  if (ascii::starts_with(rest, "rfc822;")) rest.remove_prefix(7);
  Span span;
  if (!next_address(rest, 0, span)) return {};
  if (span.from != 0) {
    // "Ana Lopez <ana@example.com>" alone on its line.
    const std::string_view tail = ascii::trim(rest.substr(span.to));
    const std::string_view head = rest.substr(0, span.from);
    const bool bracket = named && head.ends_with('<') && (tail == ">" || tail == ">:");
    if (!bracket || head.size() > 60 || head.find_first_of(":=;") != std::string_view::npos) {
      return {};
    }
  }
  return ascii::lower(rest.substr(span.from, span.to - span.from));
}

struct Fate {
  std::string recipient;
  std::string words;
};

class ProseReader {
 public:
  ProseReader(std::string_view notice, const Header& header, const Header& original)
      : notice_(notice.substr(0, notice_max)), header_(header), original_(original) {}

  std::vector<Bounce> read() {
    find_failed_header();
    find_leading(false);
    if (fates_.empty()) find_leading(true);
    if (fates_.empty()) find_anywhere();
    if (fates_.empty()) find_in_original();
    std::vector<Bounce> out;
    for (const Fate& fate : fates_) out.push_back(judge(fate));
    return out;
  }

 private:
  void add(std::string recipient, std::string_view words) {
    if (recipient.empty() || fates_.size() >= recipients_max) return;
    for (Fate& fate : fates_) {
      if (fate.recipient == recipient) {
        fate.words.append(words).append("\n");
        return;
      }
    }
    fates_.push_back({std::move(recipient), std::string(words) + "\n"});
  }

  void find_failed_header() {
    for (const Field& field : header_.fields) {
      if (!ascii::equals(field.name, "X-Failed-Recipients")) continue;
      for (const Address& address : parse_addresses(field.value)) {
        add(ascii::lower(address.addr), "");
      }
    }
    fixed_ = !fates_.empty();
  }

  bool is_ours(std::string_view addr) const {
    for (const std::string_view name : {"From", "Return-Path", "Sender"}) {
      if (address_in(original_.first(name)) == addr) return true;
    }
    return is_machine(addr) || address_in(header_.first("From")) == addr;
  }

  // Each line that begins with an address opens a paragraph about it.
  void find_leading(bool named) {
    std::string_view rest = notice_;
    Fate* open = nullptr;
    while (!rest.empty()) {
      const std::string_view line = ascii::take_line(rest);
      const std::string addr = leading_address(line, named);
      if (!addr.empty() && !is_ours(addr) && (!fixed_ || is_known(addr))) {
        add(addr, line);
        for (Fate& fate : fates_) {
          if (fate.recipient == addr) open = &fate;
        }
      } else if (open != nullptr) {
        open->words.append(line).append("\n");
      }
    }
  }

  bool is_known(std::string_view addr) const {
    return std::ranges::any_of(fates_, [&](const Fate& fate) { return fate.recipient == addr; });
  }

  void find_anywhere() {
    const std::string sender = address_in(header_.first("To"));
    std::string second_best;
    Span span;
    for (std::size_t at = 0; next_address(notice_, at, span); at = span.to) {
      const std::string addr = ascii::lower(notice_.substr(span.from, span.to - span.from));
      if (is_ours(addr)) continue;
      if (addr != sender) return add(addr, "");
      if (second_best.empty()) second_best = addr;
    }
    if (original_.first("To").empty()) add(second_best, "");
  }

  void find_in_original() {
    for (const std::string_view name : {"X-Envelope-To", "X-Actual-Recipient", "To"}) {
      for (const Address& address : parse_addresses(original_.first(name))) {
        if (address.addr.find('@') == std::string::npos) continue;
        return add(ascii::lower(address.addr), "");
      }
    }
  }

  Bounce judge(const Fate& fate) const {
    Bounce bounce;
    bounce.recipient = clean_utf8(fate.recipient);
    const std::string said = lines_about(notice_, fate.recipient);
    bounce.status = best_status_in(fate.words, "");
    if (bounce.status.empty()) bounce.status = best_status_in(said, "");
    if (bounce.status.empty()) bounce.status = best_status_in(notice_, "");
    if (bounce.status.empty()) bounce.status = status_of_words(fate.words);
    if (bounce.status.empty()) bounce.status = status_of_words(notice_);
    if (bounce.status.empty()) bounce.status = status_of_words(header_.first("Subject"));
    const bool waits = says_delay();
    if (bounce.status.empty()) bounce.status = waits ? "4.0.0" : "5.0.0";
    bounce.action = waits ? "delayed" : "failed";
    bounce.answer = ascii::squeeze(clean_utf8(std::string_view(fate.words).substr(0, answer_max)));
    return bounce;
  }

  bool says_delay() const {
    for (const std::string_view words :
         {"will be retried", "will continue to try", "will keep trying", "delivery is delayed",
          "has been delayed", "is delayed for", "warning message only", "do not need to resend",
          "temporary failure report", "not yet been delivered", "still undelivered",
          "delivery attempts will continue", "attempts to deliver will continue",
          "noch nicht zugestellt", "weiterhin versucht", "n'a pas encore été remis",
          "aún no se ha entregado", "se seguirá intentando"}) {
      if (ascii::contains(notice_, words)) return true;
    }
    return ascii::contains(header_.first("Subject"), "delayed") ||
           ascii::starts_with(header_.first("Subject"), "warning: ");
  }

  std::string_view notice_;
  const Header& header_;
  const Header& original_;
  std::vector<Fate> fates_;
  bool fixed_ = false;  // X-Failed-Recipients named them all.
};

}  // namespace

std::string lines_about(std::string_view notice, std::string_view recipient) {
  std::string out;
  while (!notice.empty() && out.size() < answer_max) {
    const std::string_view line = ascii::take_line(notice);
    if (ascii::contains(line, recipient)) out.append(line).append("\n");
  }
  return out;
}

std::string address_in(std::string_view text) {
  Span span;
  if (!next_address(text, 0, span)) return {};
  return ascii::lower(text.substr(span.from, span.to - span.from));
}

std::string_view split_returned(std::string_view text, std::string_view& original) {
  std::string_view rest = text;
  bool blank = true;
  while (!rest.empty()) {
    const std::string_view here = rest;
    const std::string_view line = ascii::take_line(rest);
    const std::size_t before = text.size() - here.size();
    if (ascii::starts_with(line, "received: ") || ascii::starts_with(line, "return-path: ")) {
      original = here;
      return text.substr(0, before);
    }
    if (!blank && is_returned_mark(line)) {
      original = rest;
      return text.substr(0, before);
    }
    blank = blank && ascii::trim(line).empty();
  }
  original = {};
  return text;
}

std::vector<Bounce> read_bounce_prose(std::string_view notice, const Header& header,
                                      const Header& original) {
  return ProseReader(notice, header, original).read();
}

}  // namespace mg::mime
