#include "main/demo_story.h"

namespace mg::app::demo {

const std::vector<Story>& stories() {
  static const std::vector<Story> all = [] {
    std::vector<Story> told;
    add_payment_stories(told);
    add_delivery_stories(told);
    add_return_stories(told);
    add_gear_stories(told);
    add_question_stories(told);
    add_german_stories(told);
    add_french_and_spanish_stories(told);
    add_other_stories(told);
    return told;
  }();
  return all;
}

}  // namespace mg::app::demo
