"""A chat platform is one file."""

from pathlib import Path

from extending.copied import Copy

SAID = "Ada: 环保码是做什么用的\nBob: +\nAda: +\nBob: 今天天气怎么样\n"


def test_a_new_platform_asks_votes_and_notes_gaps(project: Copy, tmp_path: Path) -> None:
    """Rules of chatting are no door's, so a door only carries messages in and out."""
    with project.having("a chat platform", "echo"):
        told = project.run("-m", "bot", "run", "--door", "echo", data=tmp_path, given=SAID)
    assert "生态监测" in told
    assert "1 up\n2 up\n" in told
    assert "gaps: ['今天天气怎么样']" in told
