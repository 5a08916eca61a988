"""How newsletters, notifications, calendars and other programs give themselves away."""

from __future__ import annotations

import re

from mailbot.reading.screening.phrases import anywhere

BULK = anywhere(
    {
        "en": (
            r"unsubscribe",
            (
                r"(?:update|manage|change|edit) (?:your |my )?(?:e-?mail |notification |alert |"
                r"subscription )?(?:preferences|notifications?|subscriptions?|alerts?|"
                r"alert settings)"
            ),
            r"(?:e-?mail|notification|communication|alert) (?:preferences|settings)",
            r"(?:to|click here to) opt[ -]out",
            r"you(?:'re| are) (?:getting|receiving) this",
            r"you (?:have )?received this (?:e-?mail|message|mail|newsletter) (?:because|as)",
            r"remove (?:yourself|your (?:e-?mail|address)) from",
            r"rather not (?:hear|receive)",
            r"view (?:this (?:e-?mail|message|mail) )?(?:in (?:your |a |the )?browser|online)",
            r"stop receiving",
            r"mailing list (?:submissions|subscription)",
            r"because you(?:'re| are| have)? (?:subscribed|registered|signed up|opted)",
            r"(?:mute|unwatch) this (?:thread|conversation)",
        ),
        "de": (
            r"newsletter abbestellen",
            r"(?:hier|jetzt|newsletter|e-?mails?) ab(?:bestellen|melden)",
            r"vom newsletter",
            r"im browser (?:ansehen|anzeigen|öffnen)",
            r"sie erhalten (?:diese|diesen)",
            r"aus dem verteiler",
        ),
        "fr": (
            r"(?:se |vous )?désabonner",
            r"désinscri",
            r"désabonnement",
            r"vous recevez (?:cet? |ce )?(?:e-?mail|message|courriel|courrier)",
            r"voir (?:cet e-?mail )?(?:dans (?:votre|le) navigateur|en ligne)",
        ),
        "es": (
            r"darse de baja",
            r"date de baja",
            r"cancelar (?:la |su |tu )?suscripción",
            r"recibe(?:s)? este (?:correo|mensaje|e-?mail)",
            r"ver en (?:el |tu |su )?navegador",
        ),
        "it": (
            r"disiscriv",
            r"cancella(?:re|ti)? (?:la tua |l')?iscrizione",
            r"annulla(?:re)? l'iscrizione",
            r"(?:ricevi|hai ricevuto) questa (?:e-?mail|newsletter)",
        ),
        "pt": (
            r"cancelar (?:a )?(?:inscrição|assinatura|subscrição)",
            r"descadastr",
            r"(?:está recebendo|recebeu) est[ea] (?:e-?mail|mensagem)",
        ),
        "nl": (
            r"\bafmelden\b",
            r"uitschrijven",
            r"(?:u|je) ontvangt (?:deze|dit)",
            r"bekijk (?:deze )?(?:e-?mail )?(?:in (?:je|uw) browser|online)",
        ),
        "sv": (
            r"avregistrera",
            r"avprenumerera",
            r"avsluta prenumeration",
            r"du får (?:detta|det här) (?:mejl|mail|brev)",
        ),
        "da/no": (r"\bav?fmeld", r"\bavmeld", r"du (?:modtager|mottar) denne"),
        "pl": (r"wypisz", r"(?:zrezygnować z|anuluj) subskrypcj", r"otrzymujesz tę wiadomość"),
        "cs": (r"odhlásit (?:se|odběr)", r"dostáváte tento"),
        "fi": (r"peruuta (?:tilaus|uutiskirje)", r"lopeta tilaus", r"peru tilaus"),
        "ru": (r"отписаться", r"вы получили это", r"отказаться от (?:рассылки|подписки)"),
        "tr": (r"abonelikten (?:çık|ayrıl)",),
        "ja": (r"配信(?:を)?(?:停止|解除)", r"メルマガ", r"購読(?:を)?解除"),
        "zh": (r"退订", r"取消订阅", r"退訂", r"取消訂閱"),
        "ko": (r"수신 ?거부", r"구독 ?(?:취소|해지)"),
    }
)
"""What stands at the foot of newsletters and notifications."""

