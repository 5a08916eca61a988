"""How mail servers say that a mail could not be delivered."""

from __future__ import annotations

import re

from mailbot.reading.screening.phrases import anywhere, beginning

SUBJECT = beginning(
    {
        "en": (
            r"(?:\[?[\w.-]{1,40}\]?:? )?undeliver(?:able|ed)",
            (
                r"(?:\[[\w.-]{1,40}\] |[\w.-]{1,40}\.[\w-]+ )?(?:mail|e-?mail|"
                r"message) delivery (?:system|fail|problem|error|delay|warn|status|has)"
            ),
            (
                r"delivery (?:status|fail|problem|error|delay|warn|has failed|notification|"
                r"incomplete|report)"
            ),
            r"(?:mail|message|e-?mail) (?:system error|failed|failure|status)",
            r"fail(?:ed|ure)? (?:mail|delivery|notice)",
            r"delivery (?:to|of) .{1,60} (?:failed|delayed)",
            r"returned (?:mail|to sender|e-?mail)",
            r"returning (?:message|mail) to sender",
            (
                r"(?:your )?(?:mail|message|e-?mail)(?: to \S+)? (?:could not|couldn't|not|"
                r"has not|was not|cannot) (?:be )?(?:been )?deliver"
            ),
            r"(?:permanent|temporary) (?:delivery )?fail",
            r"warning: (?:could not send|message|e?-?mail|\S+@\S+)",
            r"non-?delivery",
            r"nondeliverable",
            r"mail (?:returned|bounced|undeliverable)",
            r"message (?:blocked|rejected|bounced|undeliverable|delayed|could not)",
            r"delayed mail",
            r"there was an error sending",
            r"rejected(?: mail|:)",
            r"(?:\S+ ){0,8}: non remis \(delivery failed\)",
        ),
        "de": (
            r"unzustellbar",
            r"zustellung (?:fehlgeschlagen|nicht möglich)",
            r"nicht zustellbar",
            r"(?:fehler|warnung) bei der zustellung",
            r"nachricht (?:nicht|konnte nicht) zugestellt",
            r"ihre (?:e-?mail|nachricht) konnte nicht",
        ),
        "fr": (
            r"non remis",
            r"échec de (?:la )?(?:remise|distribution|livraison)",
            r"message non (?:remis|distribué)",
            r"courrier non",
        ),
        "es": (
            r"no se (?:pudo|puede|ha podido) entregar",
            r"error en la entrega",
            r"(?:mensaje|correo) (?:no entregado|devuelto)",
        ),
        "it": (
            r"mancat[oa] (?:recapito|consegna)",
            r"impossibile (?:recapitare|consegnare)",
            r"messaggio non (?:recapitato|consegnato)",
            r"non recapitabile",
        ),
        "pt": (r"não (?:foi )?entregue", r"falha n[ao] entrega", r"mensagem (?:não|devolvida)"),
        "nl": (r"onbestelbaar", r"niet (?:bezorgd|afgeleverd|bezorgbaar)", r"aflevering mislukt"),
        "sv": (r"(?:går|gick) inte att leverera", r"kunde inte levereras", r"olevererat"),
        "da/no": (r"ikke le(?:veret|vert)", r"kunne ikke leveres?", r"leveringsfeil"),
        "pl": (
            r"niedostarczon",
            r"nie (?:dostarczono|można dostarczyć)",
            r"zwrot (?:wiadomości|poczty)",
        ),
        "cs": (r"nedoručiteln", r"nedoručen", r"zprávu nelze"),
        "fi": (r"toimittaminen epäonnistui", r"ei voitu toimittaa"),
        "ru/uk": (
            r"недоставлен",
            r"ваше сообщение не",
            r"(?:\W*)сообщение не доставлен",
            r"ошибка доставки",
            r"не удалось доставить",
            r"не вдалося доставити",
        ),
        "tr": (r"teslim edilemedi", r"iletilemedi"),
        "hu/ro": (r"kézbesíthetetlen", r"nu a putut fi livrat"),
        "ja": (
            r"(?:メール)?(?:配信|送信)(?:不能|エラー|できません)",
            r"メールを(?:配信|送信)できません",
            r"(?:メール)?エラー(?:メール|通知)",
            r"未配信",
        ),
        "zh": (
            r"(?:系统)?退信",
            r"无法(?:送达|投递)",
            r"未送达",
            r"投递失败",
            r"無法(?:傳遞|投遞)",
        ),
        "ko": (r"반송", r"배달되지", r"전송 실패"),
    }
)
"""Subjects that mail servers give to a bounce."""

