//! Language tags: their order in lists, and which way they are written.

/// The glossary's order: the working languages of the region first, then guests'.
const ORDER: [&str; 18] = [
    "en", "ru", "uz-Latn", "uz-Cyrl", "kk-Cyrl", "ky", "tg", "tk", "ar", "fa", "zh", "fr", "es", "tr", "mn", "de",
    "ja", "ko",
];

/// Each tag once: the original first, then the glossary's order, then the alphabet.
pub fn sorted<'a>(tags: impl IntoIterator<Item = &'a str>, original: &str) -> Vec<String> {
    let mut tags: Vec<&str> = tags.into_iter().collect();
    let rank = |tag: &str| ORDER.iter().position(|known| *known == tag).unwrap_or(ORDER.len());
    tags.sort_by_key(|tag| (*tag != original, rank(tag), *tag));
    tags.dedup();
    tags.into_iter().map(str::to_owned).collect()
}

/// Whether a language is written from right to left.
pub fn is_rtl(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4) {
        Some(script) => matches!(script, "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm"),
        None => matches!(primary, "ar" | "fa" | "ur" | "he" | "ps" | "ug" | "ckb" | "dv" | "sd" | "yi"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_an_order_and_a_direction() {
        let tags = ["zh", "tk", "xx", "ru", "en", "ru", "uz-Cyrl", "ab"];
        assert_eq!(sorted(tags, "ru"), ["ru", "en", "uz-Cyrl", "tk", "zh", "ab", "xx"]);
        assert!(is_rtl("ar") && is_rtl("fa-IR") && is_rtl("kk-Arab"));
        assert!(!is_rtl("en") && !is_rtl("uz-Latn") && !is_rtl("ks-Deva"));
    }
}
