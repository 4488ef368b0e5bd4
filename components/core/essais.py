"""A limit on failed tries: only failures count, and what is right is never blocked, since a room shares one address."""

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass
class Essais:
    """Failures of each address inside a sliding window of seconds. The clock comes in with each call."""

    limite: int
    fenetre: float
    adresses_max: int = 10_000
    _echecs: "OrderedDict[str, list[float]]" = field(default_factory=OrderedDict)

    def echec(self, adresse: str, maintenant: float) -> None:
        """Count one failure."""
        self._echecs[adresse] = [*self._recents(adresse, maintenant)[-self.limite :], maintenant]
        self._echecs.move_to_end(adresse)
        while len(self._echecs) > self.adresses_max:
            self._echecs.popitem(last=False)

    def bloque(self, adresse: str, maintenant: float) -> bool:
        """Whether the next failure of this address is one too many."""
        return len(self._recents(adresse, maintenant)) >= self.limite

    def attente(self, adresse: str, maintenant: float) -> int:
        """Seconds until the address may fail again (at least 1)."""
        recent = self._recents(adresse, maintenant)
        return max(1, int(self.fenetre - (maintenant - recent[0])) + 1) if recent else 1

    def _recents(self, adresse: str, maintenant: float) -> list[float]:
        return [moment for moment in self._echecs.get(adresse, []) if maintenant - moment < self.fenetre]
