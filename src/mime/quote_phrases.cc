#include "mime/quote_phrases.h"

#include "mime/phrase_list.h"

namespace mg::mime::phrases {
namespace {

// clang-format off

constexpr std::string_view wrote_list[] = {
    "a ecrit", "a envoyé", "a răspuns", "a scris", "aliandika", "enviou", "envió", "escreve",
    "escreveu", "escribe", "escribio", "escribiu", "escribió", "escrito por", "escriu",
    "geschreven", "geschrieben", "geskryf", "ha escrit", "ha escrito", "ha inviato", "ha scritto",
    "has written", "idatzi du", "je napisal", "je pisala", "je pisao", "ka shkruar", "kirjoittaa",
    "kirjoitti", "kirjutas", "menulis", "napisal(a)", "napisal/a", "napisala", "napisana przez",
    "napisao", "napisao(la)", "napisao/la", "napisał", "napisał(a)", "napisała", "napsal",
    "napsal(a)", "napsala", "napísal", "napísal(a)", "napísala", "parašė", "pisze", "píše",
    "raksta", "rakstīja", "rašo", "rašė", "said", "schreef", "schreibt", "schrieb", "schrijft",
    "scrisse", "scrive", "scríobh", "sent", "shkroi", "sinulat ni", "skreiv", "skrev",
    "skrev följande", "skrifaði", "skriver", "va escriure", "viết", "writes", "wrote", "yazdı",
    "ysgrifennodd", "écrit", "écrivait", "írja", "írta", "έγραψε", "έγραψεν", "γράφει", "написа",
    "написав", "написав(ла)", "написал", "написал(а)", "написала", "написао", "напиша", "напишал",
    "писав", "писал", "писал(а)", "писали", "пиша", "пише", "пишет", "яза", "је написао/ла", "כותב",
    "כתב", "כתב/ה", "כתבה", "تمت كتابة", "كتب", "كتبت", "نوشت", "نے لکھا", "ने लिखा", "लिहिले",
    "লিখেছেন", "એ લખ્યું", "எழுதியது", "రాసారు", "ಬರೆದಿದ್ದಾರೆ", "എഴുതി", "เขียนว่า", "のメッセージ",
    "のメール", "來信", "写了", "写道", "寫道", "撰写", "書きました", "書き込みました", "来信", "编写", "님이 썼습니다", "쓴 글", "에 쓴",
    "작성", "작성함",
};
static_assert(is_in_order(wrote_list));

constexpr std::string_view openers_list[] = {
    "a ", "am ", "at ", "d. ", "dana ", "datum: ", "den ", "dne ", "dnia ", "dátum: ", "dňa ",
    "el ", "el dia ", "el día ", "em ", "il ", "il giorno ", "in article ", "in data ",
    "in message ", "kuupäeval ", "la ", "le ", "lõi ", "lúc ", "mnamo ", "na dan ", "nang ",
    "ngày ", "no dia ", "noong ", "o ", "ob ", "on ", "on the ", "op ", "pada ", "pe ", "på ",
    "rakstīja ", "um ", "v ", "vào ", "vào lúc ", "w dniu ", "în ", "þann ", "στις ", "την ", "в ",
    "на ", "у ", "ב-", "ביום ", "בתאריך ", "بتاريخ ", "در ", "در تاریخ ", "في ", "เมื่อ ", "于", "在",
    "於",
};
static_assert(is_in_order(openers_list));

constexpr std::string_view quoting_list[] = {
    "cita de ", "citace ", "citando ", "citat af ", "citat från ", "citation de ", "citerar ",
    "citeren ", "citiranje ", "cytowanie ", "cytuję ", "idézés ", "mensagem citada por ",
    "mensagem de ", "mensaje citado por ", "mensaje de ", "message de ", "messaggio di ",
    "missatge de ", "quoting ", "sitat fra ", "wiadomość od ", "zitat von ", "цитата ", "цитирую ",
};
static_assert(is_in_order(quoting_list));

constexpr std::string_view weekdays_list[] = {
    "apr", "aug", "cmt", "csü", "cum", "czw", "dec", "di.", "diens", "dim", "dinsdag", "do ", "do.",
    "dom", "donderdag", "donn", "feb", "fr.", "frei", "fri", "gio", "hét", "jan", "jeu", "joi",
    "jue", "jul", "jun", "ke ", "ked", "kesk", "la ", "lauan", "lu ", "lun", "lör", "lør", "ma ",
    "maanan", "maandag", "man", "mar", "may", "mer", "mi.", "mie", "mittw", "mié", "mo.", "mon",
    "mån", "ne ", "nie", "nov", "oct", "ons", "paz", "pe ", "per", "pn", "po ", "pon", "pt", "pzt",
    "pá", "pén", "qua", "qui", "sa.", "sab", "sal", "sam", "sat", "seg", "sep", "sex", "so ", "so.",
    "sob", "sonn", "st ", "su ", "sun", "sze", "szo", "sáb", "sâm", "sön", "søn", "ter", "thu",
    "ti ", "tiist", "tir", "tis", "to ", "tor", "tue", "vas", "ven", "vie", "vin", "vr ", "vrijdag",
    "wed", "wo ", "woensdag", "wt", "za ", "zaterdag", "zo ", "zondag", "çar", "út", "čt", "śr",
    "δευ", "κυρ", "πέμ", "παρ", "πεμ", "σάβ", "σαβ", "τετ", "τρί", "τρι", "воскр", "вс", "вт",
    "вівт", "нд", "неділ", "п'ят", "пʼят", "пн", "пон", "пт", "пятн", "сб", "серед", "ср", "суб",
    "четв", "чт", "ב-", "בתאריך", "יום", "الأ", "الا", "الث", "الج", "الخ", "الس", "周", "星期", "週",
};
static_assert(is_in_order(weekdays_list));

constexpr std::string_view original_list[] = {
    "&nbsp;original&nbsp;", "&nbsp;原始邮件&nbsp;", "algne kiri", "algne sõnum", "algne teade",
    "alkuperäinen sähköposti", "alkuperäinen viesti", "asıl mesaj", "correo original",
    "courriel original", "courrier original", "e-mail original", "email original", "eredeti email",
    "eredeti levél", "eredeti üzenet", "izvirno sporočilo", "izvorna poruka", "jatorrizko mezua",
    "mail d'origine", "mail original", "mensagem original", "mensaje original", "mensaxe orixinal",
    "mesaj inițial", "mesaj original", "mesajul original", "mesazhi origjinal", "mesej asal",
    "mesej asli", "message d'origine", "message d’origine", "message initial", "message original",
    "messaggio d'origine", "messaggio original", "messaggio originale", "missatge original",
    "neges wreiddiol", "oorspronkelijk bericht", "oorspronkelijke bericht", "opprinnelig melding",
    "oprindelig besked", "oprindelig meddelelse", "original", "original appointment",
    "original besked", "original email", "original mail", "original meddelelse", "original melding",
    "original message", "original-nachricht", "originalbericht", "originalmail",
    "originalmeddelande", "originalna poruka", "originalnachricht", "originalt mejl",
    "originalus laiškas", "originalus pranešimas", "origineel bericht", "originální zpráva",
    "orihinal na mensahe", "orijinal mesaj", "oriģinālais ziņojums", "oriģinālā ziņa",
    "oryginalna wiadomość", "oryginalny e-mail", "pesan asli", "pradinis laiškas",
    "pradinis pranešimas", "pôvodná správa", "původní e-mail", "původní email", "původní zpráva",
    "reply above this line", "reply message", "sākotnējais ziņojums", "sākotnējā ziņa",
    "teachtaireacht bhunaidh", "thư gốc", "tin nhắn gốc", "upprunaleg skeyti",
    "upprunaleg skilaboð", "urspr. nachricht", "ursprungligt meddelande", "ursprüngliche e-mail",
    "ursprüngliche mail", "ursprüngliche message", "ursprüngliche nachricht",
    "wiadomość oryginalna", "wiadomość pierwotna", "özgün ileti", "özgün mesaj", "αρχικό μήνυμα",
    "πρωτότυπο μήνυμα", "бастапқы хабар", "вихідне повідомлення", "изворна порака",
    "изначальное сообщение", "исходное письмо", "исходное сообщение", "оригинална порака",
    "оригинална порука", "оригинално писмо", "оригинално съобщение", "оригинальное сообщение",
    "оригінальне повідомлення", "первоначальное сообщение", "пересланное сообщение от",
    "початкове повідомлення", "ההודעה המקורית", "הודעה מקורית", "الرسالة الأصلية",
    "الرسالة الاصلية", "رسالة أصلية", "پیام اصلی", "मूल संदेश", "মূল বার্তা", "ข้อความต้นฉบับ",
    "元のメッセージ", "元のメール", "原始信件", "原始訊息", "原始邮件", "原始郵件", "原邮件", "원본 메시지", "원본 메일", "원본메시지",
};
static_assert(is_in_order(original_list));

constexpr std::string_view forwarded_list[] = {
    "birbidalitako mezua", "courriel transféré", "doorgestuurd bericht", "doorgestuurd door",
    "doorgestuurde bericht", "edastatud kiri", "edelleenlähetetty viesti", "edelleenlähettäjä",
    "encaminhado por", "forwarded by", "forwarded email", "forwarded mail", "forwarded message",
    "iletilen mesaj", "iletilmiş mesaj", "inoltrato da", "ipinasang mensahe", "mail inoltrata",
    "mail reenviado", "mail transféré", "mensagem encaminhada", "mensagem reencaminhada",
    "mensaje reenviado", "mensaxe reenviada", "mesaj redirectionat", "mesaj redirecţionat",
    "mesaj redirecționat", "mesaj înaintat", "mesazh i përcjellë", "mesej yang dimajukan",
    "message transfere", "message transféré", "message transmis", "messaggio inoltrato",
    "missatge reenviat", "persiųsta žinutė", "persiųstas laiškas", "pesan terusan",
    "posredovano sporočilo", "preposlal", "preposlaná správa", "prosleđena poruka",
    "proslijeđena poruka", "przekazana wiadomość", "przekazane przez", "przesłana wiadomość",
    "przesłane przez", "pārsūtīta ziņa", "pārsūtīts ziņojums", "přeposlal", "přeposlaná zpráva",
    "redirecționat de", "reenviado por", "réacheminé par", "thư chuyển tiếp", "thư đã chuyển tiếp",
    "thư đã được chuyển tiếp", "továbbított üzenet", "továbbította", "transféré par",
    "treść przekazanej wiadomości", "vidarebefordrat av", "vidarebefordrat brev",
    "vidarebefordrat meddelande", "videresendt af", "videresendt av", "videresendt besked",
    "videresendt meddelelse", "videresendt melding", "välitetty viesti", "weitergeleitet durch",
    "weitergeleitet von", "weitergeleitete mail", "weitergeleitete nachricht",
    "wiadomość przekazana", "yönlendirilmiş ileti", "yönlendirilmiş mesaj", "áframsent skeyti",
    "προωθημένο μήνυμα", "изпратено от", "перенаправленное сообщение", "перенаправлено", "переслав",
    "переслане повідомлення", "пересланное сообщение", "переслано", "пересылаемое сообщение",
    "препратена порака", "препратено писмо", "препратено съобщение", "прослеђена порука",
    "הודעה מועברת", "הודעה שהועברה", "الرسالة المعاد توجيهها", "رسالة محولة", "رسالة معاد توجيهها",
    "پیام هدایت‌شده", "अग्रेषित संदेश", "ข้อความที่ส่งต่อ", "已轉寄的郵件", "転送されたメッセージ", "転送メッセージ",
    "轉寄的信件", "轉寄的訊息", "轉寄郵件", "转发信息", "转发的信件", "转发的消息", "转发的邮件", "转发邮件", "전달된 메시지", "전달된 메일",
};
static_assert(is_in_order(forwarded_list));

constexpr std::string_view forward_start_list[] = {
    "anfang der weitergeleiteten e-mail", "anfang der weitergeleiteten nachricht",
    "begin doorgestuurd bericht", "begin forwarded message", "början av vidarebefordrat mejl",
    "början på vidarebefordrat meddelande", "bắt đầu thư đã chuyển tiếp",
    "début du message réexpédié", "début du message transféré", "edelleenlähetetty viesti alkaa",
    "iletilen ileti başlangıcı", "inici del missatge reenviat", "inicio del mensaje reenviado",
    "inizio messaggio inoltrato", "início da mensagem encaminhada",
    "início da mensagem reencaminhada", "mulai pesan terusan", "początek przekazywanej wiadomości",
    "početak proslijeđene poruke", "start på videresendt besked", "továbbított levél kezdete",
    "vidarebefordrat brev", "vidarebefordrat mejl", "videresendt meddelelse", "videresendt melding",
    "välitetty viesti alkaa", "začetek posredovanega sporočila", "začiatok preposlanej správy",
    "začátek přeposílané zprávy", "începutul mesajului redirecționat", "αρχή προωθημένου μηνύματος",
    "начало на препратеното съобщение", "начало переадресованного сообщения",
    "початок листа, що пересилається", "תחילת ההודעה שהועברה", "بدء الرسالة المعاد توجيهها",
    "เริ่มข้อความที่ส่งต่อ", "下面是被转发的邮件", "以下是轉寄的郵件", "以下是转发的邮件", "転送されたメッセージ", "転送されたメール",
    "開始轉寄郵件", "전달된 메시지 시작",
};
static_assert(is_in_order(forward_start_list));

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
