"""Mails as real programs write them, about one message of ours; every name and address is made up."""

from __future__ import annotations

WIRE = "0123456789abcdef0123456789abcdef"
OURS = f"{WIRE}@clusteragentur.example"
MANAGER = "c.kluge@netz.example"


def crlf(text: str) -> bytes:
    return text.strip("\n").replace("\n", "\r\n").encode("utf-8")


def exchange_bounce(ours: str = OURS, to: str = MANAGER, status: str = "5.1.10", action: str = "failed") -> bytes:
    """Exchange Online in German: report with the original's headers inside."""
    return crlf(f"""
Received: from mail.netz.example (10.1.2.3) by mx.clusteragentur.example; Tue, 20 Jan 2015 10:02:11 +0100
From: =?iso-8859-1?Q?Microsoft_Outlook?= <postmaster@netz.example>
To: <agentur@clusteragentur.example>
Date: Tue, 20 Jan 2015 09:02:10 +0000
Content-Type: multipart/report; report-type=delivery-status;
 boundary="9a3b_7a4e"
Content-Language: de-DE
Message-ID: <f1e2d3@netz.example>
In-Reply-To: <{ours}>
References: <{ours}>
Subject: =?utf-8?B?VW56dXN0ZWxsYmFyOiBFaW5nYW5nIElocmVyIEFuZnJhZ2U=?=
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0

--9a3b_7a4e
Content-Type: multipart/alternative; boundary="9a3b_alt"

--9a3b_alt
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

{to}<mailto:{to}>
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.

--9a3b_alt
Content-Type: text/html; charset="utf-8"

<html><body><p>Fehler bei der Nachrichtenzustellung</p></body></html>

--9a3b_alt--

--9a3b_7a4e
Content-Type: message/delivery-status

Reporting-MTA: dns;FR2P281MB0001.DEUP281.PROD.OUTLOOK.COM
Received-From-MTA: dns;mail.clusteragentur.example
Arrival-Date: Tue, 20 Jan 2015 09:02:08 +0000

Final-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: {to}

--9a3b_7a4e
Content-Type: message/rfc822

From: ClusterAgentur <agentur@clusteragentur.example>
To: {to}
Subject: Eingang Ihrer Anfrage
Message-ID: <{ours}>
Date: Tue, 20 Jan 2015 10:02:00 +0100

Guten Tag

--9a3b_7a4e--
""")


def postfix_bounce(ours: str = OURS, to: str = MANAGER, status: str = "5.1.1", action: str = "failed") -> bytes:
    """Postfix: notice, report, headers of the original; no reference in its own headers."""
    return crlf(f"""
Return-Path: <>
Received: by mx.netz.example (Postfix) id 4F2A01C; Tue, 20 Jan 2015 10:05:00 +0100 (CET)
Date: Tue, 20 Jan 2015 10:05:00 +0100 (CET)
From: MAILER-DAEMON@mx.netz.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: agentur@clusteragentur.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="7D1B21C.1421744700/mx.netz.example"
Message-Id: <20150120090500.4F2A01C@mx.netz.example>

This is a MIME-encapsulated message.

--7D1B21C.1421744700/mx.netz.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.netz.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<{to}>: host imap.netz.example[10.0.0.9] said: 550 {status} <{to}>:
    Recipient address rejected: User unknown (in reply to RCPT TO command)

--7D1B21C.1421744700/mx.netz.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.netz.example
X-Postfix-Queue-ID: 7D1B21C
Arrival-Date: Tue, 20 Jan 2015 10:04:58 +0100 (CET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to.upper()}
Action: {action}
Status: {status}
Remote-MTA: dns; imap.netz.example
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected

--7D1B21C.1421744700/mx.netz.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: ClusterAgentur <agentur@clusteragentur.example>
To: {to}
Message-ID: <{ours}>
Subject: Eingang

--7D1B21C.1421744700/mx.netz.example--
""")


def exim_bounce(ours: str = OURS, to: str = MANAGER) -> bytes:
    """Exim, as many providers run it: free text, one header of its own, a copy of our mail below."""
    return crlf(f"""
Return-path: <>
X-Failed-Recipients: {to}
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@kundenserver.example>
To: agentur@clusteragentur.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1YDUv@kundenserver.example>
Date: Tue, 20 Jan 2015 10:07:00 +0100

A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The
following address(es) failed:

  {to}
    SMTP error from remote mail server after RCPT TO:<{to}>:
    550 5.2.1 mailbox disabled

------ This is a copy of the message, including all the headers. ------

Return-path: <agentur@clusteragentur.example>
To: {to}, v.vogt@netz.example
Message-ID: <{ours}>

Guten Tag
""")


def gmail_bounce(ours: str = OURS, to: str = MANAGER) -> bytes:
    """Gmail: report as of RFC 3464, our id only in References."""
    return crlf(f"""
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: agentur@clusteragentur.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{ours}>
In-Reply-To: <{ours}>
X-Failed-Recipients: {to}
Message-ID: <54be.0d@mx.google.com>
Date: Tue, 20 Jan 2015 01:08:00 -0800 (PST)
Content-Type: multipart/report; boundary="001a"; report-type=delivery-status

--001a
Content-Type: multipart/related; boundary="001b"

--001b
Content-Type: text/html; charset="UTF-8"

<html><body><h2>Adresse nicht gefunden</h2><p>{to}</p></body></html>
--001b--
--001a
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.

--001a--
""")


