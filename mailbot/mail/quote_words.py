# ruff: noqa: E501
"""The words by which mail programs mark earlier mail and signatures, in the common languages."""

from __future__ import annotations

WROTE = (
    "wrote|writes|sent|said|replied|"
    "schrieb(?:en)?|geschrieben|"
    "a écrit|a ecrit|écrivait|"
    "escribi[óo]|ha escrito|"
    "ha scritto|scrive|scriveva|"
    "escreveu|escreve|"
    "schreef|geschreven|"
    "skrev|skreiv|skriver|"
    "napisał(?:a|\\(a\\))?|pisze|"
    "napsal(?:a|\\(a\\))?|napísal(?:a|\\(a\\))?|píše|"
    "написал(?:а|\\(а\\))?|пишет|пише|написав|написала|"
    "kirjoitti|"
    "yazdı|yazmış|"
    "έγραψε|írta|a scris|đã viết|menulis|je napisao|kirjutas|rašė|"
    "写道|寫道|さんは書きました|のメール|書きました|작성|썼습니다|"
    "כתב|כתבה|كتب"
)
"""Verbs in the line above a quotation ("On Monday ... wrote:")."""

OPENERS = (
    "On|Am|Le|El|Il|Lo|Em|No dia|Op|Den|På|Den|W dniu|Dnia|Dne|Dňa|Vào|Στις|В|Am|A|Pe|Pada|Quoting|Zitat von|"
    "At|In message|Ont|Il giorno|Lördag|Ma|Ke|Ti|"
    "mån|tis|ons|tors|fre|lör|sön|man|tir|tor|lør|søn|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|so|ne|"
    "пн|вт|ср|чт|пт|сб|вс|нд|ma|di|wo|do|vr|za|zo|lun|mar|mer|mié|jue|jeu|gio|vie|ven|sam|sáb|sab|dim|dom|"
    "seg|ter|qua|qui|sex|(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?|\\w+tag|Mo|Di|Mi|Do|Fr|Sa|So"
)
"""Words that such a line begins with, before its date."""

FROM = (
    "From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|От|От кого|Від|Від кого|Kimden|Gönderen|Feladó|Expéditeur|"
    "Remitente|Mittente|Remetente|Afzender|Avsändare|Afsender|Avsender|Nadawca|Odesílatel|De la|Από|Απο|Από|"
    "差出人|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|보낸이|发信人|מאת|من"
)
DATE = (
    "Sent|Date|Sent at|Gesendet|Gesendet am|Datum|Envoyé|Envoyé le|Date d'envoi|Message du|Enviado|Enviado el|Enviada em|Enviado em|"
    "Fecha|Data|Inviato|Inviato il|Data di invio|Verzonden|Verstuurd|Skickat|Sendt|Dato|Datum|Wysłano|Wysłane|Data|Odesláno|Datum|"
    "Lähetetty|Päivämäärä|Päiväys|Отправлено|Дата|Дата отправки|Надіслано|Gönderildi|Gönderme Tarihi|Tarih|Elküldve|Dátum|Küldve|Trimis|"
    "Στάλθηκε|Ημερομηνία|送信日時|送信日|日時|日付|发送时间|发送日期|日期|時間|时间|傳送時間|寄件日期|보낸 날짜|보낸날짜|날짜|일시|תאריך|تاريخ"
)
TO = (
    "To|An|À|A|Para|Aan|Till|Til|Do|Komu|Vastaanottaja|Кому|Kime|Alıcı|Címzett|Destinataire|Destinatario|Destinatário|"
    "Către|Προς|宛先|收件人|收件者|받는 사람|받는사람|받는이|אל|إلى"
)
SUBJECT = (
    "Subject|Betreff|Objet|Sujet|Asunto|Oggetto|Assunto|Onderwerp|Ämne|Emne|Temat|Předmět|Predmet|Aihe|Тема|Konu|"
    "Tárgy|Subiect|Θέμα|件名|主题|主旨|標題|제목|נושא|الموضوع"
)
CC = "Cc|Bcc|CC|Kopie|Kopia|Kopi|Copie|Copia|Cópia|Kopio|Копия|Копія|Bilgi|抄送|副本|참조|Reply-To|Répondre à|Antwort an|Organization|Priority|Importance"

