"""Decisions are never changed, whoever asks: rights bind the municipality's role, a trigger the owner of the table too.

The function is the audit trail's, from the same schema; dropping the whole schema asks no trigger.
"""

from django.db import migrations

FOREVER = (
    "CREATE TRIGGER adoptions_decision_is_forever BEFORE UPDATE OR DELETE ON adoptions_decision"
    " FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER adoptions_decision_is_not_emptied BEFORE TRUNCATE ON adoptions_decision"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)
NO_LONGER = (
    "DROP TRIGGER adoptions_decision_is_forever ON adoptions_decision",
    "DROP TRIGGER adoptions_decision_is_not_emptied ON adoptions_decision",
)


class Migration(migrations.Migration):
    dependencies = [("adoptions", "0003_full_text"), ("audit", "0002_chain")]

    operations = [migrations.RunSQL([*FOREVER], [*NO_LONGER])]
