#include "net/query.h"

#include <algorithm>

namespace mg::net {

void read_query_text(json::Reading& reading, const json::Place* place, std::string_view text,
                     const MemberRule& rule, std::string& out) {
  json::check_text(reading, place, text, rule);
  out = text;
}

void read_query_text(json::Reading& reading, const json::Place* place, std::string_view text,
                     bool& out) {
  out = text == "true";
  if (!out && text != "false") reading.fault(place, "must be true or false");
}

void read_query_text(json::Reading& reading, const json::Place* place, std::string_view text,
                     const MemberRule& rule, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return reading.fault(place, "must be an integer");
  }
  json::check_range(reading, place, out, rule);
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> out;
  if (text.empty()) return out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

void check_names(json::Reading& reading, std::span<const Parameter> parameters,
                 std::span<const std::string_view> names) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const json::Place here{.name = parameters[i].name, .is_query = true};
    if (std::ranges::find(names, parameters[i].name) == names.end()) {
      reading.fault(&here, "is not a parameter that is known here");
    } else if (find_parameter(parameters.first(i), parameters[i].name) != nullptr) {
      reading.fault(&here, "may stand there only once");
    }
  }
}

const Parameter* find_parameter(std::span<const Parameter> parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace mg::net
