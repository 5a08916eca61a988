"""How programs say in someone's absence that they are away."""

from __future__ import annotations

from mailbot.reading.screening.phrases import anywhere, beginning

SUBJECT = beginning(
    {
        "en": (
            r"automatic reply",
            r"auto(?:mated)?[ -]?(?:reply|response|responder|respons\b|answer)",
            r"auto:",
            (
                r"out[ -]of[ -](?:the[ -])?office(?: (?:auto-?)?reply| message| notification|"
                r" response)?(?=\W*$|\W*(?::|- |re\b))"
            ),
            r"ooo(?=:|$)",
            (
                r"(?:vacation|holiday|absence|away) (?:auto-?)?(?:reply|response|message|notice|"
                r"notification)"
            ),
            r"on (?:vacation|annual leave|leave)(?=\W*$|\W*(?::|re\b))",
            r"away from (?:the office|my (?:e-?mail|desk|mail))(?=\W*$|:)",
        ),
        "de": (
            r"automatische (?:antwort|abwesenheits\w*|e-?mail-?antwort|rückantwort)",
            r"abwesenheits\w*",
            r"abwesend(?=\W*$|:)",
            r"außer haus",
            r"autoantwort",
        ),
        "fr": (
            r"réponse automatique",
            r"absence du bureau",
            r"(?:message|avis) d'absence",
            r"absente? du bureau",
        ),
        "es": (r"respuesta autom[áa]tica", r"fuera de (?:la )?oficina", r"mensaje automático"),
        "pt": (
            r"resposta autom[áa]tica",
            r"fora do escritório",
            r"(?:mensagem|aviso) de ausência",
            r"ausência do escritório",
        ),
        "it": (
            r"risposta automatica",
            r"risposta non al computer",
            r"fuori (?:sede|ufficio)",
            r"assenza dall'ufficio",
            r"messaggio di assenza",
        ),
        "nl": (
            r"automatisch (?:antwoord|bericht)",
            r"afwezigheids\w*",
            r"afwezig(?=\W*$|:)",
            r"niet aanwezig",
        ),
        "sv": (r"autosvar", r"automatiskt svar", r"frånvaro(?:meddelande)?(?=\W*$|:)"),
        "da/no": (
            r"automatisk svar",
            r"fravær\w*(?=\W*$|:)",
            r"ikke til stede",
            r"ikke på kontoret",
        ),
        "pl": (
            r"odpowiedź automatyczna",
            r"automatyczna odpowiedź",
            r"autoodpowiedź",
            r"nieobecność(?=\W*$|:| w biurze)",
        ),
        "cs/sk": (
            r"automatick[áa] odpov[eě][dď]",
            r"nepřítomnost(?=\W*$|:)",
            r"mimo kancelář",
        ),
        "fi": (
            r"automaattinen (?:vastaus|poissaoloviesti)",
            r"poissaolo\w*",
            r"poissa toimistosta",
        ),
        "ru/uk": (
            r"автоответ\w*",
            r"автоматический ответ",
            r"автоматична відповідь",
            r"нет на месте",
            r"вне офиса",
        ),
        "tr": (r"otomatik (?:yanıt|cevap)", r"ofis dışı\w*"),
        "hu": (r"automatikus válasz", r"házon kívül"),
        "ro": (r"răspuns automat",),
        "el": (r"αυτόματη απάντηση",),
        "vi": (r"trả lời tự động",),
        "id": (r"balasan otomatis",),
        "he": (r"מענה אוטומטי", r"תשובה אוטומטית"),
        "ar": (r"رد تلقائي",),
        "ja": (
            r"自動(?:返信|応答)",
            r"不在(?:通知|のお知らせ|の連絡|連絡)",
            r"休暇(?:中|のお知らせ)",
        ),
        "zh": (r"自动(?:回复|答复)", r"自動(?:回覆|答覆|回復)", r"不在办公室"),
        "ko": (r"자동 ?(?:회신|응답|답장)", r"부재 ?중", r"외출 중"),
    }
)
"""Subjects that programs give to an answer sent in someone's absence."""

