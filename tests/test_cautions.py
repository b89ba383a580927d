"""A change whose author may not see all of it is told so."""

import relocation
from relocation.changes import apply_changes, cautions


def test_another_length_of_period_is_pointed_out() -> None:
    lujia = relocation.load("lujia")
    [caution] = cautions(lujia, apply_changes(lujia, ["timeline.period=month"]))
    assert caution.severity == "warning"
    assert "year -> month" in caution.text("en")
    assert "期长" in caution.text("zh")


def test_other_changes_pass_silently() -> None:
    lujia = relocation.load("lujia")
    assert cautions(lujia, apply_changes(lujia, ["land_quota.price=*0.8"])) == []
