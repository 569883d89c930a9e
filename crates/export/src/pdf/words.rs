//! The fixed words of the pages, in the languages of the conference. A language that is not here is
//! served in English. Where a language lacks a settled term for a field, the English one stands.

use maslahat_model::Status;

/// One language's words. In patterns `{date}`, `{n}`, `{m}`, `{language}` stand for what is filled in.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) draft: &'static str,
    pub(super) explanation: &'static str,
    pub(super) as_of: &'static str,
    pub(super) frozen_on: &'static str,
    pub(super) digest: &'static str,
    pub(super) addressed: &'static str,
    pub(super) original: &'static str,
    /// Of English, then Russian, as `original` needs it; other languages go by their own names.
    pub(super) english_russian: [&'static str; 2],
    pub(super) first_reading: &'static str,
    pub(super) second_reading: &'static str,
    pub(super) page: &'static str,
    pub(super) reservations: &'static str,
    pub(super) on_paragraph: &'static str,
    statuses: Statuses,
}

#[derive(Debug)]
struct Statuses {
    tabled: &'static str,
    bracketed: &'static str,
    ad_ref: &'static str,
    agreed: &'static str,
    silence: &'static str,
    frozen: &'static str,
}

impl Words {
    /// The words of a language tag; with the script where two are written.
    pub(super) fn of(lang: &str) -> &'static Self {
        match lang {
            "ru" => &RU,
            "uz-Latn" | "uz" => &UZ_LATN,
            "uz-Cyrl" => &UZ_CYRL,
            "kk-Cyrl" | "kk" => &KK,
            "ky" => &KY,
            "tg" => &TG,
            "tk" => &TK,
            "ar" => &AR,
            "zh" => &ZH,
            "fr" => &FR,
            "es" => &ES,
            _ => &EN,
        }
    }

    /// A status in a word or two. Empty for those that leave a paragraph out of the text.
    pub(super) fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Draft => self.statuses.tabled,
            Status::Bracketed => self.statuses.bracketed,
            Status::AgreedAdRef => self.statuses.ad_ref,
            Status::Agreed => self.statuses.agreed,
            Status::UnderSilence => self.statuses.silence,
            Status::Frozen => self.statuses.frozen,
            Status::LateProposal | Status::Withdrawn => "",
        }
    }

    /// "Original: English".
    pub(super) fn original(&self, lang: &str) -> String {
        let name = match lang {
            "en" => self.english_russian[0],
            "ru" => self.english_russian[1],
            other => autonym(other),
        };
        self.original.replace("{language}", name)
    }
}

/// What a language calls itself; the tag where we do not know.
pub(super) fn autonym(lang: &str) -> &str {
    match lang {
        "en" => "English",
        "ru" => "русский",
        "uz" | "uz-Latn" => "oʻzbekcha",
        "uz-Cyrl" => "ўзбекча",
        "kk" | "kk-Cyrl" => "қазақша",
        "ky" => "кыргызча",
        "tg" => "тоҷикӣ",
        "tk" => "türkmençe",
        "ar" => "العربية",
        "fa" => "فارسی",
        "zh" => "中文",
        "fr" => "français",
        "es" => "español",
        "tr" => "Türkçe",
        "mn" => "монгол",
        "de" => "Deutsch",
        "ja" => "日本語",
        "ko" => "한국어",
        other => other,
    }
}

const EN: Words = Words {
    draft: "DRAFT",
    explanation: "Text under negotiation. Wording in brackets is not agreed.",
    as_of: "Text as of {date}",
    frozen_on: "Text frozen on {date}",
    digest: "SHA-256 of the attached record",
    addressed: "Addressed to",
    original: "Original: {language}",
    english_russian: ["English", "Russian"],
    first_reading: "First reading",
    second_reading: "Second reading",
    page: "{n} of {m}",
    reservations: "Reservations",
    on_paragraph: "On recommendation {n}",
    statuses: Statuses {
        tabled: "not yet read",
        bracketed: "in brackets",
        ad_ref: "agreed ad ref.",
        agreed: "agreed",
        silence: "under silence",
        frozen: "frozen",
    },
};

const RU: Words = Words {
    draft: "ПРОЕКТ",
    explanation: "Текст находится в стадии переговоров. Формулировки в скобках не согласованы.",
    as_of: "Текст по состоянию на {date}",
    frozen_on: "Текст зафиксирован {date}",
    digest: "SHA-256 вложенной записи",
    addressed: "Кому адресованы",
    original: "Язык оригинала: {language}",
    english_russian: ["английский", "русский"],
    first_reading: "Первое чтение",
    second_reading: "Второе чтение",
    page: "{n} из {m}",
    reservations: "Оговорки",
    on_paragraph: "По рекомендации {n}",
    statuses: Statuses {
        tabled: "не рассмотрено",
        bracketed: "в скобках",
        ad_ref: "согласовано ad ref.",
        agreed: "согласовано",
        silence: "процедура молчания",
        frozen: "зафиксировано",
    },
};