EARLIER_MAIL = (
    "original message|forwarded message|original mail|original e-?mail|forwarded mail|forwarded by|original appointment|"
    "ursprüngliche (?:nachricht|mail)|original-?nachricht|originalnachricht|weitergeleitete nachricht|"
    "message d['’]origine|message original|message transféré|message initial|courriel d['’]origine|mail original|e-?mail d['’]origine|"
    "mensaje original|mensaje reenviado|forwarded|"
    "messaggio originale|messaggio inoltrato|messaggio originario|"
    "mensagem original|mensagem encaminhada|mensagem reencaminhada|"
    "oorspronkelijk(?:e)? bericht|doorgestuurd bericht|origineel bericht|"
    "ursprungligt meddelande|ursprungligt mail|vidarebefordrat (?:meddelande|brev)|originalmeddelande|"
    "oprindelig (?:meddelelse|besked)|videresendt (?:meddelelse|besked|melding)|opprinnelig (?:melding|beskjed)|"
    "oryginalna wiadomość|wiadomość oryginalna|wiadomość przekazana|treść oryginalnej|przekazana wiadomość|"
    "původní (?:zpráva|e-?mail)|přeposlaná zpráva|pôvodná správa|"
    "alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|"
    "исходное сообщение|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|конец пересылаемого|вихідне повідомлення|"
    "orijinal (?:ileti|mesaj|e-?posta)|iletilen (?:ileti|mesaj)|yönlendirilen ileti|özgün ileti|"
    "eredeti üzenet|továbbított üzenet|mesaj original|αρχικό μήνυμα|προωθημένο μήνυμα|"
    "元のメッセージ|転送(?:された)?メッセージ|original message|转发(?:的)?邮件|原始邮件|邮件原件|原邮件|原始信件|轉寄郵件|原始郵件|"
    "원본 ?메(?:시|세)지|전달된 메일|전달된 메시지"
)
"""Between rows of dashes, above earlier mail."""

BEGIN_FORWARDED = (
    "Begin forwarded message|Start of forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)|"
    "Beginn der weitergeleiteten Nachricht|Début du message (?:transféré|réexpédié)|"
    "Inicio del mensaje reenviado|Comienza el mensaje reenviado|Inizio messaggio inoltrato|Início da mensagem (?:encaminhada|reencaminhada)|"
    "Begin doorgestuurd bericht|Vidarebefordrat brev|Start på videresendt besked|Videresendt melding|"
    "Początek przekazywanej wiadomości|Začátek přeposlané zprávy|Välitetty viesti alkaa|"
    "Начало переадресованного (?:сообщения|письма)|İleti başlangıcı|İletilen ileti başlangıcı|転送されたメッセージ|开始转发的邮件|轉寄的郵件|전달된 메시지 시작"
)

REPLY_ABOVE = (
    "(?:please )?(?:type|write|enter|add)? ?(?:your )?reply (?:above|ABOVE) (?:this|the) line|"
    "reply above this line|write above this line|respond above this line|"
    "bitte (?:antworten sie|schreiben sie).{0,30}(?:oberhalb|über) dieser (?:zeile|linie)|"
    "répondre au-dessus de cette ligne|responda? (?:por )?encima de esta línea"
)

