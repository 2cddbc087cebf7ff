"""What a mail program calls its folders and labels: sent, and what nobody keeps. As languages have it."""

from email.errors import MessageError
from email.header import decode_header, make_header
from functools import lru_cache

from core.facts.keys import fold

_LONGEST = 1_000  # characters of labels


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split("|"))


SENT = _folded(
    "Sent|Sent Mail|Sent Items|Sent Messages|Gesendet|Gesendete Objekte|Gesendete Elemente|Gesendete Nachrichten|"
    "Messages envoyés|Envoyés|Éléments envoyés|Enviados|Elementos enviados|Mensajes enviados|E-mails enviados|"
    "Itens enviados|Posta inviata|Inviati|Inviata|Verzonden|Verzonden items|Verzonden berichten|Wysłane|Skickat|"
    "Skickade|Sendt|Sendte|Lähetetyt|Odeslaná pošta|Odeslané|Elküldött|Trimise|Отправленные|Надіслані|"
    "Gönderilmiş Postalar|Gönderilenler|Terkirim|Đã gửi|送信済み|送信済みメール|"
    "已发送|已发邮件|已傳送|寄件備份|보낸편지함"
)
UNWANTED = _folded(
    "Spam|Junk|Junk E-mail|Junk Mail|Bulk Mail|Trash|Bin|Deleted|Deleted Items|Deleted Messages|Draft|Drafts|"
    "Category Promotions|Promotions|Papierkorb|Gelöscht|Gelöschte Elemente|Entwurf|Entwürfe|Junk-E-Mail|Werbung|"
    "Corbeille|Brouillon|Brouillons|Courrier indésirable|Indésirables|Éléments supprimés|Papelera|Borrador|"
    "Borradores|Correo no deseado|Elementos eliminados|Lixeira|Lixo|Rascunho|Rascunhos|Cestino|Bozza|Bozze|"
    "Posta indesiderata|Prullenbak|Concept|Concepten|Ongewenste e-mail|Kosz|Wersje robocze|Skräp|Skräppost|"
    "Papperskorgen|Utkast|Papirkurv|Kladder|Roskaposti|Roskakori|Luonnokset|Koš|Koncepty|Kuka|Piszkozatok|"
    "Coș de gunoi|Mesaje nefinalizate|Спам|Корзина|Черновики|Кошик|Чернетки|Çöp Kutusu|Taslaklar|迷惑メール|"
    "ゴミ箱|下書き|垃圾邮件|已删除邮件|草稿|垃圾郵件|垃圾桶|스팸함|휴지통|임시보관함"
)


@lru_cache(maxsize=2048)
def labels_of(value: str) -> frozenset[str]:
    """What Gmail has written into X-Gmail-Labels, folded.

    >>> sorted(labels_of("=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception?=,Opened"))
    ['boite de reception', 'opened']
    """
    return frozenset(fold(label.strip('"')) for label in decoded(value[:_LONGEST]).split(","))


def folders_of(path: str) -> frozenset[str]:
    """The folders that a mailbox's path names, folded.

    >>> sorted(folders_of("Mail/Sent Messages.mbox/mbox"))
    ['mail', 'mbox', 'sent messages']
    """
    return frozenset(fold(part.removesuffix(".mbox")) for part in path.split("/"))


def decoded(text: str) -> str:
    """A header's text as it was meant (RFC 2047); as it stands where that cannot be read.

    >>> decoded("=?UTF-8?Q?Tom=C3=A1s?= Reyes")
    'Tomás Reyes'
    """
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text
