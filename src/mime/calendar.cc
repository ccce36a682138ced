#include "mime/calendar.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "mime/charset.h"

namespace mg::mime {
namespace {

constexpr std::size_t calendar_bytes_max = 1u << 20;
constexpr std::size_t value_bytes_max = 1000;

// The next content line, with its folded continuations (RFC 5545 section 3.1).
std::string take_content_line(std::string_view& rest) {
  std::string line(ascii::take_line(rest));
  while (rest.starts_with(' ') || rest.starts_with('\t')) {
    line += ascii::take_line(rest).substr(1);
  }
  return line;
}

// Undoes the escapes of a text value; line ends become blanks.
std::string plain(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size() && out.size() < value_bytes_max; ++i) {
    char c = value[i];
    if (c == '\\' && i + 1 < value.size()) {
      c = value[++i];
      if (c == 'n' || c == 'N') c = ' ';
    }
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return std::string(utf8_cut(ascii::squeeze(out), value_bytes_max));
}

// "ATTENDEE;CN=Ana;ROLE=x:mailto:ana@x" in its three parts.
struct Property {
  std::string name;
  std::string_view parameters, value;

  std::string_view parameter(std::string_view wanted) const {
    std::string_view rest = parameters;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view one = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (one.size() <= wanted.size() || one[wanted.size()] != '=') continue;
      if (!ascii::starts_with(one, wanted)) continue;
      one.remove_prefix(wanted.size() + 1);
      if (one.size() > 1 && one.front() == '"' && one.back() == '"') {
        one = one.substr(1, one.size() - 2);
      }
      return one;
    }
    return {};
  }
};

Property property_of(std::string_view line) {
  std::size_t colon = 0;
  for (bool quoted = false; colon < line.size() && (quoted || line[colon] != ':'); ++colon) {
    if (line[colon] == '"') quoted = !quoted;
  }
  const std::string_view head = line.substr(0, colon);
  const std::size_t semicolon = std::min(head.find(';'), head.size());
  Property out;
  out.name = ascii::lower(head.substr(0, semicolon));
  out.parameters = head.substr(std::min(semicolon + 1, head.size()));
  out.value = line.substr(std::min(colon + 1, line.size()));
  return out;
}

// "20260301T100000" -> "2026-03-01 10:00", with the zone as the calendar names it.
std::string moment(const Property& property) {
  const std::string_view v = property.value;
  const auto digits = [&](std::size_t from, std::size_t count) {
    if (from + count > v.size()) return false;
    for (std::size_t i = from; i < from + count; ++i) {
      if (!ascii::is_digit(v[i])) return false;
    }
    return true;
  };
  if (!digits(0, 8)) return plain(v);
  std::string out = std::string(v.substr(0, 4)) + "-" + std::string(v.substr(4, 2)) + "-" +
                    std::string(v.substr(6, 2));
  if (v.size() < 13 || v[8] != 'T' || !digits(9, 4)) return out;
  out += " " + std::string(v.substr(9, 2)) + ":" + std::string(v.substr(11, 2));
  if (v.ends_with('Z')) return out + " UTC";
  const std::string zone = plain(property.parameter("tzid"));
  return zone.empty() ? out : out + " " + zone;
}

std::string person(const Property& property) {
  std::string_view value = property.value;
  if (ascii::starts_with(value, "mailto:")) {
    value.remove_prefix(7);
    return plain(value);
  }
  return plain(property.parameter("cn"));
}

std::string as_text(const Invite& invite) {
  std::string out = invite.summary;
  std::string when = invite.starts;
  if (!invite.ends.empty()) when += " \u2013 " + invite.ends;
  for (const std::string& line : {when, invite.location, invite.organizer}) {
    if (!line.empty()) out += (out.empty() ? "" : "\n") + line;
  }
  return out;
}

}  // namespace

Invite read_calendar(std::string_view text) {
  Invite out;
  text = text.substr(0, calendar_bytes_max);
  std::string method = "publish";
  bool in_event = false;
  while (!text.empty()) {
    const std::string line = take_content_line(text);
    const Property property = property_of(line);
    const std::string_view name = property.name;
    if (name == "method") {
      method = ascii::lower(plain(property.value));
    } else if (name == "begin") {
      in_event |= ascii::equals(ascii::trim(property.value), "vevent");
      if (in_event && !ascii::equals(ascii::trim(property.value), "vevent")) break;  // An alarm.
    } else if (name == "end" && in_event) {
      break;
    }
    if (!in_event) continue;
    if (name == "summary") out.summary = plain(property.value);
    if (name == "location") out.location = plain(property.value);
    if (name == "dtstart") out.starts = moment(property);
    if (name == "dtend") out.ends = moment(property);
    if (name == "organizer") out.organizer = person(property);
  }
  if (in_event) out.method = std::move(method);
  return out;
}

void read_invites(Email& email) {
  for (const Attachment& part : email.attachments) {
    if (part.label != Label::calendar || email.invites.size() >= invites_max) continue;
    Invite invite = read_calendar(to_utf8(part.bytes, "utf-8"));
    if (!invite.method.empty()) email.invites.push_back(std::move(invite));
  }
  const bool blank = ascii::trim(email.text).empty() && ascii::trim(email.html).empty();
  if (blank && !email.invites.empty()) email.text = as_text(email.invites.front());
}

}  // namespace mg::mime
