# ruff: noqa: E501
"""The words by which machines give themselves away, in the common languages; all on smoothed text."""

from __future__ import annotations

import re

AUTO_SUBJECT = re.compile(
    r"^(?:\W{0,3}(?:"
    r"automatic reply|auto(?:mated)?[ -]?(?:reply|response|responder|respons|answer)|autoreply|"
    r"out of (?:the )?office(?: (?:auto)?reply| message| notification| response)?(?=\W*$|\W*(?::|-|re\b))|o\.?o\.?o\.?(?=:|$)|"
    r"(?:vacation|holiday|absence|away) (?:auto-?)?(?:reply|response|message|notice|notification)|"
    r"on (?:vacation|annual leave|leave)(?=\W*$|\W*(?::|re\b))|away from (?:the office|my (?:e-?mail|desk|mail))(?=\W*$|:)|"
    r"automatische (?:antwort|abwesenheits\w*|e-?mail-?antwort|nachricht|rückantwort)|abwesenheits\w*|abwesend(?=\W|$)|außer haus|autoantwort|"
    r"réponse automatique|absence du bureau|message d'absence|avis d'absence|absente? du bureau|"
    r"respuesta automática|respuesta automatica|fuera de (?:la )?oficina|mensaje automático|"
    r"resposta automática|resposta automatica|fora do escritório|ausência (?:automática|do escritório)|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza|"
    r"automatisch (?:antwoord|bericht)|afwezigheids\w*|afwezig(?=\W|$)|niet aanwezig|"
    r"autosvar|automatiskt svar|automatisk svar|frånvaro\w*|frånvarande|fravær\w*|ikke til stede|ikke på kontoret|fraværs\w*|"
    r"odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|nieobecn\w+|"
    r"automatická odpověď|automatická odpoveď|automatische odpoved|nepřítomnost|mimo kancelář|"
    r"automaattinen (?:vastaus|poissaoloviesti)|poissaolo\w*|poissa(?= toimistosta|$|:)|"
    r"автоответ\w*|автоматический ответ|автоматична відповідь|нет на месте|вне офиса|отсутствие|"
    r"otomatik (?:yanıt|cevap)|ofis dışı\w*|automatikus válasz|házon kívül|răspuns automat|αυτόματη απάντηση|"
    r"trả lời tự động|balasan otomatis|מענה אוטומטי|رد تلقائي|"
    r"自動返信|自動応答|自動回覆|自动回复|自动答复|自動答覆|不在(?:通知|のお知らせ|の連絡)|不在のため|休暇(?:中|のお知らせ)|외출 중|자동 ?(?:회신|응답|답장)|부재 ?중"
    r"))"
)
"""Subjects that programs give to an answer sent in someone's absence."""

