"""The notifier tells a person what to buy: once for each offer, whatever happens in between."""

from collections.abc import Callable, Mapping

from ..crew.agent import Agent, Update
from ..crew.desk import Desk
from ..crew.state import Decision, Round
from ..memory.memory import Known
from ..memory.outbox import Notice, Outbox
from ..offers.offer import Offer
from ..ports import Messenger, NotDelivered


def notifier(
    outbox: Outbox, messenger: Messenger, known: Callable[[], Mapping[str, Known]]
) -> Agent:
    """Return the notifier, which makes up for what earlier rounds decided and could not tell."""

    def work(state: Round, desk: Desk) -> Update:
        offers = {offer.key: offer for offer in state.offers}
        bought = [decision for decision in state.decisions if decision.verdict == "buy"]
        notices = [_notice(offers[decision.key], decision) for decision in bought]
        notices += [
            _notice(seen.offer, seen.decision)
            for key, seen in known().items()
            if key not in offers and not seen.gone
            if seen.decision and seen.decision.verdict == "buy"
        ]
        for notice in notices:
            outbox.put(notice, state.started)
        for notice in outbox.all("queued", "failed"):
            if not desk.in_time():
                break
            _send(notice, desk)
        for notice in outbox.all("sending"):
            desk.tell(f"unsure whether the notice about {notice.key} arrived; it is not sent again")
        return {"noticed": [decision.key for decision in bought]}

    def _send(notice: Notice, desk: Desk) -> None:
        if not outbox.claim(notice.key):
            return
        try:
            messenger.send(notice.title, notice.body)
        except NotDelivered as error:
            outbox.settle(notice.key, str(error))
            desk.tell(f"{notice.key}: {error}; tried again in the next round")
        else:
            outbox.settle(notice.key)
            desk.tell(f"told {messenger.name} about {notice.title}")

    return Agent(
        name="notifier",
        purpose="tell a person what to buy, once for each offer",
        reads=("offers", "decisions"),
        writes=("noticed",),
        work=work,
    )


def _notice(offer: Offer, decision: Decision) -> Notice:
    """The description stays out of it: it is another's text, and of no use here."""
    body = (
        f"{offer.title}\n{offer.euros:.0f} €, fair would be {decision.fair or 0:.0f} €: "
        f"{decision.reason}\n{offer.address}"
    )
    return Notice(offer.key, f"Buy for {offer.euros:.0f} €: {offer.title}", body)
