"""The composer: one form for drafts and for corrections. A draft may be unfinished; publishing asks for the rest."""

from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature
from django.utils.translation import gettext_lazy as _

from crm.errors import NoSuchTime
from crm.local_time import instant_of
from crm.models import Contact, Update
from crm.selectors.contacts import all_tags
from crm.selectors.updates import contacts_called
from crm.services.updates import UpdatePlan, UpdateText
from tenants import files
from tenants.brand.photo import MOST_BYTES, CleanPhoto, PhotoError, clean_photo
from tenants.kernel import clock
from tenants.kernel.scope import require_business
from tenants.kernel.signing import sign, unsign

NOW, LATER = "now", "later"
_PURPOSE = "update_image"
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A cleaned picture among the business's files; an empty key is none."""

    key: str = ""
    width: int = 0
    height: int = 0


def _day_field(**more: Any) -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class TextForm(forms.Form):
    """What customers read. A picture that was sent travels signed in ``held``, so that no error loses it."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    body = forms.CharField(
        label=_("Text"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "To format it: **bold**, *italic*, [a link](https://…). "
            "Begin a line with “- ” for a list, “# ” for a heading."
        ),
    )
    image = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 8 MB. Shown on the page; the e-mail says that there is one."),
    )
    image_alt = forms.CharField(
        label=_("What the picture shows"), max_length=200, required=False, help_text=_("For those who cannot see it.")
    )
    remove_image = forms.BooleanField(label=_("Without the picture"), required=False)
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    is_pinned = forms.BooleanField(label=_("Pin to the top of the list"), required=False)
    expires_on = _day_field(
        label=_("Last day it is shown"), help_text=_("It leaves the portal at the end of that day. Empty: it stays.")
    )

    _photo: CleanPhoto | None = None
    _stored: StoredImage | None = None

    def clean_image(self) -> None:
        uploaded: UploadedFile[bytes] | None = self.cleaned_data["image"]
        if uploaded is None:
            return
        try:
            self._photo = clean_photo(uploaded.read(MOST_BYTES + 1))
        except PhotoError as error:
            raise ValidationError(str(error), code="picture") from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.chosen_image().key and not cleaned.get("image_alt") and "image_alt" not in self.errors:
            self.add_error("image_alt", _("Say in a few words what the picture shows."))
        return cleaned

    def chosen_image(self) -> StoredImage:
        """Return the picture just sent, the one held, or none."""
        if self._stored is None:
            self._stored = self._choose()
        return self._stored

    def held_text(self) -> str:
        image = self.chosen_image() if self.is_bound else StoredImage(*self.initial.get("image_is", ()))
        return sign(astuple(image), purpose=_PURPOSE) if image.key else ""

    def text(self) -> UpdateText:
        cleaned, image = self.cleaned_data, self.chosen_image()
        return UpdateText(
            title=cleaned["title"],
            body=cleaned["body"],
            image_key=image.key,
            image_width=image.width,
            image_height=image.height,
            image_alt=cleaned["image_alt"] if image.key else "",
            expires_on=cleaned["expires_on"],
            is_pinned=cleaned["is_pinned"],
        )

    def _choose(self) -> StoredImage:
        if self._photo is not None:
            key = files.store("updates", self._photo.jpeg, content_type="image/jpeg")
            return StoredImage(key, self._photo.width, self._photo.height)
        if self.cleaned_data.get("remove_image"):
            return StoredImage()
        try:
            return StoredImage(*unsign(self.data.get("held", ""), purpose=_PURPOSE, max_age=_DAY))
        except BadSignature:
            return StoredImage()


class CorrectionForm(TextForm):
    """A published update: whom it is for stays as it was."""

    mail_again = forms.BooleanField(
        label=_("Send an e-mail about the change"), required=False, help_text=_("To everybody it is for.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, sentence in (("title", _("Give it a title.")), ("body", _("Write something."))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


class UpdateForm(TextForm):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Update.Kind.UPDATE, _("An update: news to read when there is time")),
            (Update.Kind.ALERT, _("An alert: urgent, and asks for “I have read this”")),
        ],
        initial=Update.Kind.UPDATE,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Who is it for?"),
        choices=Update.Audience.choices,
        initial=Update.Audience.EVERYONE,
        widget=forms.RadioSelect,
    )
    tag = forms.TypedChoiceField(label=_("Tag"), coerce=int, required=False, empty_value=None)
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=200,
        help_text=_("Type a name or an e-mail address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "contacts-found"}),
    )
    by_mail = forms.BooleanField(label=_("Send it by e-mail, too"), required=False, initial=True)
    when = forms.ChoiceField(
        label=_("When?"), choices=[(NOW, _("Now")), (LATER, _("At a time"))], initial=NOW, widget=forms.RadioSelect
    )
    publish_on = _day_field(label=_("Day"))
    publish_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    found: Contact | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tags = [(tag.pk, tag.name) for tag in all_tags()]
        self.fields["tag"].choices = [("", _("Choose a tag")), *tags]  # type: ignore[attr-defined]
        self.fields["publish_on"].help_text = _("In the time zone of %(zone)s.") % {"zone": _zone_in_words()}

    def clean_contact(self) -> str:
        typed: str = self.cleaned_data["contact"]
        if self.data.get("audience") != Update.Audience.CONTACT or not typed:
            return typed
        self.found = _meant(typed)
        return called(self.found)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("title") or cleaned.get("body")) and not {"title", "body"} & self.errors.keys():
            self.add_error("title", _("Write a title or a text first: an empty draft is not kept."))
        cleaned["publish_at"] = self._moment(cleaned) if cleaned.get("when") == LATER else None
        return cleaned

    def plan(self) -> UpdatePlan:
        cleaned = self.cleaned_data
        audience = cleaned["audience"]
        return UpdatePlan(
            kind=cleaned["kind"],
            audience=audience,
            tag_id=cleaned["tag"] if audience == Update.Audience.TAG else None,
            contact_id=self.found.pk if self.found else None,
            by_mail=cleaned["by_mail"],
            publish_at=cleaned["publish_at"],
        )

    def token(self) -> UUID | None:
        token: UUID | None = self.cleaned_data.get("form_token")
        return token

    def _moment(self, cleaned: dict[str, Any]) -> datetime | None:
        day, at = cleaned.get("publish_on"), cleaned.get("publish_time")
        if day is None or at is None:
            if not {"publish_on", "publish_time"} & self.errors.keys():
                self.add_error("publish_on", _("Say on which day and at what time."))
            return None
        try:
            moment = instant_of(day, at, require_business().time_zone)
        except NoSuchTime as refusal:
            self.add_error("publish_time", str(refusal))
            return None
        if moment <= clock.now():
            self.add_error("publish_on", _("That moment has passed. Choose a later one, or “Now”."))
        return moment


def initial_of(update: Update) -> dict[str, Any]:
    """Return what the composer shows of an update that exists."""
    zone = ZoneInfo(require_business().time_zone)
    local = update.publish_at.astimezone(zone) if update.publish_at else None
    names = ("kind", "title", "body", "image_alt", "audience", "by_mail", "is_pinned", "expires_on")
    return {
        **{name: getattr(update, name) for name in names},
        "tag": update.tag_id,
        "contact": called(update.contact) if update.contact else "",
        "when": LATER if local else NOW,
        "publish_on": local.date() if local else None,
        "publish_time": local.time() if local else None,
        "image_is": (update.image_key, update.image_width, update.image_height) if update.image_key else (),
    }


def called(contact: Contact) -> str:
    """Return a contact's name with the address that tells two of the same name apart."""
    address = next((email.address for email in contact.emails.all()), "")
    return f"{contact.display_name} · {address}" if address else contact.display_name


def _meant(typed: str) -> Contact:
    """Return the one contact that fits; raises ValidationError with what there is when none or several do."""
    found = contacts_called(typed)
    if not found:
        raise ValidationError(_("No contact fits “%(typed)s”."), params={"typed": typed})
    sought = typed.strip().casefold()
    exact = [each for each in found if sought in (each.display_name.casefold(), called(each).casefold())] or found
    if len(exact) > 1:
        several = ", ".join(called(each) for each in exact[:4])
        raise ValidationError(_("Several contacts fit: %(names)s. Type more."), params={"names": several})
    return exact[0]


def _zone_in_words() -> str:
    return require_business().time_zone.rpartition("/")[2].replace("_", " ")
