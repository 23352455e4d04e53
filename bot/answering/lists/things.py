"""What the things of lists are called, and which of these words mean alike."""

from bot.remembered import remembered

__all__ = ["EMPTY_COUNTERS", "GENERIC", "alike"]

EMPTY_COUNTERS = frozenset("大个项条点件样座门款位名家所本首道处片张套期支块重")
"""Counters that do not say what they count."""
GENERIC = frozenset(
    """一共 总共 具备 需要 符合 满足 达到 存在 实现 采取 提出 包括 包含 分为 分成 具有 应当 应该 可以 必须 主要 具体 分别 内容 哪些 几个 哪几
    各 都 有 还有 是 分 做 办 要 设 得 该 应 能 什么 啥 列出 列举 方面 东西""".split()
)
"""Words of a question that do not say which list is meant."""
_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "条件 要求 资格 标准 门槛",
        "材料 资料 证件 文件 手续 单据",
        "步骤 流程 程序 环节 步 阶段",
        "措施 办法 举措 做法 任务 工作 事 大事 实事 方法 抓手 行动",
        "种类 种 类 类型 类别 档 档次 级 级别 等级 等 层次 层",
        "问题 困难 难题 短板 不足 毛病 挑战",
        "好处 优点 优势 益处 福利 优惠",
        "原因 因素 理由",
        "部分 组成 板块 模块 系统 章节",
        "规定 注意事项 事项 须知 规则 规矩 禁令 要点",
        "目标 任务 指标",
        "特点 特征 特色 亮点",
        "活动 项目 节目",
        "意义 作用 价值 功能 用途",
        "建议 意见 提议",
        "方面 维度 角度 领域 点",
    )
)


@remembered(512)
def alike(noun: str) -> frozenset[str]:
    """Return what else the things of a list may be called: 举措 and 办法 for 措施."""
    return frozenset().union(*(group for group in _ALIKE if noun in group)) - {noun}
