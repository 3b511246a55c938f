"""Layout of whole files: pools, lanes in lanes, insides, boundary events, data, messages."""

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from processes.bpmn import Document
from processes.layout import Box
from processes.layout.whole import lay_out_all
from tests.factories.foreign_maps import whole

SHIFT = 1.5  # pixels by which a line may touch


@st.composite
def processes(draw, name):
    """Tasks, a decision now and then, ways forth and back, an inside, boundary events, data."""
    count = draw(st.integers(1, 9))
    nodes = [f"{name}n{n}" for n in range(count)]
    kinds = draw(st.lists(st.sampled_from(
        ["task", "task", "task", "exclusiveGateway", "intermediateCatchEvent", "sub"]),
        min_size=count, max_size=count))  # fmt: skip
    body = [f'<startEvent id="{name}s"/><endEvent id="{name}e" name="结束了"/>']
    for node, kind in zip(nodes, kinds, strict=True):
        inner = f'<startEvent id="{node}is"/><task id="{node}it"/>' if kind == "sub" else ""
        tag = "subProcess" if kind == "sub" else kind
        body.append(f'<{tag} id="{node}" name="节点{node}">{inner}</{tag}>')
    hosts = [n for n, k in zip(nodes, kinds, strict=True) if k in ("task", "sub")]
    ports = draw(st.lists(st.sampled_from(hosts), max_size=3)) if hosts else []
    body += [
        f'<boundaryEvent id="{name}b{n}" name="超时" attachedToRef="{host}"/>'
        for n, host in enumerate(ports)
    ]
    body += [f'<textAnnotation id="{name}t{n}"><text>注</text></textAnnotation>'
             f'<association id="{name}a{n}" sourceRef="{name}t{n}" targetRef="{host}"/>'
             for n, host in enumerate(ports[:2])]  # fmt: skip
    chain = [f"{name}s", *nodes, f"{name}e"]
    ways = list(pairwise(chain))
    more = st.tuples(st.sampled_from(nodes), st.sampled_from([*nodes, f"{name}e"]))
    ways += draw(st.lists(more, max_size=4))
    ways += [(f"{name}b{n}", draw(st.sampled_from(chain[1:]))) for n in range(len(ports))]
    body += [
        f'<sequenceFlow id="{name}f{n}" name="{"是" if n % 3 else ""}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(ways)
    ]
    lanes = draw(st.integers(0, 3))
    homes = [draw(st.integers(0, lanes - 1)) if lanes else 0 for _node in chain]
    sets = "".join(
        f'<lane id="{name}l{lane}" name="道">'
        + "".join(f"<flowNodeRef>{c}</flowNodeRef>" for c, h in zip(chain, homes, strict=True) if h == lane)
        + "</lane>"
        for lane in range(lanes)
    )  # fmt: skip
    lane_set = f'<laneSet id="{name}ls">{sets}</laneSet>' if lanes else ""
    return f'<process id="{name}">{lane_set}{"".join(body)}</process>', chain


@st.composite
def files(draw):
    names = ["p", "r", "q"][: draw(st.integers(1, 3))]
    made = [draw(processes(name)) for name in names]
    pools = "".join(f'<participant id="{n}pool" name="{n}" processRef="{n}"/>' for n in names)
    ends = [*(e for _text, chain in made for e in chain), "box"]
    flows = draw(st.lists(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=5))
    messages = "".join(
        f'<messageFlow id="m{n}" name="信" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(flows)
        if a[0] != b[0]
    )
    head = (
        f'<collaboration id="c">{pools}<participant id="box" name="外"/>{messages}</collaboration>'
    )
    return whole(head, *(text for text, _chain in made))


def small(drawing):
    return {name: box for name, box in drawing.boxes.items() if name not in drawing.expanded}


@settings(max_examples=60, deadline=None)
@given(files())
def test_no_shape_of_a_file_lies_on_another(text):
    drawing = lay_out_all(Document.parse(text))

    ported = {name: box for name, box in small(drawing).items() if "b" not in name}
    for (one, box), (other, its) in combinations(ported.items(), 2):
        assert not box.meets(its), (one, other)
    for one, other in combinations(drawing.pools.values(), 2):
        assert not one.meets(other)
    for name, box in drawing.boxes.items():
        frame = drawing.pools[f"{name[0]}pool"]
        assert frame.x <= box.x
        assert box.right <= frame.right
        assert frame.y <= box.y
        assert box.bottom <= frame.bottom


@settings(max_examples=60, deadline=None)
@given(files())
def test_no_flow_of_a_file_runs_through_a_shape(text):
    document = Document.parse(text)
    drawing = lay_out_all(document)
    ends = {
        e.get("id"): {e.get("sourceRef"), e.get("targetRef")} for e in document.root.iter("{*}*")
    }
    hosts = {e.get("id"): e.get("attachedToRef") for e in document.root.iter("{*}boundaryEvent")}

    for name, points in drawing.lines.items():
        mine = {*ends[name], *(hosts.get(end) for end in ends[name])}
        mine |= {b for b, host in hosts.items() if host in mine}
        if not ends[name] or name[1] == "a":
            continue  # associations may
        for (x1, y1), (x2, y2) in pairwise(points):
            piece = Box(min(x1, x2) + SHIFT, min(y1, y2) + SHIFT,
                        max(abs(x1 - x2) - 2 * SHIFT, 0.1), max(abs(y1 - y2) - 2 * SHIFT, 0.1))  # fmt: skip
            hit = [n for n, box in small(drawing).items() if n not in mine and box.meets(piece)]
            assert not [n for n in hit if not any(n.startswith(m) for m in mine if m)], (name, hit)


@settings(max_examples=20, deadline=None)
@given(files())
def test_a_file_is_laid_out_the_same_every_time(text):
    assert lay_out_all(Document.parse(text)) == lay_out_all(Document.parse(text))
