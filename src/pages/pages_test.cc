#include "pages/pages.h"

#include "pages/page_desk.h"

// Reading the customer's page.
namespace mg::pages {
namespace {

class Pages : public PageDesk {};

TEST_P(Pages, reading_changes_nothing) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::propose(id, "A new one is on its way."));
  const std::string path = page_of(id);
  const std::string before = log_head();
  for (const net::Method method : {net::Method::get, net::Method::head}) {
    EXPECT_EQ(get(path, method).status, 200);
    EXPECT_EQ(get(path + "?said=solved", method).status, 200);
    EXPECT_EQ(get(path + "/attachments/1", method).status, 404);
    EXPECT_EQ(get("/c", method).status, 200);
    EXPECT_EQ(get(path + "/confirmation", method).status, 405);
  }
  EXPECT_EQ(log_head(), before);
  EXPECT_EQ(conversation(id).state, State::proposed);
}

TEST_P(Pages, a_promise_that_was_moved_after_it_broke_still_says_that_we_are_late) {
  const auto id = ana_writes("My kettle broke.");
  const views::Promise promise = conversation(id).promises.at(0);
  EXPECT_EQ(to_rfc3339(promise.due_at), "2026-11-21T13:00:00.000Z");
  test_desk_.clock().advance(std::chrono::hours(5));
  const auto move_to = [&](int hours, const std::string& reason) {
    return desk_.change_now(
        agent(), desk::move_promise(promise.id, desk_.now() + std::chrono::hours(hours), reason));
  };
  EXPECT_EQ(move_to(2, " ").error().code, "reason_missing");
  ASSERT_TRUE(move_to(2, "The parts are late."));
  const auto expect_late = [&](const std::string& due) {
    const std::string page(get(page_of(id)).body_bytes());
    EXPECT_TRUE(has(page, "hero broken"));
    EXPECT_TRUE(has(page, "<title>We promised to write to you by 13:00 today and did not. We are"))
        << page;
    EXPECT_TRUE(has(page, due + "</time>."));
    const auto counts = read<store::PromiseCounts>(
        [&](db::Session& s) { return store::promise_counts(s, contact("ana@customer.example")); });
    EXPECT_EQ(counts.broken, 1);
  };
  expect_late("16:00 today");
  ASSERT_TRUE(move_to(3, "And later still."));
  expect_late("17:00 today");
}

TEST_P(Pages, shows_what_was_said_and_is_kept_out_of_caches_and_search) {
  const auto id = ana_writes("My kettle broke.");
  must(desk::reply({.conversation = id,
                    .text = "We are looking.",
                    .html = {},
                    .attachments = {},
                    .promise = {},
                    .seen = {}}));
  const auto page = get(page_of(id));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page.body_bytes(), "My kettle broke."));
  EXPECT_TRUE(has(page.body_bytes(), "We are looking."));
  EXPECT_TRUE(has(page.body_bytes(), "<bdi>Bo Berg</bdi>"));
  EXPECT_FALSE(has(page.body_bytes(), "bo@desk.example")) << "agents are known by name";
  EXPECT_EQ(page.header("cache-control"), "no-store");
  EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(page.header("x-robots-tag"), "noindex, nofollow");
}

TEST_P(Pages, times_are_in_the_zone_that_the_reader_s_browser_told) {
  const auto id = ana_writes("My kettle broke.");
  const std::string path = page_of(id);
  EXPECT_TRUE(has(get(path).body_bytes(), "All times are UTC."));
  const auto asked = [&](const std::string& cookie) {
    net::Request read = request(net::Method::get, path);
    read.headers.push_back({"cookie", cookie});
    return std::string(answer_to(router_, std::move(read)).body_bytes());
  };
  EXPECT_TRUE(has(asked("mg_zone=Asia/Tokyo"), "All times are Asia/Tokyo (JST)."));
  EXPECT_TRUE(has(asked("mg_zone=Mars/Olympus"), "All times are UTC."));
}

