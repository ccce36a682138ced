#include "rules/answer_phrases.h"

#include <array>

namespace mg::rules::phrases {
namespace {

using std::string_view;

// clang-format off
constexpr auto yes_ = std::to_array<string_view>({
    // English
    "yes", "yes it is", "yes it does", "yes it is solved", "yes its solved", "yes solved",
    "yes it is fixed", "yes its fixed", "yes fixed", "yes it is resolved", "yes resolved",
    "yes works now", "yes it works", "yes it works now", "yes its working", "yes its working now",
    "yes it is working", "yes it is working now", "it works", "it works now", "works now",
    "its working now", "it is working now", "solved", "it is solved", "its solved", "all solved",
    "problem solved", "yes problem solved", "that solved it", "yes that solved it", "that fixed it",
    "yes that fixed it", "fixed", "it is fixed", "its fixed", "it is fixed now", "its fixed now",
    "resolved", "it is resolved", "yes all good", "yes all good now", "yes everything works",
    "yes everything works now", "yes thats it", "yep", "yep solved", "yep it works",
    "yep works now",
    // German
    "ja", "ja gelöst", "ja ist gelöst", "ja es ist gelöst", "gelöst", "ist gelöst",
    "es ist gelöst", "ja geht", "ja es geht", "ja geht wieder", "ja es geht wieder",
    "ja jetzt geht es", "ja jetzt gehts", "ja funktioniert", "ja es funktioniert",
    "ja funktioniert wieder", "ja es funktioniert wieder", "ja jetzt funktioniert es",
    "es funktioniert wieder", "es geht wieder", "ja erledigt", "erledigt", "ja passt",
    "ja alles gut", "ja alles bestens", "ja hat geklappt", "ja das hat geklappt",
    // French
    "oui", "oui cest résolu", "cest résolu", "oui résolu", "résolu", "problème résolu",
    "oui problème résolu", "oui le problème est résolu", "le problème est résolu",
    "oui ça marche", "oui ça fonctionne", "ça marche maintenant", "ça fonctionne maintenant",
    "oui ça marche maintenant", "oui ça fonctionne maintenant", "oui cest bon",
    "oui cest réglé", "cest réglé", "oui tout fonctionne", "oui tout va bien",
    // Spanish
    "sí", "si", "sí está resuelto", "si está resuelto", "si esta resuelto", "sí resuelto",
    "está resuelto", "resuelto", "ya está resuelto", "sí ya está resuelto", "sí ya funciona",
    "ya funciona", "sí funciona", "solucionado", "sí solucionado", "está solucionado",
    "sí está solucionado", "sí todo bien", "sí ya está", "problema resuelto",
});

constexpr auto not_yet_ = std::to_array<string_view>({
    // English
    "not yet", "no not yet", "nope not yet", "sorry not yet", "unfortunately not",
    "unfortunately no", "sadly not", "sadly no", "im afraid not", "afraid not",
    "no unfortunately", "no sadly", "no im afraid", "not solved", "not fixed", "not resolved",
    "no not solved", "no not fixed", "no not resolved",
    "still not", "still broken", "still the same", "still does not", "still doesnt", "still cant",
    "no still", "it still does not", "it still doesnt", "it still is not", "it still isnt",
    "it still fails", "its still not", "its still broken", "its still the same",
    "it is still not", "it is still broken", "it is still the same", "no it still",
    "no its still", "no it is still", "it is not solved", "it is not fixed",
    "it is not resolved", "it is not working", "it is not yet", "its not solved", "its not fixed",
    "its not resolved", "its not working", "its not yet", "it isnt solved", "it isnt fixed",
    "it isnt resolved", "it isnt working", "this is not solved", "this is not fixed",
    "this is not resolved", "this is not yet", "this isnt solved", "this isnt fixed",
    "this isnt resolved", "the problem is not solved", "the problem is not fixed",
    "the problem is not resolved", "the problem is not yet", "the problem is still",
    "the problem still", "no the problem is still", "no the problem still", "it does not work",
    "it doesnt work", "does not work", "doesnt work",
    // German
    "noch nicht", "nein noch nicht", "leider noch nicht", "leider nicht", "leider nein",
    "nein leider", "nicht gelöst", "nein nicht gelöst", "noch immer nicht", "immer noch nicht",
    "nein immer noch", "nein noch immer", "nein geht nicht", "nein geht noch", "nein geht immer",
    "nein es geht nicht", "nein es geht noch", "nein es geht immer",
    "es geht noch nicht", "es geht immer noch nicht", "geht noch nicht", "geht immer noch nicht",
    "nein funktioniert nicht", "nein es funktioniert nicht",
    "nein es funktioniert immer", "nein es funktioniert noch", "funktioniert nicht",
    "funktioniert noch nicht", "funktioniert immer noch nicht", "es funktioniert nicht",
    "es funktioniert noch nicht", "es funktioniert immer noch nicht", "es ist nicht gelöst",
    "es ist noch nicht", "es ist immer noch", "ist nicht gelöst", "ist noch nicht",
    "nein es ist nicht gelöst", "nein es ist noch", "nein es ist immer noch",
    "das problem besteht", "nein das problem besteht",
    // French
    "pas encore", "non pas encore", "toujours pas", "non toujours pas", "malheureusement non",
    "malheureusement pas", "non malheureusement", "hélas non", "non hélas", "pas résolu",
    "non pas résolu", "ce nest pas résolu", "cest pas résolu", "ce nest pas réglé",
    "ce nest pas encore", "ce nest toujours pas", "cest toujours pas", "non ce nest pas",
    "non ce nest toujours", "non cest pas", "ça ne marche pas", "ça ne marche toujours pas",
    "ça ne fonctionne pas", "ça ne fonctionne toujours pas", "non ça ne marche",
    "non ça ne fonctionne", "le problème persiste", "non le problème persiste",
    "le problème nest pas résolu", "le problème nest toujours pas",
    // Spanish
    "todavía no", "aún no", "aun no", "no todavía no", "no aún no", "no todavía", "no aún",
    "por desgracia no", "lamentablemente no", "desgraciadamente no", "no por desgracia",
    "no lamentablemente", "no resuelto", "no está resuelto", "no está solucionado",
    "no esta resuelto", "no no está", "sigue sin", "no sigue sin", "sigue igual",
    "no sigue igual", "sigue fallando", "no sigue fallando", "no funciona", "no no funciona",
    "el problema sigue", "no el problema sigue", "el problema persiste",
});

constexpr auto not_yet_sentences_ = std::to_array<string_view>({
    "no it is not", "no it isnt", "no its not", "it is not", "it isnt", "its not", "not really",
    "no not really", "not working", "no not working", "nein nicht", "geht nicht", "es geht nicht",
    "nein ist es nicht", "pas vraiment", "no del todo",
});

constexpr auto no_ = std::to_array<string_view>({"no", "nope", "nein", "nee", "nö", "non"});

constexpr auto never_mind_ = std::to_array<string_view>({
    "thank", "thanks", "thx", "problem", "problems", "worries", "need", "more", "further",
    "question", "questions", "issue", "issues", "complaints", "danke", "vielen", "merci",
    "gracias", "muchas", "pasa", "hay",
});

constexpr auto trouble_ = std::to_array<string_view>({
    "still", "yet", "not", "isnt", "doesnt", "didnt", "wasnt", "broken", "again", "fails",
    "failed", "failing", "error", "errors", "wrong",
    "noch", "nicht", "immer", "kaputt", "leider", "wieder", "fehler", "defekt",
    "pas", "encore", "toujours", "cassé", "erreur",
    "todavía", "aún", "sigue", "error", "roto",
});

constexpr auto nothing_more_ = std::to_array<string_view>({
    "anymore", "more", "else", "further", "longer", "good", "fine", "great",
    "mehr", "gut", "bestens", "plus", "bon", "más", "bien",
});

constexpr auto greetings_ = std::to_array<string_view>({
    "hi", "hello", "hey", "dear", "good morning", "good afternoon", "good evening",
    "hallo", "guten tag", "guten morgen", "guten abend", "liebe", "lieber", "sehr geehrte",
    "sehr geehrter", "moin", "servus", "grüezi",
    "bonjour", "bonsoir", "salut", "cher", "chère", "madame", "monsieur",
    "hola", "buenos días", "buenas tardes", "buenas noches", "estimado", "estimada", "querido",
    "querida",
});

constexpr auto closings_ = std::to_array<string_view>({
    "best regards", "kind regards", "warm regards", "kindest regards", "regards", "best",
    "best wishes", "all the best", "with best regards", "with kind regards", "many greetings",
    "greetings", "cheers", "sincerely", "yours sincerely", "sincerely yours", "yours truly",
    "yours", "yours faithfully", "br", "kr", "rgds", "take care", "have a nice day",
    "have a great day", "love",
    "mit freundlichen grüßen", "mit freundlichem gruß", "freundliche grüße", "viele grüße",
    "liebe grüße", "beste grüße", "schöne grüße", "herzliche grüße", "mit besten grüßen",
    "mit herzlichen grüßen", "grüße", "gruß", "lg", "vg", "mfg", "hg", "bg",
    "mit freundlichen grüssen", "freundliche grüsse", "viele grüsse", "liebe grüsse",
    "beste grüsse", "grüsse", "gruss",
    "cordialement", "bien cordialement", "très cordialement", "bien à vous", "salutations",
    "meilleures salutations", "sincères salutations", "amicalement", "bonne journée", "cdlt",
    "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "atentamente",
    "cordialmente", "un abrazo", "abrazos",
});

constexpr auto courtesies_ = std::to_array<string_view>({
    "thank you very much", "thank you so much", "thank you", "thanks a lot", "thanks so much",
    "many thanks", "thanks again", "thanks", "thx", "cheers",
    "vielen dank", "vielen lieben dank", "danke schön", "danke sehr", "danke",
    "merci beaucoup", "merci bien", "merci", "muchas gracias", "mil gracias", "gracias",
});
// clang-format on

}  // namespace

List yes() {
  return yes_;
}
List not_yet() {
  return not_yet_;
}
List not_yet_sentences() {
  return not_yet_sentences_;
}
List no() {
  return no_;
}
List never_mind() {
  return never_mind_;
}
List trouble() {
  return trouble_;
}
List nothing_more() {
  return nothing_more_;
}
List greetings() {
  return greetings_;
}
List closings() {
  return closings_;
}
List courtesies() {
  return courtesies_;
}

}  // namespace mg::rules::phrases
