import type { Page } from ".."
import { locale } from "./locale"

const { plural, list, number } = locale

const roles: Page["roles"] = {
  observer: "Наблюдатель",
  expert: "Эксперт",
  moderator: "Модератор",
  secretariat: "Секретариат",
}

const statuses: Page["statuses"] = {
  draft: "Внесено",
  bracketed: "В скобках",
  agreed_ad_ref: "Согласовано ad ref.",
  agreed: "Согласовано",
  under_silence: "Молчаливое согласие",
  frozen: "Зафиксировано",
  late_proposal: "Позднее предложение",
  withdrawn: "Снято",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Внесено, ещё не рассматривалось",
  bracketed: "Содержит несогласованные формулировки в квадратных скобках",
  agreed_ad_ref: "Согласовано в зале, подлежит подтверждению руководством",
  agreed: "Согласовано без скобок",
  under_silence: "По процедуре молчаливого согласия: принимается в срок, если никто не возразит",
  frozen: "Закрыто модераторами",
  late_proposal: "Поступило после фиксации; сохранено, в текст не входит",
  withdrawn: "Снято авторами; сохранено в истории",
}

const kinds: Page["kinds"] = {
  title: "Заголовок",
  subtitle: "Подзаголовок",
  preambular: "Пункт преамбулы",
  chapeau: "Вводный абзац",
  heading: "Заголовок раздела",
  recommendation: "Рекомендация",
  subparagraph: "Подпункт",
  footnote: "Примечание",
}

const formats: Page["formats"] = {
  pdf: "PDF, для печати и архива",
  docx: "Word (DOCX)",
  html: "Веб-страница (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Пакет, всё в одном файле",
  certificate: "Сертификат фиксации",
}

const lateProposals = (n: number): string =>
  plural(n, {
    one: "# позднее предложение",
    few: "# поздних предложения",
    many: "# поздних предложений",
    other: "# позднего предложения",
  })

const changesKept = (n: number): string =>
  plural(n, {
    one: "# изменение сохранено на этом устройстве",
    few: "# изменения сохранено на этом устройстве",
    many: "# изменений сохранено на этом устройстве",
    other: "# изменения сохранено на этом устройстве",
  })