FAILURE_SUBJECT = re.compile(
    r"^(?:\[?\w[\w.-]{0,40}\]?:? )?\W{0,3}(?:"
    r"undeliver(?:able|ed)|delivery (?:status|fail|problem|error|delay|warn|has failed|notification|incomplete)|"
    r"(?:mail|message|e-?mail) (?:delivery|system error|failed|failure|status)|failure (?:notice|delivery)|fail(?:ed|ure)? (?:mail|delivery|notice)|"
    r"delivery (?:to|of) .{1,60} (?:failed|delayed)|returned (?:mail|to sender|e-?mail)|returning (?:message|mail) to sender|"
    r"(?:your )?(?:mail|message|e-?mail)(?: to \S+)? (?:could not|couldn't|not|has not|was not|cannot) (?:be )?(?:been )?deliver|"
    r"(?:permanent|temporary) (?:delivery )?fail|warning: (?:could not send|message|e?-?mail)|non-?delivery|"
    r"mail (?:returned|bounced|undeliverable)|message (?:blocked|rejected|bounced|undeliverable|delayed|could not)|delayed mail|"
    r"there was an error sending|nondeliverable|rejected(?: mail|:)|delivery$|"
    r"unzustellbar|zustellung (?:fehlgeschlagen|nicht möglich)|nicht zustellbar|(?:fehler|warnung) bei der zustellung|nachricht (?:nicht|konnte nicht) zugestellt|"
    r"non remis|échec de (?:la )?(?:remise|distribution|livraison)|message non (?:remis|distribué)|courrier non|"
    r"no se (?:pudo|puede|ha podido) entregar|error en la entrega|mensaje (?:no entregado|devuelto)|devolución|correo devuelto|"
    r"mancat[oa] (?:recapito|consegna)|impossibile (?:recapitare|consegnare)|messaggio non (?:recapitato|consegnato)|non recapitabile|"
    r"não (?:foi )?entregue|falha n[ao] entrega|mensagem não|mensagem devolvida|"
    r"onbestelbaar|niet (?:bezorgd|afgeleverd|bezorgbaar)|aflevering mislukt|kan niet worden bezorgd|"
    r"(?:går|gick) inte att leverera|kunde inte levereras|olevererat|meddelandet kunde|ikke leveret|kunne ikke leveres?|ikke levert|leveringsfeil|"
    r"niedostarczon|nie (?:dostarczono|można dostarczyć)|zwrot (?:wiadomości|poczty)|"
    r"nedoručiteln|nedoručen|zprávu nelze|toimittaminen epäonnistui|ei voitu toimittaa|"
    r"недоставлен|не доставлен|ваше сообщение не|ошибка доставки|не удалось доставить|не вдалося доставити|"
    r"teslim edilemedi|iletilemedi|kézbesíthetetlen|nu a putut fi livrat|"
    r"配信(?:不能|エラー|できません)|送信エラー|メールを(?:配信|送信)できません|エラーメール|未配信|退信|无法(?:送达|投递)|未送达|投递失败|系统退信|無法傳遞|無法投遞|반송|배달되지|전송 실패"
    r")"
)
"""Subjects that mail servers give to a bounce."""

FAILURE_TEXT = re.compile(
    r"this is the mail (?:system|delivery)|message (?:was |was automatically )?(?:created|generated) automatically by mail|automatically generated delivery status|"
    r"(?:could|can) ?n[o']t be (?:delivered|sent|forwarded to)|(?:was|has) not (?:been )?(?:delivered|accepted|passed on)|(?:was|were) (?:undeliverable|not delivered)|"
    r"(?:couldn't|could not|wasn't able to|was unable to|unable to|were unable to|not able to|failed to|tried .{0,20}but couldn't) (?:\w+ ){0,2}(?:deliver|get your)|"
    r"delivery (?:to the following|has failed|failed|is delayed|has been delayed|attempts? (?:have )?failed)|returned (?:to sender|undelivered)|had permanent (?:fatal|delivery) errors|"
    r"(?:recipient|user|address|account|mailbox)(?:'s (?:mailbox|address))? (?:is |was )?(?:unknown|not found|does not exist|doesn't exist|full|over quota|unavailable|disabled|inactive)|"
    r"(?:no|unknown) such (?:user|address|recipient)|user unknown|recipient address rejected|mailbox (?:is )?(?:full|unavailable)|over quota|relay(?:ing)? (?:access )?denied|"
    r"has been (?:blocked|rejected|quarantined|refused)|was (?:blocked|rejected|refused|classed as)|"
    r"konnte nicht (?:zugestellt|übermittelt)|nicht zugestellt werden|n'a (?:pas )?(?:pu être|été) (?:remis|distribué|livré)|n'a pas pu être|"
    r"no (?:se )?(?:pudo|ha podido|puede) (?:ser )?entrega|non è stato (?:recapitato|consegnato|possibile)|não (?:pôde|foi|pode) (?:ser )?entreg|"
    r"kon niet worden (?:bezorgd|afgeleverd)|kunde inte levereras|kunne ikke leveres|nie (?:mogła|może|można|została) (?:\w+ )?dostarcz|nelze doručit|nebyla doručena|"
    r"ei voitu toimittaa|не (?:было|может быть|удалось|может) (?:\w+ )?достав|teslim edilemedi|"
    r"配信(?:でき|され)ませんでした|送信できませんでした|届けることができません|无法(?:送达|投递)|未能(?:送达|投递)|전송하지 못|배달하지 못"
)
"""What mail servers say of a mail that they could not deliver."""