AUTOMATED = anywhere(
    {
        "en": (
            (
                r"this (?:e-?mail |message |mail |notice )?(?:is|was) (?:an? )?(?:automat\w+|"
                r"auto-?generated|system[ -]generated|computer[ -]generated|a? ?system (?:notice|"
                r"message))"
            ),
            r"(?:generated|sent) automatically",
            (
                r"(?:please )?(?:do not|don't) (?:reply|respond)(?: directly)?(?: to (?:this|the)|"
                r"[.!]|$)"
            ),
            r"replies to this (?:address|e-?mail|message|mailbox)",
            r"this (?:mailbox|inbox|account|address|e-?mail address) is (?:not |un)?monitored",
            r"(?:not|un-?)monitored",
            r"(?:type|write|enter) your reply above|reply above this line",
            r"system notice",
        ),
        "de": (
            r"(?:diese|dies ist eine) (?:e-?mail|nachricht)? ?(?:wurde )?automatisch",
            r"automatisch (?:generiert|erstellt|erzeugt|versendet|versandt)",
            r"bitte (?:antworten sie )?nicht (?:direkt )?(?:auf diese|antworten)",
        ),
        "fr": (
            r"(?:message|e-?mail|courriel) (?:est )?(?:généré |envoyé )?automatique",
            r"ne pas (?:y )?répondre",
        ),
        "es": (
            r"(?:mensaje|correo) (?:ha sido )?(?:generado |enviado )?automátic",
            r"no responda (?:a )?est",
        ),
        "it": (
            r"(?:messaggio|e-?mail) (?:è stat[oa] )?(?:generat[oa] |inviat[oa] )?automatic",
            r"non rispondere a quest",
        ),
        "pt": (r"(?:mensagem|e-?mail) (?:gerad[ao] |enviad[ao] )?automátic", r"não responda"),
        "nl": (
            r"automatisch (?:gegenereerd|verzonden|verstuurd)",
            r"niet (?:te )?(?:be)?antwoord(?:en)? op",
        ),
        "sv": (r"automatiskt (?:genererat|skickat|meddelande)", r"(?:går|kan) inte (?:att )?svara"),
        "da/no": (r"automatisk (?:genereret|generert|sendt|besked)", r"(?:besvar|svar) ikke"),
        "pl": (r"wygenerowan\w+ automatycznie", r"(?:prosimy|proszę) nie odpowiadać"),
        "cs": (r"automaticky (?:generovan|vygenerovan)", r"neodpovídejte"),
        "fi": (r"automaattinen viesti", r"älä vastaa"),
        "ru": (r"автоматически (?:сгенерировано|отправлено|создано)", r"не отвечайте на это"),
        "tr": (r"otomatik olarak (?:gönderil|oluştur)", r"yanıtlamayın"),
        "ja": (r"自動(?:配信|送信|的に)", r"返信(?:しないで|はできません|いただ[いけ])"),
        "zh": (r"自动(?:发送|生成)", r"请勿(?:直接)?回复"),
        "ko": (r"자동(?:으로)? ?(?:발송|생성)", r"발신 ?전용"),
    }
)
"""What programs say of themselves."""

