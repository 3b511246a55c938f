"""Plain text with a few marks."""

import pytest

from sops import markup


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("一段\n两行\n\n另一段", "<p>一段<br>两行</p><p>另一段</p>"),
        ("头：\n- 甲\n- 乙\n尾", "<p>头：</p><ul><li>甲</li><li>乙</li></ul><p>尾</p>"),
        ("1. 甲\n2、乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("**10 分钟**内", "<p><b>10 分钟</b>内</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        ("**<i>**", "<p><b>&lt;i&gt;</b></p>"),
        ("2.5 小时", "<p>2.5 小时</p>"),
        ("a ** b", "<p>a ** b</p>"),
    ],
)
def test_html(text, html):
    assert markup.html(text) == html


def test_plain_is_the_words_alone():
    assert markup.plain("- **10 分钟**内\n\n完成") == "10 分钟内 完成"
