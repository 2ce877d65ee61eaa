"""The lines of the programme's legal basis become rows, so that each can carry its kind, issuer and file."""

from datetime import date

from django.db import migrations


def to_rows(apps, schema_editor):
    programme = apps.get_model("district", "Programme").objects.first()
    row = apps.get_model("district", "LegalBasis")
    for position, one in enumerate(programme.legal_basis or [] if programme else []):
        # 0.1.0 took a line only with a number and a date; the same number twice says the same thing
        values = {"date": date.fromisoformat(one["date"]), "about": one["about"][:400], "position": position}
        row.objects.get_or_create(of="programme", number=one["number"][:120], defaults=values)


def to_lines(apps, schema_editor):
    programme = apps.get_model("district", "Programme").objects.first()
    if programme is None:
        return
    rows = apps.get_model("district", "LegalBasis").objects.filter(of="programme").order_by("position", "date", "pk")
    programme.legal_basis = [
        {"number": one.number, "date": one.date.isoformat(), "about": one.about} for one in rows
    ]
    programme.save(update_fields=["legal_basis"])


class Migration(migrations.Migration):
    dependencies = [("district", "0002_programme_register_and_start")]
    operations = [migrations.RunPython(to_rows, to_lines)]