SUBJECT_HINT = beginning(
    {
        "en": (
            r"not here",
            r"away\b",
            r"on leave",
            r"out of",
            r"gone\b",
            r"moved on",
            r"no longer",
        ),
        "de": (r"abwesen", r"urlaub", r"nicht da"),
        "fr": (r"absen", r"en congé"),
        "es/pt/it": (r"ausen", r"vacacion", r"férias", r"in ferie", r"assen"),
        "nl/sv/da/no": (r"afwezig", r"vakantie", r"semester", r"ferie", r"bortrest"),
    }
)
"""Subjects that a person might write as well: one sign more, where others are there."""

AWAY = anywhere(
    {
        "en": (
            (
                r"\b(?:i am|i'm|i will be|i'll be|we are|he is|she is|he's|she's|currently|"
                r"is) (?:\w+ ){0,3}?(?:out of (?:the )?office|away\b|on (?:\w+ ){0,3}(?:leave|"
                r"holidays?|vacation|placement|rotation|break|sabbatical)|travelling|traveling|"
                r"overseas|abroad|offline|unavailable|not (?:checking|reading|at work|"
                r"in the office)|without (?:e-?mail|internet)|walking|hiking|sitting (?:finals|"
                r"exams)|only (?:looking|checking)|on a retreat)"
            ),
            r"out of (?:the )?office",
            r"have left (?:the|this)\b",
            r"\bmoved to\b",
            r"no longer (?:work|with|at|check|monitor|in use)",
            r"account (?:shuts|closes|will be closed|is (?:being )?closed)",
        ),
        "de": (
            (
                r"\b(?:bin|ist|befinde|werde)\b.{0,60}(?:abwesend|nicht im (?:büro|haus|dienst)|"
                r"außer haus|im urlaub|in (?:elternzeit|mutterschutz)|auf (?:dienst)?reise|"
                r"nicht (?:erreichbar|anwesend)|verreist|im \w*praktikum|in den ferien)"
            ),
            r"nicht im (?:büro|haus)\b",
            r"wieder (?:im büro|erreichbar|für sie da)",
        ),
        "fr": (
            (
                r"(?:suis|serai) (?:actuellement |en ce moment )?(?:absent|en (?:congé|vacances|"
                r"déplacement|stage|arrêt)|hors d|indisponible)"
            ),
            r"de retour le\b",
        ),
        "es": (
            (
                r"(?:estoy|estaré|me encuentro) (?:actualmente )?(?:de (?:viaje|vacaciones|baja|"
                r"permiso|licencia)|fuera|ausente|en (?:un |una )?(?:viaje|congreso|rotación))"
            ),
            r"fuera de (?:la |mi )?oficina",
        ),
        "it": (
            (
                r"(?:sono|sarò) (?:attualmente )?(?:assente|fuori|in (?:ferie|vacanza|viaggio|"
                r"congedo|maternità)|all'estero)"
            ),
        ),
        "pt": (
            (
                r"(?:estou|estarei|encontro-me) (?:\w+ )?(?:ausente|fora\b|de (?:férias|licença)|"
                r"em (?:viagem|prova|provas|férias|licença)|sem acesso)"
            ),
        ),
        "nl": (
            (
                r"\b(?:ben|is)\b (?:\S+ ){0,5}?(?:afwezig|niet (?:aanwezig|bereikbaar|op kantoor)|"
                r"met (?:vakantie|verlof|zwangerschapsverlof)|op (?:vakantie|reis))"
            ),
        ),
        "sv": (
            (
                r"är (?:\w+ ){0,3}(?:bortrest|ledig|frånvarande|på (?:semester|resa|tjänsteresa)|"
                r"inte på (?:kontoret|plats)|föräldraledig)"
            ),
        ),
        "da/no": (
            (
                r"(?:er|har) (?:\w+ ){0,3}(?:ferie|fravær\w*|bortrejst|bortreist|"
                r"ikke på (?:kontoret|jobb)|på (?:ferie|reise|orlov)|ikke til stede|permisjon)"
            ),
        ),
        "pl": (
            (
                r"(?:jestem|będę|przebywam) (?:\w+ ){0,4}(?:nieobecn\w|na urlopie|poza biurem|"
                r"niedostępn\w)"
            ),
        ),
        "cs": (
            r"(?:jsem|budu) (?:\w+ ){0,4}(?:mimo (?:kancelář|pracoviště)|na dovolené|nepřítom\w+)",
        ),
        "fi": (r"olen (?:\w+ ){0,4}(?:lomalla|poissa|matkoilla|vapaalla)",),
        "ru": (
            (
                r"(?:нахожусь|буду|я) (?:\w+ ){0,3}(?:в (?:отпуске|командировке)|отсутств\w+|"
                r"вне офиса)"
            ),
            r"отсутствую",
        ),
        "tr": (r"izindeyim", r"ofis dışında", r"tatildeyim", r"ofiste (?:yokum|olmayacağım)"),
        "ja": (r"不在(?:に|と|です|のため)", r"休暇(?:中|を|の)", r"出張(?:中|の|で)"),
        "zh": (r"休假", r"出差", r"不在(?:办公室|公司)", r"外出"),
        "ko": (r"휴가", r"출장", r"부재"),
    }
)

