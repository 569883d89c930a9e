//! Moments in the words of a language. UTC, because the text travels between capitals.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::PdfError;

/// Reads an RFC 3339 moment.
pub(super) fn parse(at: &str) -> Result<DateTime, PdfError> {
    let moment: Timestamp = at.parse().map_err(|_| PdfError::Moment(at.to_owned()))?;
    Ok(TimeZone::UTC.to_datetime(moment))
}

/// Without seconds.
pub(super) fn minute(moment: DateTime) -> DateTime {
    moment.with().second(0).subsec_nanosecond(0).build().unwrap_or(moment)
}

/// "25 November 2026", as the language writes it; ISO 8601 where we do not know.
pub(super) fn day(moment: DateTime, lang: &str) -> String {
    let (year, month, day) = (moment.year(), usize::from(moment.month().unsigned_abs()) - 1, moment.day());
    let name = |names: [&'static str; 12]| names[month];
    match lang {
        "en" => format!("{day} {} {year}", name(EN)),
        "ru" => format!("{day} {} {year} года", name(RU)),
        "uz" | "uz-Latn" => format!("{year}-yil {day}-{}", name(UZ_LATN)),
        "uz-Cyrl" => format!("{year} йил {day} {}", name(UZ_CYRL)),
        "kk" | "kk-Cyrl" => format!("{year} жылғы {day} {}", name(KK)),
        "ky" => format!("{year}-жылдын {day}-{}", name(KY)),
        "tg" => format!("{day} {} соли {year}", name(TG)),
        "tk" => format!("{year}-{} ýylyň {day}-{} {}", turkmen_ordinal(year), turkmen_ordinal(day.into()), name(TK)),
        "ar" => format!("{day} {} {year}", name(AR)),
        "zh" | "ja" => format!("{year}年{}月{day}日", month + 1),
        "ko" => format!("{year}년 {}월 {day}일", month + 1),
        "fr" if day == 1 => format!("1er {} {year}", name(FR)),
        "fr" => format!("{day} {} {year}", name(FR)),
        "es" => format!("{day} de {} de {year}", name(ES)),
        "de" => format!("{day}. {} {year}", name(DE)),
        _ => format!("{year}-{:02}-{day:02}", month + 1),
    }
}

/// The day with the time of day.
pub(super) fn day_and_time(moment: DateTime, lang: &str) -> String {
    let comma = if matches!(lang, "ar" | "fa") { '،' } else { ',' };
    format!("{}{comma} {:02}:{:02} UTC", day(moment, lang), moment.hour(), moment.minute())
}

/// The ending of an ordinal follows the last vowel of the number's last word.
fn turkmen_ordinal(number: i16) -> &'static str {
    match (number % 10, number % 100) {
        (6 | 9, _) | (_, 10 | 30 | 40 | 60 | 90) => "njy",
        _ => "nji",
    }
}

const EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const UZ_LATN: [&str; 12] =
    ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"];
const UZ_CYRL: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const KK: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];
const KY: [&str; 12] = [
    "январы",
    "февралы",
    "марты",
    "апрели",
    "майы",
    "июну",
    "июлу",
    "августу",
    "сентябры",
    "октябры",
    "ноябры",
    "декабры",
];
const TG: [&str; 12] = [
    "январи",
    "феврали",
    "марти",
    "апрели",
    "майи",
    "июни",
    "июли",
    "августи",
    "сентябри",
    "октябри",
    "ноябри",
    "декабри",
];
const TK: [&str; 12] = [
    "ýanwary",
    "fewraly",
    "marty",
    "apreli",
    "maýy",
    "iýuny",
    "iýuly",
    "awgusty",
    "sentýabry",
    "oktýabry",
    "noýabry",
    "dekabry",
];
const AR: [&str; 12] = [
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
];
const FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
const DE: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_the_language_writes_it() {
        let moment = parse("2019-02-20T16:30:00+05:00").unwrap();
        assert_eq!(day_and_time(moment, "en"), "20 February 2019, 11:30 UTC");
        assert_eq!(day(moment, "ky"), "2019-жылдын 20-февралы");
        assert_eq!(day(moment, "tk"), "2019-njy ýylyň 20-nji fewraly");
        assert_eq!(day(moment, "uz-Latn"), "2019-yil 20-fevral");
        assert_eq!(day(moment, "zh"), "2019年2月20日");
        assert_eq!(day(moment, "mn"), "2019-02-20");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        assert_eq!(parse("yesterday"), Err(PdfError::Moment("yesterday".into())));
    }
}
