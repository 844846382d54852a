"""Going through a page by the Tab key alone: everything is reached, in the order of the eye, and the focus is seen.

Afterwards everything gets the focus once at the upper and once at the lower edge of the window: no bar covers it.

Real key presses, no sample: whatever can be used on a page is to be reached on it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

SCRIPT: Final = Path(__file__).with_name("tabbing.js")
"""For ``context.add_init_script``: it has to be there before the page's own scripts."""
MORE: Final = 25
"""Presses beyond those that were expected before the focus is said to be stuck: scrolling parts take one each."""
_TAB: Final = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
_MENUS: Final = """() => [...document.querySelectorAll("button[popovertarget]:not([popovertargetaction=hide])")]
    .filter(button => button.checkVisibility()).map(button => button.getAttribute("popovertarget"))"""


def tabbing_faults(page: Page, part: str = "body") -> list[str]:
    """What cannot be done by Tab in a part of a settled page, which is a selector; empty when all is well."""
    expected: int = page.evaluate("part => tabbing.begin(part)", part)
    press = _presser(page)
    press(expected)
    state = page.evaluate("tabbing.state()")
    while state["missing"]:
        before = state
        press(MORE)
        state = page.evaluate("tabbing.state()")
        if state["reached"] == before["reached"]:
            break
    found: list[str] = page.evaluate("tabbing.faults()")
    stuck = f" (stuck at {state['focus']})" if state["missing"] and state["focus"] == before["focus"] else ""
    found += page.evaluate("tabbing.covered()")
    return found + [f"not reached by Tab: {element}{stuck}" for element in state["missing"]]


def menu_faults(page: Page) -> list[str]:
    """What cannot be done with the keyboard in the menus of a page: open by Enter, through by Tab, shut by Escape."""
    found: list[str] = []
    for menu in page.evaluate(_MENUS):
        opener = page.locator(f"button[popovertarget='{menu}']:not([popovertargetaction=hide])").first
        opener.focus()
        page.keyboard.press("Enter")
        if not page.locator(f"#{menu}").is_visible():
            found.append(f"the menu {menu} does not open by Enter")
            continue
        page.evaluate("part => tabbing.begin(part)", f"#{menu}")
        opener.focus()
        _presser(page)(page.locator(f"#{menu}").locator("a, button, input").count() + 1)
        missing = page.evaluate("tabbing.state().missing")
        found += page.evaluate("tabbing.faults()") + [f"not reached in the menu {menu}: {one}" for one in missing]
        page.locator(f"#{menu}").locator("a, button").first.focus()
        page.keyboard.press("Escape")
        if page.locator(f"#{menu}").is_visible():
            found.append(f"the menu {menu} does not shut by Escape")
        elif not opener.evaluate("element => element === document.activeElement"):
            found.append(f"the menu {menu} does not give the focus back")
    return found


def _presser(page: Page) -> Callable[[int], None]:
    """Half the messages of ``page.keyboard.press``: a key that is held moves the focus as one that is let go."""
    session = page.context.new_cdp_session(page)

    def press(times: int) -> None:
        for _time in range(times):
            session.send("Input.dispatchKeyEvent", dict[str, Any](_TAB))

    return press
