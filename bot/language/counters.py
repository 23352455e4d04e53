"""What things are counted by in Chinese, where they may stand in a list: 个, 项, 条."""

__all__ = ["COUNTERS", "NO_THING"]

COUNTERS = "方面|部分|阶段|环节|维度|大|个|项|条|点|种|类|档|步|件|层|级|组|样|招|块|重|支|座|门|款|位|名|家|所|本|首|道|处|片|张|套|期"
NO_THING = "月|小时|星期|世纪|百分点|多月|人大"
"""What follows a counter where nothing is counted that a list could tell."""
