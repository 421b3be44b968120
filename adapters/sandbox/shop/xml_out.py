"""Writes the web service's XML: every value in CDATA, links beside what refers to something."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from pos2web.adapters.sandbox.shop.schema import Association, Field, Part, Resource
from pos2web.adapters.sandbox.shop.store import Record

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n'
)
_IMAGE_RESOURCES = ("images", "images/products")


def document(*parts: str) -> bytes:
    """The parts inside the root element."""
    return f"{_HEAD}{''.join(parts)}</prestashop>\n".encode()


def cdata(value: object) -> str:
    """A value, whatever is in it."""
    text = "" if value is None or value is False else str(value)
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def errors(found: Iterable[tuple[int, str]]) -> bytes:
    """The errors that the web service names."""
    shown = "".join(
        f"<error>\n<code>{cdata(code)}</code>\n<message>{cdata(message)}</message>\n</error>\n"
        for code, message in found
    )
    return document(f"<errors>\n{shown}</errors>\n")


def _link(api: str, base: str, value: object) -> str:
    return f' xlink:href="{base}/{api}/{value}"' if api and str(value or "0") != "0" else ""


def _letters(value: object, languages: Sequence[str]) -> dict[str, str]:
    """A text sent without languages: PHP takes the id for the place of a letter in it."""
    text = value if isinstance(value, str) else ""
    return {language: text[int(language) :][:1] for language in languages}


def _field(field: Field, record: Record, base: str, languages: Sequence[str]) -> str:
    value = record.get(field.name)
    if field.is_translated:
        is_set = isinstance(value, dict)
        texts = value if isinstance(value, dict) else _letters(value, languages)
        inner = "".join(
            f'<language id="{language}"{_link("languages" if is_set else "", base, language)}>'
            f"{cdata(texts.get(language))}</language>"
            for language in languages
        )
        return f"\t<{field.name}>{inner}</{field.name}>\n"
    api = f"{field.api}/{record['id']}" if field.name == "id_default_image" else field.api
    link = _link(api, base, value)
    dynamic = ' notFilterable="true"' if field.is_dynamic else ""
    return f"\t<{field.name}{link}{dynamic}>{cdata(value)}</{field.name}>\n"


def _association(association: Association, record: Record, base: str, owner: int | str) -> str:
    api = f' api="{association.api}"' if association.api else ""
    virtual = ' virtualEntity="true"' if association.is_virtual else ""
    head = f'{association.name} nodeType="{association.node}"{api}{virtual}'
    items = record["associations"].get(association.name, ())
    if not items:
        return f"<{head}/>\n"
    target = f"images/products/{owner}" if association.api in _IMAGE_RESOURCES else association.api
    shown = "".join(_item(association, target, item, base) for item in items)
    return f"<{head}>\n{shown}</{association.name}>\n"


def _part_link(part: Part, base: str, item: Record) -> str:
    """Here even a 0 has its link."""
    return f' xlink:href="{base}/{part.api}/{item.get(part.name)}"' if part.api else ""


def _item(association: Association, target: str, item: Record, base: str) -> str:
    link = "" if association.is_bare else _link(target, base, item.get("id"))
    parts = "".join(
        f"\t<{part.name}{_part_link(part, base, item)}>{cdata(item.get(part.name))}</{part.name}>\n"
        for part in association.parts
    )
    return f"\t<{association.node}{link}>\n{parts}\t</{association.node}>\n"


def entity(
    resource: Resource,
    record: Record,
    fields: Sequence[Field],
    base: str,
    languages: Sequence[str],
) -> str:
    """One record in full; with its associations when it carries them."""
    shown = "".join(_field(field, record, base, languages) for field in fields)
    hanging = ""
    if "associations" in record and resource.associations:
        owner = record["id_product"] if resource.name == "combinations" else record["id"]
        lists = "".join(
            _association(association, record, base, owner) for association in resource.associations
        )
        hanging = f"<associations>\n{lists}</associations>\n"
    key = f"\t<id>{cdata(record['id'])}</id>\n"
    return f"<{resource.node}>\n{key}{shown}{_extra(record)}{hanging}</{resource.node}>\n"


def _extra(record: Record) -> str:
    prices = record.get("prices", {})
    return "".join(f"\t<{name}>{cdata(value)}</{name}>\n" for name, value in prices.items())


def bare(resource: Resource, ids: Iterable[int], base: str) -> str:
    """A list that only names what is there."""
    return "".join(
        f'<{resource.node} id="{key}" xlink:href="{base}/{resource.name}/{key}"/>\n' for key in ids
    )


def blank(resource: Resource, languages: Sequence[str]) -> bytes:
    """The empty form of a resource, to be filled in and posted."""
    texts = "".join(f'<language id="{language}">{cdata("")}</language>' for language in languages)
    shown = "".join(
        f"\t<{field.name}>{texts if field.is_translated else cdata('')}</{field.name}>\n"
        for field in resource.fields
        if not field.is_readonly
    )
    lists = "".join(
        f"<{association.name}>\n\t<{association.node}>\n"
        + "".join(f"\t<{part.name}>{cdata('')}</{part.name}>\n" for part in association.parts)
        + f"\t</{association.node}>\n</{association.name}>\n"
        for association in resource.associations
    )
    hanging = f"<associations>\n{lists}</associations>\n" if lists else ""
    key = f"\t<id>{cdata('')}</id>\n"
    return document(f"<{resource.node}>\n{key}{shown}{hanging}</{resource.node}>\n")


def synopsis(resource: Resource, base: str, languages: Sequence[str]) -> bytes:
    """The form of a resource with what each field allows."""
    texts = "".join(
        f'<language id="{language}" xlink:href="{base}/languages/{language}"'
        f' format="isUnsignedId">{cdata("")}</language>'
        for language in languages
    )
    shown = "".join(
        f"\t<{field.name}{_rules(field)}>{texts if field.is_translated else cdata('')}"
        f"</{field.name}>\n"
        for field in resource.fields
    )
    lists = "".join(_association_synopsis(one, base) for one in resource.associations)
    hanging = f"<associations>\n{lists}</associations>\n" if lists else ""
    return document(f"<{resource.node}>\n{shown}{hanging}</{resource.node}>\n")


def _rules(field: Field) -> str:
    rules = {
        "notFilterable": "true" if field.is_dynamic else "",
        "required": "true" if field.is_required else "",
        "maxSize": str(field.size or ""),
        "read_only": "true" if field.is_readonly else "",
        "format": field.format,
        "readOnly": "true" if field.is_readonly or field.is_locked else "",
    }
    return "".join(f" {name}={quoteattr(rule)}" for name, rule in rules.items() if rule)


def _association_synopsis(association: Association, base: str) -> str:
    api = f' api="{association.api}"' if association.api else ""
    virtual = ' virtualEntity="true"' if association.is_virtual else ""
    parts = "".join(
        f"\t<{part.name}"
        + (f' xlink:href="{base}/{part.api}/"' if part.api else "")
        + (' required="true"' if part.is_required else "")
        + (' read_only="true" readOnly="true"' if part.is_readonly else "")
        + f">{cdata('')}</{part.name}>\n"
        for part in association.parts
    )
    return (
        f'<{association.name} nodeType="{association.node}"{api}{virtual}>\n'
        f"\t<{association.node}>\n{parts}\t</{association.node}>\n</{association.name}>\n"
    )
