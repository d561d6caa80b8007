"""What others call their days, and which of ours each one is. Most mistakes of a day are a field taken for another."""

from __future__ import annotations

from attrs import frozen

from ..problems import UnknownId

__all__ = ["MEANINGS", "SYNONYMS", "Synonym", "meaning_of"]

MEANINGS = {
    "effective": "the day from which an act binds; of an end, the first day without it",
    "adopted": "the day on which an act was decided or signed",
    "published": "the day on which an act stood in the gazette or on the list",
    "announced": "the authority's own notice of an act already adopted",
    "known": "the day from which the public could know of an act",
    "retracted": "the day from which a record no longer counts",
    "last_day": "the last day inside, which is still in",
    "ends": "the first day no longer inside",
    "reviewed": "the last day to which a state is borne out",
    "none": "no day of the law: it speaks of a file, a crawler or a person",
}


@frozen
class Synonym:
    """A field of others: its name as they spell it, the key of `MEANINGS` that is nearest, and what to beware of."""

    name: str
    meaning: str
    caution: str


_ROWS = (
    # FollowTheMoney, and the data published in it
    ("startDate", "effective", "Meant as the day of effect, but often filled with the day of listing or of a decree."),
    ("endDate", "last_day", "Read as still active on that day; sources that print a day of delisting fill it one day late."),
    ("listingDate", "adopted", "When it was put on the list; it may bind from another day, which startDate gives."),
    ("modifiedAt", "none", "The last change of an entry may be one of spelling, and need be no act."),
    ("createdAt", "none", "The making of a file or profile; for an entry of a list, perhaps its listing."),
    ("retrievedAt", "none", "When somebody fetched the page; it is no earlier than the publication, and that is all."),
    ("first_seen", "none", "When a crawler first saw the entry, so never earlier than that crawler's own beginning."),
    ("last_seen", "none", "When a crawler last saw the entry; for what is listed still, the day of the last crawl."),
    ("last_change", "none", "When a crawler last saw a difference; a change of its own reading looks the same."),
    # lists of the authorities
    ("dateDesignated", "effective", "The first listing under this regime or an earlier one; it may be older than the law now in force."),
    ("listedOn", "published", "Printed for the entry that stands now; an earlier listing, ended and renewed, is not seen."),
    ("delistedOn", "effective", "The first day off the list, so the end is exclusive; the decision may be older."),
    ("lastUpdated", "none", "The last edit of an entry, often only of its names; it is not the day of the listing."),
    ("dateListed", "published", "The day on the list; dealings may be restricted from that day or from the next."),
    ("publicationDate", "published", "Of the last act that touched the entry in some lists, not of the one that listed it."),
    ("publishDate", "published", "Of a whole edition of a list: it says when the file was made, not when an entry came."),
    ("entryIntoForceDate", "effective", "Of the act; a single measure in it may apply from a later day, or have been adopted earlier."),
    ("effectiveDate", "effective", "In federal notices the day from which a rule binds; of a licence, its first day."),
    ("applicationDate", "effective", "The day from which a measure applies, which is when it binds; it may be long after entry into force."),
    ("signingDate", "adopted", "An order is signed before it is published, and may bind from either day."),
    ("announcementDate", "announced", "Only the authority's own notice; what an envoy says is a statement and moves nothing."),
    ("expirationDate", "last_day", "A licence through 12:01 a.m. of a day no longer counts on it: then the last day is the one before."),
    ("validUntil", "last_day", "Usually inclusive; a database that keeps half-open periods means the first day after."),
    ("validFrom", "effective", "In bitemporal tables a day of the law; in plain ones often the day of loading."),
    ("validTo", "ends", "In bitemporal tables exclusive, and 9999-12-31 stands for no end: leave that out."),
    ("sunsetDate", "last_day", "An end that comes unless somebody renews; a renewal makes the printed day stale."),
    ("renewalDate", "effective", "The act that moves an end, not the new end."),
    ("systemFrom", "known", "When a database learnt of it; the public may have known earlier."),
    ("knowledgeDate", "known", "Whose knowledge is meant: the public's, or that of one firm?"),
    ("asOf", "reviewed", "The day for which a file speaks; it bears out no later day."),
    ("withdrawnOn", "retracted", "Of a record, not of a sanction: a withdrawn sanction is lifted."),
)  # fmt: skip

SYNONYMS = {name: Synonym(name, meaning, caution) for name, meaning, caution in _ROWS}

# The same field under other spellings than those of case and underscores.
_ALSO = {
    "designationDate": "dateDesignated",
    "designatedOn": "dateDesignated",
    "delistingDate": "delistedOn",
    "dateDelisted": "delistedOn",
    "removedOn": "delistedOn",
    "listingOn": "listedOn",
    "expiryDate": "expirationDate",
    "expiresOn": "expirationDate",
    "validThrough": "validUntil",
    "inForceFrom": "entryIntoForceDate",
    "publishedOn": "publicationDate",
}
SYNONYMS.update((name, Synonym(name, SYNONYMS[same].meaning, SYNONYMS[same].caution)) for name, same in _ALSO.items())


def meaning_of(field_name: str) -> Synonym:
    """Return what a field of others means; case, underscores, hyphens and blanks make no difference.

    Raises `UnknownId` with the nearest names.
    """
    found = _BY_PLAIN.get(_plain(field_name)) if isinstance(field_name, str) else None
    if found is None:
        raise UnknownId("field name", str(field_name), SYNONYMS)
    return found


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


_BY_PLAIN = {_plain(name): synonym for name, synonym in SYNONYMS.items()}
