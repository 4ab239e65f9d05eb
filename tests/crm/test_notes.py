import pytest

from crm.errors import NoteEmpty
from crm.models import Note
from crm.services.notes import add_note
from tenants.activity.models import Activity


@pytest.mark.parametrize("body", ["", "   ", "\n"])
def test_an_empty_note_saves_nothing(in_acme, dora, ben, body):
    with pytest.raises(NoteEmpty):
        add_note(dora.pk, body=body, author=ben)

    assert not Note.objects.exists()


def test_what_a_note_says_stays_out_of_the_record(in_acme, dora, ben):
    add_note(dora.pk, body="Slow payer", author=ben)

    assert "Slow payer" not in str(list(Activity.objects.values()))