def out_of_office(ours: str = OURS, sender: str = MANAGER) -> bytes:
    """Outlook in German."""
    return crlf(f"""
From: =?iso-8859-1?Q?Kluge=2C_J=FCrgen?= <{sender}>
To: "agentur@clusteragentur.example" <agentur@clusteragentur.example>
Subject: =?iso-8859-1?Q?Automatische_Antwort=3A_Erhebung_f=FCr_CA-2015-A-001?=
Date: Tue, 20 Jan 2015 09:10:00 +0000
Message-ID: <0a1b@netz.example>
In-Reply-To: <{ours}>
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Ich bin bis zum 2. Februar nicht im B=FCro.
""")


def calendar_reply(
    uid: str = "workshop-1@clusterprocess", who: str = MANAGER, partstat: str = "ACCEPTED", sequence: int = 0,
    sender: str = "", style: str = "outlook",
) -> bytes:  # fmt: skip
    """An answer of Outlook (one calendar part among alternatives) or of Apple's Calendar (a mixed mail with .ics)."""
    word = {"ACCEPTED": "Zugesagt", "DECLINED": "Abgesagt", "TENTATIVE": "Mit Vorbehalt"}[partstat]
    ics = f"""BEGIN:VCALENDAR
METHOD:REPLY
PRODID:-//{"Apple Inc.//macOS 10.10" if style == "apple" else "Microsoft Corporation//Outlook 15.0 MIMEDIR"}//EN
VERSION:2.0
BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN=Clara Kluge (Beispiel):mailto:{who}
ORGANIZER:mailto:agentur@clusteragentur.example
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20150120T091500Z
DTSTART:20150420T070000Z
DTEND:20150420T150000Z
SUMMARY:Workshop 1
END:VEVENT
END:VCALENDAR"""
    outer, part = (
        ("multipart/mixed", 'text/calendar; charset=utf-8; name="iCal-20150120.ics"; method=REPLY')
        if style == "apple"
        else ("multipart/alternative", 'text/calendar; charset="utf-8"; method=REPLY')
    )
    return crlf(f"""
From: "Kluge, Clara (Beispiel)" <{sender or who}>
To: agentur@clusteragentur.example
Subject: {word}: Workshop 1
Date: Tue, 20 Jan 2015 10:15:00 +0100
Message-ID: <cal-{partstat.lower()}-{sequence}@netz.example>
MIME-Version: 1.0
Content-Type: {outer}; boundary="=_kal"

--=_kal
Content-Type: text/plain; charset="utf-8"

{word}
--=_kal
Content-Type: {part}
Content-Transfer-Encoding: 8bit

{ics}
--=_kal--
""")


def answer(ours: str = OURS, sender: str = MANAGER, subject: str = "AW: Eingang Ihrer Anfrage") -> bytes:
    """A person's answer from an older mail program: ISO 8859-1, eight bits."""
    head = f"""From: "J\u00fcrgen Kluge" <{sender}>
To: agentur@clusteragentur.example
Subject: {subject}
Date: Tue, 20 Jan 2015 11:00:00 +0100
Message-ID: <antwort-1@netz.example>
In-Reply-To: <{ours}>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: 8bit

Schöne Grüße, wir schicken die Unterlagen übermorgen.
"""
    return head.replace("\n", "\r\n").encode("iso-8859-1")


HTML_ONLY = crlf(f"""
From: <{MANAGER}>
Subject: Frage
References: <fremd-1@netz.example> <{OURS}>
Date: Tue, 20 Jan 2015 11:00:00 +0100
Content-Type: text/html; charset=utf-8

<html><head><title>Titel</title><style>p {{color: red}}</style></head><body><script>alert("x")</script>
<p>Guten Tag,</p><p>passt der 3.&nbsp;M&auml;rz?<br>Viele Grüße</p><img src="https://fremd.example/pixel.png"></body></html>
""")

BROKEN_CHARSET = b"From: <c.kluge@netz.example>\r\nSubject: =?x-unbekannt?Q?Gr=FC=DFe?=\r\n" + (
    b"Content-Type: text/plain; charset=klingonisch\r\n\r\nGr\xfc\xdfe aus M\xfcnchen\r\n"
)

FORWARDED = crlf(f"""
From: <{MANAGER}>
Subject: Fwd: Ihre Nachricht
Date: Tue, 20 Jan 2015 11:00:00 +0100
Content-Type: multipart/mixed; boundary="w1"

--w1
Content-Type: text/plain; charset=utf-8

Siehe unten.
--w1
Content-Type: message/rfc822

From: agentur@clusteragentur.example
Message-ID: <{OURS}>
Subject: Eingang
Content-Type: multipart/mixed; boundary="w2"

--w2
Content-Type: text/plain

innerer Text
--w2
Content-Type: message/rfc822

Message-ID: <noch-tiefer@netz.example>
Subject: tief

ganz innen
--w2--
--w1
Content-Type: application/pdf; name="..\\..\\etc\\Satzung \u00fc.pdf"
Content-Disposition: attachment; filename="../../etc/Satzung.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--w1--
""")
