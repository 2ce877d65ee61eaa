"""The lines moved to rows in the migration before; the old column goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("district", "0003_legal_basis_as_rows")]
    operations = [migrations.RemoveField(model_name="programme", name="legal_basis")]