ERRAND = anywhere(
    {
        "en": (
            (
                r"your (?:\w+ ){0,2}(?:invoice|bill|booking|order|statement|payment|recording|"
                r"receipt|parcel|package|reservation|subscription|account|webinar|request|ticket|"
                r"appointment|application form|password|enquiry|membership|feedback|form|"
                r"report)\b.{0,80}?(?:is (?:now )?(?:ready|available|confirmed|due|overdue)|"
                r"has been|was|(?:hasn't|has not) been|begins|has \d)"
            ),
            (
                r"you have (?:a |\d+ )?(?:new )(?:enquiry|message|notification|request|order|"
                r"invitation|connection)"
            ),
            (
                r"(?:has been|is now|was) (?:logged|received|assigned|marked (?:as )?\w+|resolved|"
                r"closed|shipped|dispatched)\b"
            ),
            r"(?:given|assigned) (?:the )?(?:number|reference|ticket|case)",
            r"we have received your (?:request|enquiry|message|e-?mail|application)",
            (
                r"(?:ticket|case|request|reference|incident|order|booking|confirmation|invoice|"
                r"account|tracking|customer)(?: (?:number|no\.?|id|"
                r"ref))?[ :#(]{1,3}[a-z]{0,4}-?\d{3,}"
            ),
            r"(?:amount|balance|payment) due",
            r"\bdue by\b",
            r"is (?:now )?(?:over)?due (?:for|on)",
            r"\b(?:offer|promo|voucher|discount|coupon) code",
            r"\b(?:barcode|voucher|coupon)\b",
            r"(?:claim|reserve) your (?:seat|spot|discount|free)",
            r"(?:register|book|shop|order|buy|claim) now\b",
            r"registration closes|early[- ]bird",
            r"\d+ ?% off",
            r"log ?in to (?:your|reply|view|see|add|my)",
            r"sign in to (?:your|my|view|see)",
            r"to change your (?:alert |e-?mail )?settings",
            r"\bin my account\b",
            (
                r"(?:view|see|download) (?:the |your )?(?:invoice|statement|results|order|"
                r"recording|ticket|bill|receipt|report|details)"
            ),
            r"click (?:here|below|the (?:link|button)|to (?:join|view|confirm|open|see))",
            r"terms (?:and|&) conditions",
            r"privacy policy",
            r"all rights reserved",
            r"this link is unique to you",
            r"the (?:poll|form|survey) you created",
            r"request an? (?:inspection|review|desk) copy",
            r"you appeared in \d+",
            r"viewed your profile",
            r"in this (?:issue|edition|week's)",
            r"an adviser will|will respond (?:with)?in \d",
            r"to cancel, (?:give|call|log)",
        ),
        "de": (
            r"ihre (?:rechnung|bestellung|buchung|ticketnummer)",
            r"jetzt (?:buchen|anmelden|bestellen|sichern)",
            r"vorgangsnummer",
        ),
        "fr": (
            r"votre (?:facture|commande|réservation|demande) (?:est|a été|n°)",
            r"cliquez (?:ici|sur)",
            r"numéro de (?:dossier|ticket)",
        ),
        "es": (
            r"su (?:factura|pedido|reserva|solicitud) (?:está|ha sido|n[º°])",
            r"haga clic",
            r"número de (?:caso|ticket|pedido)",
        ),
        "it": (
            r"(?:la tua|la sua) (?:fattura|prenotazione|richiesta)",
            r"clicca qui",
            r"numero (?:di )?(?:ticket|ordine|pratica)",
        ),
        "pt": (r"(?:sua|a sua) (?:fatura|reserva|encomenda|solicitação)", r"clique aqui"),
        "nl": (r"(?:je|uw) (?:factuur|bestelling|boeking|aanvraag) (?:is|staat)", r"klik hier"),
        "sv/da/no": (
            r"(?:din|ditt) (?:faktura|beställning|bestilling|bokning|ärende)",
            r"klicka här",
            r"klik(?:k)? her",
        ),
        "pl/cs": (
            r"(?:twoja|twoje) (?:faktura|zamówienie)",
            r"kliknij",
            r"vaše (?:objednávka|faktura)",
            r"klikněte",
        ),
        "ja/zh/ko": (
            r"ご注文",
            r"ご予約",
            r"您的(?:订单|账单|验证码)",
            r"点击(?:这里|查看)",
            r"주문",
        ),
    }
)
"""What programs are sent to say: invoices, bookings, tickets, offers."""

ACKNOWLEDGED = re.compile(
    r"^(?:thank you for (?:your (?:e-?mail|message|enquiry|inquiry|submission|feedback)|"
    r"contacting|getting in touch)|we(?:'ve| have) received your|your (?:enquiry|inquiry|message|"
    r"request|e-?mail) (?:has been|was) received|(?:danke|vielen dank) für ihre|(?:eingangs|"
    r"empfangs)bestätigung|accusé de réception|acuse de recibo|conferma di ricezione|"
    r"ontvangstbevestiging)"
)
"""Subjects of a service desk's first answer."""

CALENDAR_SUBJECT = re.compile(
    r"^(?:accepted|declined|tentative(?:ly accepted)?|(?:updated )?invitation|"
    r"cancell?ed(?: event)?|(?:new )?(?:meeting )?time proposed|meeting (?:accepted|declined|"
    r"forward notification|cancell?ed|request)|zugesagt|abgesagt|mit vorbehalt|"
    r"(?:aktualisierte )?einladung|accepté|refusé|provisoire|annulé|aceptad[oa]|rechazad[oa]|"
    r"provisional|cancelad[oa]|invitación|aceite|recusad[oa]|convite|accettat[oa]|rifiutat[oa]|"
    r"provvisori[oa]|annullat[oa]|invito|geaccepteerd|geweigerd|afgewezen|voorlopig|geannuleerd|"
    r"uitnodiging|accepterat|tackat (?:ja|nej)|avböjt|preliminärt|inställt|inbjudan|accepteret|"
    r"afvist|foreløbig|aflyst|akseptert|avslått|avlyst|invitasjon|invitation|zaakceptowano|"
    r"odrzucono|wstępnie|odwołano|zaproszenie|přijato|odmítnuto|předběžně|zrušeno|pozvánka|"
    r"hyväksytty|hylätty|peruutettu|принято|отклонено|приглашение|отменено|kabul edildi|"
    r"reddedildi|承諾|辞退|仮承諾|招待|キャンセル|"
    r"已接受|已拒绝|暂定|已取消|邀请|수락|거절|초대장|취소됨)\s?[:：] ?"
)
CALENDAR_TEXT = re.compile(
    r"has (?:accepted|declined|tentatively accepted|proposed a new time|cancell?ed|replied|"
    r"responded)(?: \S+){0,3} (?:invitation|event|meeting)|has proposed a new time|"
    r"you have been invited to (?:the following|this) event|invitation from (?:google )?calendar|"
    r"this event has been (?:cancell?ed|updated|changed)|hat (?:diese|die|ihre) einladung|"
    r"a (?:accepté|refusé) (?:cette|votre) invitation|ha (?:aceptado|rechazado) (?:esta|"
    r"la) invitación|ha (?:accettato|rifiutato) (?:questo|l')|heeft deze uitnodiging|"
    r"reply for .{1,80} - (?:yes|no|maybe)|join with google meet|calendar-?server|add to calendar|"
    r"open your calendar to respond"
)