SMTP_REFUSAL = re.compile(
    r"\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\bstatus: ?[45]\.\d\.\d|\b55[0-4] |diagnostic-code|reporting-mta|\bsmtp error"
)

BOUNCE_NAMES = re.compile(
    r"mail(?:er)?[ -]?daemon|post[_-]?master|mail deliver|mail-?administrator|mail (?:administrator|system|router|server|robot)|mdaemon|microsoft exchange|exchange-system|delivery (?:service|system|subsystem)|message router"
)

CALENDAR_SUBJECT = re.compile(
    r"^(?:accepted|declined|tentative(?:ly accepted)?|(?:updated )?invitation|cancell?ed(?: event)?|(?:new )?time proposed|new meeting time proposed|meeting (?:accepted|declined|forward notification|cancell?ed|request)|"
    r"zugesagt|abgesagt|mit vorbehalt|(?:aktualisierte )?einladung|accepté|refusé|provisoire|(?:nouvelle )?invitation|annulé|aceptad[oa]|rechazad[oa]|provisional|cancelad[oa]|aceite|recusad[oa]|"
    r"accettat[oa]|rifiutat[oa]|provvisori[oa]|annullat[oa]|invito|geaccepteerd|geweigerd|afgewezen|voorlopig|geannuleerd|uitnodiging|accepterat|tackat (?:ja|nej)|avböjt|preliminärt|inställt|inbjudan|"
    r"accepteret|afvist|foreløbig|aflyst|akseptert|avslått|avlyst|invitasjon|zaakceptowano|odrzucono|wstępnie|odwołano|zaproszenie|přijato|odmítnuto|předběžně|zrušeno|pozvánka|"
    r"hyväksytty|hylätty|peruutettu|принято|отклонено|приглашение|отменено|kabul edildi|reddedildi|iptal|承諾|辞退|仮承諾|招待|キャンセル|已接受|已拒绝|暂定|已取消|邀请|수락|거절|초대장|취소됨)\s?: "
)
CALENDAR_TEXT = re.compile(
    r"has (?:accepted|declined|tentatively accepted|proposed a new time|cancell?ed|replied|responded)(?: \S+){0,3} (?:invitation|event|meeting)|has (?:accepted|declined) this invitation|"
    r"has proposed a new time|you have been invited to (?:the following|this) event|invitation from (?:google )?calendar|this event has been (?:cancell?ed|updated|changed)|"
    r"hat (?:diese|die|ihre) einladung|a (?:accepté|refusé) (?:cette|votre) invitation|ha (?:aceptado|rechazado) (?:esta|la) invitación|ha (?:accettato|rifiutato) (?:questo|l')|heeft deze uitnodiging|"
    r"reply for .{1,80} - (?:yes|no|maybe)|join with google meet|calendar-?server|add to calendar|open your calendar to respond"
)

RECEIPT_SUBJECT = re.compile(
    r"^(?:read|not read|delivered|relayed|gelesen|ungelesen|lu|leído|letto|gelezen|läst|læst|lest|przeczytano|přečteno|прочитано|okundu|開封済み|已读|읽음|read receipt|return receipt|disposition notification|lesebestätigung|accusé de lecture)(?:\s?: |$| \()"
)
RECEIPT_TEXT = re.compile(
    r"your message .{0,300}(?:was|has been) (?:read|opened|displayed|deleted without being read) |return receipt for the mail|this is a (?:return|read) receipt|"
    r"ihre nachricht .{0,300}wurde .{0,60}gelesen|votre message .{0,300}a été lu|su mensaje .{0,300}(?:fue leído|se ha leído)|il messaggio .{0,300}è stato letto|uw bericht .{0,300}is gelezen"
)

NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no|do[._-]?not|don'?t|not|never|ne)[._-]?(?:reply|replies|respond|response|answer|contestar|responder|pas-?repondre)(?:$|[._+=-].*)|"
    r"^(?:noreply|no-?responda|nao-?responda|nao-?responder|nepasrepondre|ne-?pas-?repondre|keine-?antwort|nicht-?antworten|keineantwort|geen-?antwoord|niet-?beantwoorden|noresponder|nonrispondere|svara-?ej|svar-?ikke|ingen-?svar|nieodpowiadac)\d*$"
)
MACHINE_LOCAL = re.compile(
    r"^(?:mailer|mailer-?daemon|newsletters?|notifications?|notify|notifier|alerts?|bounces?(?:[+-].*)?|digest|bulk|campaigns?|marketing|promo(?:tions?)?|deals|offers|news|updates?|"
    r"automated|autobot|bot|robot|cron|root|daemon|system|mailing|mail-?list|listserv|majordomo|mailman|etoc|toc|calendar-notification|receipts?|invoices?|billing|statements?|orders?|"
    r"bookings?|reservations?|reminders?|loyalty|rewards|surveys?|feedback|webinars?|events?|register|registrations?|tickets?|support|service|desk|helpdesk|donotreply|accounts?|grants|jobs?-?alerts?|"
    r"exam-copies|messages?-?noreply|invitations?|rundbrief|nyhetsbrev|nieuwsbrief|lettre|bulletin|boletin|nachrichten|info-?mail)(?:[._+-].*)?$|.*-(?:request|bounces?|owner|admin|newsletter|notifications?|noreply|alerts?)$|^owner-|.*\+bounces?.*"
)

BULK_TEXT = re.compile(
    r"unsubscribe|update (?:your )?(?:e-?mail )?preferences|manage (?:your )?(?:notifications?|preferences|subscriptions?|alerts?)|(?:e-?mail|notification|communication|alert) (?:preferences|settings)|opt[ -]out|"
    r"you(?:'re| are) (?:getting|receiving) this|you (?:have )?received this (?:e-?mail|message|mail|newsletter) (?:because|as)|remove (?:yourself|me) from|rather not (?:hear|receive)|view (?:this (?:e-?mail|message|mail) )?in (?:your |a |the )?browser|view (?:it )?online|"
    r"stop receiving|to be removed|mailing list (?:submissions|subscription)|because you(?:'re| are| have)? (?:subscribed|registered|signed up|opted)|mute this (?:thread|conversation)|"
    r"abbestellen|vom newsletter|im browser (?:ansehen|anzeigen|öffnen)|sie erhalten diese e-?mail|austragen|désabonner|désinscri|désabonnement|se désinscrire|vous recevez (?:cet? |ce )?(?:e-?mail|message|courriel)|voir (?:cet e-?mail )?(?:dans|en ligne)|"
    r"darse de baja|cancelar (?:la |su |tu )?suscripción|dar(?:te|se)? de baja|recibe(?:s)? este (?:correo|mensaje|e-?mail)|ver en (?:el |tu )?navegador|cancelar (?:a )?(?:inscrição|assinatura|subscrição)|descadastrar|está recebendo|"
    r"disiscriv|cancella(?:re|ti)? (?:l')?iscrizione|annulla(?:re)? l'iscrizione|ricevi questa|hai ricevuto questa|afmelden|uitschrijven|u ontvangt (?:deze|dit)|je ontvangt deze|bekijk (?:deze )?(?:e-?mail )?(?:in|online)|"
    r"avregistrera|avprenumerera|avsluta prenumeration|du får detta|avmeld|afmeld|du modtager denne|du mottar denne|wypisz|zrezygnować z subskrypcji|anuluj subskrypcję|otrzymujesz tę wiadomość|odhlásit (?:se|odběr)|odhlášení|dostáváte tento|"
    r"peruuta (?:tilaus|uutiskirje)|lopeta tilaus|отписаться|вы получили это|отказаться от (?:рассылки|подписки)|abonelikten (?:çık|ayrıl)|配信停止|配信(?:を)?解除|メルマガ|購読(?:を)?解除|退订|取消订阅|退訂|수신 ?거부|구독 ?(?:취소|해지)"
)
"""What stands at the foot of newsletters and notifications."""

