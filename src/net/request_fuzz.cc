// Any bytes as the parts of a request that are read here and not by Beast: the head's strict check,
// target, form, cookies, addresses, query; and what is put into answers out of others' words.
#include <algorithm>
#include <cassert>
#include <string>

#include "base/fuzz_input.h"
#include "base/utf8.h"
#include "net/cookie.h"
#include "net/form.h"
#include "net/forwarded.h"
#include "net/head_check.h"
#include "net/query.h"
#include "net/url.h"

namespace mg::net_fuzz {

struct Query {
  std::optional<int> limit;
  std::optional<std::string> cursor;
  std::vector<Id<struct ThingTag>> ids;
  std::optional<Instant> since;
};
BOOST_DESCRIBE_STRUCT(Query, (), (limit, cursor, ids, since))
constexpr auto member_rules(const Query*) {
  return std::array{MemberRule{.member = "limit", .minimum = 1, .maximum = 200},
                    MemberRule{.member = "ids", .max_length = 3, .may_be_absent = true}};
}

bool is_plain(std::string_view text) {
  return is_utf8(text) && text.find('\0') == std::string_view::npos;
}

void expect_target(std::string_view text) {
  const auto target = net::parse_target(text);
  if (!target) return;
  assert(target->path.starts_with('/') && is_plain(target->path));
  assert(target->path.find_first_of("\\\r\n") == std::string::npos);
  assert(!(target->path + "/").contains("/../") && !target->path.contains("//"));
  // Written again, segment by segment, it is the same request.
  std::string again;
  for (std::string_view rest = target->path; !rest.empty();) {
    const auto end = std::min(rest.find('/', 1), rest.size());
    again += '/' + net::encode_component(rest.substr(1, end - 1));
    rest.remove_prefix(end);
  }
  char before = '?';
  for (const net::Parameter& parameter : target->query) {
    assert(is_plain(parameter.name) && is_plain(parameter.value));
    again += std::exchange(before, '&') + net::encode_component(parameter.name) + '=' +
             net::encode_component(parameter.value);
  }
  const auto twice = net::parse_target(again);
  assert(twice && twice->path == target->path && twice->query.size() == target->query.size());
  for (std::size_t i = 0; i < target->query.size(); ++i) {
    assert(twice->query[i].name == target->query[i].name);
    assert(twice->query[i].value == target->query[i].value);
  }
  if (const auto query = net::read_query<Query>(target->query)) {
    assert(!query->limit || (*query->limit >= 1 && *query->limit <= 200));
    assert(query->ids.size() <= 3);
  }
}

void expect_form(std::string_view type, std::string_view body, bool is_cut) {
  net::Request request;
  request.is_cut = is_cut;
  request.headers.push_back({"content-type", std::string(type)});
  request.body = body;
  const net::FormLimits limits{.fields_max = 5, .files_max = 3, .part_header_bytes_max = 200};
  const auto form = net::parse_form(request, limits);
  if (!form) {
    assert(!form.error().code.empty() && !form.error().detail.empty());
    return;
  }
  assert(form->fields.size() <= 5 && form->files.size() <= 3);
  for (const auto& field : form->fields) assert(is_plain(field.name) && is_plain(field.value));
  assert(is_plain(form->begun.name) && is_plain(form->begun.value));
  assert(is_cut || form->begun.name.empty());
  const std::string_view whole = request.body;
  for (const net::FormFile& file : form->files) {
    assert(is_plain(file.name) && is_plain(file.file_name) && net::is_media_type(file.type));
    assert(file.bytes.data() >= whole.data() &&
           file.bytes.data() + file.bytes.size() <= whole.data() + whole.size());
    assert(net::is_header_value(
        net::content_disposition(net::Disposition::attachment, file.file_name)));
  }
}

void expect_head(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, bytes.find("\r\n\r\n") + 4);  // As Beast ends it.
  if (const auto fault = net::check_head(head)) {
    assert(fault->status >= 400 && !fault->code.empty());
    return;
  }
  assert(!net::has_bare_lf(head));
  assert(head.find('\0') == std::string_view::npos && head.ends_with("\r\n\r\n"));
}

void expect_header_values(std::string_view text) {
  net::Request request;
  request.headers.push_back({"cookie", std::string(text)});
  request.headers.push_back({"x-forwarded-for", std::string(text)});
  if (const auto value = net::cookie_value(request, "a")) {
    assert(text.find(*value) != std::string_view::npos);
    assert(value->find(';') == std::string_view::npos);
  }
  if (const auto address = net::parse_address(text)) {
    assert(net::parse_address(net::to_text(*address)) == address);
  }
  if (const auto proxies = net::TrustedProxies::parse({std::string(text)})) {
    proxies->apply(request, *net::parse_address("127.0.0.1"), false);
    assert(net::parse_address(request.peer));
  }
  const auto loopback = *net::TrustedProxies::parse({"127.0.0.0/8"});
  loopback.apply(request, *net::parse_address("127.0.0.1"), false);
  assert(net::parse_address(request.peer));
}

}  // namespace mg::net_fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mg::net_fuzz;
  mg::FuzzInput input(data, size);
  switch (input.byte() % 4) {
    case 0:
      expect_target(input.rest());
      break;
    case 1: {
      const auto type = input.text('\n');
      const std::string_view body = input.rest();
      expect_form(type, body, false);
      expect_form(type, body, true);
      break;
    }
    case 2:
      expect_head(input.rest());
      break;
    default:
      expect_header_values(input.rest());
  }
  return 0;
}