RECEIPT_SUBJECT = re.compile(
    r"^(?:read|not read|delivered|relayed|gelesen|ungelesen|lu|non lu|leído|letto|gelezen|läst|"
    r"læst|lest|przeczytano|přečteno|прочитано|okundu|開封済み|已读|읽음)\s?: |^(?:read receipt|"
    r"return receipt|disposition notification|lesebestätigung|accusé de lecture)"
)
RECEIPT_TEXT = re.compile(
    r"your message .{0,400}(?:was|has been) (?:read|opened|displayed|"
    r"deleted without being read)\b|(?:return|read) receipt|"
    r"ihre nachricht .{0,400}wurde .{0,60}gelesen|votre message .{0,400}a été lu|"
    r"su mensaje .{0,400}(?:fue leído|se ha leído)|il messaggio .{0,400}è stato letto|"
    r"uw bericht .{0,400}is gelezen"
)

CHALLENGE = re.compile(
    r"(?:confirm|verify|prove) (?:that )?you(?:'re| are) (?:a )?(?:human|real|not a (?:robot|bot|"
    r"spammer))|has been (?:held|quarantined) (?:because|until|as)|not (?:yet )?(?:among|on|"
    r"in) my (?:approved|list of|safe|allowed)|to (?:release|deliver) your (?:message|e-?mail)|"
    r"click (?:the|this|on the) link .{0,60}(?:delivered|let through|approved|verify)|"
    r"approved senders?|challenge[ -]response"
)
"""A spam filter that asks its correspondents to prove themselves."""

NO_REPLY = re.compile(
    r"^(?:.*[._+-])?(?:no|do[._-]?not|don'?t|not|never|ne)[._-]?(?:reply|replies|respond|response|"
    r"answer|contestar|responder|pas-?repondre)(?:$|[._+=\d-].*)|^(?:no-?responda|"
    r"n[aã]o-?respond(?:a|er)|ne-?pas-?repondre|keine-?antwort|nicht-?antworten|geen-?antwoord|"
    r"niet-?beantwoorden|non-?rispondere|svara-?ej|svar-?ikke|ingen-?svar|nie-?odpowiadac)\d*$"
)
"""Before the @ of senders that read no answers."""

MACHINE = re.compile(
    r"^(?:mailer|newsletters?|notifications?|notify|notifier|alerts?|bounces?|digest|bulk|"
    r"campaigns?|marketing|promo(?:tions?)?|deals|automated|bot|robot|cron|root|daemon|mailing|"
    r"listserv|majordomo|mailman|etoc|calendar-notification|rundbrief|nyhetsbrev|nyhedsbrev|"
    r"nieuwsbrief|lettre|infolettre|bulletin|boletin|messages?-?noreply|loyalty|"
    r"rewards)(?:[._+-].*)?$|.*-(?:request|bounces?|newsletter|notifications?|alerts?)$|^owner-|"
    r".*\+bounces?.*"
)
"""Before the @ of programs that write to many."""

SERVICE = re.compile(
    r"^(?:news|updates?|system|receipts?|invoices?|billing|statements?|orders?|bookings?|"
    r"reservations?|reminders?|surveys?|feedback|webinars?|events?|register|registrations?|"
    r"tickets?|support|service|desk|helpdesk|accounts?|grants|jobs?|exam-copies|invitations?|"
    r"offers|sales|shop|enquiries|info|hello|admin|office|\w+office)(?:[._+-].*)?$"
)
"""Before the @ of services, where programs write and people too."""
