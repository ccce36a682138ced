#pragma once

#include "pages/case_page.h"

// The sections of the customer's page, in one file each; only case_page.cc puts them together.
namespace mg::pages {

void write_band(PageWriter& out, const CasePage& page);          // case_band.cc
void write_flash(PageWriter& out, const CasePage& page);         // case_forms.cc
void write_question(PageWriter& out, const CasePage& page);      // case_forms.cc
void write_message_form(PageWriter& out, const CasePage& page);  // case_forms.cc
void write_thread(PageWriter& out, const CasePage& page);        // case_thread.cc

// Whether "Is it solved?" stands on this page.
bool asks_question(const CasePage& page);

}  // namespace mg::pages
