"""Notices through Apprise, which reaches phones, chats and mailboxes by an address for each."""

from apprise import Apprise, NotifyFormat

from ..ports import NotDelivered
from ..rules import Faulty


class PushMessenger:
    """Sends to every address. Raises Faulty."""

    def __init__(self, urls: str) -> None:
        self._apprise = Apprise()
        for place, url in enumerate(urls.split(","), start=1):
            if not self._apprise.add(url.strip()):
                raise Faulty(f"address {place} in NOTICE_URLS is none that Apprise knows")
        schemes = {url.partition("://")[0].strip() for url in urls.split(",")}
        self.name = ", ".join(sorted(schemes))

    def send(self, title: str, body: str) -> None:
        """Send a notice to all. Raises NotDelivered where one of them could not be told."""
        try:
            # Said to be text, it stays so where a mailbox or a chat shows HTML.
            arrived = self._apprise.notify(title=title, body=body, body_format=NotifyFormat.TEXT)
        except TypeError as error:
            raise NotDelivered(f"{self.name} cannot be told: {error}") from error
        if not arrived:
            raise NotDelivered(f"{self.name} could not be told")