NOTICE_TEXT = re.compile(
    r"this (?:is an? |e-?mail (?:is|was) |message (?:is|was) |mail (?:is|was) )(?:an )?(?:automat\w+|auto-?generated|system|computer)[ -]?(?:generated |sent |e-?mail|message|reply|response|notification|notice|reminder)?|(?:generated|sent) automatically|"
    r"(?:please )?do not (?:reply|respond)|don't reply to this|repl(?:ies|y) to this (?:address|e-?mail|message|mailbox) (?:are|is|will) not|not monitored|unmonitored|cannot (?:accept|receive) (?:incoming )?(?:repl|e-?mail)|"
    r"type your reply above|reply above this line|(?:has been|was) (?:logged|received|opened|created|assigned|marked|resolved|closed|updated) (?:and|with|as|by|successfully|under)|(?:given|assigned) (?:the )?(?:number|reference|ticket|case)|"
    r"(?:ticket|case|request|reference|incident|order|booking|confirmation|invoice|account|tracking)(?: (?:number|no\.?|id|ref))?[ :#]{1,3}[a-z]{0,4}-?\d{3,}|"
    r"log ?in to (?:your|reply|view|see|add|my)|sign in to|in my account|view (?:the |your )?(?:invoice|statement|results|order|recording|ticket|details online)|click (?:here|below|the (?:link|button)|to (?:join|view|confirm|open))|"
    r"terms (?:and|&) conditions|privacy policy|all rights reserved|this is a (?:system|service|courtesy|friendly automated) (?:notice|message|reminder|e-?mail)|this link is unique to you|"
    r"diese (?:e-?mail|nachricht) wurde automatisch|bitte (?:antworten sie )?nicht (?:auf diese|antworten)|automatisch (?:generiert|erstellt|versendet)|message (?:généré|envoyé) automatiquement|ceci est un (?:message|e-?mail|courriel) automatique|ne pas répondre|merci de ne pas répondre|"
    r"mensaje (?:generado |enviado )?automátic|no responda (?:a )?(?:este|esta)|por favor,? no responda|mensagem (?:gerada |enviada )?automátic|não responda|messaggio (?:generato |inviato )?automatic|non rispondere a|automatisch (?:gegenereerd|verzonden)|niet (?:te )?(?:be)?antwoorden op|"
    r"automatiskt (?:genererat|skickat|meddelande)|svara inte på|automatisk (?:genereret|generert|sendt)|besvar ikke|ikke svar på|wiadomość (?:została )?wygenerowan\w+ automatycznie|prosimy nie odpowiadać|automaticky (?:generovan|vygenerovan)|neodpovídejte|"
    r"automaattinen viesti|älä vastaa|автоматически (?:сгенерировано|отправлено|создано)|не отвечайте на это|otomatik olarak (?:gönderil|oluştur)|yanıtlamayın|自動(?:配信|送信|的に)|返信(?:しないで|はできません|いただいても)|自动(?:发送|生成)|请勿(?:直接)?回复|자동(?:으로)? (?:발송|생성)|발신 ?전용"
)
"""What programs say of themselves and their errands."""

CHALLENGE_TEXT = re.compile(
    r"(?:confirm|verify|prove) (?:that )?you(?:'re| are) (?:a )?(?:human|real|not a (?:robot|bot|spammer))|has been (?:held|quarantined) (?:because|until|as)|not (?:yet )?(?:among|on|in) my (?:approved|list of|safe|allowed)|"
    r"to (?:release|deliver) your (?:message|e-?mail)|click (?:the|this|on the) link .{0,60}(?:delivered|let through|approved|verify)|approved senders? list|challenge[ -]response"
)