UNTIL = anywhere(
    {
        "en": (
            (
                r"\b(?:until|till|til|through|returning|return on|be back|back (?:on|in|at)|"
                r"on my return|upon my return|at the end of|when (?:it's|that's) over|when i(?:'m|"
                r" am| get)? (?:back|return|down|home))\b"
            ),
            r"\bfrom \d",
        ),
        "de": (
            r"\bbis (?:zum |einschließlich |einschl\. )?\d",
            r"\bab (?:dem )?\d",
            r"wieder (?:ab|am|zurück|da)\b",
        ),
        "fr": (r"jusqu'", r"de retour", r"[àa] mon retour", r"dès mon retour"),
        "es": (r"hasta (?:el|la|nuevo)", r"\ba mi (?:regreso|vuelta)"),
        "it": (r"\bal (?:mio )?rientro", r"fino al", r"tornerò", r"rientrerò"),
        "pt": (r"até (?:o |ao )?(?:dia )?\d", r"de volta", r"(?:no|ao) (?:meu )?regress"),
        "nl": (r"\btot (?:en met )?\w", r"\bterug (?:op|van|ben)", r"\bvanaf \w"),
        "sv": (r"till och med", r"\bt\.?o\.?m\b", r"tillbaka", r"fram till"),
        "da/no": (r"\btil og med\b", r"tilbage", r"tilbake", r"frem til"),
        "pl": (r"\bdo (?:dnia )?\d", r"wracam", r"po powrocie", r"wrócę"),
        "cs": (r"\bdo \d", r"zpět", r"vrátím", r"po návratu"),
        "fi": (r"\basti\b", r"palaan", r"takaisin"),
        "ru": (r"\bдо \d", r"вернусь", r"по возвращении"),
        "tr": (r"\d+ ?\w* (?:tarihine|tarihinde)", r"kadar", r"dönüş"),
        "ja": (r"まで", r"戻り", r"以降"),
        "zh": (r"返回", r"回来", r"\d月\d+日", r"\d+日"),
        "ko": (r"까지", r"복귀"),
    }
)

UNREAD = anywhere(
    {
        "en": (
            (
                r"(?:limited|no|intermittent|sporadic|patchy|without|little|"
                r"restricted) (?:or no )?(?:access|signal|internet|e-?mail|reception|connection)"
            ),
            r"not (?:be )?(?:checking|reading|monitoring|able to (?:check|read|reply|respond))",
            r"will (?:not )?be (?:checking|reading|monitoring)",
            r"only (?:checking|looking at|reading)",
            r"(?:not|un)[ -]?monitored",
            (
                r"(?:will|i'll) (?:\w+ ){0,3}(?:reply|respond|answer|get back|be in touch|"
                r"attend to|return your|come back to)"
            ),
            r"as soon as (?:i|possible)",
            r"will (?:be )?(?:not |only )?(?:forwarded|read|answered|passed on)",
        ),
        "de": (
            r"nicht (?:gelesen|weitergeleitet|abgerufen|bearbeitet)",
            r"nur (?:eingeschränkt|sporadisch|unregelmäßig)",
            r"melde mich",
            r"werde (?:ich )?.{0,40}(?:beantworten|antworten|bearbeiten|melden)",
        ),
        "fr": (
            r"n'(?:aurai|ai) pas accès",
            r"accès (?:limité|restreint)",
            r"ne sera pas (?:transféré|lu)",
            r"répondrai",
            r"prendrai connaissance",
        ),
        "es": (
            r"responderé",
            r"contestaré",
            r"(?:sin|no (?:tendré|tengo)) acceso",
            r"acceso limitado",
            r"\bleeré",
        ),
        "it": (r"risponderò", r"accesso limitato", r"non (?:avrò|ho) accesso", r"leggerò"),
        "pt": (r"responderei", r"sem acesso", r"acesso limitado", r"volto a (?:ler|responder)"),
        "nl": (
            r"beantwoord",
            r"(?:geen|beperkte?) toegang",
            r"niet gelezen",
            r"zal ik .{0,20}reageren",
        ),
        "sv": (r"läser (?:inte|ej)", r"svarar", r"begränsad", r"återkommer"),
        "da/no": (
            r"(?:læser|leser) ikke",
            r"svarer",
            r"begrænset",
            r"begrenset",
            r"vender tilbage",
        ),
        "pl": (r"odpowiem", r"odpiszę", r"ograniczony dostęp", r"nie (?:będę|mam) .{0,20}dostępu"),
        "cs": (r"odpovím", r"omezený přístup", r"nemám přístup"),
        "fi": (r"vastaan", r"en lue"),
        "ru": (r"отвечу", r"ответить", r"ограничен"),
        "tr": (r"yanıtla", r"cevap ver", r"dönüş yap", r"sınırlı"),
        "ja": (r"返信", r"ご?連絡いたし", r"確認(?:でき|いたし)"),
        "zh": (r"回复", r"无法及时", r"查看"),
        "ko": (r"답변", r"회신", r"확인"),
    }
)

