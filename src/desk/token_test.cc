#include "desk/token.h"

#include <gtest/gtest.h>
#include <limits>
#include <set>

#include "base/test_growth.h"

namespace mg::desk {
namespace {

Key key(int id, unsigned char fill) {
  Key k{id, {}};
  k.secret.fill(fill);
  return k;
}

const Keyring ours({key(7, 0x11)});
const Keyring rotated({key(8, 0x22), key(7, 0x11)});
const Keyring foreign({key(7, 0x33)});
const Instant noon = from_micros(1'795'000'000'000'000);
const PageClaim page{ConversationId{42}, ContactId{43}, noon};
const MessageClaim message{ConversationId{42}, MessageId{99}};
constexpr MessageIdRandom random_part{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
constexpr Instant before = noon - std::chrono::seconds(1);

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string mixed(std::string text) {
  for (std::size_t i = 0; i < text.size(); i += 2)
    text[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[i])));
  return text;
}

// Calls `accepts` for the good text's every truncation, extension and one-byte change (all 255
// other bytes at each place), and says how many were accepted but for those that only differ in
// case when `any_case`.
template <class Accepts>
int accepted_forgeries(const std::string& good, bool any_case, const Accepts& accepts) {
  int accepted = 0;
  for (std::size_t n = 0; n < good.size(); ++n) {
    accepted += accepts(good.substr(0, n));
    accepted += accepts(good.substr(good.size() - n));
  }
  for (int c = 0; c < 256; ++c) {
    accepted += accepts(good + static_cast<char>(c));
    accepted += accepts(static_cast<char>(c) + good);
  }
  accepted += accepts(good + good) + accepts(std::string(100'000, 'a'));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int c = 0; c < 256; ++c) {
      std::string bad = good;
      bad[i] = static_cast<char>(c);
      if (bad == good) continue;
      if (any_case && std::tolower(c) == std::tolower(static_cast<unsigned char>(good[i])))
        continue;
      accepted += accepts(bad);
    }
  }
  return accepted;
}

TEST(AddressToken, it_names_its_conversation_for_every_size_of_id) {
  for (std::int64_t id : {std::int64_t{1}, std::int64_t{255}, std::int64_t{1} << 40,
                          std::numeric_limits<std::int64_t>::max()}) {
    const auto token = address_token(ours, ConversationId{id});
    EXPECT_EQ(token.size(), address_token_chars);
    EXPECT_EQ(token.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    EXPECT_EQ(read_address_token(ours, token), ConversationId{id});
  }
}

TEST(AddressToken, it_is_stable_for_a_key) {
  // Golden: mail that is under way must find its conversation after an upgrade.
  EXPECT_EQ(address_token(ours, ConversationId{42}), "a4aaaaaaaaaaaktcprtjxxayojz47rt7");
}

TEST(AddressToken, case_does_not_matter) {
  const auto token = address_token(ours, ConversationId{42});
  EXPECT_EQ(read_address_token(ours, upper(token)), ConversationId{42});
  EXPECT_EQ(read_address_token(ours, mixed(token)), ConversationId{42});
}

TEST(AddressToken, old_keys_verify_and_foreign_keys_do_not) {
  const auto token = address_token(ours, ConversationId{42});
  EXPECT_EQ(read_address_token(rotated, token), ConversationId{42});
  EXPECT_FALSE(read_address_token(foreign, token));
  EXPECT_FALSE(read_address_token(ours, address_token(rotated, ConversationId{42})));
}

TEST(AddressToken, every_truncated_extended_or_changed_one_is_refused_E3_E4) {
  const auto token = address_token(ours, ConversationId{42});
  EXPECT_EQ(accepted_forgeries(
                token, true, [](const auto& t) { return read_address_token(ours, t).has_value(); }),
            0);
}

const MessageClaim claimed{ConversationId{42}, MessageId{43}};

TEST(Marker, it_names_its_message_in_any_case_and_is_stable_for_a_key) {
  const auto text = marker(ours, claimed);
  EXPECT_EQ(text.size(), 4 + marker_token_chars);
  EXPECT_EQ(read_marker(ours, text), claimed);
  EXPECT_EQ(read_marker(ours, upper(text)), claimed);
  EXPECT_EQ(read_marker(rotated, text), claimed);
  EXPECT_FALSE(read_marker(foreign, text));
}

TEST(Marker, every_truncated_extended_or_changed_one_is_refused_E3_E4) {
  const auto text = marker(ours, claimed);
  EXPECT_EQ(accepted_forgeries(text, true,
                               [](const auto& t) { return read_marker(ours, t).has_value(); }),
            0);
}

TEST(Marker, it_is_found_in_what_is_quoted_and_taken_out) {
  const auto text = marker(ours, claimed);
  std::vector<std::string> found;
  find_markers("> <div>" + text + "</div> mg1- m/c/ mg1-abc " + upper(text), found);
  EXPECT_EQ(found, (std::vector<std::string>{text, upper(text)}));
  EXPECT_EQ(without_markers("a" + text + " " + text + " b mg1-abc " + upper(text)),
            "a  b mg1-abc ");
  found.clear();
  find_markers(text + "a", found);  // A longer word is none.
  EXPECT_TRUE(found.empty());
  std::string many;
  for (int i = 0; i < 40; ++i) {
    many += marker(ours, {ConversationId{i + 1}, MessageId{1}}) + "\n";
  }
  find_markers(many, found);
  EXPECT_EQ(found.size(), markers_max);
}

TEST(Marker, however_many_there_are_costs_linear_time_E19) {
  const std::string whole = marker(ours, message);
  for (const std::string& piece : {whole + " ", std::string("mg1-"), std::string("/c/")}) {
    growth::expect_linear(
        64u << 10, [&](std::size_t bytes) { return growth::repeated(piece, bytes); },
        [](const std::string& text) {
          std::vector<std::string> found;
          find_markers(text, found);
          (void)without_markers(text);
        });
  }
}

TEST(Marker, a_link_to_the_page_is_one_of_whatever_age) {
  const auto token = page_token(ours, {ConversationId{42}, ContactId{7}, from_micros(1'000'000)});
  std::vector<std::string> found;
  find_markers("https://desk.example/c/" + token + "?before=1 /c/short", found);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(read_marker(ours, found[0]), (MessageClaim{ConversationId{42}, {}}));
  EXPECT_FALSE(read_marker(foreign, found[0]));
  const std::string text = "See https://desk.example/c/" + token;
  EXPECT_EQ(without_markers(text), text);
}

TEST(SubjectToken, it_names_the_number_and_no_other) {
  const auto token = subject_token(ours, 1042);
  EXPECT_TRUE(token.starts_with("1042-"));
  EXPECT_EQ(read_subject_token(ours, "AW: Wir haben [#1042] Ihre [#" + token + "]"), 1042);
  EXPECT_EQ(read_subject_token(ours, "[#" + upper(token) + "] x [#1-aaaaaaaa]"), 1042);
  EXPECT_FALSE(read_subject_token(foreign, "[#" + token + "]"));
  EXPECT_FALSE(read_subject_token(ours, "[#1043" + token.substr(4) + "]"));
  for (const char* text :
       {"", "[#", "[#1042]", "[#1042-]", "[#-1-aaaaaaaa]", "[#99999999999999999999-a]"})
    EXPECT_FALSE(read_subject_token(ours, text)) << text;
  EXPECT_EQ(accepted_forgeries("[#" + token + "]", true,
                               [](const auto& t) {
                                 return read_subject_token(ours, t) && !t.contains("[#1042-");
                               }),
            0);
}

TEST(PlusAddress, it_stands_in_the_local_part_and_comes_back) {
  const auto address = plus_address(ours, "support@example.com", ConversationId{42});
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->starts_with("support+c-"));
  EXPECT_TRUE(address->ends_with("@example.com"));
  EXPECT_EQ(read_plus_address(ours, *address), ConversationId{42});
  EXPECT_EQ(read_plus_address(ours, upper(*address)), ConversationId{42});
  EXPECT_EQ(read_plus_address(ours, mixed(*address)), ConversationId{42});
  EXPECT_EQ(without_plus(*address), "support@example.com");
}

TEST(PlusAddress, the_local_part_never_exceeds_64_octets) {
  const auto longest = plus_address(ours, std::string(29, 's') + "@example.com", ConversationId{1});
  ASSERT_TRUE(longest);
  EXPECT_EQ(longest->find('@'), local_part_octets_max);
  EXPECT_EQ(read_plus_address(ours, *longest), ConversationId{1});
  EXPECT_FALSE(plus_address(ours, std::string(30, 's') + "@example.com", ConversationId{1}));
}

TEST(PlusAddress, what_is_not_an_address_with_our_token_is_nothing) {
  EXPECT_FALSE(plus_address(ours, "support", ConversationId{1}));
  EXPECT_FALSE(plus_address(ours, "@example.com", ConversationId{1}));
  EXPECT_FALSE(plus_address(ours, "support@", ConversationId{1}));
  const auto token = address_token(ours, ConversationId{42});
  for (const std::string& text :
       {std::string(), std::string("@"), std::string("+c-"), token, "+c-" + token + "@example.com",
        "support+d-" + token + "@example.com", "support-c-" + token + "@example.com",
        "support+c-" + token + "x@example.com", "support@" + token, std::string("support+c-@x")})
    EXPECT_FALSE(read_plus_address(ours, text)) << text;
}

TEST(PlusAddress, other_tags_are_cut_off_too) {
  EXPECT_EQ(without_plus("support+sales@example.com"), "support@example.com");
  EXPECT_EQ(without_plus("support@example.com"), "support@example.com");
  EXPECT_EQ(without_plus("support@exa+mple.com"), "support@exa+mple.com");
  EXPECT_EQ(without_plus("+@example.com"), "+@example.com");
  EXPECT_EQ(without_plus("postmaster"), "postmaster");
  EXPECT_EQ(without_plus(""), "");
}

TEST(MessageIdToken, it_comes_back_with_and_without_brackets_in_any_case) {
  const auto id = message_id(ours, message, random_part, "example.com");
  EXPECT_TRUE(id.starts_with("mg."));
  EXPECT_TRUE(id.ends_with("@example.com"));
  EXPECT_EQ(read_message_id(ours, id), message);
  EXPECT_EQ(read_message_id(ours, "<" + id + ">"), message);
  EXPECT_EQ(read_message_id(ours, upper(id)), message);
  EXPECT_EQ(read_message_id(ours, mixed(id)), message);
  EXPECT_EQ(read_message_id(rotated, id), message);
  EXPECT_FALSE(read_message_id(foreign, id));
}

TEST(MessageIdToken, copies_of_one_message_differ) {
  MessageIdRandom other = random_part;
  other[9] ^= 1;
  EXPECT_NE(message_id(ours, message, random_part, "x"), message_id(ours, message, other, "x"));
}

TEST(MessageIdToken, every_forgery_of_the_part_before_the_domain_is_refused_E7) {
  const auto id = message_id(ours, message, random_part, "example.com");
  const auto local = id.substr(0, id.find('@'));
  EXPECT_EQ(accepted_forgeries(
                local, true,
                [](const auto& t) { return read_message_id(ours, t + "@x.org").has_value(); }),
            0);
  for (const std::string& text : {std::string(), std::string("<>"), std::string("mg."), local,
                                  local + "@", "<" + id, std::string("<mg.@x>")})
    EXPECT_FALSE(read_message_id(ours, text)) << text;
}

TEST(PageToken, it_names_conversation_contact_and_end) {
  const auto token = page_token(ours, page);
  EXPECT_EQ(token.size(), page_token_chars);
  EXPECT_EQ(
      token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"),
      std::string::npos);
  EXPECT_EQ(read_page_token(ours, token, before), page);
  EXPECT_EQ(read_page_token(rotated, token, before), page);
  EXPECT_FALSE(read_page_token(foreign, token, before));
}

TEST(PageToken, it_ends_at_its_second) {
  const auto token = page_token(ours, page);
  EXPECT_TRUE(read_page_token(ours, token, noon - Duration(1)));
  EXPECT_FALSE(read_page_token(ours, token, noon));
  EXPECT_FALSE(read_page_token(ours, token, noon + std::chrono::hours(1000)));
  PageClaim fraction = page;
  fraction.expires += Duration(999'999);
  EXPECT_EQ(page_token(ours, fraction), token);
}

TEST(PageToken, every_truncated_extended_or_changed_one_is_refused) {
  EXPECT_EQ(accepted_forgeries(
                page_token(ours, page), false,
                [](const auto& t) { return read_page_token(ours, t, before).has_value(); }),
            0);
}

TEST(PageToken, every_changed_bit_of_the_claim_changes_the_token) {
  std::set<std::string> seen;
  for (int bit = 0; bit < 62; ++bit) {
    seen.insert(page_token(ours, {ConversationId{std::int64_t{1} << bit}, ContactId{1}, noon}));
    seen.insert(
        page_token(ours, {ConversationId{1}, ContactId{(std::int64_t{1} << bit) + 1}, noon}));
  }
  EXPECT_EQ(seen.size(), 124u);
}

TEST(Tokens, one_kind_is_never_taken_for_another) {
  const auto id = message_id(ours, message, random_part, "example.com");
  const auto token = id.substr(3, message_token_chars);
  EXPECT_FALSE(read_page_token(ours, token, before));
  EXPECT_FALSE(read_address_token(ours, token.substr(0, address_token_chars)));
  const auto page_text = page_token(ours, page);
  EXPECT_FALSE(read_address_token(ours, page_text));
  const auto random_text = id.substr(3 + message_token_chars);
  EXPECT_FALSE(read_message_id(ours, "mg." + page_text + random_text));
}

}  // namespace
}  // namespace mg::desk
