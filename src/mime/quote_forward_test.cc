// "---------- Forwarded message ---------" and its kin.
#include <gtest/gtest.h>

#include "mime/quote_samples.h"

namespace mg::mime {
namespace {

using samples::joined;

// clang-format off
constexpr const char* forward_lines[] = {
    "---------- Forwarded message ---------",
    "---------- Forwarded message ----------",
    "-------- Forwarded Message --------",
    "----- Forwarded Message -----",
    "Begin forwarded message:",
    "----- Forwarded by Ana/ACME on 01/05/2024 10:00 -----",
    "-------- Weitergeleitete Nachricht --------",
    "---------- Weitergeleitete Nachricht ---------",
    "Anfang der weitergeleiteten Nachricht:",
    "----- Weitergeleitete Mail -----",
    "----- Weitergeleitet von Ana/ACME am 05.01.2024 10:00 -----",
    "---------- Message transféré ---------",
    "Début du message transféré :",
    "-------- Message transféré --------",
    "----- Transféré par Ana/ACME le 05/01/2024 10:00 -----",
    "----- Mail transféré -----",
    "---------- Mensaje reenviado ---------",
    "-------- Mensaje reenviado --------",
    "Inicio del mensaje reenviado:",
    "---------- Mensagem encaminhada ---------",
    "Início da mensagem encaminhada:",
    "---------- Messaggio inoltrato ---------",
    "-------- Messaggio Inoltrato --------",
    "Inizio messaggio inoltrato:",
    "----- Inoltrato da Ana/ACME il 05/01/2024 -----",
    "---------- Doorgestuurd bericht ---------",
    "-------- Doorgestuurd bericht --------",
    "Begin doorgestuurd bericht:",
    "---------- Vidarebefordrat meddelande ----------",
    "-------- Vidarebefordrat meddelande --------",
    "Vidarebefordrat brev:",
    "---------- Videresendt besked ---------",
    "-------- Videresendt meddelelse --------",
    "Start på videresendt besked:",
    "---------- Videresendt melding ---------",
    "-------- Videresendt melding --------",
    "Videresendt melding:",
    "---------- Edelleenlähetetty viesti ---------",
    "-------- Välitetty viesti --------",
    "Edelleenlähetetty viesti alkaa:",
    "Välitetty viesti alkaa:",
    "-------- Treść przekazanej wiadomości --------",
    "Początek przekazywanej wiadomości:",
    "---------- Wiadomość przekazana dalej ---------",
    "---------- Přeposlaná zpráva ---------",
    "-------- Přeposlaná zpráva --------",
    "Začátek přeposílané zprávy:",
    "---------- Preposlaná správa ---------",
    "-------- Továbbított üzenet --------",
    "---------- Továbbított üzenet ---------",
    "Továbbított levél kezdete:",
    "---------- Mesaj redirecționat ---------",
    "-------- Mesaj înaintat --------",
    "---------- Пересылаемое сообщение ---------",
    "-------- Пересылаемое сообщение --------",
    "-------- Перенаправленное сообщение --------",
    "Начало переадресованного сообщения:",
    "---------- Переслане повідомлення ---------",
    "-------- Переслане повідомлення --------",
    "---------- Препратено съобщение ---------",
    "-------- Препратено съобщение --------",
    "---------- Προωθημένο μήνυμα ---------",
    "-------- Προωθημένο μήνυμα --------",
    "---------- Yönlendirilmiş ileti ---------",
    "-------- Yönlendirilmiş İleti --------",
    "İletilen ileti başlangıcı:",
    "---------- הודעה מועברת ---------",
    "---------- הודעה שהועברה ---------",
    "---------- رسالة معاد توجيهها ---------",
    "---------- 转发的邮件 ---------",
    "-------- 转发的消息 --------",
    "-------- 轉寄的訊息 --------",
    "---------- 轉寄郵件 ---------",
    "下面是被转发的邮件：",
    "開始轉寄郵件：",
    "---------- 転送メッセージ ---------",
    "-------- 転送メッセージ --------",
    "転送されたメッセージ：",
    "---------- 전달된 메시지 ---------",
    "-------- 전달된 메시지 --------",
    "전달된 메시지 시작:",
    "---------- Thư chuyển tiếp ---------",
    "---------- Pesan terusan ---------",
    "---------- Proslijeđena poruka ---------",
    "---------- Prosleđena poruka ---------",
    "---------- Прослеђена порука ---------",
    "---------- Posredovano sporočilo ---------",
    "---------- Persiųstas laiškas ---------",
    "---------- Persiųsta žinutė ---------",
    "---------- Pārsūtīta ziņa ---------",
    "---------- Edastatud kiri ---------",
    "---------- Missatge reenviat ---------",
    "---------- Birbidalitako mezua ---------",
    "---------- Mensaxe reenviada ---------",
    "---------- ข้อความที่ส่งต่อ ---------",
};
// clang-format on

TEST(QuoteForward, a_forwarded_message_stays_visible) {
  for (const char* line : forward_lines) {
    const auto forwarded =
        joined({line, "\nFrom: Ana <ana@x.test>\nSubject: Kettle\nTo: Bo\n\nIt leaks."});
    const auto whole = joined({"See below.\n\n", forwarded});
    const auto split = split_quote(whole);
    EXPECT_EQ(split.visible, whole) << line;
    EXPECT_EQ(split.forwarded, forwarded) << line;
  }
}

}  // namespace
}  // namespace mg::mime
