"""The words by which mail programs mark earlier mail and signatures: a line a language."""

from __future__ import annotations


def _either(*phrases: str) -> str:
    return "|".join(phrases)


WROTE = _either(
    "wrote|writes",
    r"schrieb(?:en)?|geschrieben",
    "a écrit|a ecrit|écrivait",
    "escribi[óo]|ha escrito",
    "ha scritto|scrive|scriveva",
    "escreveu|escreve",
    "schreef|geschreven",
    "skrev|skreiv|skriver",
    r"napisał(?:a|\(a\))?|pisze",
    r"napsal(?:a|\(a\))?|napísal(?:a|\(a\))?|píše",
    r"написал(?:а|\(а\))?|пишет",
    "пише|написав|написала",
    "kirjoitti|kirjutas",
    "yazdı|yazmış",
    "έγραψε",
    "írta|a scris|je napisao|rašė",
    "đã viết|menulis",
    "כתב|כתבה|كتب",
)
"""Verbs in the line above a quotation ("On Monday ... wrote:")."""

WROTE_UNSPACED = "のメール|書きました|写道|寫道|작성|썼습니다"
"""The same in scripts that do without spaces."""

SAID = "sent|said|replied"
"""Verbs that stand in a story as well, and so want a mail address beside them."""

OPENERS = _either(
    "On|At|Quoting|In message",
    "Am|Zitat von",
    "Le|El|Il|Lo|Em|No dia|Il giorno",
    "Op|Den|På|Ma|Ke|Ti",
    "W dniu|Dnia|Dne|Dňa|В|A|Pe|Στις|Vào|Pada",
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?",
    r"\w+tag|Mo|Di|Mi|Do|Fr|Sa|So",
    "lun|mar|mer|mié|jue|jeu|gio|vie|ven|sam|sáb|sab|dim|dom|seg|ter|qua|qui|sex",
    "ma|di|wo|do|vr|za|zo|mån|tis|ons|tors|fre|lör|sön|man|tir|tor|lør|søn",
    "pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|so|ne",
    "пн|вт|ср|чт|пт|сб|вс|нд",
)
"""Words that such a line begins with, before its date."""

FROM = _either(
    "From|Von|De|Da|Van|Från|Fra|Od",
    "Expéditeur|Remitente|Mittente|Remetente|Afzender|Avsändare|Afsender|Avsender",
    "Nadawca|Odesílatel|Lähettäjä|Feladó|De la|Kimden|Gönderen",
    "От|От кого|Від|Від кого|Από",
    "差出人|送信者|发件人|寄件者|寄件人|보낸 ?사람|보낸이",
    "מאת|من",
)

DATE = _either(
    "Sent|Sent at|Date|Gesendet|Gesendet am|Datum",
    "Envoyé|Envoyé le|Date d'envoi|Message du",
    "Enviado|Enviado el|Enviada em|Enviado em|Fecha|Data",
    "Inviato|Inviato il|Data di invio",
    "Verzonden|Verstuurd|Skickat|Sendt|Dato",
    "Wysłano|Wysłane|Odesláno|Lähetetty|Päivämäärä|Päiväys",
    "Отправлено|Дата|Дата отправки|Надіслано",
    "Gönderildi|Gönderme Tarihi|Tarih|Elküldve|Dátum|Küldve|Trimis",
    "Στάλθηκε|Ημερομηνία",
    "送信日時|送信日|日時|日付",
    "发送时间|发送日期|日期|时间|時間|傳送時間|寄件日期",
    "보낸 ?날짜|날짜|일시",
    "תאריך|تاريخ",
)

TO = _either(
    "To|An|À|A|Para|Aan|Till|Til|Do|Komu",
    "Destinataire|Destinatario|Destinatário|Vastaanottaja|Címzett|Către",
    "Кому|Kime|Alıcı|Προς",
    "宛先|收件人|收件者|받는 ?사람|받는이",
    "אל|إلى",
)

SUBJECT = _either(
    "Subject|Re|Betreff|Objet|Sujet|Asunto|Oggetto|Assunto|Onderwerp",
    "Ämne|Emne|Temat|Předmět|Predmet|Aihe|Тема|Konu|Tárgy|Subiect|Θέμα",
    "件名|主题|主旨|標題|제목",
    "נושא|الموضوع",
)

