"""Templates compiled once per language, with everything that never changes rendered at compile time.

A page says the same words, icons and addresses each time it is rendered. They become plain text
when the template is compiled for a language; what depends on the reader stays as it was.
"""

from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode
from django.template.defaulttags import IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

_SAME_EACH_TIME = {
    ("sopman.core.templatetags.face", "icon"),
    ("sopman.core.templatetags.face", "chip"),
    ("django_htmx.templatetags.django_htmx", "htmx_script"),  # our policy knows no nonces
}


class Loader(CachedLoader):
    """The cached loader of Django, one compiled template for each language."""

    def cache_key(self, template_name: Any, skip: Any = None) -> str:
        return f"{get_language()} {super().cache_key(template_name, skip)}"

    def get_template(self, template_name: Any, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        if not getattr(template, "is_folded", False):
            _fold(template.nodelist, template)
            template.is_folded = True
        return template


def _fold(nodes: NodeList, template: Template) -> None:
    """Constant nodes become text, neighbouring texts one text; in place, for blocks are looked up."""
    found: list[Node] = []
    for node in nodes:
        text = _text_of(node, template)
        if text is None:
            _fold_below(node, template)
            found.append(node)
        elif found and type(found[-1]) is TextNode:
            found[-1] = _text_node(found[-1].s + text, found[-1])
        else:
            found.append(_text_node(text, node))
    nodes[:] = found


def _fold_below(node: Node, template: Template) -> None:
    if isinstance(node, LanguageNode):  # it says its words in another language
        return
    if isinstance(node, IfNode):
        for _condition, below in node.conditions_nodelists:
            _fold(below, template)
        return
    for name in node.child_nodelists:
        below = getattr(node, name, None)
        if isinstance(below, NodeList):
            _fold(below, template)


def _text_node(text: str, place: Node) -> TextNode:
    node = TextNode(text)
    node.token, node.origin = place.token, place.origin
    return node


def _text_of(node: Node, template: Template) -> str | None:
    """What a node always says in this language; None for one that depends on anything."""
    if type(node) is TextNode:
        return node.s
    if not _says_the_same(node):
        return None
    context = Context()
    try:
        with context.bind_template(template):
            return str(node.render(context))
    except NoReverseMatch:
        return None  # said when the page is rendered


def _says_the_same(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        expression, message = node.filter_expression, node.message_context
        bare = not expression.filters and expression.var.literal is not None
        return bare and not node.asvar and (message is None or _is_constant(message))
    if isinstance(node, BlockTranslateNode):
        plain = all(token.token_type.name == "TEXT" for token in node.singular)
        given = node.extra_context or node.plural or node.message_context or node.asvar
        return plain and not given
    if isinstance(node, StaticNode):
        return node.varname is None and _is_constant(node.path)
    if isinstance(node, URLNode):
        said: Any = node.args or node.kwargs or node.asvar
        return not said and _is_constant(node.view_name)
    if isinstance(node, SimpleNode):
        known = (node.func.__module__, node.func.__name__) in _SAME_EACH_TIME
        words: list[Any] = [*node.args, *node.kwargs.values()]
        return known and node.target_var is None and all(map(_is_constant, words))
    return False


def _is_constant(expression: FilterExpression) -> bool:
    return not expression.is_var and not expression.filters