INSTEAD = anywhere(
    {
        "en": (
            r"(?:for|if|in) (?:\w+ ){0,4}?(?:urgent|emergenc\w+|immediate|assistance|pressing)",
            r"urgent(?:ly)? (?:matter|quer|need|enquir|inquir|request|issue)",
            r"anything urgent",
            r"(?:please|should|can) (?:contact|e-?mail|call|ring|text) (?!me\b|us\b)\w+",
            r"if (?:it's|it is|this is) (?:about|urgent)",
            r"if you(?:'re| are) my \w+",
            r"for everyone else",
            (
                r"thank(?:s| you) for (?:your|the|contacting|writing) ?(?:e-?mail|message|mail|"
                r"note|enquiry|inquiry)?"
            ),
            r"send (?:anything|everything|mail|e-?mails?) to",
        ),
        "de": (
            r"in dringenden",
            r"dringende",
            r"wenden sie sich",
            r"(?:vielen dank|danke) für (?:ihre|deine)",
        ),
        "fr": (r"urgen", r"adressez-vous", r"contacter", r"merci (?:pour|de) (?:votre|ton)"),
        "es": (
            r"para (?:temas|asuntos|cualquier|cuestiones) ",
            r"urgente",
            r"contact(?:e|ar|en) (?:con|a)",
            r"gracias por",
        ),
        "it": (r"in caso di", r"urgenz", r"urgente", r"rivolgersi", r"contattare", r"grazie per"),
        "pt": (r"em caso de", r"urgente", r"obrigad[oa] (?:pel|por)", r"conta[c]?te"),
        "nl": (
            r"(?:bij|voor) (?:spoed|dringende|urgente)",
            r"neem(?:t u)? contact",
            r"(?:bedankt|dank (?:u|je)(?: wel)?) voor",
        ),
        "sv": (r"brådskande", r"kontakta", r"tack för (?:ditt|ert)"),
        "da/no": (
            r"ved (?:hast|haste|presserende|behov)",
            r"haster",
            r"\bkontakt ",
            r"takk? for (?:din|e-?post)",
        ),
        "pl": (r"pilnych", r"nagłych", r"proszę o kontakt", r"dziękuj"),
        "cs": (r"naléhav", r"obraťte", r"kontaktujte", r"děkuj"),
        "fi": (r"kiireellis", r"ota(?:ttehan)? yhteyttä", r"kiitos (?:viestist|sähköpost)"),
        "ru": (r"срочн", r"обращайтесь", r"спасибо за", r"благодар"),
        "tr": (r"\bacil", r"iletişime geç", r"teşekkür"),
        "ja": (r"お急ぎ", r"緊急", r"ありがとうござい"),
        "zh": (r"紧急", r"如有急", r"敬请谅解", r"您好", r"感谢您"),
        "ko": (r"긴급", r"급한", r"문의", r"감사"),
    }
)