TEST_P(Pages, every_link_that_does_not_work_gets_the_same_bytes) {
  const auto id = ana_writes("My kettle broke.");
  const ContactId ana = contact("ana@customer.example");
  const Instant later = desk_.now() + std::chrono::days(1);
  const std::string good = desk::page_token(*desk_.keys(), {id, ana, later});
  desk::Key foreign_key = desk_.keys()->signer();
  foreign_key.secret.fill(7);
  const std::string foreign = desk::page_token(desk::Keyring({foreign_key}), {id, ana, later});
  const std::string expired =
      desk::page_token(*desk_.keys(), {id, ana, desk_.now() - std::chrono::hours(1)});
  const std::string missing = desk::page_token(*desk_.keys(), {ConversationId{987654}, ana, later});
  ASSERT_EQ(get("/c/" + good).status, 200);
  const std::string dead = bytes_of(get("/c/" + std::string(good.size(), 'A')));
  EXPECT_TRUE(dead.starts_with("404\n"));
  for (const std::string& token : {good.substr(0, good.size() - 1), good + "A", foreign, expired,
                                   missing, std::string("x"), std::string("%<>\"")}) {
    EXPECT_EQ(bytes_of(get("/c/" + token)), dead) << token;
    EXPECT_EQ(bytes_of(get("/c/" + token + "/attachments/1")), dead) << token;
    EXPECT_EQ(bytes_of(post("/c/" + token + "/messages", {{"text", "Hello"}})), dead) << token;
    EXPECT_EQ(bytes_of(post("/c/" + token + "/confirmation", {{"solved", "yes"}})), dead) << token;
  }
}

TEST_P(Pages, notes_and_held_replies_are_never_shown_nor_are_their_files) {
  const auto id = ana_writes("My kettle broke.");
  const auto upload = [&](const std::string& name) {
    return AttachmentId{must(desk::upload(
        name, "text/plain",
        std::make_shared<store::PreparedBlob>(store::prepare_blob("canary inside " + name))))};
  };
  const auto note_file = upload("notecanary.txt");
  const auto held_file = upload("heldcanary.txt");
  const auto sent_file = upload("sent.txt");
  must(desk::note({.conversation = id,
                   .text = "canary-note",
                   .html = {},
                   .attachments = {note_file},
                   .promise = {},
                   .seen = {}}));
  must(desk::reply({.conversation = id,
                    .text = "An answer.",
                    .html = {},
                    .attachments = {sent_file},
                    .promise = {},
                    .seen = {}}));
  must(desk::reply(
      {.conversation = id,
       .text = "canary-held",
       .html = {},
       .attachments = {held_file},
       .undo_seconds = 60,
       .promise = desk::NewPromise{desk_.now() + std::chrono::hours(3), "canary-promise"},
       .seen = {}}));
  const std::string path = page_of(id);
  const std::string page(get(path).body_bytes());
  EXPECT_TRUE(has(page, "An answer."));
  EXPECT_TRUE(has(page, "sent.txt"));
  EXPECT_FALSE(has(page, "canary"));
  for (const AttachmentId hidden : {note_file, held_file}) {
    const auto answer = get(path + "/attachments/" + to_string(hidden));
    EXPECT_EQ(answer.status, 404);
    EXPECT_FALSE(has(answer.body_bytes(), "canary"));
  }
  EXPECT_EQ(get(path + "/attachments/" + to_string(sent_file)).status, 200);

  auto other_mail = mail_of("Dee", "Something else.");
  other_mail->from_address = "dee@customer.example";
  const auto other = receive(other_mail);
  const std::string theirs = page_of(other, "dee@customer.example") + "/attachments/";
  EXPECT_EQ(get(theirs + to_string(sent_file)).status, 404) << "of another conversation";
}

TEST_P(Pages, hostile_names_are_escaped_all_the_way_X11) {
  const std::string hostile = "\"><script>alert(1)</script><img src=x onerror=a()>'&";
  auto mail = mail_of(hostile, hostile);
  mail->subject = hostile;
  const auto id = receive(mail);
  const auto bad_agent =
      AgentId{must(desk::add_agent({"eve@desk.example", hostile, Role::agent, "x"}))};
  const auto eve = desk::as_agent(bad_agent, Role::agent);
  ASSERT_TRUE(desk_.change_now(
      eve, desk::reply({.conversation = id,
                        .text = hostile,
                        .html = {},
                        .attachments = {},
                        .promise = desk::NewPromise{desk_.now() + std::chrono::hours(2), hostile},
                        .seen = {}})));
  const std::string path = page_of(id);
  ASSERT_EQ(post(path + "/messages",
                 {{"text", hostile}, {"file", "x", "<img src=x onerror=a()>.svg", "image/svg+xml"}})
                .status,
            303);
  const auto expect_escaped = [&] {
    const std::string page(get(path + "?said=<script>").body_bytes());
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "<img"));
    EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_TRUE(has(page, "&lt;img src=x onerror=a()&gt;.svg"));
  };
  expect_escaped();
  ASSERT_TRUE(desk_.change_now(eve, desk::propose(id, hostile)));
  expect_escaped();
  const std::string wrong(post("/c/renew", {{"email", hostile}}).body_bytes());
  EXPECT_FALSE(has(wrong, "<script"));
  EXPECT_TRUE(has(wrong, "&lt;script&gt;"));
}

