#include "mime/phrase_list.h"
#include "mime/quote_phrases.h"

namespace mg::mime::phrases {
namespace {

// clang-format off

constexpr std::string_view sent_from_list[] = {
    "bidalia", "composed on", "diese mail wurde", "diese nachricht wurde von", "dieses mail wurde",
    "dihantar dari", "dihantar daripada", "dikirim dari", "dikirim menggunakan", "dërguar nga",
    "elküldve", "enviado a partir", "enviado con", "enviado de", "enviado dende", "enviado desde",
    "enviado do", "enviado mediante", "enviado pelo", "enviado por", "enviado via", "enviat des",
    "envoyé avec", "envoyé de", "envoyé depuis", "envoyé par", "envoyé via", "envoyé à partir",
    "from my", "geschickt von", "gesendet aus", "gesendet mit", "gesendet von", "gesendet über",
    "gửi bằng", "gửi từ", "inviata da", "inviato con", "inviato da", "inviato dal",
    "inviato tramite", "inviato via", "išsiųsta iš", "küldve", "lähetetty", "nosūtīts no",
    "odesláno pomocí", "odesláno prostřednictvím", "odesláno z", "odesláno ze", "odoslané z",
    "poslano s", "poslano sa", "poslano z", "poslato sa", "posted from", "saadetud",
    "securely sent with", "send from", "sendt fra", "sendt frå", "sendt med", "sendt ved hjelp av",
    "sendt via", "sent by", "sent form", "sent from", "sent on", "sent on the go", "sent securely",
    "sent using", "sent via", "sent with", "siųsta iš", "skickades från", "skickat från",
    "skickat med", "skickat via", "sūtīts no", "this email was sent from",
    "this message was sent from", "trimis de pe", "trimis din", "typed on my", "từ", "vanaf mijn",
    "verschickt mit", "versendet mit", "verstuurd met", "verstuurd vanaf", "verstuurd vanuit",
    "verzonden met", "verzonden vanaf", "verzonden vanuit", "verzonden via", "von meinem",
    "von unterwegs", "written on my", "wysłane przez", "wysłane z", "wysłane za pomocą",
    "wysłano z", "wysłano za pomocą", "đã gửi từ", "được gửi từ", "εστάλη από", "εστάλη με",
    "στάλθηκε από", "відправлено з", "відправлено із", "изпратено от", "изпратено с",
    "испратено од", "надіслано з", "надіслано із", "отправлено из", "отправлено с", "послано с",
    "послато са", "пратено от", "נשלח באמצעות", "נשלח מ", "נשלח מ-", "أرسل من", "أرسلت بواسطة",
    "أرسلت من", "أُرسلت من", "ارسال شده از", "مرسل من", "পাঠানো হয়েছে", "ส่งจาก", "來自我的", "傳自我的",
    "发自", "发自我的", "寄自我的", "從我的", "發自", "發自我的", "自我的",
};
static_assert(is_in_order(sent_from_list));

constexpr std::string_view device_list[] = {
    "acompli", "airmail", "android", "aol", "app", "aquamail", "blackberry", "bluemail", "boxer",
    "cell", "cellulare", "celular", "correio", "correo", "courrier", "e-post", "edison", "fastmail",
    "galaxy", "galaxyn", "gmail", "gmx", "handheld", "handy", "hey", "htc", "huawei", "icloud",
    "ios", "ipad", "iphona", "iphone", "iphone'a", "iphonea", "iphonesta", "iphone’a", "iphonu",
    "ipod", "k-9", "laitteesta", "lumia", "mac", "mail", "mail.ru", "mailbox", "mailspring",
    "mimestream", "missive", "mobil", "mobile", "mobilen", "mobilgerät", "mobiltelefon", "motorola",
    "movil", "móvil", "newton", "nine", "nokia", "oneplus", "orange", "outlook", "phone", "pixel",
    "poczty", "portable", "posta", "postbox", "pošta", "pošty", "proton", "protonmail",
    "puhelimesta", "samsung", "shortwave", "smartphone", "spark", "sparrow", "superhuman",
    "t-online", "tablet", "telefon", "telefono", "telefoon", "telemóvel", "thunderbird", "tuta",
    "tutanota", "typeapp", "téléphone", "web.de", "windows", "wireless", "xiaomi", "yahoo", "zoho",
    "айфона", "мобильного", "мобільного", "почта", "почты", "смартфона", "телефона", "яндекс",
    "메일에서",
};
static_assert(is_in_order(device_list));

constexpr std::string_view whole_footer_list[] = {
    "adopt green", "antes de imprimir, piense", "apologies for the brevity", "apologies for typos",
    "avant d'imprimer, pensez", "avast logo", "az outlook beszerzése", "before printing, think",
    "bitte denken sie an die umwelt", "bitte entschuldigen sie die kürze",
    "bitte prüfen sie der umwelt zuliebe", "cet e-mail a été vérifié par", "descargar outlook",
    "deze e-mail is gecontroleerd op virussen", "diese e-mail wurde auf viren",
    "diese e-mail wurde von avast", "disculpa las erratas", "download outlook",
    "désolé pour les fautes", "el software de antivirus avast", "entschuldigen sie bitte die kürze",
    "excuse my brevity", "excuse the brevity", "excuse typos", "garanti sans virus.",
    "get bluemail", "get outlook for", "get spark for", "get typeapp", "hanki outlook",
    "hent outlook", "holen sie sich outlook", "hämta outlook",
    "l'absence de virus dans ce courrier", "libre de virus.", "obtener outlook", "obtenga outlook",
    "obtenir outlook", "obter o outlook", "obțineți outlook", "ottieni outlook",
    "outlook for android", "outlook for ios", "outlook für", "outlook para", "outlook per",
    "outlook pour", "outlook voor", "pardon my brevity", "pensez à l'environnement",
    "pensez à l’environnement", "please consider the environment", "please excuse any typos",
    "please excuse brevity", "please excuse my brevity", "please excuse the brevity",
    "please excuse the typos", "please excuse typos", "please forgive any typos",
    "please forgive typos", "pobierz aplikację outlook", "pobierz program outlook",
    "prima di stampare, pensa", "provenance : courrier", "questa e-mail è stata controllata",
    "scarica outlook", "secured by proton", "securely sent with proton",
    "sent with proton mail secure email", "skaff outlook", "sorry for the brevity",
    "sorry for typos", "stáhnout outlook", "tato zpráva byla zkontrolována",
    "think before you print", "this email has been checked for viruses",
    "this email was scanned by", "to unsubscribe from this group", "to unsubscribe send",
    "télécharger outlook", "virenfrei.", "virus-free.", "yahoo mail : rechercher", "yahoo mail für",
    "yahoo mail: buscar", "yahoo mail: cerca", "yahoo mail: pesquise", "yahoo mail: rechercher",
    "yahoo mail: search, organize", "yahoo mail: suchen", "you are receiving this because",
    "you received this message because you are subscribed", "získať outlook", "získejte outlook",
    "αποκτήστε το outlook", "λήψη του outlook", "завантажити outlook", "загрузить outlook",
    "отримати outlook", "получить outlook", "скачать outlook", "этот email проверен",
    "取得 android 版 outlook", "取得 ios 版 outlook", "获取 outlook", "获取outlook",
};
static_assert(is_in_order(whole_footer_list));

constexpr std::string_view footer_end_list[] = {
    "from mobile", "from phone", "gesendet", "gesendet via mobil", "gesendet.", "gönderildi",
    "gönderilmiştir", "küldve", "से भेजा गया", "থেকে পাঠানো", "から送信されています", "から送信されました",
    "から送信しています", "から送信しております", "から送信しました", "傳送", "傳送。", "发送", "寄出", "發送", "送信", "에서 보낸 메일입니다",
    "에서 보냄", "에서 보냄.", "에서 보냈습니다", "에서 전송", "에서 전송됨",
};
static_assert(is_in_order(footer_end_list));

constexpr std::string_view disclaimer_list[] = {
    "aviso de confidencialidad", "aviso legal", "bu e-posta", "bu mesaj", "ce courriel", "ce mail",
    "ce message", "cet e-mail", "confidential", "de informatie in", "denna e-post", "denne e-mail",
    "denne e-post", "der inhalt dieser", "det här meddelandet", "detta meddelande", "deze e-mail",
    "diese e-mail", "diese email", "diese nachricht", "disclaimer", "dit bericht", "esta mensagem",
    "este correo", "este e-mail", "este mensaje", "haftungsausschluss",
    "if you are not the intended", "il presente messaggio", "important notice",
    "l'information contenue", "la información contenida", "le informazioni contenute",
    "legal notice", "niniejsza wiadomość", "notice:", "privileged", "questa e-mail",
    "questo messaggio", "ta wiadomość", "tato zpráva", "tento e-mail", "the content of this",
    "the contents of this", "the information contained", "the information in this", "this e-mail",
    "this electronic", "this email", "this message", "treść tej wiadomości", "tämä sähköposti",
    "tämä viesti", "vertraulich", "данное сообщение", "информация, содержащаяся",
    "настоящее сообщение", "це повідомлення", "это сообщение", "このメール", "本メール", "本邮件", "本郵件", "此邮件",
    "이 메일", "이 전자우편",
};
static_assert(is_in_order(disclaimer_list));

constexpr std::string_view legal_word_list[] = {
    "bestimmten empfänger", "confidencial", "confidential", "confidentiel", "confidenzial",
    "destinataire", "destinatario", "destinatário", "důvěrn", "fortrolig", "geadresseerde", "gizli",
    "intended recipient", "konfidentiell", "luottamuksel", "poufn", "privileged", "riservat",
    "vertraulich", "vertrouwelijk", "конфиденц", "конфіденц", "保密", "机密", "機密", "秘密", "기밀",
};
static_assert(is_in_order(legal_word_list));

// clang-format on

}  // namespace

List sent_from() {
  return sent_from_list;
}
List devices() {
  return device_list;
}
List whole_footers() {
  return whole_footer_list;
}
List footer_ends() {
  return footer_end_list;
}
List disclaimers() {
  return disclaimer_list;
}
List legal_words() {
  return legal_word_list;
}

}  // namespace mg::mime::phrases
