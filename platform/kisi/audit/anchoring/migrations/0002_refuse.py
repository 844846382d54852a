"""Anchors are never changed: not even by the role that writes them."""

from django.db import migrations

TRIGGERS = [
    "CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_anchoring_auditanchor"
    " FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_refuse_truncate BEFORE TRUNCATE ON audit_anchoring_auditanchor"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
]


class Migration(migrations.Migration):
    dependencies = [("audit_anchoring", "0001_initial"), ("audit", "0002_chain")]

    operations = [
        migrations.RunSQL([*TRIGGERS]),
    ]
