"""Why: the acts applied in order, those passed over and the reason, the relief, what was said, and the sources.

The text is made to be pasted into a file note. It says nothing that the records do not.
"""

from __future__ import annotations

from datetime import date

from .answer import Status, label_of
from .days import ordinals
from .facts import EVIDENCE, Relief, Source, Statement, Transition
from .register import Register
from .timelines import Timeline, visible
from .windows import end_window

__all__ = ["CAVEAT", "explain"]

CAVEAT = (
    "Named targets only: the 50 percent rule is not applied. Records are cited, not authoritative; not legal advice. "
    "A day is read at its last instant where the authority sits; the answer has no hours."
)


def explain(register: Register, id: str, on: object, known_on: object = None) -> str:
    """Return, in sentences, why a sanction had its status on a day, as known on ``known_on``.

    Raises as `Register.status` does.
    """
    status = register.status(id, on, known_on)
    return "\n".join(_Note(register, register.timeline(id), status).lines()) + "\n"


class _Note:
    def __init__(self, register: Register, line: Timeline, status: Status) -> None:
        self.register, self.line, self.status = register, line, status
        self.on, self.known_on = status.on, status.known_on
        self.cited: dict[str, Source] = {}

    def lines(self) -> list[str]:
        sanction = self.line.sanction
        found = [f"{sanction.title or sanction.id} ({sanction.id})", "", *self.answer(), ""]
        for title, lines in (
            ("Acts applied, in order:", self.applied()),
            ("Acts passed over:", self.passed_over()),
            ("Relief:", self.relief()),
            ("What it rests on:", self.rests_on()),
            ("What was said (words move nothing):", self.said()),
        ):
            if lines:
                found += [title, *(f"  - {line}" for line in lines), ""]
        if self.cited:
            found += ["Sources:", *(f"  [{key}] {_cite(source)}" for key, source in sorted(self.cited.items())), ""]
        if sanction.note:
            found += [f"Note: {sanction.note}", ""]
        return [*found, CAVEAT]

    def answer(self) -> list[str]:
        status = self.status
        known = "with all that is recorded" if self.known_on is None else f"as known on {self.known_on}"
        found = [f"On {self.on}, {known}: {status.words}. Restricts: {status.restricts}."]
        if status.since or status.ends:
            since = f"since {status.since}" if status.since else "from the beginning"
            found.append(
                f"It reads so {since}{f' and until {status.ends}, that day not included' if status.ends else ', with no end recorded'}."
            )
        if status.undetermined:
            try:
                _ = status.label
            except ValueError as error:
                found.append(f"{str(error)[:1].upper()}{str(error)[1:]}.")
        if status.projected:
            reviewed = f"; the record is borne out to {status.reviewed}" if status.reviewed else ""
            found.append(f"Projected: the day lies past what was known{reviewed}.")
        if status.provisional:
            found.append(
                "Provisional: an act that it rests on is inferred, or has no source of tier 1 or 2 (see the marks and tiers below)."
            )
        return found

    def act(self, act: Transition) -> str:
        authority = act.authority or self.line.sanction.authority
        instrument = f" ({act.instrument})" if act.instrument else ""
        marks = ", inferred" if act.inferred else ""
        return f"{act.effective} {act.event}{_until(act)} by {self.register.name_of(authority)}{instrument}{marks}{self.cite(act.sources)}{_place(act)}"

    def cite(self, sources: tuple[Source, ...]) -> str:
        return "".join(f" [{self.key(source)}]" for source in sources)

    def key(self, source: Source) -> str:
        """Return the key under which a source is listed: its own, unless another file gave that to another page."""
        key, number = source.key, 2
        while key in self.cited and (self.cited[key].title, self.cited[key].url) != (source.title, source.url):
            key, number = f"{source.key}-{number}", number + 1
        self.cited.setdefault(key, source)
        return key

    def applied(self) -> list[str]:
        found = []
        day = self.on.toordinal()
        for act in self.line.sanction.transitions:
            if not visible(act, self.known_on):
                continue
            first, last = ordinals(act.effective)
            if last is not None and last <= day:
                found.append(self.act(act))
            elif self.reaches_back(act):
                found.append(
                    f"{self.act(act)}; it reaches back to {act.back_to}{f' and as far as {act.to}' if act.to else ''}"
                )
            elif first is None or first <= day:
                found.append(f"{self.act(act)}; its day is doubtful, so it may or may not have bound by then")
            elif act.adopted is not None and (ordinals(act.adopted)[0] or 0) <= day:
                found.append(f"{self.act(act)}; adopted {act.adopted}, not applicable until {act.effective}")
        for cause in self.status.causes:
            if cause.timer:
                found.append(f"{cause.effective} {cause.event}, computed: no act was needed")
        return found

    def reaches_back(self, act: Transition) -> bool:
        """Say whether a later annulment repaints, or may repaint, the day."""
        day = self.on.toordinal()
        if act.back_to is None or not visible(act, self.known_on):
            return False
        first, _ = ordinals(act.back_to)
        _, last = ordinals(act.to or act.effective)
        return (first is None or first <= day) and (last is None or day < last)

    def passed_over(self) -> list[str]:
        found = []
        for act in self.line.sanction.transitions:
            reason = self.unseen(act)
            if reason is None:
                first, _ = ordinals(act.effective)
                adopted = None if act.adopted is None else ordinals(act.adopted)[0]
                day = self.on.toordinal()
                later = first is not None and first > day and (adopted is None or adopted > day)
                if later and not self.reaches_back(act):
                    reason = "later than the day asked about"
            if reason is not None:
                found.append(f"{self.act(act)}: {reason}")
        return found

    def unseen(self, record: Transition | Relief | Statement) -> str | None:
        if visible(record, self.known_on):
            return None
        if self.known_on is None or record.known_day <= self.known_on:
            return f"retracted on {record.retracted}"
        return f"not yet known; known from {record.known_day}"

    def relief(self) -> list[str]:
        found = []
        running = set(self.status.reliefs)
        for relief in self.line.reliefs:
            touch = relief.touching(self.line.sanction.id)
            if touch is None:
                continue
            scope = f": {touch.scope}" if touch.scope else ""
            excludes = f"; excludes {', '.join(touch.excludes)}" if touch.excludes else ""
            head = (
                f"{relief.name} ({relief.kind}, {touch.coverage}{scope}{excludes}) from {relief.starts}{_until(relief)}"
            )
            head += ", inferred" if relief.inferred else ""
            reason = self.unseen(relief)
            if reason is None:
                runs = visible(relief, self.known_on) and relief.name in running
                reason = (
                    ("runs on the day" if not relief.standing else "standing: runs, and is not counted")
                    if runs
                    else self.over(relief)
                )
            found.append(f"{head}: {reason}{self.cite(relief.sources)}{_place(relief)}")
        return found

    def over(self, relief: Relief) -> str:
        """Say why a relief that the reader sees does not run."""
        day = self.on.toordinal()
        first, last = ordinals(relief.starts)
        if first is not None and first > day:
            return "later than the day asked about"
        ended = []
        if relief.revoked is not None and visible(relief.revoked, self.known_on) and _by(relief.revoked.effective, day):
            ended.append((ordinals(relief.revoked.effective)[1] or 0, f"revoked on {relief.revoked.effective}"))
        for other in self.line.reliefs:
            if (
                relief.name in other.supersedes
                and other.authority == relief.authority
                and visible(other, self.known_on)
                and _by(other.starts, day)
            ):
                ended.append((ordinals(other.starts)[1] or 0, f"superseded by {other.name} on {other.starts}"))
        window = end_window(relief.last_day, relief.ends)
        if relief.lasts is not None and first is not None and first == last:
            end = relief.lasts.after(date.fromordinal(first))
            window = None if end is None else (end.toordinal(), end.toordinal())
        if window is not None and window[0] <= day:
            ended.append((window[1], f"ended ({_until(relief).strip() or relief.lasts})"))
        return min(ended)[1] if ended else "ended with the episode in which it counted"

    def rests_on(self) -> list[str]:
        below = self.line.rests_on
        if below is None:
            return []
        status = below.status(self.on, self.known_on)
        return [
            f"{below.sanction.title or below.sanction.id} ({below.sanction.id}): {label_of(status.possible)} on that day"
        ]

    def said(self) -> list[str]:
        found = []
        for one in self.status.statements:
            quote = f": \u201c{one.quote}\u201d" if one.quote else ""
            found.append(
                f"{one.on} {self.register.name_of(one.by)} said '{one.says}'{f' of {one.for_}' if one.for_ else ''}{quote}{self.cite(one.sources)}"
            )
        return found


def _by(day: object, ordinal: int) -> bool:
    first, _ = ordinals(day)  # type: ignore[arg-type]
    return first is None or first <= ordinal


def _until(act: Transition | Relief) -> str:
    if act.last_day is not None:
        return f" to {act.last_day}"
    if act.ends is not None:
        return f" to the day before {act.ends}"
    return f" for {act.lasts}" if act.lasts is not None else ""


def _place(record: Transition | Relief) -> str:
    return f" at {record.place}" if record.place is not None else ""


def _cite(source: Source) -> str:
    published = f", {source.published}" if source.published else ""
    return f"{source.title}. {source.publisher}{published}. Tier {source.tier}: {EVIDENCE[source.tier]}.{f' {source.url}' if source.url else ''}"
