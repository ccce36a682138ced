// "-----Original Message-----", and the header that is copied below it or in its place.
#include <gtest/gtest.h>

#include "mime/quote_samples.h"

namespace mg::mime {
namespace {

using samples::joined;
using samples::visible;
using samples::words;

// clang-format off
constexpr const char* original_lines[] = {
    "-----Original Message-----",
    "----- Original Message -----",
    "-------- Original message --------",
    "------ Original Message ------",
    "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐",
    "------------------ Original ------------------",
    "------------------&nbsp;Original&nbsp;------------------",
    "-----Ursprüngliche Nachricht-----",
    "-------- Original-Nachricht --------",
    "-------- Ursprüngliche Nachricht --------",
    "----- Ursprüngliche Mail -----",
    "----- Ursprüngliche Message -----",
    "-----Message d'origine-----",
    "-------- Message d'origine --------",
    "-------- Message original --------",
    "----- Mail original -----",
    "-----Mensaje original-----",
    "-------- Mensaje original --------",
    "-----Mensagem original-----",
    "-----Messaggio originale-----",
    "-------- Messaggio originale --------",
    "-----Messaggio Originale-----",
    "-----Oorspronkelijk bericht-----",
    "-------- Oorspronkelijk bericht --------",
    "-----Ursprungligt meddelande-----",
    "-------- Originalmeddelande --------",
    "-------- Ursprungligt meddelande --------",
    "-----Oprindelig meddelelse-----",
    "-------- Oprindelig meddelelse --------",
    "-----Opprinnelig melding-----",
    "-------- Opprinnelig melding --------",
    "-----Alkuperäinen viesti-----",
    "-------- Alkuperäinen viesti --------",
    "-----Oryginalna wiadomość-----",
    "-------- Wiadomość oryginalna --------",
    "-------- Oryginalna wiadomość --------",
    "-----Původní zpráva-----",
    "-------- Původní zpráva --------",
    "-----Pôvodná správa-----",
    "-------- Pôvodná správa --------",
    "-----Eredeti üzenet-----",
    "-------- Eredeti üzenet --------",
    "-------- Mesaj original --------",
    "-----Mesaj original-----",
    "-----Исходное сообщение-----",
    "-------- Исходное сообщение --------",
    "-------- Оригинальное сообщение --------",
    "-----Вихідне повідомлення-----",
    "-----Оригинално съобщение-----",
    "-------- Оригинално писмо --------",
    "-----Izvorna poruka-----",
    "-----Originalna poruka-----",
    "-----Izvirno sporočilo-----",
    "-----Αρχικό μήνυμα-----",
    "-------- Αρχικό μήνυμα --------",
    "-----Özgün İleti-----",
    "-----Orijinal Mesaj-----",
    "-----הודעה מקורית-----",
    "-----الرسالة الأصلية-----",
    "-----原始邮件-----",
    "------------------ 原始邮件 ------------------",
    "---原始邮件---",
    "----- 原始郵件 -----",
    "-----元のメッセージ-----",
    "--------- 원본 메일 ---------",
    "-----원본 메시지-----",
    "----- Thư gốc -----",
    "-----Pesan Asli-----",
    "-----Mesej Asal-----",
    "-----ข้อความต้นฉบับ-----",
    "-----Algne teade-----",
    "-----Algne kiri-----",
    "-----Originalus pranešimas-----",
    "-----Pradinis laiškas-----",
    "-----Sākotnējais ziņojums-----",
    "-----Oriģinālā ziņa-----",
    "-----Missatge original-----",
    "-----Jatorrizko mezua-----",
    "-----Mensaxe orixinal-----",
    "-----پیام اصلی-----",
    "-----मूल संदेश-----",
    "##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##",
    "##- Veuillez saisir votre réponse au-dessus de cette ligne. -##",
    "##- Responda por encima de esta línea. -##",
    "---Please reply above this line---",
};

struct Labels {
  const char *from, *date, *to, *subject;
};

constexpr Labels labels[] = {
    {"From", "Sent", "To", "Subject"},
    {"Von", "Gesendet", "An", "Betreff"},
    {"De", "Envoyé", "À", "Objet"},
    {"De", "Enviado el", "Para", "Asunto"},
    {"Da", "Inviato", "A", "Oggetto"},
    {"De", "Enviada em", "Para", "Assunto"},
    {"Van", "Verzonden", "Aan", "Onderwerp"},
    {"Från", "Skickat", "Till", "Ämne"},
    {"Fra", "Sendt", "Til", "Emne"},
    {"Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"},
    {"Od", "Wysłano", "Do", "Temat"},
    {"Od", "Odesláno", "Komu", "Předmět"},
    {"Od", "Odoslané", "Komu", "Predmet"},
    {"Feladó", "Elküldve", "Címzett", "Tárgy"},
    {"De la", "Trimis", "Către", "Subiect"},
    {"От", "Изпратено", "До", "Относно"},
    {"От", "Отправлено", "Кому", "Тема"},
    {"Від", "Відправлено", "Кому", "Тема"},
    {"Від", "Надіслано", "Кому", "Тема"},
    {"Šalje", "Poslato", "Za", "Tema"},
    {"Шаље", "Послато", "За", "Тема"},
    {"Od", "Poslano", "Prima", "Predmet"},
    {"Šalje", "Poslano", "Za", "Naslov"},
    {"Od", "Poslano", "Za", "Zadeva"},
    {"Nuo", "Išsiųsta", "Kam", "Tema"},
    {"No", "Nosūtīts", "Kam", "Tēma"},
    {"Saatja", "Saadetud", "Adressaat", "Teema"},
    {"Από", "Στάλθηκε", "Προς", "Θέμα"},
    {"Gönderen", "Gönderildi", "Kime", "Konu"},
    {"Kimden", "Gönderilme Tarihi", "Kime", "Konu"},
    {"מאת", "נשלח", "אל", "נושא"},
    {"من", "تم الإرسال", "إلى", "الموضوع"},
    {"من", "تاريخ الإرسال", "إلى", "الموضوع"},
    {"از", "ارسال شده", "به", "موضوع"},
    {"发件人", "发送时间", "收件人", "主题"},
    {"寄件者", "寄件日期", "收件者", "主旨"},
    {"寄件者", "傳送時間", "收件者", "主旨"},
    {"差出人", "送信日時", "宛先", "件名"},
    {"From", "送信日時", "To", "件名"},
    {"보낸 사람", "보낸 날짜", "받는 사람", "제목"},
    {"Từ", "Đã gửi", "Đến", "Chủ đề"},
    {"Từ", "Ngày gửi", "Tới", "Tiêu đề"},
    {"Dari", "Terkirim", "Kepada", "Subjek"},
    {"Dari", "Dikirim", "Untuk", "Perihal"},
    {"Daripada", "Dihantar", "Kepada", "Subjek"},
    {"จาก", "ส่ง", "ถึง", "ชื่อเรื่อง"},
    {"จาก", "วันที่", "ถึง", "เรื่อง"},
    {"प्रेषक", "भेजा गया", "प्रति", "विषय"},
    {"De", "Enviat", "Per a", "Tema"},
    {"Nork", "Bidalia", "Nori", "Gaia"},
    {"De", "Enviado", "Para", "Asunto"},
    {"Frá", "Sent", "Til", "Efni"},
    {"Од", "Испратено", "До", "Предмет"},
    {"Nga", "Dërguar", "Për", "Subjekti"},
    {"Кімнен", "Жіберілді", "Кімге", "Тақырып"},
    {"প্রেরক", "প্রেরিত", "প্রাপক", "বিষয়"},
    {"Ó", "Seolta", "Chuig", "Ábhar"},
    {"Oddi wrth", "Anfonwyd", "At", "Pwnc"},
};
// clang-format on

TEST(QuoteHeaders, the_original_message_begins_below_its_line) {
  for (const char* line : original_lines) {
    EXPECT_EQ(visible(joined({words, "\n\n", line, "\nHello, old words.\n"})), words) << line;
  }
}

TEST(QuoteHeaders, copied_headers_are_known_by_their_labels) {
  for (const Labels& l : labels) {
    const auto block = joined({l.from, ": Ana <ana@x.test>\n", l.date, ": 5 Jan 2024 10:00\n", l.to,
                               ": Bo\n", l.subject, ": Kettle\n\nOld words\n"});
    EXPECT_EQ(visible(joined({words, "\n\n", block})), words) << l.from;
    EXPECT_EQ(visible(block) + "\n", block) << "alone, it is what was sent on";
  }
}

}  // namespace
}  // namespace mg::mime
