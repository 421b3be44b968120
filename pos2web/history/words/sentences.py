"""Every event as a sentence that a shopkeeper understands; who and when stand beside it."""

from datetime import UTC, tzinfo
from typing import Any

import msgspec

from pos2web.domain.archive_facts import BackedUp, BackupDrilled, EpochBegan
from pos2web.domain.changes import Action, Change
from pos2web.domain.connections import is_till
from pos2web.domain.decisions import SellingFact
from pos2web.domain.evolve import fields_of, steps_of
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    CursorMoved,
    FieldSet,
    Held,
    ImageFound,
    Linked,
    OptionValueFound,
    ProductFound,
    Released,
    ShopEchoed,
    StockFound,
    StockReassigned,
    ThingFact,
    Unlinked,
    VariantFound,
)
from pos2web.domain.fields import FORM_OF, Form
from pos2web.domain.people import CustomerSeen, PersonErased
from pos2web.domain.pins import FieldPinned, FieldUnpinned
from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind, Ref
from pos2web.history.words.archived import of_archive
from pos2web.history.words.explaining import explained
from pos2web.history.words.persons import of_person
from pos2web.history.words.phrasebook import Phrasebook
from pos2web.history.words.phrases import phrasebook
from pos2web.history.words.pinning import of_pin
from pos2web.history.words.rule_texts import of_rule
from pos2web.history.words.running import of_task
from pos2web.history.words.wording import NameLookup, Opened, Wording, unnamed, unopened
from pos2web.log.records import Event
from pos2web.messages import kept
from pos2web.projections.following.handlers import connection_of
from pos2web.projections.subjects import FIRST_SIGHTS, kind_of_fact

SHOP = "shop"
"""The actor of what was seen on a shop; what anybody else records of it, we did ourselves."""

NUMBERED = (Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.PRODUCT, Kind.VARIANT)
"""Kinds whose key at a till is rarely their name."""

UNREADABLE = ("fingerprint",)
"""Fields whose values say nothing to people."""

Words = dict[str, str]
"""What stands for each `{word}` of a sentence."""


def sentence(
    event: Event,
    language: str,
    *,
    names: NameLookup = unnamed,
    change: Change | None = None,
    zone: tzinfo = UTC,
    people: Opened = unopened,
) -> str:
    """What happened, in a language (`fr`, `en`, or what else has a catalogue).

    `change` is the claimed change that an outcome answers: without it the sentence can't say of
    what. `names` turns keys into what people call things, `zone` instants into days and times;
    `people` opens what is sealed of them.
    """
    book = phrasebook(language)
    connection = connection_of(event)
    of_till = is_till(connection)
    words = _where(book, is_till=of_till, is_ours=event.actor != SHOP)
    words |= _words(event, Wording(book, names, connection, zone, people), change)
    if isinstance(event.fact, CursorMoved):
        words["side"] = book.till_read if of_till else book.shop_read
    told = book.sentences[type(event.fact)].format_map(words)
    return told[:1].upper() + told[1:]


def because(reason: Reason, language: str, *, names: NameLookup = unnamed) -> str:
    """Why something is held back, asked first or not done in a language."""
    return explained(reason, till_wording(language, names))


def till_wording(language: str, names: NameLookup = unnamed) -> Wording:
    """A language's words for the things of the tills."""
    return Wording(phrasebook(language), names, None)


def titled(ref: Ref, language: str, *, names: NameLookup = unnamed) -> str:
    """A till's thing as people know it, with its number there where that says more."""
    here = till_wording(language, names)
    thing = here.thing(ref)
    if ref.kind not in NUMBERED or here.names(ref, None) in (None, ref.key):
        return thing
    return here.book.numbered.format(thing=thing, key=ref.key)


def _where(book: Phrasebook, *, is_till: bool, is_ours: bool) -> Words:
    if is_till:
        at, net, seen, first = book.at_till, "", book.seen_at_till, book.first_at_till
    elif is_ours:
        at, net, seen = book.at_shop, book.net, book.put_on_shop
        first = (book.first_put_on_shop,) * 2
    else:
        at, net, seen, first = book.at_shop, book.net, book.seen_on_shop, book.first_on_shop
    return {"at": at, "net": net, "seen": seen, "first": first[0], "first_f": first[1]}


def _words(event: Event, here: Wording, change: Change | None) -> Words:
    of_till = msgspec.structs.replace(here, connection=None)
    match fact := event.fact:
        case Linked() | Unlinked() | FieldPinned() | FieldUnpinned() | Held() | Released():
            return _of_till_s(fact, of_till)
        case ThingFact():
            return _of_thing(fact, here)
        case SellingFact():
            return of_rule(fact, of_till)
        case ChangeClaimed():
            return _of_change(fact.change, of_till)
        case ChangeConfirmed() | ChangeRefused() | ChangeLapsed():
            return _of_outcome(fact, change, of_till)
        case _:
            return _of_no_thing(event, here)


def _of_no_thing(event: Event, here: Wording) -> Words:
    match fact := event.fact:
        case CursorMoved():
            return {}
        case EpochBegan() | BackedUp() | BackupDrilled():
            return of_archive(fact, here)
        case CustomerSeen() | PersonErased():
            return of_person(fact, event.stream, here)
        case _:
            return of_task(fact, event.recorded_at, here)


