#include "desk/answer.h"
#include "desk/desk_fixture.h"
#include "desk/files.h"
#include "desk/reads.h"

// What a search shows of what it finds.
namespace mg::desk {
namespace {

class SearchReads : public DeskTest {
 protected:
  void index_all() {
    // On PostgreSQL a fact waits for older transactions anywhere on the server.
    while (index_lag(*desk_, 1) > 0) index_more(*desk_, 100);
  }
  FoundItem found(const std::string& words) {
    index_all();
    const auto page = search(*desk_, words, "", 10);
    EXPECT_TRUE(page);
    EXPECT_EQ(page->items.size(), 1u) << words;
    return page->items.empty() ? FoundItem{} : page->items[0];
  }
};

TEST_P(SearchReads, words_and_their_beginnings_are_found_in_messages) {
  receive(mail("The zipper of my Jäcket tore.", "a@x"));
  index_all();
  for (const char* words : {"zipper", "ZIPP", "jäck tore", "ana@customer", "\"zipper\" OR ("}) {
    const auto page = search(*desk_, words, "", 10);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items.size(), std::string_view(words).contains("OR") ? 0u : 1u) << words;
  }
  EXPECT_EQ(search(*desk_, "zipper", "", 10)->lag_facts, 0);
}

TEST_P(SearchReads, words_of_many_scripts_are_found_without_their_marks) {
  const std::pair<const char*, const char*> texts[] = {
      {"My r\u00e9sum\u00e9 is gone", "resume"},
      {"Die T\u00fcr klemmt", "tur"},
      {"El se\u00f1or L\u00f3pez", "senor lopez"},
      {"\u0397 \u03ba\u03b1\u03c1\u03ad\u03ba\u03bb\u03b1",
       "\u03ba\u03b1\u03c1\u03b5\u03ba\u03bb\u03b1"},
      {"\u0643\u064f\u0631\u0652\u0633\u0650\u064a\u0651", "\u0643\u0631\u0633\u064a"},
      {"\u6211\u60f3\u7533\u8bf7\u9000\u6b3e\uff0c\u8c22\u8c22", "\u9000\u6b3e"},
      {"\u6ce8\u6587\u306e\u30ad\u30e3\u30f3\u30bb\u30eb\u3092\u304a\u9858\u3044\u3057\u307e\u3059",
       "\u304a\u9858"},
      {"\uc8fc\ubb38\uc744 \ucde8\uc18c\ud558\uace0", "\ucde8\uc18c"},
      {"\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e04\u0e23\u0e31\u0e1a", "\u0e14\u0e35"},
      {"\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902",
       "\u0939\u093f\u0928\u094d\u0926\u0940"}};
  std::vector<ConversationId> ids;
  for (const auto& [text, words] : texts) {
    ids.push_back(conversation_of(receive(mail(text, std::to_string(ids.size()) + "@x"))));
  }
  index_all();
  std::size_t at = 0;
  for (const auto& [text, words] : texts) {
    for (const char* query : {words, text}) {
      const auto page = search(*desk_, query, "", 10);
      ASSERT_TRUE(page);
      ASSERT_EQ(page->items.size(), 1u) << query;
      EXPECT_EQ(page->items[0].item.conversation.id, ids[at]) << query;
      EXPECT_TRUE(page->items[0].snippet.contains('\x02')) << page->items[0].snippet;
    }
    ++at;
  }
  // As the writer wrote it, around what fits.
  EXPECT_EQ(search(*desk_, "RESUME", "", 10)->items[0].snippet,
            "My \x02r\u00e9sum\u00e9\x03 is gone");
}

TEST_P(SearchReads, the_words_come_with_who_wrote_them) {
  const MessageId first = receive(mail("The spout dripped.", "a@x"));
  const ConversationId id = conversation_of(first);
  const auto written = desk_->change_now(by_owner(), note({.conversation = id,
                                                           .text = "Ask the foundry.",
                                                           .html = {},
                                                           .attachments = {},
                                                           .promise = {},
                                                           .seen = {}}));
  ASSERT_TRUE(written);
  const FoundItem hers = found("spout");
  EXPECT_EQ(hers.message, first);
  EXPECT_EQ(hers.kind, MessageKind::customer);
  EXPECT_EQ(hers.author.kind, ActorKind::contact);
  EXPECT_EQ(hers.author_name, "Ana");
  EXPECT_EQ(hers.author_email, "ana@customer.example");
  EXPECT_EQ(hers.at, clock_.now());
  const FoundItem ours = found("foundry");
  EXPECT_EQ(ours.message.value, *written);
  EXPECT_EQ(ours.kind, MessageKind::note);
  EXPECT_EQ(ours.author, facts::agent_actor(owner_));
  EXPECT_EQ(ours.author_name, "Bo");
  EXPECT_EQ(ours.snippet,
            "Ask the \x02"
            "foundry\x03.");
}

TEST_P(SearchReads, they_are_cut_between_words_and_say_so) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "before" + std::to_string(i) + "\n\n";
  text += "needle";
  for (int i = 0; i < 60; ++i) text += " after" + std::to_string(i);
  receive(mail(text, "a@x"));
  const std::string snippet = found("needle").snippet;
  EXPECT_TRUE(snippet.starts_with("\u2026before")) << snippet;
  EXPECT_TRUE(snippet.ends_with("\u2026")) << snippet;
  EXPECT_NE(snippet.find("before59 \x02needle\x03 after0 "), std::string::npos) << snippet;
  const std::string last = snippet.substr(snippet.rfind(' ') + 1);
  EXPECT_NE((" " + text + " ").find(" " + last.substr(0, last.size() - 3) + " "), std::string::npos)
      << "a whole word: " << last;
  const std::string begin = found("before0").snippet;
  EXPECT_TRUE(begin.starts_with("\x02")) << begin;
}

TEST_P(SearchReads, a_match_is_a_beginning_of_a_word_in_the_words_or_the_subject) {
  auto party = mail("We had a party, and an art show", "a@x");
  party.subject = "Artful things";
  receive(party);
  const FoundItem hit = found("art");
  EXPECT_EQ(hit.snippet,
            "We had a party, and an \x02"
            "art\x03 show");
  EXPECT_EQ(hit.subject,
            "\x02"
            "Art\x03"
            "ful things");
  EXPECT_TRUE(hit.subject_matches);
  EXPECT_FALSE(found("party").subject_matches);
  EXPECT_EQ(found("party").subject, "Artful things");
}

TEST_P(SearchReads, a_signature_is_shown_only_when_it_is_what_was_looked_for) {
  const auto id =
      conversation_of(receive(mail("My kettle leaks.\n\nBest regards,\nAna\nFernhill Ltd", "a@x")));
  EXPECT_EQ(found("kettle").snippet, "My \x02kettle\x03 leaks.");
  EXPECT_NE(found("fernhill")
                .snippet.find("\x02"
                              "Fernhill\x03"),
            std::string::npos);
  const auto item =
      desk_->read<store::ListItem>([&](db::Session& session) -> Result<store::ListItem> {
        return *store::load_item(session, id);
      });
  EXPECT_EQ(item->excerpt, "My kettle leaks.");
}

MG_ON_EVERY_ENGINE(SearchReads);

}  // namespace
}  // namespace mg::desk