export const page: Page = {
  close: "Закрыть",
  cancel: "Отмена",
  back: "К вашим проектам",
  backTo: (symbol) => `К проекту ${symbol}`,
  tryAgain: "Повторить",
  skip: "Перейти к тексту",
  loading: "Открывается…",
  someone: "Участник",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Нулевой проект",
    compilation_text: "Сводный текст",
    rolling_text: "Переходящий текст",
    clean_text: "Чистый текст",
  },
  readings: { first: "первое чтение", second: "второе чтение" },
  formats,

  join: {
    title: "Вас приглашают",
    explain:
      "По этой ссылке вы под своим именем присоединитесь к согласованию проекта. Она предназначена только вам: не передавайте её другим.",
    button: "Присоединиться",
    joining: "Вход…",
    paste: "Ссылка из вашего приглашения",
    open: "Открыть",
  },

  drafts: {
    title: "Ваши проекты",
    none: "Вы пока не участвуете ни в одном проекте. Откройте ссылку-приглашение, которую прислал секретариат.",
    signedInAs: (name) => `Вы вошли как ${name}`,
  },

  header: {
    outline: "Структура",
    language: "Язык текста",
    more: "Ещё",
    signOut: "Выйти",
    shortcuts: "Сочетания клавиш",
    invitations: "Приглашения…",
    people: "Участники…",
    ledger: "Журнал",
    freezeDraft: "Зафиксировать весь проект…",
    reopenDraft: "Вновь открыть весь проект…",
    you: "вы",
    present: (n) =>
      plural(n, {
        one: "Здесь # участник",
        few: "Здесь # участника",
        many: "Здесь # участников",
        other: "Здесь # участника",
      }),
  },

  masthead: {
    original: (language) => `Язык оригинала: ${language}`,
    asOf: (date) => `По состоянию на ${date}`,
    frozenOn: (date) => `Зафиксировано ${date}`,
    addressees: "Адресаты",
    organisers: "Организаторы",
  },

  outline: {
    title: "Структура",
    preamble: "Преамбула",
    frozen: (done, all) => `Зафиксировано: ${number(done)} из ${number(all)}`,
    brackets: (n) =>
      plural(n, {
        one: "# место в скобках",
        few: "# места в скобках",
        many: "# мест в скобках",
        other: "# места в скобках",
      }),
    noBrackets: "Скобок нет",
    nextBracket: "Следующие скобки",
    late: lateProposals,
    facilitators: (seats) => `Координаторы: ${list(seats)}`,
  },

  paragraph: {
    about: "Об этом пункте",
    preambular: (n) => `Пункт ${number(n)} преамбулы`,
    numbered: (number) => `Пункт ${number}`,
    part: (parent, label) => `Подпункт ${parent} ${label}`,
    note: (sign) => `Примечание ${sign}`,
    heading: (section) => `Заголовок раздела ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) =>
      plural(n, { one: "# пара скобок", few: "# пары скобок", many: "# пар скобок", other: "# пары скобок" }),
    proposedBy: (seats) => `Предложение: ${list(seats)}`,
    alternativeTo: (number) => `Альтернатива пункту ${number}`,
    comments: (n) =>
      plural(n, { one: "# комментарий", few: "# комментария", many: "# комментариев", other: "# комментария" }),
    resolved: "решено",
    reservation: "Оговорка",
    silenceUntil: (when) => `Молчаливое согласие до ${when}`,
    silenceBroken: (seats) => `Молчание нарушено: ${list(seats)}`,
    originalShown: (original, wanted) => `Показан оригинал (${original}); текста на языке «${wanted}» пока нет`,
    status: (name) => `Статус: ${name}. Изменить`,
    footnotes: "Примечания",
    backToText: (sign) => `Вернуться к знаку примечания ${sign} в тексте`,
    empty: "Текста пока нет",
    damaged:
      "Серверу не удаётся прочитать этот текст с диска. Сообщите секретариату: его можно восстановить из резервной копии.",
  },

  freeze: {
    whole: (who, when) => `Весь проект зафиксирован. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Зафиксировать",
    reopenButton: "Открыть вновь",
    title: (what) => `Зафиксировать ${what}?`,
    reopenTitle: (what) => `Вновь открыть ${what}?`,
    wholeDraft: "весь проект",
    explain:
      "Формулировка сразу станет окончательной для всех. Всё, что кто-либо наберёт после этого или набрал раньше без связи, сохранится рядом с текстом как позднее предложение под именем автора.",
    explainReopen:
      "Зафиксированная формулировка и её хеш остаются в записях. Текст продолжится с неё, и все, кто вправе вносить изменения, смогут снова его править.",
    withParts: (n) =>
      plural(n, {
        one: "Вместе с ним — # составная часть (подпункты и примечания).",
        few: "Вместе с ним — # составные части (подпункты и примечания).",
        many: "Вместе с ним — # составных частей (подпункты и примечания).",
        other: "Вместе с ним — # составной части (подпункты и примечания).",
      }),
    brackets: (n) =>
      plural(n, {
        one: "Ещё не согласовано: в тексте осталось # место в скобках.",
        few: "Ещё не согласовано: в тексте осталось # места в скобках.",
        many: "Ещё не согласовано: в тексте осталось # мест в скобках.",
        other: "Ещё не согласовано: в тексте осталось # места в скобках.",
      }),
    languages: "На каком языке",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `На всех: ${list(languages)}`),
    oneLanguage: (language) => `Только ${language}`,
    confirm: (what) => `Зафиксировать ${what}`,
    reopenConfirm: (what) => `Вновь открыть ${what}`,
    working: "Подождите…",
    done: (what) => `${what}: текст зафиксирован`,
    manyDone: (n) =>
      plural(n, {
        one: "Зафиксирован # пункт",
        few: "Зафиксировано # пункта",
        many: "Зафиксировано # пунктов",
        other: "Зафиксировано # пункта",
      }),
    manyReopened: (n) =>
      plural(n, {
        one: "Вновь открыт # пункт",
        few: "Вновь открыто # пункта",
        many: "Вновь открыто # пунктов",
        other: "Вновь открыто # пункта",
      }),
    underHand: (what) =>
      `${what}: текст только что зафиксирован. То, что сервер к этому моменту не получил, сохранено рядом как ваше позднее предложение.`,
    reopened: (what) => `${what}: текст вновь открыт`,
  },

  late: {
    title: lateProposals,
    explain: "Поступило после фиксации или после того, как автор утратил право вносить изменения. В текст не входит.",
    states: { open: "На рассмотрении", accepted: "Принято", rejected: "Отклонено", withdrawn: "Отозвано" },
    amendment: "Поправка",
    withdraw: "Отозвать",
    accept: "Принять",
    reject: "Отклонить…",
    acceptNeedsOpen: "Чтобы принять его, сначала вновь откройте текст: зафиксированный текст не меняется.",
    rejectTitle: "Отклонить это предложение?",
    rejectExplain: "Оно останется в записях как отклонённое. Основание вносится в журнал.",
    reason: "Основание (необязательно)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Отклонить",
    inOther: (n, language) => `${lateProposals(n)} (язык: ${language})`,
    settled: (n) =>
      plural(n, {
        one: "# рассмотренное предложение",
        few: "# рассмотренных предложения",
        many: "# рассмотренных предложений",
        other: "# рассмотренного предложения",
      }),
    same: "Формулировка та же, что и в нынешнем тексте",
  },

  save: {
    saved: "Сохранено",
    connecting: "Соединение…",
    saving: (n) => `Сохраняется: ${number(n)}…`,
    offline: "Нет связи",
    offlineWith: (n, since) =>
      n === 0 ? `Нет связи с ${since}: можно писать дальше` : `Нет связи с ${since}: ${changesKept(n)}`,
    hindered: (why, n) => `Не сохраняется: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "диск сервера заполнен",
      store_unavailable: "база данных сервера не отвечает",
      silent: "сервер не отвечает",
    },
    stopped: (reason) => `Не сохраняется: ${reason}`,
    reasons: {
      signed_out: "сеанс завершён; откройте свою ссылку-приглашение снова",
      revoked: "секретариат прекратил ваш доступ к этому проекту",
      malformed: "сервер не смог прочитать данные этой страницы; обновите страницу",
      version: "сервер новее этой страницы; обновите страницу",
      impersonation: "страница отвечала от имени другого участника; войдите заново",
      refused: "сервер отклонил изменение; обновите страницу",
      too_much: "отправлено слишком много сразу; нажмите, чтобы соединиться снова",
      not_loaded: "редактор не загрузился; обновите страницу",
    },
    retry: "Нажмите, чтобы соединиться сейчас.",
    reading: "Только чтение",
    announceOffline: "Нет связи. Изменения сохраняются на этом устройстве.",
    announceOnline: "Связь восстановлена. Всё сохранено.",
    announceHindered: "Сервер сейчас не может сохранять. Изменения остаются на этом устройстве; можно писать дальше.",
    announceSaved: "Всё снова сохранено.",
  },

  settle: {
    title: (words) => `Скобки [${words}]`,
    keep: "Оставить, сняв скобки",
    choose: "Выбрать этот вариант",
    drop: "Исключить",
    kept: "Скобки сняты: эти слова остаются.",
    dropped: "Скобки сняты: эти слова исключены.",
    keepKey: "Оставить слова в этих скобках",
    dropKey: "Исключить слова в этих скобках",
  },

  format: {
    title: "Оформление",
    strong: "Полужирный",
    em: "Курсив",
    link: "Ссылка",
    linkTitle: "Ссылка",
    linkAddress: "Адрес",
    linkHint: "https://…, http://… или mailto:…",
    linkInvalid: "Укажите полный адрес, который начинается с https://, http:// или mailto:",
    linkSet: "Поставить ссылку",
    linkRemove: "Убрать ссылку",
    linkNeedsWords: "Сначала выделите слова",
  },

  exports: {
    button: "Экспорт",
    title: "Экспорт проекта",
    language: "Язык",
    format: "Формат",
    make: "Создать файл",
    making: (format) => `Готовится: ${format}…`,
    done: (name) => `Файл ${name} готов`,
    certificateNeedsFreeze: "доступен, когда что-либо зафиксировано",
    verify: "Проверить пакет или сертификат",
  },

  invitations: {
    title: "Приглашения",
    explain:
      "Каждая ссылка предназначена одному участнику и действует один раз. Она показывается только здесь и только сейчас: скопируйте её и отправьте.",
    name: "Имя",
    role: "Роль",
    seat: "Место",
    noSeat: "Без места",
    invite: "Пригласить",
    link: "Ссылка",
    copy: "Копировать",
    copied: "Скопировано",
    none: "Пока никто не приглашён.",
    states: {
      open: "не использовано",
      used: "участник присоединился",
      expired: "срок истёк",
      reusable: "можно использовать снова",
    },
    until: (when) => `действует до ${when}`,
  },

  shortcuts: {
    title: "Сочетания клавиш",
    nextBracket: "Следующие скобки",
    previousBracket: "Предыдущие скобки",
    freeze: "Зафиксировать или вновь открыть этот пункт",
    nextParagraph: "Следующий пункт",
    previousParagraph: "Предыдущий пункт",
    bold: "Полужирный",
    italic: "Курсив",
    link: "Ссылка",
    undo: "Отменить своё изменение",
    redo: "Вернуть",
    help: "Этот список",
  },
}