const UZ_LATN: Words = Words {
    draft: "LOYIHA",
    explanation: "Matn muzokara jarayonida. Qavs ichidagi soʻzlar kelishilmagan.",
    as_of: "{date} holatiga koʻra matn",
    frozen_on: "Matn muzlatilgan sana: {date}",
    digest: "Ilova qilingan yozuvning SHA-256 qiymati",
    addressed: "Kimga",
    original: "Asl nusxa: {language}",
    english_russian: ["inglizcha", "ruscha"],
    first_reading: "Birinchi oʻqish",
    second_reading: "Ikkinchi oʻqish",
    page: "{n} / {m}",
    reservations: "Izohlar",
    on_paragraph: "{n}-tavsiya boʻyicha",
    statuses: Statuses {
        tabled: "koʻrilmagan",
        bracketed: "qavs ichida",
        ad_ref: "kelishilgan, ad ref.",
        agreed: "kelishilgan",
        silence: "sukut tartibida",
        frozen: "muzlatilgan",
    },
};

const UZ_CYRL: Words = Words {
    draft: "ЛОЙИҲА",
    explanation: "Матн музокара жараёнида. Қавс ичидаги сўзлар келишилмаган.",
    as_of: "{date} ҳолатига кўра матн",
    frozen_on: "Матн музлатилган сана: {date}",
    digest: "Илова қилинган ёзувнинг SHA-256 қиймати",
    addressed: "Кимга",
    original: "Асл нусха: {language}",
    english_russian: ["инглизча", "русча"],
    first_reading: "Биринчи ўқиш",
    second_reading: "Иккинчи ўқиш",
    page: "{n} / {m}",
    reservations: "Изоҳлар",
    on_paragraph: "{n}-тавсия бўйича",
    statuses: Statuses {
        tabled: "кўрилмаган",
        bracketed: "қавс ичида",
        ad_ref: "келишилган, ad ref.",
        agreed: "келишилган",
        silence: "сукут тартибида",
        frozen: "музлатилган",
    },
};

const KK: Words = Words {
    draft: "ЖОБА",
    explanation: "Мәтін келіссөздер барысында. Жақшадағы тұжырымдар келісілмеген.",
    as_of: "{date} жағдай бойынша мәтін",
    frozen_on: "Мәтін бекітілген күн: {date}",
    digest: "Қоса берілген жазбаның SHA-256 мәні",
    addressed: "Кімге",
    original: "Түпнұсқа тілі: {language}",
    english_russian: ["ағылшын", "орыс"],
    first_reading: "Бірінші оқылым",
    second_reading: "Екінші оқылым",
    page: "{n} / {m}",
    reservations: "Ескертпелер",
    on_paragraph: "{n}-ұсыным бойынша",
    statuses: Statuses {
        tabled: "қаралмаған",
        bracketed: "жақшада",
        ad_ref: "келісілген, ad ref.",
        agreed: "келісілген",
        silence: "үнсіздік рәсімі",
        frozen: "бекітілген",
    },
};

const KY: Words = Words {
    draft: "ДОЛБООР",
    explanation: "Текст сүйлөшүү жүрүшүндө. Кашаадагы сөздөр макулдашылган эмес.",
    as_of: "{date} карата текст",
    frozen_on: "Текст бекитилген күн: {date}",
    digest: "Тиркелген жазуунун SHA-256 мааниси",
    addressed: "Кимге",
    original: "Түп нуска тили: {language}",
    english_russian: ["англисче", "орусча"],
    first_reading: "Биринчи окуу",
    second_reading: "Экинчи окуу",
    page: "{n} / {m}",
    reservations: "Эскертүүлөр",
    on_paragraph: "{n}-сунуш боюнча",
    statuses: Statuses {
        tabled: "каралган эмес",
        bracketed: "кашаада",
        ad_ref: "макулдашылган, ad ref.",
        agreed: "макулдашылган",
        silence: "унчукпоо тартиби",
        frozen: "бекитилген",
    },
};

const TG: Words = Words {
    draft: "ЛОИҲА",
    explanation: "Матн дар ҷараёни гуфтушунид аст. Ибораҳои дохили қавс мувофиқа нашудаанд.",
    as_of: "Матн ба ҳолати {date}",
    frozen_on: "Матн устувор шудааст: {date}",
    digest: "SHA-256-и сабти замимашуда",
    addressed: "Ба унвони",
    original: "Забони асл: {language}",
    english_russian: ["англисӣ", "русӣ"],
    first_reading: "Хониши якум",
    second_reading: "Хониши дуюм",
    page: "{n} аз {m}",
    reservations: "Эродҳо",
    on_paragraph: "Оид ба тавсияи {n}",
    statuses: Statuses {
        tabled: "баррасӣ нашудааст",
        bracketed: "дар қавс",
        ad_ref: "мувофиқашуда, ad ref.",
        agreed: "мувофиқашуда",
        silence: "тартиби хомӯшӣ",
        frozen: "устуворшуда",
    },
};