OTHER_FIELDS = _either(
    "Cc|Bcc|Reply-To|Organization|Priority|Importance",
    "Kopie|Kopia|Kopi|Copie|Copia|Cópia|Kopio|Копия|Копія|Bilgi",
    "Répondre à|Antwort an",
    "抄送|副本|참조",
)

EARLIER_MAIL = _either(
    r"(?:original|forwarded) (?:message|mail|e-?mail|appointment)|forwarded by|forwarded",
    "ursprüngliche (?:nachricht|mail)|original-?nachricht|weitergeleitete nachricht",
    r"(?:message|courriel|mail|e-?mail) (?:d['’]origine|original|initial|transféré)",
    "mensaje (?:original|reenviado)",
    "messaggio (?:originale|inoltrato|originario)",
    "mensagem (?:original|encaminhada|reencaminhada)",
    "oorspronkelijke? bericht|doorgestuurd bericht|origineel bericht",
    "ursprungligt (?:meddelande|mail)|vidarebefordrat (?:meddelande|brev)|originalmeddelande",
    "oprindelig (?:meddelelse|besked)|opprinnelig (?:melding|beskjed)",
    "videresendt (?:meddelelse|besked|melding)",
    "oryginalna wiadomość|wiadomość oryginalna|treść oryginalnej",
    "wiadomość przekazana|przekazana wiadomość",
    r"původní (?:zpráva|e-?mail)|přeposlaná zpráva|pôvodná správa",
    "alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti",
    "исходное сообщение|вихідне повідомлення",
    "(?:пересылаемо|пересланно|перенаправленно)е сообщение",
    r"(?:orijinal|özgün|iletilen|yönlendirilen) (?:ileti|mesaj|e-?posta)",
    "eredeti üzenet|továbbított üzenet|mesaj original",
    "αρχικό μήνυμα|προωθημένο μήνυμα",
    "元のメッセージ|転送(?:された)?メッセージ",
    "转发(?:的)?邮件|原始邮件|邮件原件|原邮件|原始信件|轉寄郵件|原始郵件",
    r"원본 ?메[시세]지|전달된 ?메(?:일|시지)",
)
"""Between rows of dashes, above earlier mail."""

BEGIN_FORWARDED = _either(
    "Begin forwarded message|Start of forwarded message",
    "(?:Anfang|Beginn) der weitergeleiteten (?:Nachricht|E-Mail)",
    "Début du message (?:transféré|réexpédié)",
    "Inicio del mensaje reenviado|Comienza el mensaje reenviado",
    "Inizio messaggio inoltrato|Início da mensagem (?:encaminhada|reencaminhada)",
    "Begin doorgestuurd bericht|Vidarebefordrat brev",
    "Start på videresendt besked|Videresendt melding",
    "Początek przekazywanej wiadomości|Začátek přeposlané zprávy|Välitetty viesti alkaa",
    "Начало переадресованного (?:сообщения|письма)|İletilen ileti başlangıcı",
    "転送されたメッセージ|开始转发的邮件|轉寄的郵件|전달된 메시지 시작",
)

REPLY_ABOVE = _either(
    r"(?:please )?(?:type|write|enter|add)? ?(?:your )?reply above (?:this|the) line",
    "(?:write|respond) above this line",
    "bitte (?:antworten|schreiben) sie.{0,30}(?:oberhalb|über) dieser (?:zeile|linie)",
    "répondre au-dessus de cette ligne",
    r"responda? (?:por )?encima de esta línea",
)
"""Where service desks cut a reply off."""

_PROGRAMS = "Outlook|Mail|Yahoo|Proton|Samsung|Gmail|AOL|BlackBerry|iPhone|iPad|Android"

