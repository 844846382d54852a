"""Which database role may do what – one screen.

Everything is denied that is not written here: ``kisi migrate`` revokes all and grants exactly this.
A municipality's role additionally has its own schema, see ``TOWN``.
"""

from __future__ import annotations

from typing import Final

from kisi.core.realms import CENTRAL_ROLE as CENTRAL
from kisi.core.realms import MINISTRY_ROLE as MINISTRY
from kisi.core.realms import MUNICIPALITIES_ROLE as TOWNS
from kisi.core.realms import PROVISIONER_ROLE as PROVISIONER
from kisi.core.realms import ROUTER_ROLE as ROUTER

READ: Final = "SELECT"
WRITE: Final = "SELECT, INSERT, UPDATE, DELETE"
APPEND: Final = "SELECT, INSERT"

PUBLIC: Final[dict[str, dict[str, str]]] = {
    # The kernel.
    "django_migrations": {CENTRAL: READ},
    "tenancy_schemablueprint": {PROVISIONER: READ},
    "tenancy_rejectedtask": {CENTRAL: WRITE},
    "tenancy_taskrun": {CENTRAL: WRITE},
    # Who is on board. The router sees just enough to answer for a host.
    "municipalities_municipality": {
        ROUTER: "SELECT (id, ags, slug, name, status, schema_name, is_demo)",
        CENTRAL: "SELECT, UPDATE",
        PROVISIONER: WRITE,
        TOWNS: "SELECT (id, ags, slug, name, status, is_demo)",
    },
    "municipalities_domain": {ROUTER: READ, CENTRAL: WRITE, PROVISIONER: WRITE},
    # The official register: public facts, written by the operator's import only.
    "municipalities_district": {CENTRAL: WRITE, PROVISIONER: READ, TOWNS: READ},
    "municipalities_registeredmunicipality": {CENTRAL: WRITE, PROVISIONER: READ, TOWNS: READ},
    "municipalities_territorialchange": {CENTRAL: WRITE, PROVISIONER: READ, TOWNS: READ},
    # The library: written centrally; onboarding copies from it. Row security shows towns published versions only.
    "library_template": {CENTRAL: WRITE, PROVISIONER: READ, TOWNS: READ},
    "library_templateversion": {CENTRAL: WRITE, PROVISIONER: READ, TOWNS: READ},
    "library_versionstep": {CENTRAL: WRITE},
    # Figures: towns write their own numbers, row security sees to it (shared/metrics, migration 0001).
    "metrics_metricdefinition": {CENTRAL: WRITE, MINISTRY: READ},
    "metrics_contribution": {CENTRAL: READ, TOWNS: "SELECT, INSERT, DELETE"},
    "metrics_fillstate": {CENTRAL: "SELECT, INSERT, UPDATE", TOWNS: "SELECT, INSERT, UPDATE"},
    "metrics_collectionrun": {CENTRAL: WRITE},
    "metrics_collectionbatch": {CENTRAL: WRITE},
    # Releases are written once and never changed; the ministry reads them and nothing else.
    "metrics_releaserun": {CENTRAL: WRITE},
    "metrics_release": {CENTRAL: APPEND, MINISTRY: READ},
    "metrics_releasedfigure": {CENTRAL: APPEND, MINISTRY: READ},
    # Bands of peer groups are frozen with a release; the only thing towns read about each other.
    "benchmarks_band": {CENTRAL: APPEND, MINISTRY: READ, TOWNS: READ},
    "metrics_releaseinput": {CENTRAL: APPEND},
    "metrics_amiftotal": {CENTRAL: APPEND},
    # Jobs of on- and off-boarding: asked for centrally, worked on by the provisioner.
    "onboarding_onboarding": {CENTRAL: WRITE, PROVISIONER: "SELECT, UPDATE"},
    "onboarding_onboardingstep": {CENTRAL: WRITE, PROVISIONER: "SELECT, UPDATE"},
    "onboarding_offboarding": {CENTRAL: WRITE, PROVISIONER: "SELECT, UPDATE"},
    "onboarding_offboardingstep": {CENTRAL: WRITE, PROVISIONER: "SELECT, UPDATE"},
    # The platform looks after itself: asked for centrally, in part done by the provisioner.
    "operation_check": {CENTRAL: WRITE, PROVISIONER: "SELECT, INSERT, UPDATE, DELETE"},
    "operation_platformtexts": {CENTRAL: WRITE},
    # Accounts, sessions and tokens of the public host.
    "accounts_user": {CENTRAL: WRITE},
    "accounts_invitation": {CENTRAL: WRITE},
    "accounts_accountsettings": {CENTRAL: WRITE},
    "accounts_passwordreset": {CENTRAL: WRITE},
    "accounts_sentform": {CENTRAL: WRITE},
    "account_emailaddress": {CENTRAL: READ},
    "account_emailconfirmation": {},
    "mfa_authenticator": {CENTRAL: WRITE},
    "socialaccount_socialapp": {CENTRAL: WRITE},
    "socialaccount_socialaccount": {CENTRAL: WRITE},
    "socialaccount_socialtoken": {},
    "django_session": {CENTRAL: WRITE},
    # The audit trail: nobody changes or deletes, only the trigger (as the owner) moves the head.
    "audit_entry": {CENTRAL: APPEND, PROVISIONER: APPEND},
    "audit_head": {CENTRAL: READ},
    "audit_anchoring_auditanchor": {CENTRAL: APPEND},
    # Machine accounts, their tokens, and what they have been answered. Only client credentials are served, so
    # refresh tokens stay empty (deleting access tokens looks there) and nobody reaches the other OAuth tables.
    "api_client": {CENTRAL: WRITE},
    "api_idempotentanswer": {CENTRAL: WRITE},
    "oauth2_provider_accesstoken": {CENTRAL: WRITE},
    "oauth2_provider_refreshtoken": {CENTRAL: "SELECT, UPDATE"},
    "oauth2_provider_grant": {},
    "oauth2_provider_idtoken": {},
    "oauth2_provider_devicegrant": {},
    # Notices to people of the public host.
    "notifications_notice": {CENTRAL: WRITE},
    "notifications_preference": {CENTRAL: WRITE},
    "notifications_noticesettings": {CENTRAL: WRITE},
    # E-mail of the public host.
    "mail_outgoingmail": {CENTRAL: WRITE},
}

TOWN: Final[dict[str, str]] = {
    # Which migrations a schema has is none of the town's business to change.
    "django_migrations": READ,
    "audit_entry": APPEND,
    "audit_head": READ,
    # What was decided stays decided: a change of mind is a further row.
    "needs_decision": APPEND,
    "adoptions_decision": APPEND,
}
