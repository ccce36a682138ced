#include "facts/codec.h"

#include <array>
#include <boost/mp11/algorithm.hpp>
#include <type_traits>

namespace mg::facts {
namespace {

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

bool get_varint(std::string_view& in, std::uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (!(byte & 0x80)) return true;
  }
  return false;
}

constexpr std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t v) {
  return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
}

template <class Tag>
std::int64_t integer_of(Id<Tag> id) {
  return id.value;
}
std::int64_t integer_of(Instant at) {
  return to_micros(at);
}
std::int64_t integer_of(std::int64_t v) {
  return v;
}
std::int64_t integer_of(bool v) {
  return v;
}
template <class E>
requires std::is_enum_v<E> std::int64_t integer_of(E v) {
  return static_cast<std::int64_t>(v);
}

template <class Tag>
void set(Id<Tag>& id, std::int64_t v) {
  id.value = v;
}
void set(Instant& at, std::int64_t v) {
  at = from_micros(v);
}
void set(std::int64_t& to, std::int64_t v) {
  to = v;
}
void set(bool& to, std::int64_t v) {
  to = v != 0;
}
template <class E>
requires std::is_enum_v<E>
void set(E& to, std::int64_t v) {
  to = static_cast<E>(v);
}

struct Encoder {
  std::string out;
  void operator()(int tag, std::string_view, const std::string& value) {
    if (value.empty()) return;
    put_varint(out, static_cast<std::uint64_t>(tag) * 2 + 1);
    put_varint(out, value.size());
    out += value;
  }
  void operator()(int tag, std::string_view, const auto& value) {
    // Written even when zero if the type's default is not zero, so that decoding gives it back.
    const std::int64_t number = integer_of(value);
    if (number == 0 && !std::is_enum_v<std::decay_t<decltype(value)>>) return;
    put_varint(out, static_cast<std::uint64_t>(tag) * 2);
    put_varint(out, zigzag(number));
  }
};

// Sets the field whose tag was read; other fields of the fact ignore the call.
struct Setter {
  std::uint64_t tag;  // As wide as it was read: cut, a newer field could pass for one of ours.
  bool is_bytes;
  std::int64_t number;
  std::string_view bytes;
  void operator()(std::uint64_t field, std::string_view, std::string& value) {
    if (field == tag && is_bytes) value = bytes;
  }
  void operator()(std::uint64_t field, std::string_view, bool& value) { assign(field, value); }
  void operator()(std::uint64_t field, std::string_view, auto& value) { assign(field, value); }
  void assign(std::uint64_t field, auto& value) {
    if (field == tag && !is_bytes) set(value, number);
  }
};

template <class F>
std::expected<Fact, CodecError> decode_as(std::string_view bytes) {
  F fact{};
  // A bool whose default is true must read as false when the field was left out.
  F::fields(fact, [](int, std::string_view, auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) value = false;
  });
  while (!bytes.empty()) {
    std::uint64_t key = 0;
    std::uint64_t value = 0;
    if (!get_varint(bytes, key) || !get_varint(bytes, value)) {
      return std::unexpected(CodecError::malformed);
    }
    Setter setter{key >> 1, (key & 1) != 0, 0, {}};
    if (setter.is_bytes) {
      if (value > bytes.size()) return std::unexpected(CodecError::malformed);
      setter.bytes = bytes.substr(0, value);
      bytes.remove_prefix(value);
    } else {
      setter.number = unzigzag(value);
    }
    F::fields(fact, setter);
  }
  return Fact{fact};
}

struct JsonWriter {
  std::string out = "{";
  void key(std::string_view name) {
    if (out.size() > 1) out += ',';
    out += '"';
    out += name;
    out += "\":";
  }
  void quoted(std::string_view text) {
    out += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
    out += '"';
  }
  void operator()(int, std::string_view name, const std::string& value) {
    key(name), quoted(value);
  }
  void operator()(int, std::string_view name, bool value) {
    key(name), out += value ? "true" : "false";
  }
  void operator()(int, std::string_view name, std::int64_t value) {
    key(name), out += std::to_string(value);
  }
  void operator()(int, std::string_view name, Instant value) {
    key(name);
    if (value == Instant{})
      out += "null";
    else
      quoted(to_rfc3339(value));
  }
  template <class Tag>
  void operator()(int, std::string_view name, Id<Tag> value) {
    key(name);
    if (value)
      quoted(to_string(value));
    else
      out += "null";
  }
  template <class E>
  requires std::is_enum_v<E>
  void operator()(int, std::string_view name, E value) { key(name), quoted(word_of(value)); }
};

}  // namespace

int number_of(const Fact& fact) {
  return std::visit([](const auto& f) { return std::decay_t<decltype(f)>::number; }, fact);
}

std::string_view name_of(const Fact& fact) {
  return std::visit([](const auto& f) { return std::decay_t<decltype(f)>::name; }, fact);
}

std::string encode(const Fact& fact) {
  Encoder encoder;
  std::visit([&](const auto& f) { std::decay_t<decltype(f)>::fields(f, encoder); }, fact);
  return std::move(encoder.out);
}

std::expected<Fact, CodecError> decode(int number, std::string_view bytes) {
  std::expected<Fact, CodecError> found = std::unexpected(CodecError::unknown_number);
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Fact>>([&](auto type) {
    using F = typename decltype(type)::type;
    if (F::number == number) found = decode_as<F>(bytes);
  });
  return found;
}

std::string to_readable_json(const Fact& fact) {
  JsonWriter writer;
  std::visit([&](const auto& f) { std::decay_t<decltype(f)>::fields(f, writer); }, fact);
  return writer.out + "}";
}

Facts one_of_each() {
  Facts all;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, Fact>>(
      [&](auto type) { all.push_back(typename decltype(type)::type{}); });
  return all;
}

}  // namespace mg::facts
