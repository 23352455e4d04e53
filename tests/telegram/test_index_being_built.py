"""In Telegram too, what an index that is being built lacks is never called missing."""

from pathlib import Path

from articles import LIBRARY
from databases import sqlite
from door import Door
from unfinished import LAMP, being_built, unfinished


async def test_a_link_to_a_paragraph_that_is_not_indexed_yet_is_not_called_gone(tmp_path: Path) -> None:
    """Nor is one to a paragraph that is there refused."""
    with (
        unfinished(tmp_path) as library,
        being_built(library, tmp_path),
        Door(tmp_path, url=sqlite(tmp_path / "zhaiyin.db"), indexes=tmp_path) as door,
    ):
        bob = door.world.user("Bob")
        async with door.opened():
            there = await door.told(bob, bob, f"/start p_{LIBRARY.id}_1")
            lacking = await door.told(bob, bob, f"/start p_{LAMP.id}_1")
            asked = await door.told(bob, bob, "灯塔有多高")
    assert LIBRARY.text.split("\n")[0] in there.content
    assert [True, True] == ["暂时查不了资料库" in said.content for said in (lacking, asked)]