SENT_FROM = (
    "Sent from (?:\\S+(?=\\s*(?:<|\\(|$))|my|an?|the|Mail|Outlook|Yahoo|Gmail|Samsung|Proton|AOL|BlackBerry|iPhone|iPad|Nine)|Sent (?:via|using|with) (?:the |my )?"
    "(?:Proton|Outlook|Samsung|BlackBerry|Yahoo|AOL|Mail|Android|iPhone|Spark|Superhuman|Mailbird|Hey)|Get Outlook for|Get BlueMail for|"
    "Envoyé (?:de|depuis|à partir de) (?:mon|ma|l['’]|Yahoo|Outlook|Proton|Courrier|Mail|un)|Provenance : Courrier|Télécharger Outlook|Obtenez Outlook|"
    "Von meinem \\S+(?: \\S+)?(?: \\S+)? (?:gesendet|aus gesendet)|Gesendet (?:von|mit|über) (?:meinem|Mail|Outlook|der|Yahoo|Proton)|"
    "Diese Nachricht wurde von meinem|Von Samsung|Outlook für (?:iOS|Android)|"
    "Enviado (?:desde|do|de|pelo|a partir) (?:mi|meu|el|o|Correo|Yahoo|Outlook|Mail|Proton|Email|E-?mail|Samsung)|Obtener Outlook para|Obter o Outlook|"
    "Inviato (?:da|dal|dall['’]|con) ?(?:il )?(?:mio|iPhone|iPad|smartphone|Outlook|Posta|Yahoo|Libero|Proton|Samsung|Android|dispositivo|mobile)|Scarica Outlook|"
    "Verstuurd (?:vanaf|vanuit|met|via) (?:mijn|Outlook|Mail|Yahoo|Proton|Samsung)|Verzonden (?:vanaf|vanuit|met) (?:mijn|Outlook|Mail|Yahoo|Proton|Samsung)|Outlook voor|"
    "Skickat från (?:min|Outlook|E-post|Yahoo|Proton|Samsung)|Skaffa Outlook|Hämta Outlook|Sendt fra (?:min|Outlook|Mail|E-post|Yahoo|Proton|Samsung)|Få Outlook|Hent Outlook|Last ned Outlook|"
    "Wysłane z (?:mojego|iPhone|telefonu|Outlook|programu|urządzenia|Yahoo|Proton|Androida)|Pobierz aplikację Outlook|Uzyskaj aplikację|"
    "Odesláno z(?:e)? (?:mého|iPhon|telefonu|aplikace|Pošty|Outlook|Mailu|mobil)|Získat Outlook|"
    "Lähetetty (?:iPhone|iPad|Samsung|minun|puhelime|Outlook|Yahoo|sähköposti)|Hanki Outlook|"
    "Отправлено (?:с|из|от) (?:моего|iPhone|iPad|мобильн|Mail|Почты|Яндекс|Samsung|Outlook|приложения|устройства)|Надіслано з|"
    "(?:iPhone|iPad|Samsung)\\S* ?(?:cihazımdan |telefonumdan )?gönderildi|(?:iPhone|iPad)(?:['’]?umdan|imden) gönderildi|"
    "(?:iPhone|iPad|Android)から送信|発信元：|发自我的|從我的|自我的|从我的 ?(?:iPhone|手机)|나의 \\S+에서 보냄|내 \\S+에서 보냄"
)
"""What phones and programs add below what was written."""

CLOSINGS = (
    "(?:kind(?:est)?|best|warm(?:est)?|many|sincere|with(?: my)?(?: kind| best| warm)?|all good)? ?(?:regards|wishes)|"
    "best|cheers|thanks(?: so much| very much| a lot| again| in advance| heaps| and regards| & regards)?|many thanks|thank you(?: so much| very much| again| in advance| for your time)?|"
    "sincerely|yours(?: sincerely| faithfully| truly)?|sincerely yours|respectfully|cordially|love|ta|take care|talk soon|warmly|kindly|regards|all the best|ngā mihi(?: nui)?|"
    "mit freundlichen grüßen|mit freundlichem gruß|mit besten grüßen|freundliche grüße|viele grüße|liebe grüße|beste grüße|herzliche grüße|vg|lg|mfg|gruß|grüße|danke|"
    "cordialement|bien (?:cordialement|à vous)|sincères salutations|salutations|merci(?: d'avance)?|bonne journée|amicalement|"
    "(?:un |muchos )?salud[oa]s?(?: cordial(?:es)?)?|atentamente|gracias|un abrazo|"
    "cordiali saluti|distinti saluti|saluti|un saluto|grazie|"
    "atenciosamente|cumprimentos|com os melhores cumprimentos|abraços?|obrigad[oa]|att|"
    "met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|bedankt|"
    "med vänliga? hälsning(?:ar)?|vänliga? hälsning(?:ar)?|mvh|hälsningar|tack|"
    "(?:med )?venlig(?:e)? hilsen(?:er)?|(?:med )?vennlig(?:e)? hilsen(?:er)?|hilsen|kh|bedste hilsner|beste hilsen|"
    "pozdrawiam|z poważaniem|z powazaniem|pozdrowienia|s pozdravem|děkuji|"
    "ystävällisin terveisin|terveisin|с уважением|с наилучшими пожеланиями|saygılarımla|saygılar|sevgiler|"
    "よろしくお願いいたします|よろしくお願いします|敬具|此致|敬礼|谢谢|감사합니다|드림"
)
"""Words of parting above a name."""
