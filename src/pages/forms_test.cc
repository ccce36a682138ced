#include <future>

#include "desk/blocks.h"
#include "desk/customer.h"
#include "pages/handlers.h"
#include "pages/page_desk.h"

// What is posted to the customer's page.
namespace mg::pages {
namespace {

class PageForms : public PageDesk {
 protected:
  // Ana has asked, and an agent thinks that it is solved.
  ConversationId proposed() {
    const auto id = ana_writes("My kettle broke.");
    must(desk::propose(id, "A new one is on its way."));
    return id;
  }
  std::string proposal(ConversationId id) { return to_string(conversation(id).proposal); }
  std::string location_page(const net::Response& response) {
    return std::string(get(std::string(response.header("location"))).body_bytes());
  }
};

TEST_P(PageForms, yes_with_words_solves_it_and_leads_back_to_the_page) {
  const auto id = proposed();
  const auto answer = post(page_of(id) + "/confirmation",
                           {{"solved", "yes"}, {"proposal", proposal(id)}, {"words", "Hooray!"}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_TRUE(answer.header("location").ends_with("?said=solved"));
  EXPECT_EQ(conversation(id).state, State::solved);
  const std::string page = location_page(answer);
  EXPECT_TRUE(has(page, "You said it is solved. Thank you for telling us."));
  EXPECT_TRUE(has(page, "Hooray!"));
}

TEST_P(PageForms, words_of_the_requester_bring_a_conversation_back_from_spam) {
  const auto id = ana_writes("My kettle broke.");
  for (const char* words : {"I am real!", "Really."}) {
    must(desk::mark_spam(id));
    const std::string before(get(page_of(id)).body_bytes());
    EXPECT_TRUE(has(before, "If that is wrong, tell us below."));
    EXPECT_FALSE(has(before, "the whole team can see"));
    EXPECT_FALSE(has(before, "Replying to our mail works as well."));
    const auto answer = post(page_of(id) + "/messages", {{"text", words}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(conversation(id).state, State::open);
    EXPECT_EQ(conversation(id).turn, Turn::us);
    EXPECT_FALSE(conversation(id).promises.empty());
    EXPECT_TRUE(has(location_page(answer), words));
  }
}

TEST_P(PageForms, words_of_a_blocked_sender_or_of_a_cc_stay_in_spam) {
  const auto id = ana_writes("Buy gold!");
  cc_writes(id, "Buy it!");
  must(desk::mark_spam(id));
  const auto write = [&](const std::string& email) {
    const std::string page(get(page_of(id, email)).body_bytes());
    EXPECT_FALSE(has(page, "If that is wrong, tell us below."));
    EXPECT_TRUE(has(page, "What you write below is kept with it."));
    EXPECT_EQ(post(page_of(id, email) + "/messages", {{"text", "Last chance!"}}).status, 303);
    EXPECT_EQ(conversation(id).state, State::spam);
    EXPECT_EQ(conversation(id).turn, Turn::none);
  };
  write("cy@customer.example");
  must(desk::block_sender("ana@customer.example"));
  write("ana@customer.example");
}

TEST_P(PageForms, not_yet_with_words_opens_it_again) {
  const auto id = proposed();
  const auto answer =
      post(page_of(id) + "/confirmation",
           {{"solved", "not_yet"}, {"proposal", proposal(id)}, {"words", "It leaks."}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(conversation(id).state, State::open);
  EXPECT_TRUE(conversation(id).not_yet);
  const std::string page = location_page(answer);
  EXPECT_TRUE(has(page, "You said: not yet."));
  EXPECT_TRUE(has(page, "It leaks."));
}

TEST_P(PageForms, solved_may_be_said_unasked_once_a_person_has_answered) {
  const auto id = ana_writes("My kettle broke.");
  EXPECT_FALSE(has(get(page_of(id)).body_bytes(), "/confirmation"));
  must(desk::reply({.conversation = id,
                    .text = "Try the switch.",
                    .html = {},
                    .attachments = {},
                    .promise = {},
                    .seen = {}}));
  const std::string page(get(page_of(id)).body_bytes());
  EXPECT_TRUE(has(page, "Is it solved?"));
  EXPECT_FALSE(has(page, "name=\"proposal\""));
  EXPECT_EQ(post(page_of(id) + "/confirmation", {{"solved", "yes"}}).status, 303);
  EXPECT_EQ(conversation(id).state, State::solved);
}

TEST_P(PageForms, an_answer_to_an_older_question_is_a_409_and_keeps_the_words) {
  const auto id = proposed();
  const std::string old = proposal(id);
  must(desk::propose(id, "And now?"));
  const auto answer = post(page_of(id) + "/confirmation",
                           {{"solved", "yes"}, {"proposal", old}, {"words", "keep <these>"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_TRUE(has(answer.body_bytes(), "We have asked you something newer"));
  EXPECT_TRUE(has(answer.body_bytes(), ">\nkeep &lt;these&gt;</textarea>"));
  EXPECT_EQ(conversation(id).state, State::proposed);
}

TEST_P(PageForms, nothing_and_too_much_are_422_and_keep_the_words) {
  const auto id = ana_writes("My kettle broke.");
  const std::string before = log_head();
  const auto empty = post(page_of(id) + "/messages", {{"text", " \r\n"}});
  EXPECT_EQ(empty.status, 422);
  EXPECT_TRUE(has(empty.body_bytes(), "There were no words and no file."));
  const std::string much = "begin " + std::string(desk::words_characters_max, 'x') + " end";
  for (const auto& [where, field] : {std::pair("/messages", "text"), {"/confirmation", "words"}}) {
    const auto answer = post(page_of(id) + where, {{field, much}, {"solved", "not_yet"}});
    EXPECT_EQ(answer.status, 422) << where;
    EXPECT_TRUE(has(answer.body_bytes(), "That is too long")) << where;
    EXPECT_TRUE(has(answer.body_bytes(), "\nbegin xxx")) << where;
    EXPECT_TRUE(has(answer.body_bytes(), "xxx end</textarea>")) << where;
  }
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageForms, the_length_of_words_is_counted_in_characters) {
  const auto id = ana_writes("My kettle broke.");
  std::string most;
  for (std::size_t i = 0; i < desk::words_characters_max; ++i) most += "\u4e2d";
  EXPECT_EQ(post(page_of(id) + "/messages", {{"text", most}}).status, 303);
  const auto answer = post(page_of(id) + "/messages", {{"text", most + "\u4e2d"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(has(answer.body_bytes(), "at most 65536 characters"));
}

TEST_P(PageForms, a_form_above_the_servers_limit_gets_the_page_itself_with_the_words) {
  const auto id = ana_writes("My kettle broke.");
  const std::string before = log_head();
  const FormPart film{"files", std::string(100'000, 'f'), "film.mp4"};
  auto posted = form(page_of(id) + "/messages", {{"text", "with <a film>"}, film});
  posted.body.resize(50'000);  // As the server hands it over.
  posted.is_cut = true;
  posted.headers.insert(posted.headers.begin(), {"accept-language", "de"});
  const auto answer = answer_to(router_, std::move(posted));
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(has(answer.body_bytes(), "25 MB"));
  EXPECT_TRUE(has(answer.body_bytes(), "Dateien"));
  EXPECT_TRUE(has(answer.body_bytes(), "\nwith &lt;a film&gt;</textarea>"));
  // Words without an end are too long themselves: what came of them is given back.
  auto endless = form(page_of(id) + "/messages", {{"text", "so " + std::string(100'000, 'w')}});
  endless.body.resize(50'000);
  endless.is_cut = true;
  const auto long_answer = answer_to(router_, std::move(endless));
  EXPECT_EQ(long_answer.status, 413);
  EXPECT_TRUE(has(long_answer.body_bytes(), "only its beginning is still in the form"));
  EXPECT_TRUE(has(long_answer.body_bytes(), "\nso wwww"));
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageForms, a_plain_form_keeps_its_words_however_long_they_are) {
  const auto id = proposed();
  const std::string token = page_of(id);
  const auto posted = [&](const std::string& where, const std::string& fields) {
    auto request = this->request(net::Method::post, token + where);
    request.body = fields;
    request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
    request.headers.push_back({"sec-fetch-site", "same-origin"});
    return request;
  };
  // The longest words that may be, in characters of four bytes.
  std::string most;
  for (std::size_t i = 0; i < desk::words_characters_max; ++i) most += "%F0%9F%92%A5";
  const std::string answer_fields = "solved=not_yet&proposal=" + proposal(id) + "&words=";
  for (const std::string& fields : {answer_fields + most, "text=" + most}) {
    auto request = posted(fields.starts_with("text") ? "/messages" : "/confirmation", fields);
    EXPECT_LT(request.body.size(), router_.body_bytes_max(request));
    EXPECT_EQ(answer_to(router_, std::move(request)).status, 303);
  }
  // More than a megabyte: too long, and all of it comes back.
  const std::string before = log_head();
  const std::string much = "begin+" + std::string(2u << 20, 'x') + "+end";
  for (const std::string& fields : {"text=" + much, "solved=not_yet&words=" + much}) {
    auto request = posted(fields.starts_with("text") ? "/messages" : "/confirmation", fields);
    EXPECT_LT(request.body.size(), router_.body_bytes_max(request));
    const auto answer = answer_to(router_, std::move(request));
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(has(answer.body_bytes(), "\nbegin xxx"));
    EXPECT_TRUE(has(answer.body_bytes(), "xxx end</textarea>"));
    EXPECT_TRUE(has(answer.body_bytes(), "Shorten it, or send it as a file."));
  }
  // More than the server reads: it hands the beginning over.
  auto endless =
      posted("/confirmation", "solved=not_yet&words=begin+" + std::string(9'000, 'x') + "%F0%9F");
  endless.is_cut = true;
  const auto answer = answer_to(router_, std::move(endless));
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(has(answer.body_bytes(), "\nbegin xxx"));
  EXPECT_TRUE(has(answer.body_bytes(), "only its beginning is still in the form"));
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageForms, too_many_files_and_too_large_ones_keep_the_words) {
  const auto id = ana_writes("My kettle broke.");
  const std::string before = log_head();
  for (const std::size_t count : {11u, 40u}) {
    std::vector<FormPart> parts = {{"text", "with files"}};
    parts.resize(count + 1, {"file", "x", "a.txt"});
    const auto many = post(page_of(id) + "/messages", parts);
    EXPECT_EQ(many.status, 422);
    EXPECT_TRUE(has(many.body_bytes(), "at most 10 files"));
    EXPECT_TRUE(has(many.body_bytes(), "\nwith files</textarea>"));
  }
  const auto large =
      post(page_of(id) + "/messages",
           {{"text", "with files"}, {"file", std::string(files_bytes_max + 1, 'x'), "a.txt"}});
  EXPECT_EQ(large.status, 422);
  EXPECT_TRUE(has(large.body_bytes(), "at most 25 MB"));
  EXPECT_TRUE(has(large.body_bytes(), "\nwith files</textarea>"));
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), "At most 10 files, 25 MB in all."));
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageForms, files_arrive_and_come_back_as_downloads_that_run_nothing) {
  const auto id = ana_writes("My kettle broke.");
  const auto answer = post(
      page_of(id) + "/messages",
      {{"text", "See this."}, {"file", "<script>alert(1)</script>", "photo.html", "text/html"}});
  ASSERT_EQ(answer.status, 303);
  const std::string page = location_page(answer);
  EXPECT_TRUE(has(page, "See this."));
  EXPECT_TRUE(has(page, "<bdi>photo.html</bdi>"));
  const auto link = page.find("/attachments/");
  ASSERT_NE(link, std::string::npos);
  const auto start = page.rfind('"', link) + 1;
  const auto file = get(page.substr(start, page.find('"', link) - start));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body_bytes(), "<script>alert(1)</script>");
  EXPECT_TRUE(file.header("content-disposition").starts_with("attachment"));
  EXPECT_EQ(file.header("content-security-policy"), "sandbox; default-src 'none'");
  EXPECT_EQ(file.header("cache-control"), "no-store");
}

TEST_P(PageForms, a_form_of_another_site_is_a_403_page_and_changes_nothing) {
  const auto id = proposed();
  const std::string before = log_head();
  for (const char* site : {"cross-site", "same-site"}) {
    const auto said = post(page_of(id) + "/messages", {{"text", "my words"}}, site);
    EXPECT_EQ(said.status, 403);
    EXPECT_TRUE(has(said.body_bytes(), "This was sent from another site"));
    EXPECT_TRUE(has(said.body_bytes(), "\nmy words</textarea>"));
    const auto yes = post(page_of(id) + "/confirmation", {{"solved", "yes"}}, site);
    EXPECT_EQ(yes.status, 403);
    const auto renewed = post("/c/renew", {{"email", "ana@customer.example"}}, site);
    EXPECT_EQ(renewed.status, 403);
    EXPECT_EQ(renewed.header("x-robots-tag"), "noindex, nofollow");
  }
  EXPECT_EQ(log_head(), before);
  EXPECT_EQ(conversation(id).state, State::proposed);
}

TEST_P(PageForms, a_form_that_is_not_whole_is_a_400_page_that_keeps_what_it_could_read) {
  const auto id = proposed();
  const std::string before = log_head();
  const std::string path = page_of(id) + "/confirmation";
  for (const std::vector<FormPart>& parts :
       {std::vector<FormPart>{{"words", "my words"}},
        {{"words", "my words"}, {"solved", "maybe"}},
        {{"words", "my words"}, {"solved", "yes"}, {"proposal", "1x"}}}) {
    const auto answer = post(path, parts);
    EXPECT_EQ(answer.status, 400);
    EXPECT_TRUE(has(answer.body_bytes(), "The form did not arrive whole"));
    EXPECT_TRUE(has(answer.body_bytes(), "\nmy words</textarea>"));
  }
  net::Request broken = form(page_of(id) + "/messages", {{"text", "lost"}});
  broken.body.resize(broken.body.size() - 6);
  broken.headers[1].value = "de";
  const auto answer = answer_to(router_, std::move(broken));
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer.body_bytes(), "<html lang=\"de\""));
  EXPECT_TRUE(has(answer.body_bytes(), "Das Formular kam nicht vollständig an"));
  EXPECT_EQ(log_head(), before);
}

TEST_P(PageForms, when_nobody_is_free_the_words_come_back_in_a_503_page) {
  const auto id = ana_writes("My kettle broke.");
  const auto page = answer_to(full_router_, request(net::Method::get, page_of(id)));
  EXPECT_EQ(page.status, 503);
  EXPECT_TRUE(has(page.body_bytes(), "We cannot show this just now."));
  const auto message =
      answer_to(full_router_, form(page_of(id) + "/messages",
                                   {{"text", std::string(desk::words_characters_max + 1, 'y')}}));
  EXPECT_EQ(message.status, 503);
  EXPECT_TRUE(has(message.body_bytes(), "yyy</textarea>"));
  const auto stale =
      answer_to(full_router_, form(page_of(id) + "/confirmation",
                                   {{"solved", "yes"}, {"proposal", "1"}, {"words", "my words"}}));
  EXPECT_EQ(stale.status, 503);
  EXPECT_TRUE(has(stale.body_bytes(), "\nmy words</textarea>"));
  EXPECT_TRUE(has(stale.body_bytes(), "name=\"solved\" value=\"yes\""));
  EXPECT_EQ(stale.header("retry-after"), "5");
}

TEST_P(PageForms, who_was_only_copied_in_is_not_asked_and_cannot_answer_E14) {
  const auto id = proposed();
  cc_writes(id, "Mine too.");
  must(desk::propose(id, "And now?"));
  const std::string path = page_of(id, "cy@customer.example");
  EXPECT_FALSE(has(get(path).body_bytes(), "/confirmation"));
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), "/confirmation"));
  const std::string before = log_head();
  const auto answer = post(path + "/confirmation", {{"solved", "yes"}, {"words", "for her"}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_TRUE(has(answer.body_bytes(), "Only the person who asked for help"));
  EXPECT_TRUE(has(answer.body_bytes(), "\nfor her</textarea>"));
  EXPECT_EQ(log_head(), before);
  EXPECT_EQ(conversation(id).state, State::proposed);
}

TEST_P(PageForms, a_new_link_is_answered_alike_for_all_and_mailed_once_to_whom_we_know_E1) {
  const auto id = ana_writes("My kettle broke.");
  const auto known = post("/c/renew", {{"email", "ana@customer.example"}});
  const auto unknown = post("/c/renew", {{"email", "nobody@customer.example"}});
  const auto again = post("/c/renew", {{"email", "Ana@Customer.example"}});
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(bytes_of(known), bytes_of(unknown));
  EXPECT_EQ(bytes_of(known), bytes_of(again));
  EXPECT_EQ(known.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(known.header("x-robots-tag"), "noindex, nofollow");
  EXPECT_TRUE(db::testing::holds_soon(
      desk_.database(), [&] { return !link_mails().empty(); }, std::chrono::seconds(10)));
  // What was submitted before is done before this.
  must(desk::add_agent({"flush@desk.example", "F", Role::agent, "x"}));
  EXPECT_EQ(link_mails(), (LinkMails{{"ana@customer.example", id.value}}));
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), "We mailed you a new link to this page."));
}

TEST_P(PageForms, without_sec_fetch_site_a_foreign_origin_is_a_403_page) {
  const auto id = ana_writes("My kettle broke.");
  const std::string before = log_head();
  const auto posted_from = [&](const std::string& origin) {
    auto posted = form(page_of(id) + "/messages", {{"text", "my words"}});
    std::erase_if(posted.headers,
                  [](const net::Header& header) { return header.name == "sec-fetch-site"; });
    if (!origin.empty()) posted.headers.push_back({"origin", origin});
    return answer_to(router_, std::move(posted));
  };
  for (const char* origin : {"https://evil.test", "https://desk.example.evil.test", "file://"}) {
    const auto answer = posted_from(origin);
    EXPECT_EQ(answer.status, 403) << origin;
    EXPECT_TRUE(has(answer.body_bytes(), "\nmy words</textarea>"));
  }
  EXPECT_EQ(log_head(), before);
  // Our own page keeps its address to itself: browsers say "null" then.
  for (const char* origin : {"https://desk.example", "http://desk.example", "null", ""}) {
    EXPECT_EQ(posted_from(origin).status, 303) << origin;
  }
}

TEST_P(PageForms, the_same_form_sent_twice_or_at_the_same_time_is_one_message) {
  const auto id = ana_writes("My kettle broke.");
  const std::string path = page_of(id);
  const std::string page(get(path).body_bytes());
  const std::string mark = "name=\"form\" value=\"";
  const auto start = page.find(mark) + mark.size();
  ASSERT_GT(start, mark.size());
  const std::string form_id = page.substr(start, page.find('"', start) - start);
  EXPECT_GE(form_id.size(), 40u);
  EXPECT_FALSE(has(get(path).body_bytes(), form_id));  // Another for each page shown.

  const int before = conversation(id).messages;
  const auto send = [&](const std::string& text) {
    return post(path + "/messages", {{"form", form_id}, {"text", text}, {"file", "abc", "a.txt"}});
  };
  std::vector<std::future<net::Response>> answers;
  for (int i = 0; i < 20; ++i) {
    answers.push_back(std::async(std::launch::async, send, "It still leaks."));
  }
  for (auto& answer : answers) {
    const auto response = answer.get();
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.header("location"), path + "?said=message");
  }
  EXPECT_EQ(conversation(id).messages, before + 1);
  // Gone back to and changed, it is another message.
  EXPECT_EQ(send("It still leaks, and drips.").status, 303);
  EXPECT_EQ(conversation(id).messages, before + 2);
  // A form without an id (of an older page) is taken each time.
  for (int i = 0; i < 2; ++i) post(path + "/messages", {{"text", "again"}});
  EXPECT_EQ(conversation(id).messages, before + 4);
}

TEST_P(PageForms, a_form_that_is_gone_back_to_and_sent_again_is_one_message) {
  const auto id = ana_writes("My kettle broke.");
  int loads = 0;
  const auto sent = [&](const std::string& text, const std::string& file) {
    const int before = conversation(id).messages;
    std::vector<FormPart> parts{{"form", "f" + std::to_string(++loads)}, {"text", text}};
    if (!file.empty()) parts.push_back({"file", file, "a.txt"});
    const auto answer = post(page_of(id) + "/messages", parts);
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(answer.header("location").ends_with("?said=message"));
    return conversation(id).messages - before;
  };
  EXPECT_EQ(sent("Any news?", "abc"), 1);
  EXPECT_EQ(sent("Any news?", "abc"), 0);  // The page was loaded anew: another form.
  EXPECT_EQ(sent("Any news?", ""), 0);     // Files are not put back into a form.
  EXPECT_EQ(sent("Any news?", "abd"), 1);
  EXPECT_EQ(sent("Any news!", "abd"), 1);
  EXPECT_EQ(sent("Any news?", "abd"), 1);  // Something stands between.
  must(desk::propose(id, "A new one is on its way."));
  EXPECT_EQ(sent("Any news?", "abd"), 1);
  test_desk_.clock().set(desk_.now() + desk::said_again_within);
  EXPECT_EQ(sent("Any news?", "abd"), 1);  // They ask again.
}

TEST_P(PageForms, the_same_answer_sent_twice_is_one_and_leads_to_the_same_page) {
  const auto id = proposed();
  const std::vector<FormPart> parts{
      {"form", "f1"}, {"solved", "not_yet"}, {"proposal", proposal(id)}, {"words", "No."}};
  const auto one = post(page_of(id) + "/confirmation", parts);
  const std::string before = log_head();
  const auto two = post(page_of(id) + "/confirmation", parts);
  EXPECT_EQ(one.status, 303);
  EXPECT_EQ(bytes_of(one), bytes_of(two));
  EXPECT_EQ(log_head(), before);
}

MG_ON_EVERY_ENGINE(PageForms);

}  // namespace
}  // namespace mg::pages