def _of_thing(fact: ThingFact, here: Wording) -> Words:
    if type(fact) in FIRST_SIGHTS:
        return _of_first_sight(fact, here)
    ref = Ref(kind_of_fact(fact), fact.key)
    words = {
        "name": here.name(ref),
        "thing": here.thing(ref),
        "of_thing": here.of_thing(ref),
    }
    match fact:
        case Held() | Released():
            reason = fact.reason if isinstance(fact, Held) else fact.was
            return words | {"reason": explained(reason, here)}
        case ShopEchoed():
            return words | _of_echo(fact, here)
        case StockReassigned():
            before = _counted(fact.was_product, fact.was_variant, here)
            return words | {"before": before, "after": _counted(fact.product, fact.variant, here)}
        case FieldSet():
            no_tax = {} if FORM_OF.get(fact.field) is Form.PRICE else {"net": ""}
            words |= {"field": here.field(fact.field)} | no_tax
        case _:
            pass
    return words | (_of_step(fact, here) if len(fields_of(fact)) == 1 else {})


def _of_first_sight(fact: ThingFact, here: Wording) -> Words:
    match fact:
        case ProductFound():
            price = here.value("price", fact.product.price)
            return {"name": here.quoted(fact.product.reference or fact.key), "price": price}
        case VariantFound():
            options = here.value("options", fact.variant.options)
            product = here.value("product", fact.variant.product)
            reference = fact.variant.reference
            return {"name": here.quoted(reference) if reference else options, "product": product}
        case OptionValueFound():
            name = here.value("name", fact.option_value.name)
            return {"name": name, "option": here.value("option", fact.option_value.option)}
        case ImageFound():
            product = here.value("product", fact.image.product)
            return {"name": here.quoted(fact.key), "product": product}
        case StockFound():
            name = _counted(fact.stock.product, fact.stock.variant, here)
            return {"name": name, "quantity": here.value("quantity", fact.stock.quantity)}
        case _:
            thing = getattr(fact, FIRST_SIGHTS[type(fact)])
            return {"name": here.value("name", thing.name)}


def _of_step(fact: Any, here: Wording) -> Words:
    ((field, was, now),) = steps_of(fact)
    before, after = here.step(field, was, now)
    return {"before": before, "after": after}


def _of_echo(fact: ShopEchoed, here: Wording) -> Words:
    before, after = here.step(fact.field, _json(fact.sent), _json(fact.seen))
    return {"field": here.shop_field(fact.field), "before": before, "after": after}


def _json(text: str) -> Any:
    """The value that a JSON text stands for; the text itself where it is none."""
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def _counted(product: str, variant: str | None, here: Wording) -> str:
    if variant is None:
        return here.name(Ref(Kind.PRODUCT, product))
    return here.name(Ref(Kind.VARIANT, variant))


def _of_till_s(
    fact: Linked | Unlinked | FieldPinned | FieldUnpinned | Held | Released, of_till: Wording
) -> Words:
    """What is told of a till's thing, in a shop's stream too."""
    if isinstance(fact, Held | Released):
        return _of_thing(fact, of_till)
    if isinstance(fact, Linked | Unlinked):
        return _of_link(fact, of_till)
    return of_pin(fact, of_till)


def _of_link(fact: Linked | Unlinked, of_till: Wording) -> Words:
    reason = fact.how if isinstance(fact, Linked) else fact.why
    return {
        "thing": of_till.thing(Ref(fact.kind, fact.key)),
        "shop_key": fact.shop_key,
        "reason": of_till.said(reason),
    }


def _of_change(change: Change, of_till: Wording) -> Words:
    book = of_till.book
    thing = {"thing": of_till.thing(change.ref), "what": _what(change, of_till)}
    steps = ""
    if change.action is Action.UPDATE and len(change.fields) == 1:
        (step,) = change.fields
        if isinstance(step.after, bool) and (step.field, step.after) in book.switches:
            will, has = book.switches[step.field, step.after]
            return {
                "change": will.format_map(thing),
                "change_done": has.format_map(thing),
                "steps": "",
            }
        before, after = of_till.step(step.field, step.before, step.after)
        step_told = book.first_step if step.before is None else book.step
        steps = "" if step.field in UNREADABLE else step_told.format(before=before, after=after)
    return {
        "change": book.actions[change.action].format_map(thing),
        "change_done": book.actions_done[change.action].format_map(thing),
        "steps": steps,
    }


def _what(change: Change, of_till: Wording) -> str:
    if change.kind is Kind.STOCK:
        return of_till.thing(change.ref)
    fields = of_till.joined([of_till.shop_field(step.field) for step in change.fields])
    return f"{fields} {of_till.of_thing(change.ref)}"


def _of_outcome(
    fact: ChangeConfirmed | ChangeRefused | ChangeLapsed, change: Change | None, of_till: Wording
) -> Words:
    book = of_till.book
    if change is None:
        words = {"change": book.some_action, "change_done": book.some_action_done, "steps": ""}
    else:
        words = _of_change(change, of_till)
    if isinstance(fact, ChangeConfirmed):
        is_new = change is not None and change.action is Action.CREATE
        number = book.numbered_on_shop.format(shop_key=fact.shop_key)
        return words | {"number": number if is_new else ""}
    return words | {"reason": of_till.said(kept(fact.reason, fact.said))}
