#pragma once

#include "api/api.h"

// One function for each noun: it binds the noun's endpoints. Used inside this folder only.
namespace mg::api {

void add_setup(net::Api& api, Services& services);
void add_session(net::Api& api, Services& services);
void add_sessions(net::Api& api, Services& services);
void add_tokens(net::Api& api, Services& services);
void add_password(net::Api& api, Services& services);
void add_agents(net::Api& api, Services& services);
void add_teams(net::Api& api, Services& services);
void add_inboxes(net::Api& api, Services& services);
void add_settings(net::Api& api, Services& services);
void add_held_mail(net::Api& api, Services& services);
void add_conversations(net::Api& api, Services& services);
void add_conversation(net::Api& api, Services& services);
void add_views(net::Api& api, Services& services);
void add_messages(net::Api& api, Services& services);
void add_replies(net::Api& api, Services& services);
void add_recipients(net::Api& api, Services& services);
void add_promises(net::Api& api, Services& services);
void add_spam(net::Api& api, Services& services);
void add_history(net::Api& api, Services& services);
void add_drafts(net::Api& api, Services& services);
void add_files(net::Api& api, Services& services);
void add_source(net::Api& api, Services& services);
void add_explanation(net::Api& api, Services& services);
void add_mail_html(net::Api& api, Services& services);
void add_blocks(net::Api& api, Services& services);
void add_search(net::Api& api, Services& services);
void add_contacts(net::Api& api, Services& services);
void add_erasures(net::Api& api, Services& services);
void add_export(net::Api& api, Services& services);
void add_document(net::Api& api, Services& services);

}  // namespace mg::api