const TK: Words = Words {
    draft: "TASLAMA",
    explanation: "Tekst gepleşik tapgyrynda. Ýaýlaryň içindäki sözler ylalaşylmadyk.",
    as_of: "{date} ýagdaýyna görä tekst",
    frozen_on: "Tekst berkidilen gün: {date}",
    digest: "Goşulan ýazgynyň SHA-256 bahasy",
    addressed: "Kime",
    original: "Asyl nusga: {language}",
    english_russian: ["iňlisçe", "rusça"],
    first_reading: "Birinji okalyş",
    second_reading: "Ikinji okalyş",
    page: "{n} / {m}",
    reservations: "Bellikler",
    on_paragraph: "{n}-nji teklip boýunça",
    statuses: Statuses {
        tabled: "seredilmedik",
        bracketed: "ýaýlarda",
        ad_ref: "ylalaşylan, ad ref.",
        agreed: "ylalaşylan",
        silence: "dymmak tertibi",
        frozen: "berkidilen",
    },
};

const AR: Words = Words {
    draft: "مشروع",
    explanation: "نص قيد التفاوض. الصياغة الواردة بين أقواس معقوفة غير متفق عليها.",
    as_of: "النص حتى {date}",
    frozen_on: "أُقفل النص في {date}",
    digest: "بصمة SHA-256 للسجل المرفق",
    addressed: "موجَّهة إلى",
    original: "الأصل: {language}",
    english_russian: ["بالإنكليزية", "بالروسية"],
    first_reading: "القراءة الأولى",
    second_reading: "القراءة الثانية",
    page: "{n} من {m}",
    reservations: "التحفظات",
    on_paragraph: "بشأن التوصية {n}",
    statuses: Statuses {
        tabled: "لم يُنظر فيها بعد",
        bracketed: "بين أقواس",
        ad_ref: "متفق عليها بشرط الاستشارة",
        agreed: "متفق عليها",
        silence: "إجراء الصمت",
        frozen: "مقفلة",
    },
};

const ZH: Words = Words {
    draft: "草案",
    explanation: "案文尚在谈判中。方括号内的措辞尚未商定。",
    as_of: "截至{date}的案文",
    frozen_on: "案文定稿日期：{date}",
    digest: "所附记录的SHA-256值",
    addressed: "呈送",
    original: "原文：{language}",
    english_russian: ["英文", "俄文"],
    first_reading: "一读",
    second_reading: "二读",
    page: "第 {n} 页，共 {m} 页",
    reservations: "保留意见",
    on_paragraph: "关于建议{n}",
    statuses: Statuses {
        tabled: "未审读",
        bracketed: "在方括号内",
        ad_ref: "待核准商定",
        agreed: "已商定",
        silence: "默许程序",
        frozen: "已定稿",
    },
};

const FR: Words = Words {
    draft: "PROJET",
    explanation: "Texte en cours de négociation. Les passages entre crochets n’ont pas fait l’objet d’un accord.",
    as_of: "Texte au {date}",
    frozen_on: "Texte arrêté le {date}",
    digest: "SHA-256 de l’enregistrement joint",
    addressed: "Adressées à",
    original: "Original : {language}",
    english_russian: ["anglais", "russe"],
    first_reading: "Première lecture",
    second_reading: "Deuxième lecture",
    page: "{n} sur {m}",
    reservations: "Réserves",
    on_paragraph: "Sur la recommandation {n}",
    statuses: Statuses {
        tabled: "pas encore examiné",
        bracketed: "entre crochets",
        ad_ref: "convenu ad ref.",
        agreed: "convenu",
        silence: "procédure de silence",
        frozen: "arrêté",
    },
};

const ES: Words = Words {
    draft: "PROYECTO",
    explanation: "Texto en negociación. La redacción entre corchetes no ha sido acordada.",
    as_of: "Texto al {date}",
    frozen_on: "Texto cerrado el {date}",
    digest: "SHA-256 del registro adjunto",
    addressed: "Dirigidas a",
    original: "Original: {language}",
    english_russian: ["inglés", "ruso"],
    first_reading: "Primera lectura",
    second_reading: "Segunda lectura",
    page: "{n} de {m}",
    reservations: "Reservas",
    on_paragraph: "Sobre la recomendación {n}",
    statuses: Statuses {
        tabled: "aún no leído",
        bracketed: "entre corchetes",
        ad_ref: "acordado ad ref.",
        agreed: "acordado",
        silence: "procedimiento de silencio",
        frozen: "cerrado",
    },
};
