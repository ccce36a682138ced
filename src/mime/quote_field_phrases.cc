#include "mime/phrase_list.h"
#include "mime/quote_phrases.h"

namespace mg::mime::phrases {
namespace {

// clang-format off

constexpr std::string_view from_names[] = {
    "absender", "afsender", "afzender", "avsender", "avsändare", "da", "dari", "daripada", "de",
    "de la", "expeditor", "expéditeur", "feladó", "fra", "from", "frá", "från", "gönderen",
    "kimden", "lähettäjä", "mittente", "mula kay", "nadawca", "nga", "người gửi", "nork", "nuo",
    "od", "oddi wrth", "odesílatel", "odosielateľ", "pengirim", "pošiljalac", "pošiljatelj",
    "remitente", "saatja", "siuntėjas", "sūtītājs", "từ", "van", "von", "šalje", "αποστολέας",
    "από", "від", "відправник", "кімнен", "од", "от", "от кого", "отправитель", "подател", "шаље",
    "מאת", "שולח", "از", "المرسل", "فرستنده", "من", "प्रेषक", "প্রেরক", "จาก", "ผู้ส่ง", "发件人",
    "发信人", "寄件人", "寄件者", "寄信人", "差出人", "送件者", "送信者", "보내는 사람", "보낸 사람", "보낸사람", "보낸이",
};
static_assert(is_in_order(from_names));

constexpr std::string_view date_names[] = {
    "anfonwyd", "bidalia", "bidaltze-data", "dags", "dagsetning", "data", "data invio", "date",
    "date d'envoi", "date et heure", "dato", "datum", "datum odeslání", "datums", "dihantar",
    "dikirim", "dne", "dátum", "dátum odoslania", "dërguar", "elküldve", "enviada em", "enviado",
    "enviado el", "enviado em", "enviat", "envoyé", "envoyé le", "expédié", "fecha",
    "fecha de envío", "gesendet", "gesendet am", "gönderildi", "gönderilme tarihi",
    "gönderme tarihi", "gửi", "inviato", "inviato il", "išsiųsta", "kuupäev", "küldve", "lähetetty",
    "lähetysaika", "message du", "ngày", "ngày gửi", "nosūtīts", "odeslané", "odesláno", "odoslané",
    "petsa", "poslano", "poslato", "päivämäärä", "päiväys", "received", "saadetud", "sendt",
    "sendt den", "sent", "sent on", "seolta", "skickat", "skickat den", "tanggal", "tarih",
    "tarikh", "terkirim", "thời gian", "trimis", "verstuurd", "verzonden", "verzonden om",
    "verzonden op", "wysłane", "wysłano", "đã gửi", "ημερομηνία", "στάλθηκε", "время создания",
    "відправлено", "дата", "датум", "жіберілді", "изпратено", "испратено", "күні", "надіслано",
    "отправлен", "отправлено", "послао", "послато", "נשלח", "תאריך", "أرسلت", "ارسال شده",
    "التاريخ", "تاريخ الإرسال", "تاریخ", "تم الإرسال", "दिनांक", "भेजा गया", "তারিখ", "প্রেরিত",
    "วันที่", "ส่ง", "ส่งเมื่อ", "傳送日期", "傳送時間", "发件时间", "发送日期", "发送时间", "寄件日期", "日付", "日時", "日期",
    "日期時間", "発信日時", "送信日", "送信日時", "送信時刻", "날짜", "보낸 날짜", "보낸날짜", "보낸시간",
};
static_assert(is_in_order(date_names));

constexpr std::string_view to_names[] = {
    "a", "aan", "adresat", "adressaat", "alıcı", "an", "chuig", "címzett", "către", "destinataire",
    "destinatar", "destinatario", "do", "empfänger", "gavėjas", "kam", "kellele", "kepada", "kime",
    "komu", "modtager", "mottaker", "người nhận", "nori", "ontvanger", "para", "penerima", "per a",
    "prejemnik", "prima", "primatelj", "príjemca", "për", "příjemce", "saaja", "saņēmējs",
    "sendt til", "til", "till", "to", "tới", "untuk", "vastaanottaja", "za", "à", "đến",
    "παραλήπτης", "προς", "до", "за", "кому", "кімге", "отримувач", "получател", "получатель", "אל",
    "נמען", "إلى", "الى", "به", "گیرنده", "प्रति", "প্রাপক", "ถึง", "ผู้รับ", "収件人", "受信者", "宛先",
    "收件人", "收件者", "收信人", "받는 사람", "받는사람", "받는이",
};
static_assert(is_in_order(to_names));

constexpr std::string_view subject_names[] = {
    "aihe", "assumpte", "assunto", "asunto", "betreff", "chủ đề", "efni", "emne", "gaia", "judul",
    "konu", "naslov", "objet", "oggetto", "onderwerp", "paksa", "perihal", "predmet", "pwnc",
    "předmět", "subiect", "subject", "subjek", "subjekti", "sujet", "tajuk", "teema", "temat",
    "temat wiadomości", "titel", "tittel", "titulek", "tiêu đề", "tárgy", "tēma", "tēmats", "vec",
    "věc", "zadeva", "ábhar", "ämne", "θέμα", "наслов", "относно", "предмет", "тақырып", "тема",
    "נושא", "الموضوع", "موضوع", "विषय", "বিষয়", "ชื่อเรื่อง", "เรื่อง", "主旨", "主題", "主题", "件名",
    "标题", "標題", "제 목", "제목",
};
static_assert(is_in_order(subject_names));

// Copies, importance and attachments: in a header, and of no use to tell it.
constexpr std::string_view more_names[] = {
    "allegati", "anlagen", "archivos adjuntos", "attachments", "bcc", "bijlagen", "bilagor",
    "bilgi", "cc", "cci", "ccn", "copia", "copie", "copie à", "csatolmány", "cópia", "důležitost",
    "ekler", "importance", "importancia", "importanza", "importância", "kopi", "kopi til", "kopia",
    "kopia do", "kopie", "kopie an", "kopija", "kopio", "liitteet", "pièces jointes", "prioritet",
    "priority", "priorität", "přílohy", "salinan", "tembusan", "vedhæftede filer", "vedlegg",
    "ważność", "wichtigkeit", "załączniki", "önem", "κοιν", "κοινοποίηση", "важность", "вложения",
    "копие", "копия", "копія", "עותק", "رونوشت", "نسخة", "प्रतिलिपि", "สำเนา", "副本", "副本抄送", "密送",
    "抄送", "添付ファイル", "重要度", "重要性", "附件", "참조", "첨부파일",
};
static_assert(is_in_order(more_names));

constexpr std::string_view reply_to_names[] = {
    "antwort an", "reply-to", "répondre à",
};
static_assert(is_in_order(reply_to_names));

// clang-format on

constexpr FieldNames field_list[] = {
    {Field::from, from_names},       {Field::date, date_names}, {Field::to, to_names},
    {Field::subject, subject_names}, {Field::more, more_names}, {Field::reply_to, reply_to_names},
};

}  // namespace

std::span<const FieldNames> field_names() {
  return field_list;
}

}  // namespace mg::mime::phrases
