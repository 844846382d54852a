"""Everything that changes waves and what came back."""

from tenants.surveys.actions.codes import make_codes, redeem_code, release_code
from tenants.surveys.actions.responses import accept_response, accept_responses
from tenants.surveys.actions.settings import change_settings
from tenants.surveys.actions.sheets import number_sheets, type_sheet, withdraw_sheet
from tenants.surveys.actions.waves import change_wave, create_wave, end_wave, release_wave, reopen_wave

__all__ = [
    "accept_response",
    "accept_responses",
    "change_settings",
    "change_wave",
    "create_wave",
    "end_wave",
    "make_codes",
    "number_sheets",
    "redeem_code",
    "release_code",
    "release_wave",
    "reopen_wave",
    "type_sheet",
    "withdraw_sheet",
]
