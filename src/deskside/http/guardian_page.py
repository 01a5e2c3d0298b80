"""How the page of a guardian's link looks: whom it is about, what is asked, what holds, three boxes, a name. It needs
no script, and its title, which messengers show, names nobody.
"""

from dataclasses import dataclass
from html import escape

from deskside.domain.consent import ConsentKind
from deskside.domain.recording.texts import Language
from deskside.http import shell, words
from deskside.http.join import first_name
from deskside.http.paths import GUARDIAN_PAGE, PRIVACY_PAGE
from deskside.http.privacy import switch_html
from deskside.http.prose import html_of
from deskside.services.guardians import OpenedByGuardian


@dataclass(frozen=True, slots=True)
class GuardianPage:
    """One drawing of it. `wrong`: which words say why it was not taken; `ticked` and `name`: what was sent then."""

    secret: str
    opened: OpenedByGuardian
    language: Language
    saved: bool = False
    wrong: str = ""
    ticked: frozenset[ConsentKind] | None = None
    name: str = ""

    def html(self) -> str:
        """The whole page."""
        question = self.opened.question
        version, center = question.version, question.center
        asked = html_of(version.of(self.language).asked, center.name, version.retention_days)
        who = self._say("guardian.who", child=self._child, center=center.name)
        more = f"{PRIVACY_PAGE.format(center_id=escape(center.id))}?lang={self.language.value}"
        form = (
            f'<div class="top"><h1>{self._say("guardian")}</h1>{switch_html(self.language)}</div>'
            f'<p class="soft" translate="no">{who}</p>{self._notes()}{asked}'
            f'<p><a href="{more}" target="_blank" rel="noopener">{self._say("guardian.more")}</a></p>{self._form()}'
        )
        title = words.say(self.language.value, "guardian")
        return shell.paper(shell.Words(title, "", language=self.language.value, form=form))

    @property
    def _child(self) -> str:
        return first_name(self.opened.student.name)

    @property
    def _answered(self) -> bool:
        """Whether a guardian has said something to the present text."""
        last = self.opened.last
        return last is not None and last.said.text_version == self.opened.question.version.number

    def _say(self, key: str, **fields: object) -> str:
        return escape(words.say(self.language.value, key, **fields))

    def _notes(self) -> str:
        """What was wrong, or what holds now."""
        if self.wrong:
            return f'<p class="note warn" role="alert">{self._say(self.wrong)}</p>'
        if self.opened.last is None:
            return ""
        if not self._answered:
            return f'<p class="note warn">{self._say("guardian.asked_anew")}</p>'
        holds = self.opened.question.holds.consent or ()
        kinds = ", ".join(words.say(self.language.value, f"guardian.{x.value}") for x in ConsentKind if x in holds)
        what = self._say("guardian.holds" if holds else "guardian.holds_nothing", child=self._child, kinds=kinds)
        thanks = f"<strong>{self._say('guardian.saved')}</strong> " if self.saved else ""
        return f'<p class="note" role="status">{thanks}{what}</p>'

    def _boxes(self) -> str:
        """Ticked is what a guardian has allowed under the present text; else nothing is."""
        last = self.opened.last
        allowed = frozenset(last.kinds) if last is not None and self._answered else frozenset[ConsentKind]()
        ticked = allowed if self.ticked is None else self.ticked
        return "".join(
            f'<label><input type="checkbox" name="kinds" value="{x.value}"{" checked" if x in ticked else ""}>'
            f"<span><strong>{self._say(f'guardian.{x.value}')}</strong><br>"
            f'<span class="soft">{self._say(f"guardian.{x.value}_text")}</span></span></label>'
            for x in ConsentKind
        )

    def _form(self) -> str:
        last, question = self.opened.last, self.opened.question
        name = self.name or (last.guardian_name if last is not None else None) or ""
        action = f"{GUARDIAN_PAGE.format(secret=escape(self.secret))}?lang={self.language.value}"
        no = self._say("guardian.withdraw" if question.holds.consent else "guardian.refuse")
        return (
            f'<form method="post" action="{action}">'
            f'<input type="hidden" name="version" value="{question.version.number}">'
            f"<fieldset><legend>{self._say('guardian.allow')}</legend>{self._boxes()}</fieldset>"
            f'<label class="field"><span>{self._say("guardian.name")}</span>'
            f'<input type="text" name="name" autocomplete="name" maxlength="200" required value="{escape(name)}">'
            f'</label><p class="acts"><button name="give" value="1">{self._say("guardian.give")}</button>'
            f'<button class="plain" name="withdraw" value="1">{no}</button></p>'
            f'</form><p class="small soft">{self._say("guardian.again")}</p>'
        )