TEST_P(Pages, the_acknowledgement_is_told_with_what_it_promised_only_to_whom_it_was_mailed) {
  const auto id = ana_writes("My kettle broke.");
  cc_writes(id, "Mine too.");
  const std::string told = "We mailed you that your message has arrived, and that you hear from us";
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), told));
  EXPECT_FALSE(has(get(page_of(id, "cy@customer.example")).body_bytes(), told));
}

TEST_P(Pages, in_your_own_words_are_the_reader_s_own_last_words) {
  const auto id = ana_writes("My kettle broke.");
  cc_writes(id, "Cy was here.");
  const std::string mine(get(page_of(id)).body_bytes());
  EXPECT_TRUE(has(mine, "“My kettle broke.”"));
  EXPECT_FALSE(has(mine, "“Cy was here.”"));
  const std::string theirs(get(page_of(id, "cy@customer.example")).body_bytes());
  EXPECT_TRUE(has(theirs, "“Cy was here.”"));
}

TEST_P(Pages, a_promise_that_was_broken_first_is_not_shown_as_kept) {
  const auto id = ana_writes("My kettle broke.");
  const auto answer = [&](const std::string& text, std::optional<desk::NewPromise> promise) {
    must(desk::reply({.conversation = id,
                      .text = text,
                      .html = {},
                      .attachments = {},
                      .promise = std::move(promise),
                      .seen = {}}));
  };
  answer("First.", desk::NewPromise{desk_.now() + std::chrono::hours(2), ""});
  answer("In time.", {});
  const auto kept = conversation(id);
  EXPECT_TRUE(kept.promises.empty());
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), "Promise kept"));

  auto mail = mail_of("Dee", "Something else.");
  mail->from_address = "dee@customer.example";
  const auto late = receive(mail);
  auto acknowledged = conversation(late);
  ASSERT_EQ(acknowledged.promises.size(), 1u);
  const PromiseId promise = acknowledged.promises[0].id;
  desk_.database().write([&](db::Session& session) {
    auto c = *store::load_conversation(session, late, store::Lock::row);
    store::append(session, c, {facts::PromiseBroken{promise}}, {desk_.now(), desk_.now(), {}, 0});
  });
  must(desk::reply({.conversation = late,
                    .text = "Late.",
                    .html = {},
                    .attachments = {},
                    .promise = {},
                    .seen = {}}));
  const std::string page(get(page_of(late, "dee@customer.example")).body_bytes());
  EXPECT_TRUE(has(page, "Promise broken"));
  EXPECT_FALSE(has(page, "Promise kept"));
}

TEST_P(Pages, a_new_time_after_a_broken_promise_is_shown_with_that_we_are_late) {
  const auto id = ana_writes("My kettle broke.");
  const auto acknowledged = conversation(id).promises.at(0);
  desk_.database().write([&](db::Session& session) {
    auto c = *store::load_conversation(session, id, store::Lock::row);
    store::append(session, c, {facts::PromiseBroken{acknowledged.id}},
                  {desk_.now(), desk_.now(), {}, 0});
  });
  const Instant soon = acknowledged.due_at + std::chrono::minutes(7);
  const Instant later = soon + std::chrono::minutes(11);
  must(desk::make_promise(id, {later, "We write once more."}));
  must(desk::make_promise(id, {soon, "We call you."}));
  const std::string page(get(page_of(id)).body_bytes());
  EXPECT_TRUE(has(page, "We are late."));
  EXPECT_TRUE(has(page, "We call you."));
  for (const Instant due : {acknowledged.due_at, soon, later}) {
    EXPECT_TRUE(has(page, to_rfc3339(due))) << to_rfc3339(due);
  }
}

