"""What a person may ask of a center, put together."""

from dataclasses import dataclass

from deskside.services.accounts import AccountService
from deskside.services.door import Door
from deskside.services.keyring import Keyring
from deskside.services.outside import Outside
from deskside.services.rights.erasures import ErasureService
from deskside.services.rights.exports import ExportService
from deskside.services.vault import VaultService


@dataclass(frozen=True, slots=True)
class Rights:
    """A copy of everything, and that everything goes."""

    exports: ExportService
    erasures: ErasureService


def rights_of(outside: Outside, door: Door, accounts: AccountService, vault: VaultService, keyring: Keyring) -> Rights:
    """Both."""
    exports = ExportService(outside, vault, keyring)
    return Rights(exports, ErasureService(outside, door, accounts, exports))
