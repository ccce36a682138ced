// The line above a quote: "On Monday, Ana wrote:".
#include <gtest/gtest.h>

#include "mime/quote_samples.h"

namespace mg::mime {
namespace {

using samples::joined;
using samples::visible;
using samples::words;

// Gmail, Apple Mail, Thunderbird, Yahoo, Outlook's phone programs, Lotus Notes, The Bat, Zimbra,
// Proton, Zoho, GMX, Orange, Mail.ru, Yandex, NetEase, mutt, Gnus and Horde, as they differ.
// clang-format off
constexpr const char* intros[] = {
    "On Mon, Jan 5, 2024 at 10:00 AM Ana <ana@x.test> wrote:",
    "On 5 Jan 2024, at 10:00, Ana wrote:",
    "On Friday, January 5, 2024 at 10:00:00 AM GMT+1, Ana <ana@x.test> wrote:",
    "On 5 Jan 2024, 10:00 +0100, Ana <ana@x.test>, wrote:",
    "Friday, January 5, 2024, 10:00:00 AM, you wrote:",
    "Ana Lopez/ACME wrote on 01/05/2024 10:00:13 AM:",
    "On Friday, January 5th, 2024 at 10:00, Ana <ana@x.test> wrote:",
    "---- On Fri, 05 Jan 2024 10:00:00 +0100 Ana <ana@x.test> wrote ----",
    "On Jan 5, 2024 at 10:00 AM, <Ana (ana@x.test)> wrote:",
    "----- On Jan 5, 2024, at 10:00 AM, Ana ana@x.test wrote:",
    "On January 5, 2024 at 10:00 AM GMT+1 ana@x.test wrote:",
    "On Jan 5, 2024 at 10:00:12 AM, Ana <ana@x.test> wrote:",
    "On Fri, Jan 5, 2024 @ 10:00 AM, Support <s@x.test> wrote:",
    "Ana wrote on 1/5/24 10:00 AM:",
    "Ana Lopez ---05/01/2024 10:00:13 AM---Hello Bo, I looked at it and",
    "Inactive hide details for Ana Lopez ---05/01/2024 10:00:13---Hello Bo, I looked",
    "Am Mo., 5. Jan. 2024 um 10:00 Uhr schrieb Ana <ana@x.test>:",
    "Am 05.01.2024 um 10:00 schrieb Ana <ana@x.test>:",
    "Am 05.01.24 um 10:00 schrieb Ana:",
    "Am Freitag, 5. Januar 2024 um 10:00:00 MEZ hat Ana <ana@x.test> Folgendes geschrieben:",
    "Ana Lopez <ana@x.test> schrieb am 05.01.2024 10:00:13:",
    "Am 5. Januar 2024 10:00:00 MEZ schrieb Ana <ana@x.test>:",
    "Ana Lopez hat am 05.01.2024 10:00 CET geschrieben:",
    "Ana Lopez <ana@x.test> hat am 5. Januar 2024 um 10:00 geschrieben:",
    "Zitat von Ana <ana@x.test>:",
    "Le lun. 5 janv. 2024 à 10:00, Ana <ana@x.test> a écrit :",
    "Le 5 janv. 2024 à 10:00, Ana <ana@x.test> a écrit :",
    "Le 05/01/2024 à 10:00, Ana a écrit :",
    "Le vendredi 5 janvier 2024 à 10:00:00 UTC+1, Ana <ana@x.test> a écrit :",
    "Ana Lopez <ana@x.test> a écrit sur 05/01/2024 10:00:13 :",
    "----- Le 5 Jan 24, à 10:00, Ana ana@x.test a écrit :",
    "El lun, 5 ene 2024 a las 10:00, Ana (<ana@x.test>) escribió:",
    "El lun., 5 de ene. de 2024 10:00 a. m., Ana <ana@x.test> escribió:",
    "El 5 ene 2024, a las 10:00, Ana <ana@x.test> escribió:",
    "El 5/1/24 a las 10:00, Ana escribió:",
    "Il giorno lun 5 gen 2024 alle ore 10:00 Ana <ana@x.test> ha scritto:",
    "Il giorno 5 gen 2024, alle ore 10:00, Ana <ana@x.test> ha scritto:",
    "Il 05/01/2024 10:00, Ana ha scritto:",
    "Il venerdì 5 gennaio 2024 alle ore 10:00:00 CET, Ana <ana@x.test> ha scritto:",
    "Il 05/01/2024 10:00 CET Ana <ana@x.test> ha scritto:",
    "Em seg., 5 de jan. de 2024 às 10:00, Ana <ana@x.test> escreveu:",
    "Ana <ana@x.test> escreveu (segunda, 5/01/2024 à(s) 10:00):",
    "No dia 05/01/2024, às 10:00, Ana <ana@x.test> escreveu:",
    "Em 05/01/2024 10:00, Ana escreveu:",
    "Op ma 5 jan 2024 om 10:00 schreef Ana <ana@x.test>:",
    "Op 5 jan. 2024, om 10:00 heeft Ana <ana@x.test> het volgende geschreven:",
    "Op 05-01-2024 om 10:00 schreef Ana:",
    "Den mån 5 jan. 2024 kl 10:00 skrev Ana <ana@x.test>:",
    "5 jan. 2024 kl. 10:00 skrev Ana <ana@x.test>:",
    "Den 2024-01-05 kl. 10:00, skrev Ana:",
    "Den man. 5. jan. 2024 kl. 10.00 skrev Ana <ana@x.test>:",
    "Den 5. jan. 2024 kl. 10.00 skrev Ana <ana@x.test>:",
    "man. 5. jan. 2024 kl. 10:00 skrev Ana <ana@x.test>:",
    "5. jan. 2024 kl. 10:00 skrev Ana <ana@x.test>:",
    "ma 5. tammik. 2024 klo 10.00 Ana (ana@x.test) kirjoitti:",
    "Ana <ana@x.test> kirjoitti 5.1.2024 kello 10.00:",
    "Ana kirjoitti 5.1.2024 klo 10.00:",
    "pon., 5 sty 2024 o 10:00 Ana <ana@x.test> napisał(a):",
    "Wiadomość napisana przez Ana <ana@x.test> w dniu 05.01.2024, o godz. 10:00:",
    "> Wiadomość napisana przez Ana <ana@x.test> w dniu 5 sty 2024, o godz. 10:00:",
    "W dniu 05.01.2024 o 10:00, Ana pisze:",
    "Dnia 5 stycznia 2024 10:00 Ana <ana@x.test> napisał(a):",
    "po 5. 1. 2024 v 10:00 odesílatel Ana <ana@x.test> napsal:",
    "5. 1. 2024 v 10:00, Ana <ana@x.test>:",
    "Dne 05. 01. 24 v 10:00 Ana napsal(a):",
    "---------- Původní e-mail ----------",
    "po 5. 1. 2024 o 10:00 Ana <ana@x.test> napísal(a):",
    "Dňa 5. 1. 2024 o 10:00 Ana napísal(a):",
    "Ana <ana@x.test> ezt írta (időpont: 2024. jan. 5., H, 10:00):",
    "2024. jan. 5. dátummal, 10:00 időpontban Ana <ana@x.test> írta:",
    "2024. 01. 05. 10:00 keltezéssel, Ana írta:",
    "În lun., 5 ian. 2024 la 10:00, Ana <ana@x.test> a scris:",
    "Pe 5 ian. 2024, la 10:00, Ana <ana@x.test> a scris:",
    "На пн, 5.01.2024 г. в 10:00 Ana <ana@x.test> написа:",
    "На 5.01.24 г. в 10:00 ч., Ana написа:",
    "пн, 5 янв. 2024 г. в 10:00, Ana <ana@x.test>:",
    "5 янв. 2024 г., в 10:00, Ana <ana@x.test> написал(а):",
    "05.01.2024 10:00, Ana пишет:",
    "Пятница, 5 января 2024, 10:00 +03:00 от Ana <ana@x.test>:",
    "05.01.2024, 10:00, \"Ana\" <ana@x.test>:",
    "Вы писали 5 января 2024 г., 10:00:00:",
    ">Понедельник, 5 января 2024, 10:00 +03:00 от Ana <ana@x.test>:",
    "пн, 5 січ. 2024 р. о 10:00 Ana <ana@x.test> пише:",
    "5 січня 2024, 10:00:00, від \"Ana\" <ana@x.test>:",
    "Στις Δευ 5 Ιαν 2024 στις 10:00 π.μ., ο χρήστης Ana <ana@x.test> έγραψε:",
    "5 Ιαν 2024, 10:00, ο χρήστης «Ana <ana@x.test>» έγραψε:",
    "Ana <ana@x.test>, 5 Oca 2024 Pzt, 10:00 tarihinde şunu yazdı:",
    "Ana <ana@x.test> şunları yazdı (5 Oca 2024 10:00):",
    "05.01.2024 10:00 tarihinde Ana yazdı:",
    "‫בתאריך יום ב׳, 5 בינו׳ 2024 ב-10:00 מאת ‪Ana‬‏ <‪ana@x.test‬‏>:‬",
    "ב-5 בינו׳ 2024, בשעה 10:00, Ana <ana@x.test> כתב/ה:",
    "في الاثنين، 5 يناير 2024 في 10:00 ص تمت كتابة ما يلي بواسطة Ana <ana@x.test>:",
    "‫في الاثنين، ٥ يناير ٢٠٢٤ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة ‪Ana‬‏ <‪ana@x.test‬‏>:‬",
    "في ٥ يناير ٢٠٢٤، الساعة ١٠:٠٠ ص، كتب/كتبت Ana <ana@x.test>:",
    "في ٥/١/٢٠٢٤ ١٠:٠٠ ص، كتب Ana:",
    "در تاریخ دوشنبه ۵ ژانویهٔ ۲۰۲۴، ۱۰:۰۰ Ana <ana@x.test> نوشت:",
    "2024年1月5日(金) 10:00 Ana <ana@x.test>:",
    "2024/01/05 10:00、Ana <ana@x.test>のメール:",
    "On 2024/01/05 10:00, Ana wrote:",
    "Ana さんは 2024/01/05 10:00 に書きました:",
    "2024年1月5日 金曜日 10:00:00 JST、Ana <ana@x.test> のメッセージ:",
    "Ana <ana@x.test> 于2024年1月5日周五 10:00写道：",
    "在 2024年1月5日，10:00，Ana <ana@x.test> 写道：",
    "在 2024-01-05 10:00:00，\"Ana\" <ana@x.test> 写道：",
    "At 2024-01-05 10:00:00, \"Ana\" <ana@x.test> wrote:",
    "Ana <ana@x.test> 於 2024年1月5日 週五 上午10:00寫道：",
    "Ana <ana@x.test> 於 2024年1月5日 上午10:00 寫道：",
    "Ana 於 2024/1/5 上午 10:00 寫道:",
    "2024년 1월 5일 (금) 오전 10:00, Ana <ana@x.test>님이 작성:",
    "2024. 1. 5. 오전 10:00, Ana <ana@x.test> 작성:",
    "2024-01-05 오전 10:00에 Ana 이(가) 쓴 글:",
    "Vào Th 6, 5 thg 1, 2024 vào lúc 10:00 Ana <ana@x.test> đã viết:",
    "Vào 5 thg 1, 2024, lúc 10:00, Ana <ana@x.test> đã viết:",
    "Pada tanggal Jum, 5 Jan 2024 pukul 10.00 Ana <ana@x.test> menulis:",
    "Pada Jum, 5 Jan 2024 pada 10:00 PG Ana <ana@x.test> menulis:",
    "ในวันที่ ศ. 5 ม.ค. 2024 เวลา 10:00 Ana <ana@x.test> เขียนว่า:",
    "เมื่อ ศ. 5 ม.ค. 2567 เวลา 10:00 Ana <ana@x.test> เขียนว่า:",
    "pet, 5. sij 2024. u 10:00 Ana <ana@x.test> napisao je:",
    "Dana 05.01.2024. u 10:00, Ana je napisao/la:",
    "пет, 5. јан 2024. у 10:00 Ana <ana@x.test> је написао/ла:",
    "V V pet., 5. jan. 2024 ob 10:00 je oseba Ana <ana@x.test> napisala:",
    "Dne 5. 01. 2024 ob 10:00 je Ana napisal(a):",
    "2024-01-05, pn, 10:00 Ana <ana@x.test> rašė:",
    "piektd., 2024. g. 5. janv., plkst. 10:00 — lietotājs Ana (<ana@x.test>) rakstīja:",
    "Kuupäev R, 5. jaanuar 2024 kell 10:00 kirjutas Ana <ana@x.test>:",
    "Ana kirjutas 05.01.2024 kell 10:00:",
    "Missatge de Ana <ana@x.test> del dia dv., 5 de gen. 2024 a les 10:00:",
    "El dia 5 gen 2024, a les 10:00, Ana <ana@x.test> va escriure:",
    "Ana <ana@x.test> igorleak hau idatzi du (2024 urt. 5, or. (10:00)):",
    "O ven, 5 xan 2024 ás 10:00, Ana (<ana@x.test>) escribiu:",
    "Þann fös., 5. jan. 2024 kl. 10:00 skrifaði Ana <ana@x.test>:",
    "शुक्र, 5 जन॰ 2024 को 10:00 पूर्वाह्न बजे को Ana <ana@x.test> ने लिखा:",
    "Noong Biy, Ene 5, 2024 nang 10:00 AM, sinulat ni Ana <ana@x.test> ang:",
    "শুক্র, ৫ জানু, ২০২৪ তারিখে ১০:০০ AM টায় এ তে Ana <ana@x.test> লিখেছেন:",
    "வெள்., 5 ஜன., 2024, முற்பகல் 10:00 அன்று, Ana <ana@x.test> எழுதியது:",
    "На 05.01.2024 во 10:00, Ana напиша:",
    "جمعہ، 5 جنوری، 2024 کو 10:00 AM پر Ana <ana@x.test> نے لکھا:",
    "Mnamo Ijm, 5 Jan 2024 saa 10:00 Ana <ana@x.test> aliandika:",
    "Op Vr. 05 Jan. 2024 om 10:00 het Ana <ana@x.test> geskryf:",
    "* Ana <ana@x.test> [2024-01-05 10:00]:",
    "Mensaje citado por Ana <ana@x.test>:",
    "Ana <ana@x.test> writes:",
};
// clang-format on

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

TEST(QuoteIntro, the_line_above_a_quote_is_known_with_and_without_marks) {
  for (const std::string_view intro : intros) {
    for (const char* old : {"\n\nOld words here.\nMore.\n", "\n> Old words here.\n> More.\n"}) {
      EXPECT_EQ(visible(joined({words, "\n\n", intro, old})), words) << intro;
    }
  }
}

TEST(QuoteIntro, an_answer_below_the_quote_stays) {
  for (const std::string_view intro : intros) {
    if (intro.starts_with('>')) continue;  // The quote has begun.
    EXPECT_EQ(visible(joined({intro, "\n> Old words here.\n\n", words})), words) << intro;
  }
}

TEST(QuoteIntro, the_line_above_a_quote_is_known_in_html) {
  for (const std::string_view intro : intros) {
    const auto html = joined({"<p>Yes.</p><div>", escaped(intro),
                              "<br><blockquote style=\"margin:0\">Old words.</blockquote></div>"});
    EXPECT_EQ(split_quote_of_html(html).visible, "Yes.") << intro;
  }
}

}  // namespace
}  // namespace mg::mime
