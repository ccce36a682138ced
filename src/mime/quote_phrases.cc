#include "mime/quote_phrases.h"

namespace mg::mime::phrases {
namespace {

// Packed by hand, so that a language is seen at a glance.
// clang-format off

constexpr std::string_view wrote_list[] = {
    "napisana przez", "писали", "вы писали", "написао", "је написао", "је написао/ла",
    "je napisal(a)", "napisal(a)", "napisao/la", "napisao(la)", "sinulat ni", "লিখেছেন",
    "எழுதியது", "రాసారు", "लिहिले", "એ લખ્યું", "എഴുതി", "ಬರೆದಿದ್ದಾರೆ", "نے لکھا", "aliandika",
    "geskryf", "schrijft", "escribe", "escreve", "escriu", "skriver", "kirjoittaa", "píše",
    "je pisao", "je pisala", "raksta", "rašo", "írja", "γράφει", "כותב", "كتب/كتبت", "تمت كتابة",
    "쓴 글", "님이 쓴 글", "さんは書きました", "에 쓴", "ka shkruar", "shkroi", "ysgrifennodd",
    "scríobh", "яза", "напишал", "napisal/a", "a răspuns", "wrote", "writes", "sent", "said",
    "has written", "via email wrote",  // English
    "schrieb", "schreibt", "hat geschrieben", "geschrieben",  // German
    "a écrit", "a ecrit", "écrit", "écrivait", "a envoyé",  // French
    "escribió", "escribio", "ha escrito", "escrito por", "envió",  // Spanish
    "va escriure", "ha escrit", "escribiu", "idatzi du",  // Catalan, Galician, Basque
    "ha scritto", "scrisse", "ha inviato", "scrive",  // Italian
    "escreveu", "enviou",  // Portuguese
    "schreef", "geschreven", "het volgende geschreven",  // Dutch
    "skrev", "skrev följande", "skreiv", "skrifaði",  // Nordic
    "kirjoitti", "kirjutas", "rakstīja", "rašė", "parašė",  // Finnish, Baltic
    "napisał", "napisała", "napisał(a)", "pisze",  // Polish
    "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "napísala",  // Czech, Slovak
    "napisao", "napisala", "je napisao", "je napisal", "je napisao/la",  // South Slavic
    "написал", "написала", "написал(а)", "пишет", "писал", "писал(а)",  // Russian
    "пише", "написав", "написав(ла)", "писав", "написа", "пиша", "напиша", "írta", "a scris",
    "yazdı", "şunu yazdı", "tarihinde yazdı",  // Hungarian, Romanian, Turkish
    "έγραψε", "έγραψεν",  // Greek
    "כתב", "כתבה", "כתב/ה", "كتب", "كتبت", "نوشت",  // Hebrew, Arabic, Persian
    "写道", "寫道", "写了", "撰写", "來信", "来信", "编写",  // Chinese
    "のメール", "のメッセージ", "は書きました", "書きました", "書き込みました", "wrote：",
    "님이 작성", "작성", "작성함", "님이 썼습니다",  // Korean
    "đã viết", "viết", "menulis", "เขียนว่า", "ने लिखा",  // Vietnamese, Indonesian, Thai, Hindi
};

constexpr std::string_view openers_list[] = {
    "ob ", "datum: ", "na dan ", "dátum: ", "o ", "el día ", "el dia ", "þann ", "на ",
    "در تاریخ ", "در ", "noong ", "mnamo ", "nang ", "ngày ", "lúc ", "vào lúc ", "on ", "at ",
    "am ", "um ", "le ", "el ", "il ", "il giorno ", "in data ", "em ", "a ", "no dia ", "op ",
    "den ", "d. ", "på ", "w dniu ", "dnia ", "dne ", "dňa ", "dana ", "v ", "в ", "у ",
    "on the ", "în ", "la ", "pe ", "στις ", "την ", "בתאריך ", "ב-", "ביום ", "في ", "بتاريخ ",
    "在", "于", "於", "vào ", "pada ", "เมื่อ ", "kuupäeval ", "in article ", "in message ",
    "rakstīja ", "lõi ",
};

constexpr std::string_view quoting_list[] = {
    "missatge de ", "mensaje citado por ", "mensaje de ", "mensagem citada por ", "mensagem de ",
    "message de ", "messaggio di ", "wiadomość od ", "citat af ", "citat från ", "sitat fra ",
    "idézés ", "citace ", "citiranje ", "цитата ", "quoting ", "zitat von ", "citando ",
    "citando a ", "citation de ", "citerar ", "citeren ", "cytowanie ", "cytuję ", "цитирую ",
    "cita de ",
};

constexpr std::string_view weekdays_list[] = {
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",  // English
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mo.",
    "di.", "mi.", "do.", "fr.", "sa.", "so.", "montag", "diens", "mittw", "donn", "frei", "sams",
    "sonn", "lun", "mer", "jeu", "ven", "sam", "dim", "lu ", "mié", "mie", "jue", "vie", "sáb",
    "sab", "dom", "gio", "seg", "ter", "qua", "qui", "sex", "ma ", "wo ", "do ", "vr ", "za ",
    "zo ", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "man",
    "tir", "ons", "tor", "lør", "søn", "mån", "tis", "lör", "sön", "ti ", "ke ", "to ", "pe ",
    "la ", "su ", "maanan", "tiist", "kesk", "torst", "perj", "lauan", "sunn", "pon", "wt", "śr",
    "czw", "pt", "sob", "nie", "po ", "út", "st ", "čt", "pá", "so ", "ne ", "pn", "пн", "вт",
    "ср", "чт", "пт", "сб", "вс", "нд", "пон", "поне", "втор", "сред", "четв", "пятн", "субб",
    "воскр", "вівт", "серед", "пʼят", "п'ят", "суб", "неділ", "понед", "pzt", "sal", "çar",
    "per", "cum", "cmt", "paz", "δευ", "τρί", "τρι", "τετ", "πέμ", "πεμ", "παρ", "σάβ", "σαβ",
    "κυρ", "יום", "ב-", "בתאריך", "الأ", "الا", "الث", "الخ", "الج", "الس", "周", "星期", "週",
    "hét", "ked", "sze", "csü", "pén", "szo", "vas", "joi", "vin", "sâm",
};

constexpr std::string_view original_list[] = {
    "original", "&nbsp;original&nbsp;", "&nbsp;原始邮件&nbsp;", "ursprüngliche message",
    "mail original", "mail d'origine", "оригинално писмо", "первоначальное сообщение",
    "изначальное сообщение", "mesej asal", "mesej asli", "ข้อความต้นฉบับ", "algne teade",
    "algne sõnum", "originalus pranešimas", "originalus laiškas", "pradinis laiškas",
    "pradinis pranešimas", "sākotnējais ziņojums", "sākotnējā ziņa", "oriģinālā ziņa",
    "oriģinālais ziņojums", "jatorrizko mezua", "mensaxe orixinal", "پیام اصلی", "मूल संदेश",
    "মূল বার্তা", "upprunaleg skilaboð", "upprunaleg skeyti", "изворна порака",
    "оригинална порака", "mesazhi origjinal", "neges wreiddiol", "teachtaireacht bhunaidh",
    "бастапқы хабар", "oryginalny e-mail", "původní email", "originální zpráva", "eredeti levél",
    "eredeti email", "mesaj inițial", "originalbericht", "original besked", "originalt mejl",
    "alkuperäinen sähköposti", "courrier original", "correo original", "messaggio d'origine",
    "e-mail original", "email original", "urspr. nachricht", "ursprüngliche e-mail",
    "originalmail", "orihinal na mensahe", "original message", "original email", "original mail",
    "reply message", "original appointment", "reply above this line", "ursprüngliche nachricht",
    "original-nachricht", "originalnachricht", "ursprüngliche mail", "ursprungligt meddelande",
    "originalmeddelande", "oprindelig meddelelse", "oprindelig besked", "original meddelelse",
    "opprinnelig melding", "original melding", "message original", "message d'origine",
    "message d’origine", "message initial", "courriel original", "mensaje original",
    "mensagem original", "missatge original", "messaggio originale", "messaggio original",
    "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht",
    "alkuperäinen viesti", "algne kiri", "oryginalna wiadomość", "wiadomość oryginalna",
    "wiadomość pierwotna", "původní zpráva", "původní e-mail", "pôvodná správa",
    "izvorna poruka", "originalna poruka", "izvirno sporočilo", "eredeti üzenet",
    "mesaj original", "mesajul original", "исходное сообщение", "исходное письмо",
    "оригинальное сообщение", "пересланное сообщение от", "оригінальне повідомлення",
    "вихідне повідомлення", "початкове повідомлення", "оригинално съобщение",
    "оригинална порука", "orijinal mesaj", "özgün ileti", "özgün mesaj", "asıl mesaj",
    "αρχικό μήνυμα", "πρωτότυπο μήνυμα", "הודעה מקורית", "ההודעה המקורית", "الرسالة الأصلية",
    "الرسالة الاصلية", "رسالة أصلية", "原始邮件", "原邮件", "原始郵件", "原始信件", "原始訊息",
    "元のメッセージ", "元のメール", "original message ", "원본 메시지", "원본 메일",
    "원본메시지", "tin nhắn gốc", "thư gốc", "pesan asli",
};

constexpr std::string_view forwarded_list[] = {
    "weitergeleitet von", "weitergeleitet durch", "transféré par", "réacheminé par",
    "mail transféré", "reenviado por", "encaminhado por", "inoltrato da", "doorgestuurd door",
    "vidarebefordrat av", "videresendt av", "videresendt af", "edelleenlähettäjä",
    "przesłane przez", "przekazane przez", "přeposlal", "preposlal", "továbbította",
    "redirecționat de", "переслано", "перенаправлено", "переслав", "изпратено от",
    "treść przekazanej wiadomości", "wiadomość przekazana dalej", "mesaj înaintat",
    "mesaj redirecţionat", "yönlendirilmiş ileti", "转发的消息", "轉寄的信件", "转发的信件",
    "转发信息", "thư chuyển tiếp", "thư đã chuyển tiếp", "prosleđena poruka",
    "прослеђена порука", "persiųstas laiškas", "persiųsta žinutė", "pārsūtīta ziņa",
    "pārsūtīts ziņojums", "birbidalitako mezua", "mensaxe reenviada", "ข้อความที่ส่งต่อ",
    "áframsent skeyti", "препратена порака", "препратено писмо", "mesazh i përcjellë",
    "پیام هدایت‌شده", "अग्रेषित संदेश", "mesej yang dimajukan", "ipinasang mensahe",
    "mail inoltrata", "mail reenviado", "forwarded message", "forwarded by", "forwarded mail",
    "forwarded email", "weitergeleitete nachricht", "weitergeleitete mail", "message transféré",
    "message transfere", "message transmis", "courriel transféré", "mensaje reenviado",
    "forwarded message ", "mensagem encaminhada", "mensagem reencaminhada", "missatge reenviat",
    "messaggio inoltrato", "doorgestuurd bericht", "doorgestuurde bericht",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt meddelelse",
    "videresendt besked", "videresendt melding", "välitetty viesti", "edelleenlähetetty viesti",
    "edastatud kiri", "przekazana wiadomość", "wiadomość przekazana", "przesłana wiadomość",
    "přeposlaná zpráva", "preposlaná správa", "proslijeđena poruka", "posredovano sporočilo",
    "továbbított üzenet", "mesaj redirecționat", "mesaj redirectionat", "пересылаемое сообщение",
    "перенаправленное сообщение", "пересланное сообщение", "переслане повідомлення",
    "препратено съобщение", "iletilen mesaj", "yönlendirilmiş mesaj", "iletilmiş mesaj",
    "προωθημένο μήνυμα", "הודעה שהועברה", "הודעה מועברת", "رسالة معاد توجيهها",
    "الرسالة المعاد توجيهها", "رسالة محولة", "转发的邮件", "转发邮件", "已轉寄的郵件",
    "轉寄郵件", "轉寄的訊息", "転送メッセージ", "転送されたメッセージ", "전달된 메시지",
    "전달된 메일", "thư đã được chuyển tiếp", "pesan terusan",
};

constexpr std::string_view forward_start_list[] = {
    "vidarebefordrat brev", "edelleenlähetetty viesti alkaa", "videresendt meddelelse",
    "転送されたメッセージ", "början av vidarebefordrat mejl", "inici del missatge reenviat",
    "începutul mesajului redirecționat", "začetek posredovanega sporočila",
    "početak proslijeđene poruke", "bắt đầu thư đã chuyển tiếp", "mulai pesan terusan",
    "เริ่มข้อความที่ส่งต่อ", "начало на препратеното съобщение", "以下是转发的邮件",
    "begin forwarded message", "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e-mail", "début du message réexpédié",
    "début du message transféré", "inicio del mensaje reenviado",
    "início da mensagem reencaminhada", "início da mensagem encaminhada",
    "inizio messaggio inoltrato", "begin doorgestuurd bericht", "vidarebefordrat mejl",
    "start på videresendt besked", "videresendt melding", "början på vidarebefordrat meddelande",
    "välitetty viesti alkaa", "początek przekazywanej wiadomości", "začátek přeposílané zprávy",
    "začiatok preposlanej správy", "начало переадресованного сообщения",
    "початок листа, що пересилається", "iletilen ileti başlangıcı", "továbbított levél kezdete",
    "αρχή προωθημένου μηνύματος", "תחילת ההודעה שהועברה", "بدء الرسالة المعاد توجيهها",
    "下面是被转发的邮件", "以下是轉寄的郵件", "開始轉寄郵件", "転送されたメール",
    "전달된 메시지 시작",
};

// clang-format on

}  // namespace

List wrote() {
  return wrote_list;
}
List openers() {
  return openers_list;
}
List quoting() {
  return quoting_list;
}
List weekdays() {
  return weekdays_list;
}
List original() {
  return original_list;
}
List forwarded() {
  return forwarded_list;
}
List forward_starts() {
  return forward_start_list;
}
}  // namespace mg::mime::phrases