TEST_P(Pages, of_a_very_long_thread_the_newest_words_are_shown) {
  const auto id = ana_writes("The very first words.");
  const ContactId ana = contact("ana@customer.example");
  desk_.database().write([&](db::Session& session) {
    auto c = *store::load_conversation(session, id, store::Lock::row);
    for (int i = 0; i < 520; ++i) {
      const auto message = store::fresh<MessageId>(session);
      store::save_words(session, message,
                        {.text = "filler " + std::to_string(i) + ".",
                         .quoted = {},
                         .html = {},
                         .people = {},
                         .raw_mail = {}});
      store::append(session, c, {facts::MessageReceived{message, ana, Channel::page, false}},
                    {desk_.now(), desk_.now(), facts::contact_actor(ana), 0});
    }
  });
  ASSERT_EQ(post(page_of(id) + "/messages", {{"text", "The very last words."}}).status, 303);
  const std::string page(get(page_of(id) + "?said=message").body_bytes());
  EXPECT_TRUE(has(page, "The very last words."));
  EXPECT_FALSE(has(page, "The very first words."));
  EXPECT_TRUE(has(page, "We heard you")) << "the story still begins at its beginning";
  EXPECT_TRUE(has(page, "Only the newest 500 messages are shown here."));
  // The way to the others needs no script, and leaves nothing out and nothing twice.
  const std::string mark = "<a href=\"" + page_of(id) + "?before=";
  ASSERT_TRUE(has(page, mark));
  EXPECT_LT(page.find(mark), page.find("filler"));
  const auto start = page.find(mark) + 9;
  const std::string path = page.substr(start, page.find('"', start) - start);
  const std::string earlier(get(path).body_bytes());
  EXPECT_TRUE(has(earlier, "The very first words."));
  for (int i = 0; i < 520; ++i) {
    const std::string words = ">filler " + std::to_string(i) + ".<";
    EXPECT_NE(has(page, words), has(earlier, words)) << words;
  }
  EXPECT_FALSE(has(earlier, mark)) << "nothing was said before";
  EXPECT_TRUE(has(earlier, "<a href=\"" + page_of(id) + "\">The newest messages</a>"));
  EXPECT_FALSE(has(earlier, "<form class=\"message\"")) << "one writes at the end";
  // In other languages as well; what is no cursor shows the newest.
  net::Request french = request(net::Method::get, path);
  french.headers.back().value = "fr";
  EXPECT_TRUE(has(answer_to(router_, std::move(french)).body_bytes(), "Messages plus anciens"));
  EXPECT_TRUE(has(get(page_of(id) + "?before=x").body_bytes(), "The very last words."));
}

TEST_P(Pages, the_way_to_the_newer_conversation_is_only_for_its_people) {
  const auto id = ana_writes("My kettle broke.");
  cc_writes(id, "Mine too.");
  ASSERT_EQ(post(page_of(id) + "/confirmation", {{"solved", "yes"}}).status, 303);
  test_desk_.clock().set(desk_.now() + std::chrono::days(200));
  ASSERT_EQ(post(page_of(id) + "/messages", {{"text", "It broke again."}}).status, 303);
  const auto old = conversation(id);
  ASSERT_TRUE(old.continued_by);
  EXPECT_TRUE(has(get(page_of(id)).body_bytes(), "Open that conversation"));
  EXPECT_FALSE(has(get(page_of(id, "cy@customer.example")).body_bytes(), "Open that conversation"));
}

TEST_P(Pages, a_log_that_cannot_be_read_is_a_503_page_and_ends_no_worker) {
  const auto id = ana_writes("My kettle broke.");
  desk_.database().write([&](db::Session& session) {
    const db::Value values[] = {id.value, std::int64_t{1}};
    session.execute_text("UPDATE log SET kind = 9999 WHERE stream = $1 AND seq = $2", values, {});
  });
  for (int i = 0; i < 4; ++i) {  // More often than there are workers.
    const auto page = get(page_of(id));
    EXPECT_EQ(page.status, 503);
    EXPECT_TRUE(has(page.body_bytes(), "We cannot show this just now."));
    EXPECT_EQ(page.header("retry-after"), "5");
  }
}

MG_ON_EVERY_ENGINE(Pages);

}  // namespace
}  // namespace mg::pages
