#include "base/json_schema.h"

#include <stdexcept>

namespace mg::json {
namespace {

void add_number(std::string& out, std::string_view key, std::optional<std::int64_t> number) {
  if (!number) return;
  out += ",\"";
  out += key;
  out += "\":" + std::to_string(*number);
}

std::optional<std::int64_t> as_number(std::optional<std::size_t> length) {
  if (!length) return {};
  return static_cast<std::int64_t>(*length);
}

}  // namespace

// "... [with T = mg::net::Page<mg::api::Message>; std::string_view = ...]" -> "Page_Message";
// "Named<mg::Id<mg::AgentTag> >" -> "Named_Agent".
std::string short_type_name(std::string_view signature) {
  const std::size_t begin = signature.find("T = ");
  if (begin != std::string_view::npos) signature.remove_prefix(begin + 4);
  signature = signature.substr(0, signature.find_first_of(";]"));
  std::string name;
  std::string word;
  const auto add_word = [&] {
    if (word.ends_with("Tag")) word.resize(word.size() - 3);
    name += word;
    word.clear();
  };
  for (const char c : signature) {
    if (c == ':') {
      word.clear();  // So far it was a namespace.
    } else if (c == '<' && word == "Id") {
      word.clear();  // Whose id it is says more.
    } else if (c == '<' || c == ',' || c == '>') {
      add_word();
      if (c != '>') name += '_';
    } else if (c != ' ' && c != '{' && c != '}' && c != '(' && c != ')') {
      word += c;
    }
  }
  add_word();
  return name;
}

namespace {

[[noreturn]] void refuse_name(const std::string& name, std::string_view why) {
  throw std::logic_error("the schema " + name + ": " + std::string(why));
}

std::string reference(std::string_view name) {
  return R"({"$ref":"#/components/schemas/)" + std::string(name) + "\"}";
}

}  // namespace

std::string Schemas::name_for(std::string_view signature, Direction direction, bool& is_new) {
  std::string name = short_type_name(signature);
  auto found = components_.find(name);
  if (found != components_.end() && found->second.direction != direction) {
    if (direction == Direction::output) refuse_name(name, "ask for all outputs first");
    name += "Input";
    found = components_.find(name);
  }
  is_new = found == components_.end();
  if (is_new) {
    components_[name] = {std::string(signature), direction, "{}"};
  } else if (found->second.signature != signature) {
    refuse_name(name, "two described types have this name");
  }
  return name;
}

std::string Schemas::of_enum(std::string_view signature, std::string body) {
  const std::string name = short_type_name(signature);
  auto& component = components_[name];
  if (component.signature.empty()) {
    component = {std::string(signature), Direction::output, std::move(body)};
  } else if (component.signature != signature) {
    refuse_name(name, "two described types have this name");
  }
  return reference(name);
}

std::string Schemas::components() const {
  std::string out = "{";
  for (const auto& [name, component] : components_) {
    if (out.size() > 1) out += ',';
    append(out, name);
    out += ':' + component.body;
  }
  return out + "}";
}

std::string schema_of_words(std::span<const std::string_view> words) {
  std::string out = R"({"type":"string","enum":[)";
  for (const std::string_view word : words) {
    if (out.back() != '[') out += ',';
    append(out, word);
  }
  return out + "]}";
}

std::string schema_of_string(const MemberRule& rule) {
  if (!rule.one_of.empty()) return schema_of_words(words_of(rule.one_of));
  std::string out = R"({"type":"string")";
  if (!rule.format.empty()) {
    out += ",\"format\":";
    append(out, rule.format);
  }
  add_number(out, "minLength", as_number(rule.min_length));
  add_number(out, "maxLength", as_number(rule.max_length));
  return out + "}";
}

std::string schema_of_integer(const MemberRule& rule, std::string_view format, bool is_unsigned) {
  std::string out = R"({"type":"integer","format":)";
  append(out, format);
  add_number(out, "minimum",
             rule.minimum  ? rule.minimum
             : is_unsigned ? std::optional<std::int64_t>(0)
                           : std::nullopt);
  add_number(out, "maximum", rule.maximum);
  return out + "}";
}

std::string schema_or_null(std::string schema) {
  constexpr std::string_view type = R"({"type":")";
  const bool is_enum = schema.find("\"enum\":[") != std::string::npos;
  if (schema.starts_with(type) && !is_enum) {
    const std::size_t end = schema.find('"', type.size());
    const std::string word = schema.substr(type.size(), end - type.size());
    return R"({"type":[")" + word + R"(","null"])" + schema.substr(end + 1);
  }
  if (schema == "{}") return schema;
  if (schema.starts_with(R"({"oneOf":[)")) {
    return schema.substr(0, schema.size() - 2) + R"(,{"type":"null"}]})";
  }
  return R"({"anyOf":[)" + schema + R"(,{"type":"null"}]})";
}

std::string with_doc(std::string schema, const MemberRule& rule) {
  const auto add = [&](std::string_view key, std::string_view text, bool as_list) {
    if (text.empty()) return;
    schema.pop_back();
    if (schema.size() > 1) schema += ',';
    append(schema, key);
    schema += as_list ? ":[" : ":";
    append(schema, text);
    schema += as_list ? "]}" : "}";
  };
  add("description", rule.doc, false);
  add("examples", rule.example, true);
  return schema;
}

std::string with_default(std::string schema, std::string_view value) {
  if (value.empty()) return schema;
  schema.pop_back();
  return schema + ",\"default\":" + std::string(value) + '}';
}

}  // namespace mg::json
