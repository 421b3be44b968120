"""What a GET asks for: fields, languages, filters, order and page, and the SQL for it."""

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from pos2web.adapters.sandbox.shop.answer import Crash, Refusal, php_warning
from pos2web.adapters.sandbox.shop.prices import asked_prices
from pos2web.adapters.sandbox.shop.schema import Association, Field, Resource, Storage
from pos2web.adapters.sandbox.shop.store import Store

_BRACKETED = re.compile(r"(.*?)\[(.*)\](.*)", re.DOTALL)
_INTERVAL = re.compile(r"([\d.:\-\s]+),([\d.:\-\s]+)")
_FILTER = re.compile(r"filter\[(\w+)\]")
_SORT = re.compile(r"(\w+)_(ASC|DESC)", re.IGNORECASE)
_CHOSEN = re.compile(r"([^\[\],]+)(\[[^\[\]]*\])?")
_LIMIT = re.compile(r"[0-9]{1,9}(,[0-9]{1,9})?")
_DATES = ("date_add", "date_upd")
# Without `sort` MySQL follows the index that it happens to use: no promise, but it bites the same.
_NATURAL_ORDER = {
    "products": "indexed, active, id",
    "categories": "level_depth, id",
}
_NUMERIC = (Storage.DECIMAL,)


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A GET, understood. `fields` is None for a list of bare ids, and names what to show else."""

    fields: tuple[Field, ...] | None
    associations: tuple[Association, ...]
    languages: tuple[str, ...]
    tail: str
    values: tuple[str, ...]


def distance(one: str, other: str) -> int:
    """How many letters apart two words are (Levenshtein)."""
    previous = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, against in enumerate(other, 1):
            cost = 0 if letter == against else 1
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + cost))
        previous = current
    return previous[-1]


def closest(word: str, words: Sequence[str]) -> str:
    """The word that PrestaShop thinks was meant: among equally near ones the last."""
    best, found = -1, ""
    for candidate in words:
        away = distance(word, candidate)
        if best < 0 or away <= best:
            best, found = away, candidate
    return found


def quoted(words: Sequence[str]) -> str:
    """The words in quotes, as PrestaShop lists them."""
    return ", ".join(f'"{word}"' for word in words)


def _misread(code: int, message: str) -> Refusal:
    """A parameter that can't be understood; in production PHP stumbles over the rest."""
    text = "Trying to access array offset on value of type bool"
    path = "/var/www/shop/classes/webservice/WebserviceRequest.php"
    warnings = [php_warning(f"{text} ({path}, line {line})") for line in range(1333, 1337)]
    return Refusal(500, code, message).before(*warnings)


def read_languages(parameters: Mapping[str, str], store: Store) -> tuple[str, ...]:
    """Which languages to show: those that `language` names, all without it."""
    asked = parameters.get("language")
    if not asked:
        return store.languages
    wanted = re.findall(r"\d+", asked)
    if not wanted or any(language not in store.languages for language in wanted):
        raise Refusal(400, 81, "language is not available")
    return tuple(language for language in store.languages if language in wanted)


def read_query(
    resource: Resource, parameters: Mapping[str, str], store: Store, *, is_single: bool
) -> Query:
    """Understand the parameters of a GET, or say no as the shop does."""
    languages = read_languages(parameters, store)
    display = parameters.get("display", "full" if is_single else "minimum")
    fields, associations = _displayed(resource, display, asked_prices(parameters))
    if is_single:
        return Query(
            fields=fields,
            associations=associations,
            languages=languages,
            tail="WHERE id = ?",
            values=(),
        )
    conditions, values, order = _conditions(resource, parameters, languages)
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    order = _sorted(resource, parameters.get("sort", ""), languages) or order
    return Query(
        fields=fields,
        associations=associations,
        languages=languages,
        tail=f"{where}ORDER BY {order}{_limited(parameters.get('limit', ''))}",
        values=tuple(values),
    )


def _displayed(
    resource: Resource, display: str, prices: Collection[str]
) -> tuple[tuple[Field, ...] | None, tuple[Association, ...]]:
    if display == "minimum":
        return None, ()
    if display == "full":
        return resource.fields, resource.associations
    chosen = _CHOSEN.findall(display.removeprefix("[").removesuffix("]"))
    fields = [name.strip() for name, parts in chosen if not parts]
    parts = {name.strip(): parts[1:-1].split(",") for name, parts in chosen if parts}
    for name in fields:
        if name not in resource.by_name and name not in ("id", "associations", *prices):
            raise _unknown(resource, name)
    known = {association.name: association for association in resource.associations}
    for name, asked in parts.items():
        if name not in known or not {*asked} <= {part.name for part in known[name].parts}:
            shown = "".join(f"  {n} => '{part}',\n" for n, part in enumerate(asked))
            raise _unknown(resource, f"{name} (details : array (\n{shown}))")
    return (
        tuple(field for field in resource.fields if field.name in fields),
        tuple(known[name].showing(parts[name]) for name in known if name in parts),
    )


