"""The villages of a roster, batch after batch: names become positions, and a name that is known keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from relocation.households import arrow_buffers as buffers
from relocation.households.money import Column
from relocation.households.partial_sums import Village, VillageRows, run_starts

if TYPE_CHECKING:
    import pyarrow as pa

PAIR = 1 << 31  # names of villages at most


class Names:
    """The texts of one column in the order in which they were first seen."""

    def __init__(self) -> None:
        self.known: pa.Array | None = None

    def positions(self, texts: pa.Array) -> Column:
        """The position of the text of every row. `texts` have no nulls."""
        import pyarrow as pa
        import pyarrow.compute as pc

        encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
        words = encoded.dictionary
        known = self.known if self.known is not None else words.slice(0, 0)
        new = pc.is_null(pc.index_in(words, known))
        if pc.any(new).as_py():
            known = pa.concat_arrays([known, words.filter(new)])
        self.known = known
        of_word = buffers.numbers(pc.index_in(words, known))
        found: Column = of_word[buffers.numbers(encoded.indices)].astype(np.int64)
        return found


class VillageTable:
    """Pairs of county and village in the order in which they were first seen."""

    def __init__(self) -> None:
        self.counties, self.villages = Names(), Names()
        self.pairs: Column = np.zeros(0, dtype=np.int64)  # ascending
        self.at: Column = np.zeros(0, dtype=np.int64)  # the position of each of them in `names`
        self.names: tuple[Village, ...] = ()

    def rows(self, counties: pa.Array, villages: pa.Array) -> VillageRows:
        """The villages of rows, by the texts of two columns; all that are known, unless most have no row here."""
        of_pair = self.counties.positions(counties) * PAIR + self.villages.positions(villages)
        starts = run_starts(of_pair)  # rows of one village mostly stand together
        pairs = of_pair[starts]
        place = np.searchsorted(self.pairs, pairs)
        if len(pairs) and not self._all_known(place, pairs):
            self._learn(np.setdiff1d(pairs, self.pairs))
            place = np.searchsorted(self.pairs, pairs)
        of_row = np.repeat(self.at[place], np.diff(starts, append=len(of_pair)))
        here = np.flatnonzero(np.bincount(of_row, minlength=len(self.names)))
        if 2 * len(here) >= len(self.names):
            return VillageRows(self.names, of_row)
        names = tuple(self.names[at] for at in here.tolist())
        return VillageRows(names, np.searchsorted(here, of_row).astype(np.int64))

    def _all_known(self, place: Column, pairs: Column) -> bool:
        if not len(self.pairs):
            return False
        return bool((self.pairs[np.minimum(place, len(self.pairs) - 1)] == pairs).all())

    def _learn(self, pairs: Column) -> None:
        """Names pairs that are new."""
        county, village = np.divmod(pairs, PAIR)
        assert self.counties.known is not None
        assert self.villages.known is not None
        counties, villages = (
            names.take(buffers.integers(at))
            for names, at in ((self.counties.known, county), (self.villages.known, village))
        )
        new = np.arange(len(self.names), len(self.names) + len(pairs))
        self.names += tuple(zip(counties.to_pylist(), villages.to_pylist(), strict=True))
        order = np.argsort(np.concatenate([self.pairs, pairs]))
        self.pairs = np.concatenate([self.pairs, pairs])[order]
        self.at = np.concatenate([self.at, new])[order]