AWAY = (
    re.compile(  # being away
        r"\b(?:i am|i'm|i will be|i'll be|we are|am|is|he is|she is|she's|he's|currently) (?:\w+ ){0,3}?(?:out of (?:the )?office|away|on (?:\w+ ){0,3}(?:leave|holidays?|vacation|placement|rotation|break)|travelling|traveling|overseas|abroad|offline|unavailable|not (?:checking|reading|at work|in the office)|without (?:e-?mail|internet)|walking|sitting (?:finals|exams)|only (?:looking|checking))|"
        r"out of (?:the )?office|not here|have left (?:the|this)|moved to|no longer (?:work|with|at|checked|monitored|in use)|account (?:shuts|closes|will be closed|is (?:being )?closed)|"
        r"\b(?:bin|ist|befinde mich|werde)\b.{0,60}(?:abwesend|nicht im (?:büro|haus|dienst)|außer haus|im urlaub|in (?:elternzeit|mutterschutz)|auf (?:dienst)?reise|nicht erreichbar|nicht anwesend|verreist|im \w*(?:praktikum|praktikum))|nicht im (?:büro|haus)|wieder (?:im büro|erreichbar|da)|"
        r"(?:suis|serai) (?:actuellement |en ce moment )?(?:absent|en (?:congé|vacances|déplacement|stage|arrêt)|hors d|indisponible)|de retour le|"
        r"(?:estoy|estaré|me encuentro|encuentro) (?:actualmente |de |en |fuera)|fuera de (?:la )?oficina|(?:sono|sarò) (?:attualmente )?(?:assente|fuori|in (?:ferie|vacanza|viaggio|congedo|maternità))|"
        r"(?:estou|estarei|encontro-me) (?:\w+ )?(?:ausente|fora|de (?:férias|licença)|em (?:viagem|prova|férias|licença)|sem acesso)|(?:ben|is) (?:momenteel |op dit moment |tot en met \S+ \S+ )?(?:afwezig|niet (?:aanwezig|bereikbaar|op kantoor)|met (?:vakantie|verlof)|op (?:vakantie|reis))|"
        r"(?:är|ar) (?:\w+ ){0,2}(?:bortrest|ledig|frånvarande|på (?:semester|resa|tjänsteresa)|inte på (?:kontoret|plats)|föräldraledig)|(?:er|har) (?:\w+ ){0,3}(?:ferie|fravær\w*|bortrejst|bortreist|ikke på (?:kontoret|jobb)|på (?:ferie|reise|orlov|permisjon)|ikke til stede|permisjon)|"
        r"(?:jestem|będę|przebywam) (?:\w+ ){0,3}(?:nieobecn\w|na urlopie|poza biurem|niedostępn\w)|(?:jsem|budu) (?:\w+ ){0,4}(?:mimo (?:kancelář|pracoviště)|na dovolené|nepřítom\w+)|"
        r"olen (?:\w+ ){0,4}(?:lomalla|poissa|matkoilla|vapaalla)|(?:нахожусь|буду|я) (?:\w+ ){0,3}(?:в (?:отпуске|командировке)|отсутств\w+|вне офиса)|(?:izindeyim|ofis dışında|tatildeyim|yokum|olmayacağım)|"
        r"不在(?:に|と|です|のため|にして)|休暇(?:中|を|の)|出張(?:中|の|で)|休业|休假|出差|不在(?:办公室|公司)|외근|휴가|부재|출장"
    ),
    re.compile(  # until or since when
        r"\b(?:until|till|til|through|returning|return on|be back|back (?:on|in|at)|from \d|on my return|when i(?:'m| am| get)? (?:back|return|down|home)|upon my return|when (?:it's|that's) over)\b|"
        r"\bbis (?:zum |einschließlich )?\w|\bab (?:dem )?\d|wieder (?:ab|am|erreichbar|zurück|da)|jusqu'|de retour|à mon retour|dès mon retour|hasta (?:el|mañana|nuevo)|a mi (?:regreso|vuelta)|al? \w* ?rientro|fino al|torner|até (?:o )?(?:dia )?\d|depois|de volta|no meu regresso|"
        r"tot (?:en met )?\w|terug (?:op|van|ben)|vanaf|till och med|tillbaka|fram till|\btil og med\b|tilbage|tilbake|\bdo (?:dnia )?\d|wracam|po powrocie|wrócę|zpět|vrátím|po návratu|\basti\b|palaan|takaisin|\bdo \d|\bдо \d|вернусь|по возвращении|\d+ ?(?:tarihine|tarihinde)|kadar|döndüğümde|dönüşümde|"
        r"まで|戻り|以降|返回|回来|月\d+日|까지|복귀"
    ),
    re.compile(  # what becomes of mail
        r"(?:limited|no|intermittent|sporadic|patchy|without|little|restricted) (?:or no )?(?:access|signal|internet|e-?mail|reception|connection)|not (?:be )?(?:checking|reading|monitoring|able to (?:check|read|reply|respond))|won't be (?:checking|reading)|will (?:not )?be (?:checking|reading|monitoring)|only (?:checking|looking at|reading)|"
        r"(?:will|i'll) (?:\w+ ){0,3}(?:reply|respond|answer|get back|be in touch|attend to|return your|come back to|read)|(?:as soon as|when) (?:i|possible)|will (?:be )?(?:not |only )?(?:forwarded|read|answered|passed on)|"
        r"nicht (?:gelesen|weitergeleitet|abgerufen|regelmäßig)|nur (?:eingeschränkt|sporadisch|unregelmäßig)|melde mich|werde ich .{0,40}(?:beantworten|antworten|bearbeiten|melden)|(?:n'aurai|n'ai) pas accès|accès (?:limité|restreint)|ne sera pas (?:transféré|lu)|répondrai|je (?:vous )?répond|prendrai connaissance|"
        r"responderé|contestaré|acceso limitado|sin acceso|no (?:tendré|tengo) acceso|leeré|risponder|accesso limitato|non (?:avrò|ho) accesso|legger|responderei|sem acesso|acesso limitado|volto a (?:ler|responder)|beantwoord|(?:geen|beperkt(?:e)?) toegang|niet gelezen|(?:zal|ik) .{0,20}(?:beantwoorden|reageren)|"
        r"läser (?:inte|ej)|svarar|begränsad|återkommer|læser ikke|leser ikke|svarer|begrænset|begrenset|vender tilbage|odpowiem|odpiszę|ograniczony dostęp|nie (?:będę|mam) .{0,20}(?:dostępu|czyta|sprawdza)|odpovím|omezený přístup|vastaan|отвечу|ответить|ограничен|yanıtlay|cevap ver|dönüş yap|sınırlı|"
        r"返信|ご?連絡いたし|确认|回复|无法及时|답변|회신|확인"
    ),
    re.compile(  # whom to ask instead, and thanks to whomever
        r"(?:for|if|in) (?:\w+ ){0,4}?(?:urgent|emergenc|immediate|assistance|pressing)|urgent(?:ly)? (?:matter|quer|need|enquir|inquir|request|issue)|anything urgent|(?:please )?(?:contact|e-?mail|call|ask|ring|text) (?:the |my |our |dr |prof )?\w+|if (?:it's|it is|this is) (?:about|urgent)|for everyone else|"
        r"thank(?:s| you) for (?:your|the|contacting|writing|getting in touch) ?(?:e-?mail|message|mail|note|enquiry|inquiry)?|send (?:anything|everything|it|mail|e-?mails?) to|"
        r"in dringenden|dringende|wenden sie sich|vielen dank für (?:ihre|deine)|danke für (?:ihre|deine)|(?:en cas d')?urgen|adressez-vous|contacter|merci (?:pour|de) (?:votre|ton)|para (?:temas|asuntos|cualquier|cuestiones) |urgente|contact(?:e|ar|en|o) (?:con|a)|gracias por|llamen|"
        r"in caso di|urgenz|urgente|rivolgersi|contattare|grazie per|em caso de|obrigad[oa] (?:pel|por)|contacte|contate|(?:bij|voor) (?:spoed|dringende|urgente)|neem(?:t u)? contact|bedankt voor|dank (?:u|je) (?:wel )?voor|vid brådskande|brådskande|kontakta|tack för (?:ditt|ert)|"
        r"ved (?:hast|haste|presserende|behov)|haster|kontakt |tak for din|takk for (?:din|e-?post)|w (?:pilnych|nagłych)|pilnych|proszę o kontakt|dziękuj|v naléhav|naléhav|obraťte|kontaktujte|děkuj|kiireellis|ota(?:ttehan)? yhteyttä|kiitos (?:viestist|sähköpost)|"
        r"срочн|обращайтесь|спасибо за|благодар|acil|iletişime geç|teşekkür|お急ぎ|緊急|ご連絡ありがとう|メール(?:を)?(?:いただき)?ありがとう|紧急|如有(?:急|紧)|敬请谅解|您好|感谢您的|긴급|급한|문의|감사"
    ),
)
"""Four things that an absence notice says; people say one or two of them, programs three."""