def _unknown(resource: Resource, name: str) -> Refusal:
    known = ", ".join(["id", *(field.name for field in resource.fields)])
    return _misread(
        35, f'Unable to display this field "{name}". However, these are available: {known}'
    )


def _filterable(resource: Resource, *, with_dates: bool) -> list[str]:
    return [
        "id",
        *(
            field.name
            for field in resource.fields
            if not field.is_translated and (with_dates or field.name not in _DATES)
        ),
    ]


def _check_filter(resource: Resource, name: str, *, with_dates: bool) -> None:
    field = resource.by_name.get(name)
    if field is not None and field.is_dynamic:
        raise _misread(
            34,
            f'The field "{name}" is dynamic. It is not possible to filter GET query with this'
            " field.",
        )
    if name in _DATES and with_dates and field is None:
        raise Crash
    if name != "id" and (field is None or (name in _DATES and not with_dates)):
        known = _filterable(resource, with_dates=with_dates)
        meant = closest(name, known)
        raise _misread(
            32,
            f'This filter does not exist. Did you mean: "{meant}"? The full list is:'
            f" {quoted(known)}",
        )


def _column(resource: Resource, name: str, languages: Sequence[str]) -> str:
    field = resource.by_name.get(name)
    if field is None:
        return "id"
    if field.is_computed:
        return "NULL"
    if field.is_translated:
        return f"""json_extract("{name}", '$."{languages[0]}"') COLLATE NOCASE"""
    if field.storage in _NUMERIC:
        return f'CAST("{name}" AS REAL)'
    return f'"{name}"'


def _conditions(
    resource: Resource, parameters: Mapping[str, str], languages: Sequence[str]
) -> tuple[list[str], list[str], str]:
    conditions: list[str] = []
    values: list[str] = []
    order = _NATURAL_ORDER.get(resource.name, "id")
    for key, asked in parameters.items():
        match = _FILTER.fullmatch(key)
        if match is None:
            continue
        name = match[1]
        _check_filter(resource, name, with_dates=parameters.get("date") == "1")
        column = _column(resource, name, languages)
        condition, more = _condition(column, asked)
        conditions.append(condition)
        values += more
        if "LIKE" in condition:
            order = f"{column}, id"
        elif resource.name == "products" and name == "date_upd":
            order = "state, date_upd, id"
    return conditions, values, order


def _condition(column: str, asked: str) -> tuple[str, list[str]]:
    match = _BRACKETED.fullmatch(asked)
    if match is None:
        return f"{column} = ?", [asked]
    before, inner, after = match.groups()
    if "%" in (before, after):
        return f"{column} LIKE ?", [f"{before}{inner}{after}"]
    if before in ("<", ">"):
        return f"{column} {before} ?", [inner]
    several = inner.split("|")
    marks = ", ".join("?" * len(several))
    if before == "!":
        return f"{column} NOT IN ({marks})", several
    interval = _INTERVAL.fullmatch(inner)
    if interval is not None:
        return f"{column} BETWEEN ? AND ?", [interval[1], interval[2]]
    return f"{column} IN ({marks})", several


def _sorted(resource: Resource, sort: str, languages: Sequence[str]) -> str:
    if not sort:
        return ""
    parts = []
    for name, direction in _SORT.findall(sort):
        if name != "id" and name not in resource.by_name:
            known = ", ".join(["id", *(field.name for field in resource.fields)])
            raise _misread(
                37,
                f'Unable to filter by this field "{name}". However, these are available: {known}',
            )
        parts.append(f"{_column(resource, name, languages)} {direction.upper()}")
    if not parts:
        raise _misread(
            36, 'The "sort" value has to be formed as this example: "[field1_ASC,field2_DESC]"'
        )
    return ", ".join(parts)


def _limited(limit: str) -> str:
    if not limit:
        return ""
    if _LIMIT.fullmatch(limit) is None:
        message = 'The "limit" value has to be formed as this example: "5,25" or "10"'
        raise _misread(39, message)
    return f" LIMIT {limit}"
