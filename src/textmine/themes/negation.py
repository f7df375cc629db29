"""Whether a mention stands in a negated clause (父親の参加がなかった): a flag, never a reason to drop it.

Japanese negates at the end of the clause, so the words after the mention decide, up to the next comma or stop. Forms
that contain a negation and deny nothing (だけでなく, なければならない, 問わず) are taken out first.
"""

from __future__ import annotations

import re
from typing import Final

_CLAUSE_END: Final = re.compile(r"[、。!?]|(?<=[たるい])が(?=、)|ものの|一方")
_NO_DENIAL: Final = re.compile(
    r"なければなら|なくてはなら|なくてはいけ|ざるを得|ねばなら|だけで(は)?な[くい]|のみなら[ずぬ]|ばかりで(は)?な[くい]"
    r"|に限ら[ずな]|問わ[ずな]|かかわらず|関わらず|関係なく|少なくな[いく]|に(も)?ほかなら|欠かせな|切れ目(の)?な[いく]|絶え間な"
    r"|隔てな[くい]|変わら[ずな]|引き続かない|なくす|なくな(?=る|ら|り|っ)?(?=す)|必ず|まず(?=は)|少な[いく]|思いがけな"
)
_DENIAL: Final = re.compile(
    r"な(?:い|く|かっ|けれ)|無(?:い|く|かっ)|ませ(?:ん|ず)|(?<=[かがさたなばまらわえけせてねべめれいきしちにびみり])ず(?=に|$|、|。|、)"
    r"|(?:が|は|も|に)な(?:し)?(?=。|$|、)|至らな|至らず|困難|できず|得られず"
)


def is_negated(text: str, end: int) -> bool:
    """Say whether a negation follows, in its clause, the mention that ends at folded character `end`."""
    stop = _CLAUSE_END.search(text, end)
    clause = text[end : stop.start() if stop else len(text)]
    return _DENIAL.search(_NO_DENIAL.sub("", clause)) is not None
