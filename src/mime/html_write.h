#pragma once

#include <gumbo.h>
#include <string>
#include <string_view>

// Writes parsed HTML back as it was meant. Nothing is filtered: not safe to show.
namespace mg::mime::html {

void write_text(std::string_view text, std::string& out);  // With & < > " ' escaped.
void write_start(const GumboNode* element, std::string& out);
void write_end(const GumboNode* element, std::string& out);  // Nothing for void elements.

bool is_blank(std::string_view text);  // White space, also no-break and zero-width.

}  // namespace mg::mime::html
