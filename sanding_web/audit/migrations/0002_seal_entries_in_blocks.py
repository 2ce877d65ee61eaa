"""Blocks and anchors over the audit log, and triggers that refuse to change what is sealed.

What the database refuses: any change of an entry but its being put into a block once; any change of a block or an
anchor; taking away a sealed entry, a block or an anchor. A later migration that makes ``audit_entry`` anew on SQLite
must call ``guard`` again: SQLite drops the triggers with the old table.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = {
    "audit_entry_change": """BEFORE UPDATE ON audit_entry WHEN NOT (
        OLD.block_id IS NULL AND NEW.block_id IS NOT NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at
        AND NEW.actor_id IS OLD.actor_id AND NEW.role IS OLD.role AND NEW.action IS OLD.action
        AND NEW.object_kind IS OLD.object_kind AND NEW.object_id IS OLD.object_id AND NEW.detail IS OLD.detail)""",
    "audit_entry_removal": "BEFORE DELETE ON audit_entry WHEN OLD.block_id IS NOT NULL",
    "audit_entry_replacement": """BEFORE INSERT ON audit_entry
        WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)""",
    "audit_block_change": "BEFORE UPDATE ON audit_block",
    "audit_block_removal": "BEFORE DELETE ON audit_block",
    "audit_anchor_change": "BEFORE UPDATE ON audit_anchor",
    "audit_anchor_removal": "BEFORE DELETE ON audit_anchor",
}
POSTGRESQL = """
CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.block_id IS NULL THEN
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' AND OLD.block_id IS NULL AND NEW.block_id IS NOT NULL
            AND to_jsonb(NEW) - 'block_id' = to_jsonb(OLD) - 'block_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION audit_chain_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();
CREATE TRIGGER audit_block_guard BEFORE UPDATE OR DELETE ON audit_block
    FOR EACH ROW EXECUTE FUNCTION audit_chain_guard();
CREATE TRIGGER audit_anchor_guard BEFORE UPDATE OR DELETE ON audit_anchor
    FOR EACH ROW EXECUTE FUNCTION audit_chain_guard();
"""
POSTGRESQL_BACK = """
DROP TRIGGER audit_anchor_guard ON audit_anchor;
DROP TRIGGER audit_block_guard ON audit_block;
DROP TRIGGER audit_entry_guard ON audit_entry;
DROP FUNCTION audit_chain_guard();
DROP FUNCTION audit_entry_guard();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for name, when in SQLITE.items():
            refusal = "SELECT RAISE(ABORT, 'the audit log is append-only')"
            schema_editor.execute(f"CREATE TRIGGER {name} {when} BEGIN {refusal}; END")


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_BACK)
    else:
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64, unique=True)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('leaves', models.CharField(max_length=64)),
                ('members', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 1), ('first__lte', models.F('last'))), name='audit_block_holds_entries')],
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('hash', models.CharField(max_length=64)),
                ('block', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='anchor', to='audit.block')),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.AddField(
            model_name='entry',
            name='block',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='audit.block'),
        ),
        migrations.RunPython(guard, unguard),
    ]