TEXT = anywhere(
    {
        "en": (
            r"this is the mail (?:system|delivery)",
            r"message (?:was |was automatically )?(?:created|generated) automatically by mail",
            r"automatically generated delivery status",
            r"(?:could|can) ?n[o']t be (?:delivered|sent|forwarded to)",
            r"(?:was|has) not (?:been )?(?:delivered|accepted|passed on)",
            r"(?:was|were) (?:undeliverable|not delivered)",
            (
                r"(?:couldn't|could not|wasn't able to|(?:was |were |is )?unable to|not able to|"
                r"failed to) (?:\w+ ){0,2}(?:deliver|get your)"
            ),
            (
                r"delivery (?:to the following|has failed|failed|is delayed|has been delayed|"
                r"attempts? (?:have )?failed)"
            ),
            r"returned (?:to sender|undelivered)",
            r"had permanent (?:fatal|delivery) errors",
            (
                r"(?:recipient|user|address|account|mailbox)(?:'s (?:mailbox|address))? (?:is |"
                r"was )?(?:unknown|not found|does not exist|doesn't exist|full|over quota|"
                r"unavailable|disabled|inactive)"
            ),
            r"(?:no|unknown) such (?:user|address|recipient)",
            r"invalid user address",
            r"(?:recipient|sender) address rejected",
            r"over quota",
            r"relay(?:ing)? (?:access )?denied",
            r"has been (?:blocked|rejected|quarantined|refused)",
            r"was (?:blocked|rejected|refused|classed as)",
        ),
        "de": (
            r"konnten? nicht (?:zugestellt|übermittelt)",
            r"nicht zugestellt werden",
            r"unzustellbar",
        ),
        "fr": (
            r"n'a (?:pas )?(?:pu être|été|pu etre) (?:remis|distribu|livr|d[ée]livr)",
            r"n'a pas p?u [êe]tre",
        ),
        "es": (r"no (?:se )?(?:pudo|ha podido|puede) (?:ser )?entrega",),
        "it": (r"non è stato (?:recapitato|consegnato|possibile (?:recapitare|consegnare))",),
        "pt": (r"não (?:pôde|foi|pode) (?:ser )?entreg",),
        "nl": (r"kon(?:den)? niet worden (?:bezorgd|afgeleverd)",),
        "sv": (r"kunde inte levereras", r"gick inte att leverera"),
        "da/no": (r"kunne ikke leveres?",),
        "pl": (r"nie (?:mogła|może|można|została) (?:\w+ )?dostarcz",),
        "cs": (r"nelze doručit", r"nebyla doručena"),
        "fi": (r"ei voitu toimittaa",),
        "ru": (r"не (?:было|может быть|удалось|может) (?:\w+ )?достав",),
        "tr": (r"teslim edilemedi",),
        "ja": (
            r"配信(?:でき|され)ませんでした",
            r"送信できませんでした",
            r"届けることができません",
        ),
        "zh": (r"无法(?:送达|投递)", r"未能(?:送达|投递)"),
        "ko": (r"(?:전송|배달)하지 못",),
    }
)
"""What mail servers say of a mail that they could not deliver."""

ADDRESSED = re.compile(
    r"your (?:e-?mail|mail|message|letter)\b.{0,80}?(?:could not|couldn't|was not|has not been|"
    r"cannot|can't) (?:be )?deliver.{0,60}@"
)
"""A server speaking to the sender, with the address that failed."""

REFUSAL = re.compile(
    r"\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\bstatus: ?[45]\.\d\.\d|\b55[0-4][ -]|"
    r"diagnostic-code|reporting-mta|\bsmtp error"
)
"""SMTP replies (RFC 5321, 4.2) and enhanced status codes (RFC 3463)."""

SERVER = re.compile(
    r"mail(?:er)?[ -]?daemon|post[_-]?master|mail deliver|mail-?administrator|"
    r"mail (?:administrator|system|router|server|robot)|mdaemon|microsoft exchange|"
    r"exchange-system|delivery (?:service|system|subsystem)|message router"
)
"""Names under which mail servers write."""