SENT_FROM = _either(
    rf"Sent from (?:\S+(?=\s*(?:<|\(|$))|my|an?|the|Nine|{_PROGRAMS})",
    rf"Sent (?:via|using|with) (?:the |my )?(?:Spark|Superhuman|Mailbird|Hey|{_PROGRAMS})",
    "Get (?:Outlook|BlueMail) for",
    rf"Envoyé (?:de|depuis|à partir de) (?:mon|ma|l['’]|Courrier|un|{_PROGRAMS})",
    "Provenance : Courrier|(?:Télécharger|Obtenez) Outlook",
    r"Von meinem (?:\S+ ){1,3}(?:aus )?gesendet|Diese Nachricht wurde von meinem",
    rf"Gesendet (?:von|mit|über) (?:meinem|der|{_PROGRAMS})|Outlook für (?:iOS|Android)",
    rf"Enviado (?:desde|do|de|pelo|a partir) (?:mi|meu|el|o|Correo|E-?mail|{_PROGRAMS})",
    "Obtener Outlook para|Obter o Outlook",
    rf"Inviato (?:da|dal|dall['’]|con) ?(?:il )?(?:mio|smartphone|Posta|Libero|{_PROGRAMS})",
    "Scarica Outlook",
    rf"(?:Verstuurd|Verzonden) (?:vanaf|vanuit|met|via) (?:mijn|{_PROGRAMS})|Outlook voor",
    rf"Skickat från (?:min|E-post|{_PROGRAMS})|(?:Skaffa|Hämta) Outlook",
    rf"Sendt fra (?:min|E-post|{_PROGRAMS})|(?:Få|Hent|Last ned) Outlook",
    rf"Wysłane z (?:mojego|telefonu|programu|urządzenia|{_PROGRAMS})",
    rf"Odesláno ze? (?:mého|telefonu|aplikace|Pošty|mobil|iPhon|{_PROGRAMS})",
    rf"Lähetetty (?:minun|puhelime|sähköposti|{_PROGRAMS})|Hanki Outlook",
    rf"Отправлено (?:с|из|от) (?:моего|мобильн|Почты|Яндекс|приложения|{_PROGRAMS})",
    r"Надіслано з|(?:iPhone|iPad|Samsung)\S* ?(?:cihazımdan |telefonumdan )?gönderildi",
    "(?:iPhone|iPad|Android)から送信|发自我的|從我的|自我的|从我的 ?(?:iPhone|手机)",
    r"(?:나의|내) \S+에서 보냄",
)
"""What phones and programs add below what was written."""

CLOSINGS = _either(
    r"(?:(?:kind(?:est)?|best|warm(?:est)?|many|with(?: my)?(?: kind| best| warm)?) )?"
    r"(?:regards|wishes)",
    "best|cheers|love|ta|take care|talk soon|warmly|kindly|all the best|ngā mihi(?: nui)?",
    "thanks(?: so much| very much| a lot| again| in advance| heaps| and regards| & regards)?",
    "many thanks|thank you(?: so much| very much| again| in advance| for your time)?",
    "(?:yours )?sincerely(?: yours)?|yours(?: faithfully| truly)?|respectfully|cordially",
    "mit freundlichen grüßen|mit freundlichem gruß|mit besten grüßen",
    "(?:freundliche|viele|liebe|beste|herzliche) grüße|vg|lg|mfg|gruß|grüße|danke",
    "cordialement|bien (?:cordialement|à vous)|(?:sincères )?salutations|amicalement",
    "merci(?: d'avance)?|bonne journée",
    "(?:un |muchos )?salud[oa]s?(?: cordial(?:es)?)?|atentamente|gracias|un abrazo",
    "(?:cordiali |distinti )?saluti|un saluto|grazie",
    "atenciosamente|(?:com os melhores )?cumprimentos|abraços?|obrigad[oa]|att",
    "(?:met )?vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|bedankt",
    r"(?:med )?vänliga? hälsning(?:ar)?|mvh|hälsningar|tack",
    r"(?:med )?venn?lige? hilsen(?:er)?|hilsen|kh|bedste hilsner|beste hilsen",
    "pozdrawiam|z poważaniem|z powazaniem|pozdrowienia|s pozdravem|děkuji",
    "(?:ystävällisin )?terveisin|с уважением|с наилучшими пожеланиями",
    "saygılarımla|saygılar|sevgiler",
    "よろしくお願い(?:いたし|し)ます|敬具|此致|敬礼|谢谢|감사합니다|드림",
)
"""Words of parting above a name."""
