"""Markup to clean text."""

import pytest

from spiders.text import text_of_html, tidy

NBSP, ZERO_WIDTH = "\u00a0", "\u200b"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p> a  b\n c </p>", "a b c"),
        ("one<br>two<br/><br>three", "one\ntwo\nthree"),
        ("in<b>li</b>ne <i>stays</i>", "inline stays"),
        ("<ul><li>a<li>b</ul>tail", "a\nb\ntail"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("a<script>steal()</script><style>p{}</style>b", "ab"),
        ("<p><noscript>no</noscript><template>t</template><iframe>f</iframe>x", "x"),
        ("<p>pic <img src=x alt=secret> <svg><text>s</text></svg>end</p>", "pic end"),
        ("<form>a<input value=v><button>Show phone</button><select><option>o</select></form>", "a"),
        ("fish &amp; chips &lt;b&gt;", "fish & chips <b>"),
        (f"<p>0{NBSP}7700{ZERO_WIDTH}900</p>", f"0{NBSP}7700{ZERO_WIDTH}900"),
        ("<!-- note -->x", "x"),
        ("<td>a</td>", "a"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("", ""),
        ("<p>", ""),
    ],
)
def test_markup(markup: str, text: str) -> None:
    assert text_of_html(markup) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [(" a \r\n\r\n b  c\t", "a\nb c"), ("a\rb", "a\nb"), ("", ""), (f"{NBSP}a{NBSP}", f"{NBSP}a{NBSP}")],
)
def test_loose_text(found: str, text: str) -> None:
    assert tidy(found) == text


def test_deep_nesting_is_walked_without_recursion() -> None:
    assert text_of_html("<span>" * 5000 + "deep") == "deep"
