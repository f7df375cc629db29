"""Whether a mention stands in a negated clause (父親の参加がなかった): a flag, never a reason to drop it.

Japanese negates at the end of the clause, so the words after the mention decide, up to the next comma or stop. Forms
that contain a negation and deny nothing (だけでなく, なければならない, 問わず) are taken out first.
"""

from __future__ import annotations

import re
from typing import Final

_CLAUSE_END: Final = re.compile(r"[、。!?]|(?<=[たるい])が(?=、)|ものの|一方")
_NO_DENIAL: Final = re.compile(
    r"(?:なければ|なくては|ねば)(?:なら|いけ)な[いく]|ざるを得な[いく]|だけでは?な[くい]|ばかりでは?な[くい]|のみなら[ずぬ]"
    r"|に限ら[ずな]|問わ[ずな]|[関か]かわらず|関わらず|関係なく|少なくな[いく]|少な[いく]|欠かせな[いく]|切れ目の?な[いく]|絶え間な[いく]"
    r"|(?:気兼ね|無理|遠慮|滞り|問題|抵抗|偏り|[もモ]れ|漏れ|まんべん|さりげ|限り|何と|なんと|途切れ(?:る(?:こと)?)?)な[くい]|思いがけな[いく]|何気な[いく]"
    r"|隔てな[くい]|変わらず|なくす|なくし|必ず|まず|たえず|絶えず"
)
_DENIAL: Final = re.compile(
    r"(?<!な)な(?:い|く|かっ|けれ)|無(?:い|く|かっ)|ませ(?:ん|ず)|[^れ、。]ず(?:に|$|、|。)|れず|できず|[がはもに]なし?(?:$|、|。)|至らな|困難"
)


def is_negated(text: str, end: int) -> bool:
    """Say whether a negation follows, in its clause, the mention that ends at folded character `end`."""
    stop = _CLAUSE_END.search(text, end)
    clause = text[end : stop.start() if stop else len(text)]
    return _DENIAL.search(_NO_DENIAL.sub("", clause)) is not None
