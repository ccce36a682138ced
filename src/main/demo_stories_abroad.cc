#include "main/demo_story.h"

// Customers who write German, French or Spanish, and are answered so.
namespace mg::app::demo {
namespace {

Story german_customs() {
  return {
      .name = "Zoll",
      .subject = "[Zollgebühren für {order}|Bestellung {order}: Zoll|Nachzahlung beim Zoll]",
      .products = "Zelt Ridge 2|Daunenjacke Tarn|Rucksack Cairn 45",
      .steps = {mail(0,
                     "Guten Tag, für meine Bestellung {order} soll ich beim Zoll noch einmal "
                     "{amount} zahlen. [Auf Ihrer Seite stand „alle Abgaben enthalten“.|Davon war "
                     "beim Kauf keine Rede.|Der Bote stand vor der Tür und ich hatte kein "
                     "Bargeld.] [Ist das richtig so?|Wer zahlt das?|Ich bin ziemlich verärgert.]",
                     Papers::receipt),
                answer(130,
                       "Das ist nicht richtig so, und es liegt an uns: Auf dem Paket fehlte die "
                       "Zollnummer. Bitte nehmen Sie es nicht an, bevor wir das geklärt haben. Ich "
                       "melde mich bis {due} bei Ihnen.",
                       300, "ob der Zoll die Gebühr zurücknimmt"),
                aside(100,
                      "Customs agent confirms: our number was missing on the form. They’ll take "
                      "the fee back if we pay it by tonight."),
                answer(120,
                       "Wir haben die Gebühr bezahlt, das Paket ist frei. Einen genauen Liefertag "
                       "kann ich Ihnen nicht zusagen, der Zusteller sagt zwei bis drei Tage."),
                ask(4200, "Das Paket ist laut Zusteller bei Ihnen. Ist damit alles gelöst?"),
                yes(700,
                    "[Ja, alles da, und ohne Nachzahlung.|Ist angekommen. Danke für die ehrliche "
                    "Antwort.|Ja. So stelle ich mir das vor.]")},
      .team = TeamName::payments,
      .language = Language::german,
      .weight = 3};
}

Story german_wrong_colour() {
  return {
      .name = "falsche Farbe",
      .subject = "[Falsche Farbe geliefert|{product} in Orange statt Grün|Umtausch {order}]",
      .products = "Regenjacke Fell|Schlafsack Hoar 500|Fleecejacke Moss",
      .steps =
          {mail(0,
                "Bestellt habe ich {product} in Grün, gekommen ist [ein leuchtendes "
                "Orange|Rosa|etwas, das ich nicht benennen kann]. [Im Wald sieht man mich jetzt "
                "bis {city}.|Meine Frau lacht seit {day}.|Zum Vogelbeobachten taugt das nicht.] "
                "[Kann ich tauschen?|Was nun?|Schicken Sie mir bitte die richtige Farbe.]",
                Papers::photo),
           answer(60,
                  "Selbstverständlich. Die grüne geht heute noch los, die andere dürfen Sie dem "
                  "Boten mitgeben. Die Sendungsnummer schicke ich Ihnen bis {due}.",
                  240, "die Sendungsnummer"),
           answer(180,
                  "Hier ist sie: FH{order}GB. Rechnen Sie mit drei Tagen, schneller geht es von "
                  "hier aus leider nicht."),
           ask(4400, "Ist die richtige Farbe angekommen?"),
           not_yet(500,
                   "[Noch nicht, laut Verfolgung liegt es in Leipzig.|Leider nein, bisher kam "
                   "nichts.|Nein. Der Bote hatte nichts dabei.]"),
           answer(45,
                  "Ich habe gerade mit dem Zusteller gesprochen: Es liegt fest und kommt morgen. "
                  "Ich sehe morgen selbst nach und schreibe Ihnen bis {due}.",
                  1440, "ob es zugestellt wurde"),
           ask(1300, "Laut Zusteller ist es nun bei Ihnen. Stimmt das, und stimmt die Farbe?"),
           yes(300)},
      .team = TeamName::warehouse,
      .language = Language::german,
      .weight = 2};
}

Story german_question() {
  return {
      .name = "Frage zum Kocher",
      .subject = "[Welche Kartusche passt?|Frage zum Kocher|Kocher und Flugzeug]",
      .products = "Kocher Ember|Kocher Ember Duo",
      .steps = {mail(0,
                     "[Passt auf den {product} eine Kartusche mit Schraubventil aus dem "
                     "Baumarkt?|Darf der {product} im Flugzeug mitfliegen, wenn er leer ist?|Läuft "
                     "der {product} auch bei minus zehn Grad?] [Wir fahren am {later_day}.|In der "
                     "Anleitung steht dazu nichts.|Ich frage lieber vorher.]"),
                answer(100,
                       "Kurz: ja, aber. Die Einzelheiten frage ich bei der Werkstatt nach, denn "
                       "bei Gas möchte ich nichts Falsches sagen. Antwort bis {due}.",
                       200, "die Antwort der Werkstatt"),
                answer(150,
                       "Die Werkstatt sagt ja, mit dem Zusatz: nur Kartuschen nach EN 417, und der "
                       "Brenner muss ganz sauber sein. Für andere kann ich nicht geradestehen."),
                ask(900, "Ist Ihre Frage damit beantwortet?")},
      .language = Language::german,
      .weight = 2};
}

Story french_late() {
  return {
      .name = "colis en retard",
      .subject =
          "[Commande {order} : où est mon colis ?|Colis toujours pas arrivé|Retard de la commande "
          "{order}]",
      .products = "tente Ridge 2|sac à dos Cairn 45|réchaud Ember",
      .steps = {mail(0,
                     "Bonjour, ma commande {order} devait arriver {day} et [je n’ai rien reçu|le "
                     "suivi n’a pas bougé depuis|personne n’est passé]. [Nous partons en randonnée "
                     "ce week-end.|C’est un cadeau.|J’ai payé {amount}, quand même.] [Pouvez-vous "
                     "me dire la vérité ?|Où est-elle ?|Que puis-je faire ?]"),
                answer(
                    110,
                    "Bonjour {first}, je ne sais pas encore où se trouve votre colis et je préfère "
                    "vous le dire. J’ai ouvert une recherche ; je vous écris au plus tard {due}.",
                    1400, "ce que dit le transporteur"),
                answer(1200,
                       "Il est retrouvé, à Lille, étiquette mouillée. Il repart demain matin. Je "
                       "ne peux pas vous garantir le jour exact et je ne veux pas l’inventer."),
                ask(2800, "Le transporteur indique « livré ». Est-ce bien arrivé chez vous ?"),
                yes(400,
                    "[Oui, tout est là, merci de votre franchise.|Bien reçu, juste à temps.|Oui ! "
                    "Bonne continuation à toute l’équipe.]")},
      .team = TeamName::warehouse,
      .language = Language::french,
      .weight = 2};
}

Story french_refund() {
  return {
      .name = "remboursement",
      .subject = "[Remboursement de {order}|Retour {order}|Toujours pas remboursé]",
      .products = "veste Tarn|chaussures Loam|polaire Moss",
      .steps = {mail(0,
                     "J’ai renvoyé la commande {order} ({product}) le {date}. [Toujours pas de "
                     "remboursement.|Vous l’avez reçue, j’ai l’accusé.|Je n’ai eu aucune "
                     "nouvelle.] [{amount}, ce n’est pas rien pour moi.|Combien de temps faut-il "
                     "encore ?|J’attends une réponse claire.]",
                     Papers::receipt),
                answer(
                    90,
                    "Vous avez raison d’insister. Le retour est bien chez nous, le remboursement "
                    "est resté bloqué. Je m’en occupe et vous écris au plus tard {due}.",
                    240, "que le remboursement est parti"),
                late(80,
                     "J’avais promis plus tôt et je n’ai pas tenu parole, pardon. Le remboursement "
                     "de {amount} est parti maintenant. Votre banque met jusqu’à trois jours ; "
                     "là-dessus je n’ai pas de prise."),
                ask(4300, "Le voyez-vous sur votre compte ?")},
      .team = TeamName::payments,
      .inbox = InboxName::returns,
      .language = Language::french,
      .weight = 2};
}

Story spanish_size() {
  return {
      .name = "talla",
      .subject = "[Cambio de talla, pedido {order}|La talla no es|Botas demasiado pequeñas]",
      .products = "botas Loam|zapatillas Scree",
      .steps =
          {mail(0,
                "Hola, las {product} del pedido {order} me quedan [pequeñas|grandes|bien del pie "
                "izquierdo y mal del derecho]. [Solo las he llevado en casa.|Seguí su tabla al pie "
                "de la letra.|Aún llevan la etiqueta.] El sábado salgo hacia [los Picos de "
                "Europa|Somiedo|el Teide]. ¿[Se pueden cambiar|Qué puedo hacer|Me las cambian]?"),
           answer(120,
                  "Claro que sí, {first}. Miro qué pares quedan en el almacén y le escribo, a más "
                  "tardar, {due}.",
                  240, "qué pares quedan"),
           answer(200,
                  "Queda un par en el número siguiente y ya lleva su nombre. Sale hoy. No puedo "
                  "prometerle que llegue antes del sábado; lo normal son cuatro días."),
           mail(900,
                "[Gracias por no prometer de más.|De acuerdo, iré con las viejas.|Entendido.] [Ya "
                "le contaré.|Espero el paquete.|Un saludo desde {city}.]"),
           ask(5500, "Según el transportista ya las tiene. ¿Le quedan bien?"),
           yes(800, "[Perfectas.|Como un guante, o como una bota.|Sí, por fin.]")},
      .inbox = InboxName::returns,
      .language = Language::spanish,
      .weight = 2};
}

Story spanish_double() {
  return {
      .name = "cobro doble",
      .subject = "[Me han cobrado dos veces|Cobro duplicado {order}|Doble cargo de {amount}]",
      .products = "tienda Larch 3|saco Hoar 500",
      .steps =
          {mail(
               0,
               "Me aparecen dos cargos de {amount} por el pedido {order}. [Solo compré una "
               "cosa.|Compré una sola {product}.|Mi banco dice que no es una retención.] [Necesito "
               "ese dinero.|¿Cuándo lo devuelven?|Es la segunda vez que me pasa en internet.]",
               Papers::statement),
           answer(75,
                  "Tiene razón, es un fallo de nuestra caja y no suyo. He pedido que se devuelva "
                  "hoy. Le confirmo que ha salido, a más tardar, {due}.",
                  360, "que la devolución ha salido"),
           answer(300, "Ya ha salido. Su banco puede tardar tres días y eso no está en mi mano."),
           ask(4300, "¿Lo ve ya en su cuenta?"), yes(600)},
      .team = TeamName::payments,
      .language = Language::spanish};
}

}  // namespace

void add_german_stories(std::vector<Story>& to) {
  to.push_back(german_customs());
  to.push_back(german_wrong_colour());
  to.push_back(german_question());
}

void add_french_and_spanish_stories(std::vector<Story>& to) {
  to.push_back(french_late());
  to.push_back(french_refund());
  to.push_back(spanish_size());
  to.push_back(spanish_double());
}

}  // namespace mg::app::demo
