#include "mime/quote_phrases.h"

namespace mg::mime::phrases {
namespace {

// Packed by hand, so that a language is seen at a glance.
// clang-format off

constexpr std::string_view sent_from_list[] = {
    "dihantar dari", "dihantar daripada", "išsiųsta iš", "siųsta iš", "nosūtīts no", "sūtīts no",
    "ارسال شده از", "enviado dende", "bidalia", "dërguar nga", "испратено од",
    "verzonden vanuit", "verstuurd vanuit", "wysłane za pomocą", "wysłano za pomocą",
    "odesláno pomocí", "odesláno prostřednictvím", "odoslané z", "securely sent with",
    "sent securely", "sent on the go", "skickat via", "sendt ved hjelp av", "gesendet über",
    "envoyé via", "enviado mediante", "inviato tramite", "inviato via", "পাঠানো হয়েছে",
    "пратено от", "изпратено с", "εστάλη με", "נשלח באמצעות", "נשלח מ-", "أرسلت بواسطة",
    "gửi bằng", "dikirim menggunakan", "sent from", "sent via", "sent with", "sent by",
    "sent using", "sent on", "from my", "posted from", "written on my", "typed on my",
    "composed on", "this message was sent from", "this email was sent from", "gesendet von",
    "gesendet mit", "gesendet aus", "von meinem", "von unterwegs", "versendet mit",
    "verschickt mit", "geschickt von", "diese nachricht wurde von", "diese mail wurde",
    "dieses mail wurde", "envoyé depuis", "envoyé de", "envoyé à partir", "envoyé avec",
    "envoyé par", "enviado desde", "enviado con", "enviado de", "enviado do", "enviado a partir",
    "enviado pelo", "enviado por", "enviado via", "enviat des", "inviato da", "inviato dal",
    "inviato con", "inviata da", "verzonden met", "verzonden vanaf", "verzonden via",
    "verstuurd vanaf", "verstuurd met", "vanaf mijn", "skickat från", "skickat med",
    "skickades från", "sendt fra", "sendt med", "sendt via", "sendt frå", "lähetetty",
    "saadetud", "wysłane z", "wysłano z", "wysłane przez", "odesláno z", "odesláno ze",
    "poslano s", "poslano sa", "poslano z", "poslato sa", "küldve", "elküldve", "trimis de pe",
    "trimis din", "отправлено с", "отправлено из", "послано с", "надіслано з", "надіслано із",
    "відправлено з", "відправлено із", "изпратено от", "послато са", "στάλθηκε από",
    "εστάλη από", "נשלח מ", "أرسلت من", "أُرسلت من", "مرسل من", "أرسل من", "发自我的", "发自",
    "發自我的", "發自", "來自我的", "從我的", "傳自我的", "寄自我的", "自我的", "từ", "gửi từ",
    "được gửi từ", "đã gửi từ", "dikirim dari", "ส่งจาก", "send from", "sent form",
};

constexpr std::string_view device_list[] = {
    "tutanota", "메일에서", "tuta", "superhuman", "missive", "shortwave", "boxer", "mimestream", "icloud",
    "fastmail", "courrier", "correo", "posta", "correio", "e-post", "pošta", "pošty", "poczty",
    "почты", "почта", "яндекс", "mail.ru", "orange", "iphonesta", "iphonea", "iphonu", "iphona",
    "iphone’a", "iphone'a", "galaxyn", "iphone", "ipad", "ipod", "ios", "android", "blackberry",
    "samsung", "galaxy", "huawei", "xiaomi", "htc", "nokia", "lumia", "motorola", "oneplus",
    "pixel", "windows", "mobile", "mobil", "mobilgerät", "handy", "smartphone", "phone",
    "telefon", "telefoon", "cell", "tablet", "mac", "mailbox", "outlook", "mail", "gmail",
    "yahoo", "proton", "protonmail", "typeapp", "airmail", "spark", "hey", "newton", "acompli",
    "sparrow", "k-9", "nine", "aquamail", "bluemail", "edison", "zoho", "mailspring", "postbox",
    "thunderbird", "móvil", "movil", "celular", "téléphone", "portable", "cellulare", "telefono",
    "telemóvel", "puhelimesta", "laitteesta", "mobilen", "mobiltelefon", "телефона", "айфона",
    "мобильного", "мобільного", "смартфона", "web.de", "gmx", "t-online", "handheld", "wireless",
    "aol", "app",
};

constexpr std::string_view whole_footer_list[] = {
    "yahoo mail: suchen", "yahoo mail: buscar", "yahoo mail : rechercher",
    "yahoo mail: rechercher", "yahoo mail: cerca", "yahoo mail: pesquise",
    "provenance : courrier", "before printing, think", "prima di stampare, pensa",
    "antes de imprimir, piense", "avant d'imprimer, pensez", "get spark for", "obtener outlook",
    "descargar outlook", "scarica outlook", "skaff outlook", "hanki outlook",
    "pobierz program outlook", "získejte outlook", "stáhnout outlook", "získať outlook",
    "az outlook beszerzése", "obțineți outlook", "загрузить outlook", "отримати outlook",
    "завантажити outlook", "λήψη του outlook", "αποκτήστε το outlook", "获取outlook",
    "获取 outlook", "取得 ios 版 outlook", "取得 android 版 outlook", "get bluemail",
    "get typeapp", "please excuse brevity", "please excuse the typos", "please forgive typos",
    "please forgive any typos", "excuse the brevity", "apologies for typos",
    "apologies for the brevity", "entschuldigen sie bitte die kürze",
    "bitte entschuldigen sie die kürze", "désolé pour les fautes", "disculpa las erratas",
    "secured by proton", "securely sent with proton", "avast logo", "this email was scanned by",
    "diese e-mail wurde auf viren", "l'absence de virus dans ce courrier",
    "cet e-mail a été vérifié par", "el software de antivirus avast",
    "questa e-mail è stata controllata", "deze e-mail is gecontroleerd op virussen",
    "этот email проверен", "tato zpráva byla zkontrolována", "think before you print",
    "get outlook for", "outlook for ios", "outlook for android", "outlook für", "outlook pour",
    "outlook para", "outlook per", "outlook voor", "obtenir outlook", "obtenga outlook",
    "obter o outlook", "ottieni outlook", "download outlook", "holen sie sich outlook",
    "hämta outlook", "hent outlook", "pobierz aplikację outlook", "скачать outlook",
    "получить outlook", "télécharger outlook", "please excuse any typos", "please excuse typos",
    "please excuse my brevity", "please excuse the brevity", "excuse typos", "excuse my brevity",
    "pardon my brevity", "sorry for typos", "sorry for the brevity",
    "sent with proton mail secure email", "virus-free.", "virenfrei.", "garanti sans virus.",
    "libre de virus.", "this email has been checked for viruses", "diese e-mail wurde von avast",
    "you received this message because you are subscribed", "you are receiving this because",
    "to unsubscribe from this group", "to unsubscribe send", "yahoo mail: search, organize",
    "yahoo mail für", "please consider the environment", "bitte denken sie an die umwelt",
    "bitte prüfen sie der umwelt zuliebe", "pensez à l'environnement",
    "pensez à l’environnement", "adopt green",
};

constexpr std::string_view footer_end_list[] = {
    "से भेजा गया", "থেকে পাঠানো", "から送信しています", "から送信しております", "より送信",
    "에서 보낸 메일입니다", "에서 보냈습니다", "에서 보냄.", "의 메일에서 보냄", "傳送。",
    "gesendet via mobil", "ile gönderildi", "üzerinden gönderildi", "から送信",
    "から送信しました", "から送信されました", "から送信されています", "에서 보냄", "에서 전송",
    "에서 전송됨", "傳送", "发送", "發送", "寄出", "gesendet", "gesendet.", "gönderildi",
    "cihazımdan gönderildi", "telefonumdan gönderildi", "from mobile", "from phone", "küldve",
    "elküldve", "gönderilmiştir", "送信",
};

constexpr std::string_view disclaimer_list[] = {
    "this email", "this e-mail", "this message", "this electronic", "the information contained",
    "the information in this", "the contents of this", "the content of this", "confidential",
    "disclaimer", "legal notice", "important notice", "privileged", "notice:",
    "if you are not the intended", "diese e-mail", "diese email", "diese nachricht",
    "der inhalt dieser", "vertraulich", "haftungsausschluss", "ce message", "ce courriel",
    "cet e-mail", "ce mail", "l'information contenue", "este mensaje", "este correo",
    "la información contenida", "aviso legal", "esta mensagem", "este e-mail",
    "aviso de confidencialidad", "questo messaggio", "questa e-mail", "il presente messaggio",
    "le informazioni contenute", "dit bericht", "deze e-mail", "de informatie in",
    "det här meddelandet", "detta meddelande", "denna e-post", "denne e-mail", "denne e-post",
    "tämä viesti", "tämä sähköposti", "ta wiadomość", "niniejsza wiadomość",
    "treść tej wiadomości", "tato zpráva", "tento e-mail", "данное сообщение", "это сообщение",
    "настоящее сообщение", "информация, содержащаяся", "це повідомлення", "bu e-posta",
    "bu mesaj", "本邮件", "此邮件", "本郵件", "このメール", "本メール", "이 메일", "이 전자우편",
};

constexpr std::string_view legal_word_list[] = {
    "confidential", "privileged", "intended recipient", "vertraulich", "bestimmten empfänger",
    "confidentiel", "destinataire", "confidencial", "destinatario", "destinatário", "riservat",
    "confidenzial", "vertrouwelijk", "geadresseerde", "konfidentiell", "fortrolig",
    "luottamuksel", "poufn", "důvěrn", "конфиденц", "конфіденц", "gizli", "保密", "机密", "機密",
    "秘密", "기밀",
};

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
