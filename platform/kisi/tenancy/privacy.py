"""The kernel's tables know municipalities and tasks, no people."""

from kisi.core.privacy import declare, impersonal

declare(
    impersonal("tenancy.SchemaBlueprint", "id state statements made_at"),
    impersonal("tenancy.RejectedTask", "id task message_id reason rejected_at"),
    impersonal("tenancy.TaskRun", "id task started_at finished_at problem"),
)
